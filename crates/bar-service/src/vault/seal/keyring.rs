//! The keys of projects, as the database keeps them.

use std::sync::Arc;

use bar_domain::song::Time;
use uuid::Uuid;

use super::super::Shelf;
use super::{MasterKey, SealError, ShelfKey};
use crate::db::{Database, DbError};
use crate::tables::keys::{self, Stored};

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It was destroyed: the originals of this project were erased.
    #[error("the key of these files was destroyed when they were erased")]
    Destroyed,
    /// There never was one.
    #[error("there is no key for these files")]
    None,
    /// What is stored does not open with the service's key.
    #[error("a stored key does not open with the key of this service")]
    Seal(#[from] SealError),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Finds and makes the keys of projects.
#[derive(Clone)]
pub struct Keyring {
    db: Arc<dyn Database>,
    master: MasterKey,
}

impl Keyring {
    /// Over the keys of a database.
    #[must_use]
    pub fn new(db: Arc<dyn Database>, master: MasterKey) -> Self {
        Self { db, master }
    }

    /// The key to open what lies on a shelf.
    ///
    /// # Errors
    /// When there is none, or none any more.
    pub async fn find(&self, project: Uuid, on: Shelf) -> Result<ShelfKey, KeyError> {
        let stored = keys::find(&mut *self.db.read().await?, project, on).await?;
        match stored {
            Some(Stored::Wrapped(key)) => Ok(self.master.unwrap(project, on, &key)?),
            Some(Stored::Destroyed) => Err(KeyError::Destroyed),
            None => Err(KeyError::None),
        }
    }

    /// The same, and where there is none, one is made.
    ///
    /// # Errors
    /// When it was destroyed.
    pub async fn find_or_make(
        &self,
        project: Uuid,
        on: Shelf,
        now: Time,
    ) -> Result<ShelfKey, KeyError> {
        match self.find(project, on).await {
            Err(KeyError::None) => {}
            found => return found,
        }
        let wrapped = self.master.wrap(project, on, &ShelfKey::random()?)?;
        let mut tx = self.db.begin().await?;
        keys::add(&mut *tx, project, on, &wrapped, now).await?;
        tx.commit().await?;
        // Of two that raced the first one counts.
        self.find(project, on).await
    }
}
