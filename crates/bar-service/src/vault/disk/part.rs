//! The one writer of a file that grows.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::super::growth::Growth;
use super::super::{Appender, VaultError};
use super::{blocking, cut};

/// How long a writer that was told to stop may take for the write it is in.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether it has.
const LOOK: Duration = Duration::from_millis(5);

/// A file that grows, locked while it does.
pub(super) struct Part {
    file: Writing,
    growth: Growth,
    /// Whether the file ends where the growth does.
    is_cut: bool,
}

/// While one piece is written, the next may already be on its way.
enum Writing {
    /// Nothing is under way.
    Idle(File),
    /// The file is with a thread that writes.
    Under(JoinHandle<Result<File, VaultError>>),
    /// A write failed.
    Lost,
}

/// Opens the file of a growth and locks it. The lock goes when the file is closed, also by a crash.
pub(super) async fn lock(path: PathBuf) -> Result<File, VaultError> {
    let mut file =
        blocking(move || Ok(OpenOptions::new().read(true).write(true).open(path)?)).await?;
    let deadline = Instant::now() + PATIENCE;
    loop {
        let (tried, locked) = blocking(move || {
            let locked = file.try_lock();
            Ok((file, locked))
        })
        .await?;
        file = tried;
        match locked {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                tokio::time::sleep(LOOK).await;
            }
            Err(TryLockError::WouldBlock) => return Err(VaultError::Busy),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
    }
}

impl Part {
    pub(super) async fn open(path: PathBuf, growth: Growth) -> Result<Self, VaultError> {
        let file = lock(path).await?;
        let len = growth.len;
        let file = blocking(move || {
            let is_there = file.metadata()?.len() >= len;
            if is_there { Ok(file) } else { Err(VaultError::Missing) }
        })
        .await?;
        Ok(Self { file: Writing::Idle(file), growth, is_cut: false })
    }

    /// The file, once nothing is under way.
    async fn settled(&mut self) -> Result<File, VaultError> {
        match std::mem::replace(&mut self.file, Writing::Lost) {
            Writing::Idle(file) => Ok(file),
            Writing::Under(thread) => {
                thread.await.map_err(|error| VaultError::Unavailable(error.into()))?
            }
            Writing::Lost => Err(VaultError::Unavailable("an earlier write failed".into())),
        }
    }
}

#[async_trait]
impl Appender for Part {
    async fn write(&mut self, bytes: Bytes) -> Result<(), VaultError> {
        let mut file = self.settled().await?;
        let ends = (!self.is_cut).then_some(self.growth.len);
        self.is_cut = true;
        self.growth.len += bytes.len() as u64;
        self.file = Writing::Under(tokio::task::spawn_blocking(move || {
            if let Some(ends) = ends {
                cut(&file, ends)?;
                file.seek(SeekFrom::Start(ends))?;
            }
            file.write_all(&bytes)?;
            // Here, while the next piece comes: at the end there is little left to wait for.
            file.sync_data()?;
            Ok(file)
        }));
        Ok(())
    }

    async fn keep(&mut self) -> Result<Growth, VaultError> {
        self.file = Writing::Idle(self.settled().await?);
        Ok(self.growth.clone())
    }
}
