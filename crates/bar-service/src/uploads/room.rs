//! How much a project may hold: what is stored of it, and what is on its way.

use uuid::Uuid;

use super::{Refusal, UploadError, Uploads};
use crate::db::Transaction;
use crate::tables::uploads::Upload;
use crate::tables::{assets, uploads};
use crate::vault::{AssetHash, Shelf};

impl Uploads {
    /// How many bytes a project may hold, as far as somebody may send a file to it.
    pub(super) async fn may_hold(
        &self,
        account: Uuid,
        project: Uuid,
        on: Shelf,
        asset: Option<&AssetHash>,
    ) -> Result<u64, UploadError> {
        let most = self.parts.access.may_upload(account, project, on, asset).await?;
        Ok(most.ok_or(Refusal::NotFound)?)
    }

    /// Refuses an upload of so many bytes that makes its project hold more than it may. Where that must still be
    /// so when `tx` ends, the caller holds the project.
    pub(super) async fn has_room(
        &self,
        tx: &mut dyn Transaction,
        upload: &Upload,
        bytes: u64,
        most: u64,
    ) -> Result<(), UploadError> {
        let stored = assets::bytes(tx, upload.project).await?;
        let there = stored + uploads::bytes(tx, upload.project, upload.id).await?;
        if bytes > most.saturating_sub(there) {
            return Err(Refusal::ProjectFull { there, most }.into());
        }
        Ok(())
    }
}
