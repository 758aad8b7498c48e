//! Whether everything that the service keeps is still what was written.

use std::sync::Arc;

use futures::TryStreamExt;
use uuid::Uuid;

use super::{BackupError, objects};
use crate::db::Database;
use crate::tables::assets::Asset;
use crate::tables::journal::{self, Damage, projects_after};
use crate::vault::seal::{KeyError, Keyring, SealedAsset};
use crate::vault::{ObjectName, Vault, VaultError};

/// What was looked at, and what was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many projects have a journal.
    pub projects: u64,
    /// How many assets there should be.
    pub assets: u64,
    /// What is not what was written.
    pub found: Vec<Found>,
}

/// Something that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Found {
    /// A journal.
    #[error("{0}")]
    Journal(Damage),
    /// An asset.
    #[error("asset {name} {fault}")]
    Asset {
        /// What it is called in the vault.
        name: String,
        /// What is wrong.
        fault: AssetFault,
    },
}

/// What is wrong with an asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AssetFault {
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// It is not what was sent.
    #[error("is not what was sent")]
    Altered,
    /// There is no key that opens it.
    #[error("has no key that opens it")]
    NoKey,
}

/// Hashes every journal and every asset anew.
///
/// # Errors
/// When database or vault do not answer.
pub async fn verify(
    db: &dyn Database,
    vault: &Arc<dyn Vault>,
    keys: &Keyring,
) -> Result<Verified, BackupError> {
    let mut verified = Verified::default();
    let mut after: Option<Uuid> = None;
    loop {
        let projects = projects_after(&mut *db.read().await?, after, 500).await?;
        let Some(last) = projects.last() else { break };
        after = Some(*last);
        for project in projects {
            verified.projects += 1;
            let damage = journal::verify(&mut *db.read().await?, project).await?;
            verified.found.extend(damage.map(Found::Journal));
        }
    }
    for asset in objects::stored(&mut *db.read().await?).await? {
        verified.assets += 1;
        if let Some(fault) = fault(vault, keys, &asset).await? {
            let name = ObjectName::asset(asset.project, asset.shelf, &asset.hash).to_string();
            verified.found.push(Found::Asset { name, fault });
        }
    }
    Ok(verified)
}

async fn fault(
    vault: &Arc<dyn Vault>,
    keys: &Keyring,
    asset: &Asset,
) -> Result<Option<AssetFault>, BackupError> {
    let key = match keys.find(asset.project, asset.shelf).await {
        Ok(key) => key,
        Err(KeyError::Db(error)) => return Err(error.into()),
        Err(_) => return Ok(Some(AssetFault::NoKey)),
    };
    let name = ObjectName::asset(asset.project, asset.shelf, &asset.hash);
    let sealed = SealedAsset { vault: vault.clone(), name, key, bytes: asset.bytes };
    match hashed(&sealed).await {
        Ok(hash) if hash == asset.hash.0 => Ok(None),
        Ok(_) | Err(VaultError::Broken(_)) => Ok(Some(AssetFault::Altered)),
        Err(VaultError::Missing) => Ok(Some(AssetFault::Missing)),
        Err(error) => Err(error.into()),
    }
}

async fn hashed(sealed: &SealedAsset) -> Result<[u8; 32], VaultError> {
    let mut bytes = sealed.read(0..sealed.bytes).await?;
    let mut hasher = blake3::Hasher::new();
    while let Some(bytes) = bytes.try_next().await? {
        hasher.update(&bytes);
    }
    Ok(*hasher.finalize().as_bytes())
}
