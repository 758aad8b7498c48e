//! The folder of a backup.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tokio::fs::{self, File};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter, Lines};

use super::manifest::TableKept;
use super::{BackupError, Manifest, row};
use crate::db::{Row, Value};

const MANIFEST: &str = "manifest.json";
const TABLES: &str = "tables";

/// Makes the folder of a new backup. Only its owner may look inside.
pub async fn make(folder: &Path) -> Result<(), BackupError> {
    fs::create_dir_all(folder).await?;
    if fs::read_dir(folder).await?.next_entry().await?.is_some() {
        return Err(BackupError::FolderNotEmpty);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).await?;
    }
    fs::create_dir(folder.join(TABLES)).await?;
    Ok(())
}

/// The file of a table, as it is written.
pub struct TableFile {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    kept: TableKept,
}

impl TableFile {
    pub async fn make(
        folder: &Path,
        name: String,
        columns: Vec<String>,
    ) -> Result<Self, BackupError> {
        let file = BufWriter::new(File::create(path(folder, &name)).await?);
        let kept = TableKept { name, columns, rows: 0, hash: String::new() };
        Ok(Self { file, hasher: blake3::Hasher::new(), kept })
    }

    pub async fn write(&mut self, row: &Row) -> Result<(), BackupError> {
        let line = row::write(row).map_err(BackupError::Json)?;
        self.hasher.update(line.as_bytes());
        self.file.write_all(line.as_bytes()).await?;
        self.kept.rows += 1;
        Ok(())
    }

    /// When this returns, it is on the disk.
    pub async fn finish(mut self) -> Result<TableKept, BackupError> {
        self.file.flush().await?;
        self.file.get_ref().sync_all().await?;
        Ok(TableKept { hash: self.hasher.finalize().to_string(), ..self.kept })
    }
}

/// The rows of a table, as they are read.
pub struct Rows {
    name: String,
    lines: Lines<BufReader<File>>,
}

impl Rows {
    pub async fn open(folder: &Path, name: &str) -> Result<Self, BackupError> {
        let file = File::open(path(folder, name)).await?;
        Ok(Self { name: name.to_owned(), lines: BufReader::new(file).lines() })
    }

    pub async fn next(&mut self) -> Result<Option<Vec<Value>>, BackupError> {
        let Some(line) = self.lines.next_line().await? else { return Ok(None) };
        let values = row::read(&line).ok_or_else(|| damaged(&self.name))?;
        Ok(Some(values))
    }
}

/// Writes the manifest: from now on it is a backup.
pub async fn seal(folder: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let text = serde_json::to_vec_pretty(manifest).map_err(BackupError::Json)?;
    let growing = folder.join("manifest.part");
    let mut file = File::create(&growing).await?;
    file.write_all(&text).await?;
    file.sync_all().await?;
    File::open(folder.join(TABLES)).await?.sync_all().await?;
    fs::rename(&growing, folder.join(MANIFEST)).await?;
    File::open(folder).await?.sync_all().await?;
    Ok(())
}

/// Reads what is written of a backup through, and says what it holds.
pub async fn read(folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = manifest(folder).await?;
    for table in manifest.tables.iter().chain(&manifest.objects) {
        match hashed(path(folder, &table.name)).await {
            Ok(hash) if hash == table.hash => {}
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => return Err(damaged(&table.name)),
        }
    }
    Ok(manifest)
}

/// What a backup holds, as it says.
pub async fn manifest(folder: &Path) -> Result<Manifest, BackupError> {
    let text = fs::read(folder.join(MANIFEST)).await.map_err(BackupError::NotABackup)?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| damaged(MANIFEST))?;
    // A name that leads elsewhere is none that we wrote.
    let plain = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let all_plain = manifest.tables.iter().chain(&manifest.objects).all(|it| plain(&it.name));
    if all_plain { Ok(manifest) } else { Err(damaged(MANIFEST)) }
}

/// Takes a table's file in place of the one before.
pub async fn replace(folder: &Path, by: &str, table: &str) -> Result<(), BackupError> {
    Ok(fs::rename(path(folder, by), path(folder, table)).await?)
}

async fn hashed(path: PathBuf) -> std::io::Result<String> {
    let hash = tokio::task::spawn_blocking(move || {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(std::fs::File::open(path)?)?;
        Ok(hasher.finalize().to_string())
    });
    hash.await.map_err(std::io::Error::other)?
}

pub fn damaged(what: &str) -> BackupError {
    BackupError::Damaged(what.to_owned())
}

fn path(folder: &Path, table: &str) -> PathBuf {
    folder.join(TABLES).join(format!("{table}.jsonl"))
}
