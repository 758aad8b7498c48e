//! The one writer of an object that grows by parts.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::{Bytes, BytesMut};
use object_store::aws::AmazonS3;
use object_store::multipart::{MultipartStore, PartId};
use object_store::path::Path;
use object_store::{Error, ObjectStoreExt};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::super::growth::{Growth, Lies};
use super::super::{Appender, VaultError};
use super::other_vault;

/// The length of a part: more than the 5 MiB that S3 wants, all the same for those that want that.
/// Of at most 10,000 parts an object of 80 GiB can be made.
const PART: usize = 8 * 1024 * 1024;

/// An object that grows, part by part.
pub(super) struct Parts {
    store: Arc<AmazonS3>,
    /// What the object is called while it grows.
    name: Path,
    /// What it will be called.
    target: Path,
    /// The multipart upload.
    upload: String,
    there: Vec<String>,
    /// What makes no part yet.
    buffer: BytesMut,
    /// Where `buffer` lies, if all of it does.
    rest: Option<String>,
    /// Where rests lay before.
    stale: Vec<String>,
    /// The part that is on its way while the next one fills.
    /// Dropped, it is not sent on: nobody would name it, and the next writer sends one of its number.
    sending: JoinSet<object_store::Result<PartId>>,
}

impl Parts {
    pub(super) async fn open(store: &Arc<AmazonS3>, growth: &Growth) -> Result<Self, VaultError> {
        let Lies::Parts { target, upload, parts, rest, stale } = &growth.lies else {
            return Err(other_vault());
        };
        let buffer = match rest {
            Some(rest) => store.get(&Path::from(rest.as_str())).await?.bytes().await?,
            None => Bytes::new(),
        };
        if (parts.len() * PART + buffer.len()) as u64 != growth.len {
            return Err(VaultError::Missing);
        }
        // Only what this growth does without: a writer that was left behind knows less than others.
        for stale in stale {
            match store.delete(&Path::from(stale.as_str())).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Self {
            store: Arc::clone(store),
            name: Path::from(growth.name.as_str()),
            target: Path::from(target.as_str()),
            upload: upload.clone(),
            there: parts.clone(),
            buffer: buffer.into(),
            rest: rest.clone(),
            stale: Vec::new(),
            sending: JoinSet::new(),
        })
    }

    /// What a multipart upload is completed with, everything sent.
    pub(super) async fn whole(mut self) -> Result<(Path, String, Vec<String>), VaultError> {
        if !self.buffer.is_empty() {
            let last = self.buffer.split().freeze();
            self.send(last).await?;
        }
        self.sent().await?;
        Ok((self.target, self.upload, self.there))
    }

    /// Sends a part, once the one before is there.
    async fn send(&mut self, part: Bytes) -> Result<(), VaultError> {
        self.sent().await?;
        let (store, target, upload) =
            (Arc::clone(&self.store), self.target.clone(), self.upload.clone());
        let number = self.there.len();
        self.sending
            .spawn(async move { store.put_part(&target, &upload, number, part.into()).await });
        Ok(())
    }

    /// Waits for the part that is on its way.
    async fn sent(&mut self) -> Result<(), VaultError> {
        while let Some(sent) = self.sending.join_next().await {
            let part = sent.map_err(|error| VaultError::Unavailable(error.into()))??;
            self.there.push(part.content_id);
        }
        Ok(())
    }
}

#[async_trait]
impl Appender for Parts {
    async fn write(&mut self, bytes: Bytes) -> Result<(), VaultError> {
        self.buffer.extend_from_slice(&bytes);
        if !bytes.is_empty() {
            self.stale.extend(self.rest.take());
        }
        while self.buffer.len() >= PART {
            let part = self.buffer.split_to(PART).freeze();
            self.send(part).await?;
        }
        Ok(())
    }

    async fn keep(&mut self) -> Result<Growth, VaultError> {
        self.sent().await?;
        if self.rest.is_none() && !self.buffer.is_empty() {
            let rest = self.name.clone().join(format!("rest.{}", Uuid::now_v7().simple()));
            let bytes = Bytes::copy_from_slice(&self.buffer);
            self.store.put(&rest, bytes.into()).await?;
            self.rest = Some(rest.to_string());
        }
        let lies = Lies::Parts {
            target: self.target.to_string(),
            upload: self.upload.clone(),
            parts: self.there.clone(),
            rest: self.rest.clone(),
            stale: self.stale.clone(),
        };
        let len = (self.there.len() * PART + self.buffer.len()) as u64;
        Ok(Growth { name: self.name.to_string(), len, lies })
    }
}
