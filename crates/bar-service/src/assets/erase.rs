//! The end of a project's originals: their key, their bytes, and what was on its way.

use bar_domain::song::Time;
use uuid::Uuid;

use super::{Asset, AssetError, Assets};
use crate::db::Transaction;
use crate::tables::{assets, keys, uploads};
use crate::vault::{Growth, Shelf};

/// What was erased, for the receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Every original that the project ever had, in the order they came.
    pub assets: Vec<Asset>,
    /// When the last of it was gone.
    pub at: Time,
}

/// Why not all is gone.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// It can be asked again, and goes on where it was.
    #[error("erasing broke off; asked again, it goes on")]
    BrokeOff(#[from] AssetError),
    /// It was deleted, and is still listed.
    #[error("the vault still lists {0} files of the project after they were deleted")]
    Remains(usize),
    /// The key is still there.
    #[error("the key of the project's originals is still there after it was destroyed")]
    KeyRemains,
}

impl Assets {
    /// Erases the originals of a project, verifies that they are gone, and says what they were.
    /// Asked again, it finishes what was left, and says the same. Masters stay.
    ///
    /// The key goes first, so that from then on nothing can be read, also in backups.
    ///
    /// # Errors
    /// When the vault or the database does not answer, or something is still there.
    pub async fn erase_originals(&self, project: Uuid, now: Time) -> Result<Erased, EraseError> {
        let assets = self.erase(project, now).await?;
        let key = keys::find(&mut *self.read().await?, project, Shelf::Originals).await;
        if key.map_err(AssetError::from)? != Some(keys::Stored::Destroyed) {
            return Err(EraseError::KeyRemains);
        }
        let left = self.vault.list(project, Shelf::Originals).await.map_err(AssetError::from)?;
        if left.is_empty() {
            Ok(Erased { assets, at: now })
        } else {
            Err(EraseError::Remains(left.len()))
        }
    }

    async fn erase(&self, project: Uuid, now: Time) -> Result<Vec<Asset>, AssetError> {
        let on = Shelf::Originals;
        let mut tx = self.db.begin().await?;
        keys::destroy(&mut *tx, project, on, now).await?;
        tx.commit().await?;

        self.end_uploads(project, on).await?;
        for name in self.vault.list(project, on).await? {
            self.vault.delete(&name).await?;
        }

        // No upload is left that could make another asset.
        let mut tx = self.db.begin().await?;
        assets::erase(&mut *tx, project, on, now).await?;
        let erased = assets::of_shelf(&mut *tx, project, on).await?;
        tx.commit().await?;
        Ok(erased)
    }

    async fn read(&self) -> Result<Box<dyn Transaction>, AssetError> {
        Ok(self.db.read().await?)
    }

    /// Ends everything that is on its way to a shelf.
    async fn end_uploads(&self, project: Uuid, on: Shelf) -> Result<(), AssetError> {
        loop {
            let rows = uploads::of_shelf(&mut *self.db.read().await?, project, on).await?;
            if rows.is_empty() {
                return Ok(());
            }
            for upload in rows {
                if let Ok(growth) = Growth::read(&upload.growth) {
                    self.vault.abandon(&growth).await?;
                }
                // One that was written to meanwhile is of a newer generation, and comes up again.
                let mut tx = self.db.begin().await?;
                uploads::remove(&mut *tx, &upload).await?;
                tx.commit().await?;
            }
        }
    }
}
