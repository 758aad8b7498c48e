//! Backup and restore: everything that the service knows, in a folder that either kind of database
//! can be filled from.
//!
//! ```text
//! manifest.json        what there is, with hashes; written last, so that a backup is whole or none
//! tables/NAME.jsonl    a row a line; `objects` lists what is in the vault
//! vault/…              the assets, sealed as they are stored
//! ```
//!
//! Nobody's session is kept, and no upload that was on its way: after a restore people sign in
//! again, and apps find another epoch and push what the backup does not know.

mod erasures;
mod folder;
mod manifest;
mod objects;
mod restore;
mod row;
mod take;
mod verify;

pub use erasures::follow_erasures;
pub use manifest::{Manifest, TableKept};
pub use restore::{check, restore};
pub use take::take;
pub use verify::{AssetFault, Found, Verified, verify};

use std::io;

use crate::db::DbError;
use crate::vault::VaultError;

/// Tables that are not kept.
const LEFT_OUT: [&str; 2] = ["sessions", "uploads"];

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is something in the folder already.
    #[error("there is something in this folder already: name one that is empty, or new")]
    FolderNotEmpty,
    /// There is no manifest.
    #[error("this folder holds no whole backup: name the one that was given to `backup`")]
    NotABackup(#[source] io::Error),
    /// Another version of the service made it.
    #[error(
        "another version of bar-service made this backup ({0} differs): restore it with that one"
    )]
    OtherVersion(String),
    /// A file is not what was written.
    #[error("{0} of this backup is not what was written: take an older backup")]
    Damaged(String),
    /// The database to restore into is in use.
    #[error("there is something in this database already (in {0}): name a new one")]
    DatabaseNotEmpty(String),
    /// The folder could not be read or written.
    #[error("the folder of the backup could not be read or written")]
    Io(#[from] io::Error),
    /// Something could not be written as JSON.
    #[error("something could not be written down")]
    Json(#[source] serde_json::Error),
    /// An asset is not where it should be.
    #[error("{0} is missing in the vault: `bar-service verify` lists everything that is")]
    AssetMissing(String),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The vault did not do it.
    #[error(transparent)]
    Vault(#[from] VaultError),
}
