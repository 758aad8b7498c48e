//! A vault in S3-compatible object storage.
//!
//! An object grows as the parts of a multipart upload, all of one length. What does not make a part
//! yet is kept in an object of its own beside it, so that every request can end anywhere and the next
//! one can come to another instance.

mod config;
mod parts;

use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream};
use object_store::aws::AmazonS3;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use uuid::Uuid;

use super::growth::{Growth, Lies};
use super::{Appender, ByteStream, ObjectName, Shelf, Vault, VaultError};
pub use config::{S3Config, S3ConfigError};
use parts::Parts;

/// How much is read in one request, and held for a reader however slow.
const READ: u64 = 4 * 1024 * 1024;
/// The most that S3 copies at once: what has no name from the beginning is copied to it.
const LONGEST_COPY: u64 = 5 * 1024 * 1024 * 1024;

/// A vault in S3-compatible object storage.
#[derive(Debug, Clone)]
pub struct S3Vault {
    store: Arc<AmazonS3>,
}

impl S3Vault {
    /// In the bucket of `config`. Asks nothing of the storage yet.
    ///
    /// # Errors
    /// When the configuration would send secrets in the clear, or makes no sense.
    pub fn open(config: &S3Config) -> Result<Self, S3ConfigError> {
        Ok(Self { store: Arc::new(config.store()?) })
    }

    /// Completes the multipart upload and gives the whole its name.
    async fn complete(&self, growth: &Growth, name: &ObjectName) -> Result<(), VaultError> {
        let appender = Parts::open(&self.store, growth).await?;
        let (target, upload, parts) = appender.whole().await?;
        let parts = parts.into_iter().map(|content_id| PartId { content_id }).collect();
        self.store.complete_multipart(&target, &upload, parts).await?;
        let name = Path::from(name.to_string());
        if target != name {
            self.store.copy(&target, &name).await?;
        }
        Ok(())
    }

    /// Deletes what lay beside a growth.
    async fn tidy(&self, growth: &Growth) -> Result<(), VaultError> {
        let beside = self.store.list(Some(&Path::from(growth.name.as_str())));
        let beside = beside.map_ok(|object| object.location).boxed();
        self.store.delete_stream(beside).try_for_each(|_| std::future::ready(Ok(()))).await?;
        Ok(())
    }
}

#[async_trait]
impl Vault for S3Vault {
    async fn begin(
        &self,
        growing: &ObjectName,
        named: Option<&ObjectName>,
    ) -> Result<Growth, VaultError> {
        let target = named.map_or_else(|| growing.beside("whole").to_string(), ToString::to_string);
        let upload = self.store.create_multipart(&Path::from(target.as_str())).await?;
        let lies = Lies::Parts { target, upload, parts: Vec::new(), rest: None, stale: Vec::new() };
        Ok(Growth { name: growing.to_string(), len: 0, lies })
    }

    async fn append(&self, growth: &Growth) -> Result<Box<dyn Appender>, VaultError> {
        Ok(Box::new(Parts::open(&self.store, growth).await?))
    }

    async fn finish(&self, growth: &Growth, name: &ObjectName) -> Result<(), VaultError> {
        if let Err(error) = self.complete(growth, name).await {
            // It may have been done by a request whose answer was lost.
            match self.len(name).await {
                Ok(len) if len == growth.len => {}
                // Parts that a writer left behind has overwritten.
                _ if format!("{error:?}").contains("InvalidPart") => {
                    return Err(VaultError::Broken(error.into()));
                }
                _ => return Err(error),
            }
        }
        self.tidy(growth).await
    }

    async fn abandon(&self, growth: &Growth) -> Result<(), VaultError> {
        let Lies::Parts { target, upload, .. } = &growth.lies else { return Err(other_vault()) };
        match self.store.abort_multipart(&Path::from(target.as_str()), upload).await {
            Ok(()) | Err(Error::NotFound { .. }) => {}
            // Some storages say so of an upload that is gone.
            Err(Error::PermissionDenied { .. }) => tracing::warn!("an upload may not be aborted"),
            Err(error) => return Err(error.into()),
        }
        self.tidy(growth).await
    }

    async fn len(&self, name: &ObjectName) -> Result<u64, VaultError> {
        Ok(self.store.head(&Path::from(name.to_string())).await?.size)
    }

    async fn read(&self, name: &ObjectName, range: Range<u64>) -> Result<ByteStream, VaultError> {
        let (store, path) = (Arc::clone(&self.store), Path::from(name.to_string()));
        let first = read(&store, &path, &range).await?;
        // Each piece is a request of its own, so that a slow reader keeps none open.
        let rest = range.start + first.len() as u64..range.end;
        let more = stream::try_unfold(rest, move |rest| {
            let (store, path) = (Arc::clone(&store), path.clone());
            async move {
                if rest.is_empty() {
                    return Ok(None);
                }
                let bytes = read(&store, &path, &rest).await?;
                let rest = rest.start + bytes.len() as u64..rest.end;
                Ok(Some((bytes, rest)))
            }
        });
        Ok(stream::once(std::future::ready(Ok(first))).chain(more).boxed())
    }

    async fn delete(&self, name: &ObjectName) -> Result<(), VaultError> {
        match self.store.delete(&Path::from(name.to_string())).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    async fn list(&self, project: Uuid, on: Shelf) -> Result<Vec<ObjectName>, VaultError> {
        let folder = Path::from(ObjectName::folder(project, on));
        let objects: Vec<_> = self.store.list(Some(&folder)).try_collect().await?;
        Ok(objects.iter().filter_map(|o| ObjectName::parse(o.location.as_ref())).collect())
    }

    async fn room(&self) -> Result<Option<u64>, VaultError> {
        Ok(None)
    }

    fn longest_unnamed(&self) -> u64 {
        LONGEST_COPY
    }

    fn checkpoint(&self) -> u64 {
        64 * 1024 * 1024
    }
}

/// The beginning of `range`, at least a byte of it where it has one.
async fn read(store: &AmazonS3, path: &Path, range: &Range<u64>) -> Result<Bytes, VaultError> {
    let piece = range.start..range.end.min(range.start + READ);
    let len = piece.end - piece.start;
    let bytes = if len == 0 { Bytes::new() } else { store.get_range(path, piece).await? };
    if bytes.len() as u64 != len {
        return Err(VaultError::Broken("an object is shorter than it should be".into()));
    }
    Ok(bytes)
}

fn other_vault() -> VaultError {
    VaultError::Broken("this has grown in a vault of another kind".into())
}

impl From<Error> for VaultError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound { .. } => Self::Missing,
            error => Self::Unavailable(error.into()),
        }
    }
}
