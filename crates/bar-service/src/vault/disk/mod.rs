//! A vault in a folder: `PROJECT/SHELF/HASH`.
//!
//! An object grows in a file of its own beside the finished ones, under the lock of its one writer,
//! and is renamed at the end. A crash therefore leaves a longer file than the database knows of,
//! never a shorter one, and never half of one under a final name.

mod part;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt, stream};
use uuid::Uuid;

use super::growth::{Growth, Lies};
use super::{Appender, ByteStream, ObjectName, Shelf, Vault, VaultError};
use part::{Part, lock};

/// How much is read at a time.
const READ: u64 = 512 * 1024;

/// A vault in a folder.
#[derive(Debug, Clone)]
pub struct DiskVault {
    root: Arc<Path>,
}

impl DiskVault {
    /// In `root`, which is made where there is none.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        fs::create_dir_all(&root)?;
        Ok(Self { root: root.into() })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Does something with the file of a growth, in a thread that may wait for the disk.
    async fn with<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Path, PathBuf) -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (root, path) = (Arc::clone(&self.root), self.path(name));
        blocking(move || work(&root, path)).await
    }
}

#[async_trait]
impl Vault for DiskVault {
    async fn begin(
        &self,
        growing: &ObjectName,
        _named: Option<&ObjectName>,
    ) -> Result<Growth, VaultError> {
        let name = growing.to_string();
        self.with(&name, |root, path| {
            make_folders(root, parent(&path))?;
            File::create_new(&path)?;
            sync_folder(parent(&path))?;
            Ok(())
        })
        .await?;
        Ok(Growth { name, len: 0, lies: Lies::File })
    }

    async fn append(&self, growth: &Growth) -> Result<Box<dyn Appender>, VaultError> {
        let part = Part::open(self.path(&growth.name), growth.clone()).await?;
        Ok(Box::new(part))
    }

    async fn finish(&self, growth: &Growth, name: &ObjectName) -> Result<(), VaultError> {
        let (len, to) = (growth.len, self.path(&name.to_string()));
        let renamed = async {
            let file = lock(self.path(&growth.name)).await?;
            self.with(&growth.name, move |_, path| {
                cut(&file, len)?;
                // Closed first: Windows renames no open file.
                drop(file);
                fs::rename(&path, &to)?;
                sync_folder(parent(&to))?;
                Ok(())
            })
            .await
        };
        match renamed.await {
            // Somebody else did, or it was done before.
            Err(VaultError::Missing) if self.len(name).await? == len => Ok(()),
            renamed => renamed,
        }
    }

    async fn abandon(&self, growth: &Growth) -> Result<(), VaultError> {
        self.with(&growth.name, |_, path| remove(&path)).await
    }

    async fn len(&self, name: &ObjectName) -> Result<u64, VaultError> {
        self.with(&name.to_string(), |_, path| Ok(fs::metadata(path)?.len())).await
    }

    async fn read(&self, name: &ObjectName, range: Range<u64>) -> Result<ByteStream, VaultError> {
        // Opened once, so that an object that is replaced meanwhile is read to its end.
        let file = self.with(&name.to_string(), |_, path| Ok(Arc::new(File::open(path)?))).await?;
        Ok(stream::try_unfold((file, range), async |(file, range)| {
            if range.is_empty() {
                return Ok(None);
            }
            let (from, till) = (range.start, range.end.min(range.start + READ));
            let reading = Arc::clone(&file);
            let bytes = blocking(move || read_at(&reading, from, (till - from) as usize)).await?;
            Ok(Some((bytes, (file, till..range.end))))
        })
        .boxed())
    }

    async fn delete(&self, name: &ObjectName) -> Result<(), VaultError> {
        self.with(&name.to_string(), |_, path| remove(&path)).await
    }

    async fn list(&self, project: Uuid, on: Shelf) -> Result<Vec<ObjectName>, VaultError> {
        self.with(&ObjectName::folder(project, on), move |_, path| {
            let entries = match fs::read_dir(path) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
                entries => entries?,
            };
            let mut names = Vec::new();
            for entry in entries {
                let leaf = entry?.file_name();
                names.extend(leaf.to_str().and_then(|l| ObjectName::listed(project, on, l)));
            }
            Ok(names)
        })
        .await
    }

    async fn room(&self) -> Result<Option<u64>, VaultError> {
        self.with("", |root, _| Ok(Some(fs4::available_space(root)?))).await
    }

    fn longest_unnamed(&self) -> u64 {
        u64::MAX
    }

    fn checkpoint(&self) -> u64 {
        16 * 1024 * 1024
    }
}

/// Does what may wait for the disk.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
) -> Result<T, VaultError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(VaultError::Unavailable(error.into())),
    }
}

/// Makes `folder` under `root`, and sees to it that it is there after a power cut.
fn make_folders(root: &Path, folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    folder.ancestors().skip(1).take_while(|above| above.starts_with(root)).try_for_each(sync_folder)
}

/// Takes off what stands behind `len`.
fn cut(file: &File, len: u64) -> Result<(), VaultError> {
    match file.metadata()?.len() {
        there if there < len => return Err(VaultError::Missing),
        there if there > len => {
            file.set_len(len)?;
            file.sync_all()?;
        }
        _ => {}
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), VaultError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        done => done?,
    }
    sync_folder(parent(path))?;
    Ok(())
}

fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Sees to it that names in a folder are there after a power cut.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps names by itself, and opens no folder to be synced.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// `len` bytes from `at`.
fn read_at(file: &File, at: u64, len: usize) -> Result<Bytes, VaultError> {
    let mut bytes = vec![0; len];
    #[cfg(unix)]
    std::os::unix::fs::FileExt::read_exact_at(file, &mut bytes, at)?;
    #[cfg(not(unix))]
    {
        use io::{Read, Seek};
        // One reader at a time: a stream awaits each of its reads.
        let mut file = file;
        file.seek(io::SeekFrom::Start(at))?;
        file.read_exact(&mut bytes)?;
    }
    Ok(bytes.into())
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::UnexpectedEof => Self::Broken(error.into()),
            _ => Self::Unavailable(error.into()),
        }
    }
}
