//! A vault of each kind.

use std::sync::Arc;

use bar_service::vault::{
    AssetHash, DiskVault, Growth, ObjectName, S3Config, S3Vault, Shelf, Vault, VaultError,
};
use bar_testkit::object_store::{ACCESS_KEY, BUCKET, ObjectStore, SECRET_KEY};
use bytes::{Bytes, BytesMut};
use futures::TryStreamExt;
use tempfile::TempDir;
use uuid::Uuid;

/// The project of the tests.
pub const PROJECT: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001);

/// A vault, and what it stands on.
pub struct Stand {
    pub vault: Arc<dyn Vault>,
    pub ground: Ground,
}

/// What a vault stands on.
pub enum Ground {
    Folder(TempDir),
    Storage(Box<ObjectStore>),
}

impl Stand {
    pub fn disk() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground::Folder(folder);
        Self { vault: ground.vault(), ground }
    }

    pub async fn s3() -> Self {
        let ground = Ground::Storage(Box::new(ObjectStore::start().await.unwrap()));
        Self { vault: ground.vault(), ground }
    }
}

impl Ground {
    /// One more instance on the same ground.
    pub fn vault(&self) -> Arc<dyn Vault> {
        match self {
            Self::Folder(folder) => Arc::new(DiskVault::open(folder.path().join("vault")).unwrap()),
            Self::Storage(storage) => Arc::new(S3Vault::open(&config(storage)).unwrap()),
        }
    }
}

fn config(storage: &ObjectStore) -> S3Config {
    S3Config {
        endpoint: storage.endpoint(),
        region: "us-east-1".to_owned(),
        bucket: BUCKET.to_owned(),
        access_key: ACCESS_KEY.to_owned(),
        secret_key: SECRET_KEY.to_owned(),
    }
}

/// Names of an asset and of an upload that brings it.
pub fn names(number: u8) -> (ObjectName, ObjectName) {
    let upload = Uuid::from_u128(u128::from(number) + 1);
    let hash = AssetHash(*blake3::hash(&[number]).as_bytes());
    (
        ObjectName::growing(PROJECT, Shelf::Originals, upload),
        ObjectName::asset(PROJECT, Shelf::Originals, &hash),
    )
}

/// Bytes that repeat nowhere soon.
pub fn bytes(len: usize) -> Bytes {
    (0..len as u64).map(|at| (at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8).collect()
}

/// Appends in pieces, and keeps.
pub async fn append(vault: &dyn Vault, growth: &Growth, pieces: &[Bytes]) -> Growth {
    let mut appender = vault.append(growth).await.unwrap();
    for piece in pieces {
        appender.write(piece.clone()).await.unwrap();
    }
    appender.keep().await.unwrap()
}

/// A finished object.
pub async fn put(vault: &dyn Vault, number: u8, bytes: Bytes) -> ObjectName {
    let (growing, name) = names(number);
    let growth = vault.begin(&growing, Some(&name)).await.unwrap();
    let growth = append(vault, &growth, &[bytes]).await;
    vault.finish(&growth, &name).await.unwrap();
    name
}

/// What lies in a range.
pub async fn read(
    vault: &dyn Vault,
    name: &ObjectName,
    range: std::ops::Range<u64>,
) -> Result<Bytes, VaultError> {
    let all = vault.read(name, range).await?;
    let fold = async |mut all: BytesMut, bytes: Bytes| {
        all.extend_from_slice(&bytes);
        Ok(all)
    };
    Ok(all.try_fold(BytesMut::new(), fold).await?.freeze())
}
