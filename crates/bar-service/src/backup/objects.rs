//! The assets of a backup: a vault in its folder, and a list of what is in it.

use std::path::Path;

use futures::TryStreamExt;
use uuid::Uuid;

use super::folder::{Rows, TableFile, damaged};
use super::{BackupError, TableKept};
use crate::db::{Database, DbError, Row, Transaction, Value};
use crate::tables::assets::{self, Asset};
use crate::tables::journal::projects_after;
use crate::vault::{AssetHash, DiskVault, Growth, ObjectName, Shelf, Vault, VaultError};

const LIST: &str = "objects";
const COLUMNS: [&str; 5] = ["project", "shelf", "hash", "sealed_bytes", "sealed_hash"];

/// What the list says of an object.
struct Listed {
    project: Uuid,
    shelf: Shelf,
    hash: AssetHash,
    /// How long it is, sealed.
    len: u64,
    /// BLAKE3 of it, sealed.
    sealed: [u8; 32],
}

impl Listed {
    fn name(&self) -> ObjectName {
        ObjectName::asset(self.project, self.shelf, &self.hash)
    }

    fn read(values: Vec<Value>) -> Result<Self, DbError> {
        let row = Row(values);
        let broken = || DbError::Broken("the list of objects".into());
        let bytes = |column| row.bytes(column)?.try_into().map_err(|_| broken());
        Ok(Self {
            project: row.id(0)?,
            shelf: Shelf::named(row.text(1)?).ok_or_else(broken)?,
            hash: AssetHash(bytes(2)?),
            len: row.int(3)? as u64,
            sealed: bytes(4)?,
        })
    }
}

/// All assets that were not erased.
pub async fn stored(tx: &mut dyn Transaction) -> Result<Vec<Asset>, DbError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let projects = projects_after(tx, after, 500).await?;
        let Some(last) = projects.last() else { return Ok(all) };
        after = Some(*last);
        for project in projects {
            all.extend(assets::stored(tx, project).await?);
        }
    }
}

/// Copies assets into a backup. One that is erased meanwhile is left out.
pub async fn copy_out(
    db: &dyn Database,
    vault: &dyn Vault,
    folder: &Path,
    assets: &[Asset],
) -> Result<TableKept, BackupError> {
    let copies = open(folder)?;
    let columns = COLUMNS.map(str::to_owned).to_vec();
    let mut list = TableFile::make(folder, LIST.to_owned(), columns).await?;
    for asset in assets {
        let (project, shelf, hash) = (asset.project, asset.shelf, asset.hash);
        let (bytes, sealed) = match copy(vault, &copies, project, shelf, hash).await {
            Ok(kept) => kept,
            Err(VaultError::Missing) => {
                let mut tx = db.read().await?;
                if assets::find(&mut *tx, project, shelf, &hash).await?.is_none() {
                    continue;
                }
                let name = ObjectName::asset(project, shelf, &hash).to_string();
                return Err(BackupError::AssetMissing(name));
            }
            Err(error) => return Err(error.into()),
        };
        let row = [
            project.into(),
            shelf.as_str().into(),
            hash.0.into(),
            (bytes as i64).into(),
            sealed.into(),
        ];
        list.write(&Row(row.to_vec())).await?;
    }
    list.finish().await
}

/// Reads all objects of a backup.
pub async fn check(folder: &Path) -> Result<(), BackupError> {
    let copies = open(folder)?;
    let mut list = Rows::open(folder, LIST).await?;
    while let Some(row) = list.next().await? {
        let listed = Listed::read(row)?;
        if hashed(&copies, &listed).await? != Some(listed.sealed) {
            return Err(damaged(&listed.name().to_string()));
        }
    }
    Ok(())
}

