//! What is done to a studio's data from outside: backup, restore, verify. The service may run meanwhile,
//! but for `restore`, which fills a new one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::backup::{self, BackupError, Manifest, Verified};
use crate::clock::{Clock, SystemClock};
use crate::db::{Database, OpenError, open};
use crate::failure::Failure;
use crate::furnish::vault;
use crate::settings::Chosen;
use crate::start::{PartError, StartError, key, make_private};
use crate::tables::accounts;
use crate::vault::Vault;
use crate::vault::seal::{Keyring, MasterKey};

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum CareError {
    /// The database.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The vault.
    #[error(transparent)]
    Part(#[from] PartError),
    /// The key.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The backup.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Something of the service's own.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// There is none.
    #[error("there is no studio in {0}: name its --data folder or its --database")]
    NoStudio(PathBuf),
    /// Nobody has this address.
    #[error("there is no account with this e-mail address")]
    NoAccount,
}

/// What was chosen, opened.
struct Opened {
    db: Arc<dyn Database>,
    vault: Arc<dyn Vault>,
}

async fn opened(chosen: &Chosen, new: bool) -> Result<Opened, CareError> {
    if !new {
        is_there(chosen)?;
    }
    make_private(&chosen.data).map_err(|error| PartError::Folder(chosen.data.clone(), error))?;
    Ok(Opened { db: open(&chosen.database_address()).await?, vault: vault(chosen)? })
}

/// A folder that was mistyped is no studio.
fn is_there(chosen: &Chosen) -> Result<(), CareError> {
    if chosen.database.is_none() && !Path::new(&chosen.database_address()).exists() {
        return Err(CareError::NoStudio(chosen.data.clone()));
    }
    Ok(())
}

/// Copies everything as it is at one moment into a new folder; without its assets where the vault keeps
/// copies of its own. The key is not in it.
///
/// # Errors
/// When something cannot be read or written; what is in the folder then is no backup.
pub async fn back_up(chosen: &Chosen, folder: &Path, assets: bool) -> Result<Manifest, CareError> {
    let Opened { db, vault } = opened(chosen, false).await?;
    let vault = assets.then_some(&*vault);
    Ok(backup::take(&*db, vault, folder, SystemClock.now()).await?)
}

/// Fills a new studio from a backup: a data folder or a database that has nothing in it.
///
/// # Errors
/// When the backup is damaged, or there is something there already.
pub async fn restore(chosen: &Chosen, folder: &Path) -> Result<Manifest, CareError> {
    let Opened { db, vault } = opened(chosen, true).await?;
    let (manifest, _) = backup::restore(folder, &*db, Some(&*vault)).await?;
    Ok(manifest)
}

/// Takes out of a backup what was erased since: the keys of projects that are gone.
///
/// # Errors
/// When the folder holds no backup, or something refuses.
pub async fn follow_erasures(chosen: &Chosen, folder: &Path) -> Result<u64, CareError> {
    is_there(chosen)?;
    let db = open(&chosen.database_address()).await?;
    Ok(backup::follow_erasures(folder, &*db).await?)
}

/// Hashes every journal and every asset anew.
///
/// # Errors
/// When database or vault do not answer.
pub async fn verify(chosen: &Chosen) -> Result<Verified, CareError> {
    let Opened { db, vault } = opened(chosen, false).await?;
    let keys = Keyring::new(db.clone(), MasterKey(key(chosen)?));
    Ok(backup::verify(&*db, &vault, &keys).await?)
}

/// A secret by which somebody may set a new password, for a studio without a mail server.
///
/// # Errors
/// When there is no such account.
pub async fn reset(chosen: &Chosen, email: &str) -> Result<String, CareError> {
    is_there(chosen)?;
    let db = open(&chosen.database_address()).await?;
    let mut tx = db.begin().await.map_err(Failure::from)?;
    let found = accounts::by_email(&mut *tx, email).await.map_err(Failure::from)?;
    let (account, _) = found.ok_or(CareError::NoAccount)?;
    let secret = crate::http::accounts::new_reset(&mut *tx, &account, SystemClock.now()).await?;
    tx.commit().await.map_err(Failure::from)?;
    Ok(secret)
}
