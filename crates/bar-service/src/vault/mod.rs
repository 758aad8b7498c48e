//! The vault: stored assets, in a folder or in S3-compatible object storage.
//!
//! What goes in is sealed before it comes here (see [`seal`]), so a vault knows names and bytes, no
//! content. An object grows by appending, over any number of requests, instances and crashes: what
//! there is of it is a [`Growth`], a small value that the caller keeps in its database. A growth
//! that was never committed there is as good as never appended.

mod disk;
mod growth;
mod hashing;
mod name;
mod s3;
pub mod seal;

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;

pub use disk::DiskVault;
pub use growth::Growth;
pub use hashing::GrowingHash;
pub use name::{AssetHash, NotAHash, ObjectName, Shelf};
pub use s3::{S3Config, S3ConfigError, S3Vault};

/// Why the vault did not do it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// There is no such object.
    #[error("the vault holds no such object")]
    Missing,
    /// Another request still writes to it.
    #[error("another request still writes to this object")]
    Busy,
    /// The disk is full.
    #[error("the vault is full")]
    Full,
    /// It did not answer, or broke off. The same may be tried again.
    #[error("the vault did not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is stored is not what this program stores.
    #[error("the vault holds something unexpected")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Bytes as they come from the vault, in order. After an error there are no more.
pub type ByteStream = BoxStream<'static, Result<Bytes, VaultError>>;

/// Where assets are stored. Every promise here is one that the conformance suite tests.
#[async_trait]
pub trait Vault: Send + Sync + 'static {
    /// Begins an object under a name of its own, which will be `named` once it is whole, if that is
    /// known.
    ///
    /// # Errors
    /// When the vault does not answer.
    async fn begin(
        &self,
        growing: &ObjectName,
        named: Option<&ObjectName>,
    ) -> Result<Growth, VaultError>;

    /// Goes on where `growth` ends; what a lost writer left behind it is cut off. One writer at a
    /// time, and nothing that another growth needs is changed before the first write: so a caller
    /// that waited for its turn can make sure that it is still wanted.
    ///
    /// # Errors
    /// [`VaultError::Busy`] while another writer is at it, [`VaultError::Missing`] when less is there
    /// than `growth` says.
    async fn append(&self, growth: &Growth) -> Result<Box<dyn Appender>, VaultError>;

    /// Gives a whole object its name. What stood there before is replaced. Asked again, it is still
    /// done.
    ///
    /// # Errors
    /// When the vault does not answer, or the object is not there.
    async fn finish(&self, growth: &Growth, name: &ObjectName) -> Result<(), VaultError>;

    /// Throws away what has grown. Asked again, it is still gone.
    ///
    /// # Errors
    /// When the vault does not answer.
    async fn abandon(&self, growth: &Growth) -> Result<(), VaultError>;

    /// How long a finished object is, in bytes.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when there is none.
    async fn len(&self, name: &ObjectName) -> Result<u64, VaultError>;

    /// The bytes of `range`, which lies inside the object.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when there is no such object.
    async fn read(&self, name: &ObjectName, range: Range<u64>) -> Result<ByteStream, VaultError>;

    /// Deletes an object. Asked again, it is still gone.
    ///
    /// # Errors
    /// When the vault does not answer.
    async fn delete(&self, name: &ObjectName) -> Result<(), VaultError>;

    /// Everything of one project on one shelf, growing or finished.
    ///
    /// # Errors
    /// When the vault does not answer.
    async fn list(&self, project: uuid::Uuid, on: Shelf) -> Result<Vec<ObjectName>, VaultError>;

    /// How many bytes still fit, where that is known.
    ///
    /// # Errors
    /// When the vault does not answer.
    async fn room(&self) -> Result<Option<u64>, VaultError>;

    /// How long an object can be of which [`Vault::begin`] was not told the name, in bytes.
    fn longest_unnamed(&self) -> u64;

    /// After how many bytes a long request keeps what it has, so that a crash costs no more. Small
    /// enough to be sent again, large enough that keeping is cheap here.
    fn checkpoint(&self) -> u64;
}

/// Appends to an object that grows. Dropped, what was not kept is lost.
#[async_trait]
pub trait Appender: Send {
    /// Takes bytes.
    ///
    /// # Errors
    /// When the vault is full or does not answer. The appender is of no use then.
    async fn write(&mut self, bytes: Bytes) -> Result<(), VaultError>;

    /// What there is now. When this returns, it is on the disk.
    ///
    /// # Errors
    /// When the vault is full or does not answer. The appender is of no use then.
    async fn keep(&mut self) -> Result<Growth, VaultError>;
}