/// Copies the objects of a backup into a vault, but for those that are there.
pub async fn copy_back(folder: &Path, vault: &dyn Vault) -> Result<(), BackupError> {
    let copies = open(folder)?;
    let mut list = Rows::open(folder, LIST).await?;
    while let Some(row) = list.next().await? {
        let listed = Listed::read(row)?;
        if hashed(vault, &listed).await? == Some(listed.sealed) {
            continue;
        }
        let Listed { project, shelf, hash, .. } = listed;
        match copy(&copies, vault, project, shelf, hash).await {
            Ok((_, sealed)) if sealed == listed.sealed => {}
            Ok(_) => {
                vault.delete(&listed.name()).await?;
                return Err(damaged(&listed.name().to_string()));
            }
            Err(VaultError::Missing) => return Err(damaged(&listed.name().to_string())),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Deletes the objects of a shelf from a backup.
pub async fn erase(folder: &Path, project: Uuid, shelf: Shelf) -> Result<(), BackupError> {
    let copies = open(folder)?;
    for name in copies.list(project, shelf).await? {
        copies.delete(&name).await?;
    }
    Ok(())
}

/// Leaves out of the list what was erased.
pub async fn list_again(folder: &Path) -> Result<TableKept, BackupError> {
    const NEXT: &str = "objects_next";
    let copies = open(folder)?;
    let columns = COLUMNS.map(str::to_owned).to_vec();
    let mut next = TableFile::make(folder, NEXT.to_owned(), columns).await?;
    let mut list = Rows::open(folder, LIST).await?;
    while let Some(row) = list.next().await? {
        let listed = Listed::read(row.clone())?;
        match copies.len(&listed.name()).await {
            Ok(_) => next.write(&Row(row)).await?,
            Err(VaultError::Missing) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let kept = next.finish().await?;
    super::folder::replace(folder, NEXT, LIST).await?;
    Ok(TableKept { name: LIST.to_owned(), ..kept })
}

fn open(folder: &Path) -> Result<DiskVault, BackupError> {
    Ok(DiskVault::open(folder.join("vault"))?)
}

/// BLAKE3 of an object as it lies there, where it is there and as long as it should be.
async fn hashed(vault: &dyn Vault, listed: &Listed) -> Result<Option<[u8; 32]>, VaultError> {
    match vault.len(&listed.name()).await {
        Ok(len) if len == listed.len => {}
        Ok(_) | Err(VaultError::Missing) => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = vault.read(&listed.name(), 0..listed.len).await?;
    let mut hasher = blake3::Hasher::new();
    while let Some(bytes) = bytes.try_next().await? {
        hasher.update(&bytes);
    }
    Ok(Some(*hasher.finalize().as_bytes()))
}

/// Copies an object as it lies there: how long it is, and its BLAKE3.
async fn copy(
    from: &dyn Vault,
    to: &dyn Vault,
    project: Uuid,
    shelf: Shelf,
    hash: AssetHash,
) -> Result<(u64, [u8; 32]), VaultError> {
    let name = ObjectName::asset(project, shelf, &hash);
    let len = from.len(&name).await?;
    let growing = ObjectName::growing(project, shelf, Uuid::now_v7());
    let growth = to.begin(&growing, Some(&name)).await?;
    let copied = pour(from, to, &name, len, &growth).await;
    if copied.is_err() {
        // It broke off for a reason of its own, which is told.
        let _ = to.abandon(&growth).await;
    }
    Ok((len, copied?))
}

/// Pours an object into one that grows, and gives that its name.
async fn pour(
    from: &dyn Vault,
    to: &dyn Vault,
    name: &ObjectName,
    len: u64,
    growth: &Growth,
) -> Result<[u8; 32], VaultError> {
    let mut appender = to.append(growth).await?;
    let mut bytes = from.read(name, 0..len).await?;
    let mut hasher = blake3::Hasher::new();
    while let Some(bytes) = bytes.try_next().await? {
        hasher.update(&bytes);
        appender.write(bytes).await?;
    }
    let growth = appender.keep().await?;
    drop(appender);
    to.finish(&growth, name).await?;
    Ok(*hasher.finalize().as_bytes())
}
