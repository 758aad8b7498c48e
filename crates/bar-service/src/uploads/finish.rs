//! What is all there becomes an asset.

use super::append::is_lost;
use super::{Refusal, UploadError, Uploads};
use crate::assets::Asset;
use crate::jobs::POKE;
use crate::tables::assets;
use crate::tables::uploads::{self, State, Upload};
use crate::vault::{Growth, ObjectName, VaultError};

impl Uploads {
    /// Gives a whole upload its name in the vault and its row among the assets. May be asked again,
    /// by anybody, until it is done.
    pub(super) async fn finish(&self, mut upload: Upload) -> Result<Upload, UploadError> {
        let (Some(hash), project, on) = (upload.hash, upload.project, upload.shelf) else {
            return Err(Refusal::Gone.into());
        };
        let growth = Growth::read(&upload.growth)?;
        let name = ObjectName::asset(project, on, &hash);
        let mut tx = self.parts.db.read().await?;
        let found = assets::find(&mut *tx, project, on, &hash).await?.is_some();
        if !found && assets::going(&mut *tx, project, &hash).await?.iter().any(|it| it.shelf == on)
        {
            // What is thrown away at this moment has the same name.
            return Err(VaultError::Busy.into());
        }
        drop(tx);
        if found {
            self.parts.vault.abandon(&growth).await?;
        } else if let Err(error) = self.parts.vault.finish(&growth, &name).await.map_err(Into::into)
        {
            if is_lost(&error) {
                upload.state = State::Void;
                let mut tx = self.parts.db.begin().await?;
                uploads::keep(&mut *tx, &upload).await?;
                tx.commit().await?;
            }
            return Err(error);
        }

        upload.state = State::Done;
        let mut tx = self.parts.db.begin().await?;
        if uploads::keep(&mut *tx, &upload).await? {
            let (bytes, name, arrived_at) = (upload.arrived, upload.name.clone(), self.now());
            let asset = Asset { project, hash, shelf: on, bytes, name, arrived_at };
            let is_new = !found && assets::add(&mut *tx, &asset).await?;
            if is_new {
                self.parts.arrivals.arrived(&mut *tx, &asset).await?;
            } else if !assets::come_again(&mut *tx, project, on, &hash, arrived_at).await? {
                // It was there, and was thrown away at this moment.
                upload.state = State::Void;
                uploads::keep(&mut *tx, &upload).await?;
                tx.commit().await?;
                return Err(Refusal::Gone.into());
            }
            tx.commit().await?;
            self.parts.db.poke(POKE);
            return Ok(upload);
        }
        // It was ended or erased meanwhile, or somebody else has finished it.
        let there = assets::find(&mut *tx, project, on, &hash).await?;
        drop(tx);
        if there.is_none() {
            self.parts.vault.delete(&name).await?;
            return Err(Refusal::NotFound.into());
        }
        Ok(upload)
    }
}
