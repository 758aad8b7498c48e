//! HEAD and DELETE: how far an upload is, and its end.

use uuid::Uuid;

use super::{Refusal, UploadError, UploadId, Uploads};
use crate::tables::uploads::{self, State, Upload};
use crate::vault::Growth;

impl Uploads {
    /// The upload with no writer any more: what is said of it stays true until its client goes on.
    pub(super) async fn settled(&self, account: Uuid, id: UploadId) -> Result<Upload, UploadError> {
        let upload = self.mine(account, id).await?;
        self.writers.stop(id.id, upload.writer).await;
        let mut upload = self.mine(account, id).await?;
        if upload.writer.is_some() {
            upload = self.left_behind(id).await?;
        }
        match upload.state {
            State::Void => Err(Refusal::Gone.into()),
            State::Whole => self.finish(upload).await,
            State::Arriving | State::Done => Ok(upload),
        }
    }

    /// Ends an upload. What has become an asset stays one.
    pub(super) async fn terminate(&self, account: Uuid, id: UploadId) -> Result<(), UploadError> {
        let upload = self.mine(account, id).await?;
        self.writers.stop(id.id, upload.writer).await;
        let db = &self.parts.db;
        let mut tx = db.begin().await?;
        let upload = uploads::find(&mut *tx, id.project, id.id, db.for_update()).await?;
        let upload = upload.ok_or(Refusal::NotFound)?;
        uploads::remove(&mut *tx, &upload).await?;
        tx.commit().await?;
        if upload.state != State::Done {
            self.parts.vault.abandon(&Growth::read(&upload.growth)?).await?;
        }
        Ok(())
    }

    /// An upload of somebody who may still send files to its project.
    async fn mine(&self, account: Uuid, id: UploadId) -> Result<Upload, UploadError> {
        let found = uploads::find(&mut *self.parts.db.read().await?, id.project, id.id, "").await?;
        let upload = found.filter(|found| found.owner == account).ok_or(Refusal::NotFound)?;
        self.may_hold(account, upload.project, upload.shelf, None).await?;
        if upload.expires_at <= self.now() {
            return Err(Refusal::Gone.into());
        }
        Ok(upload)
    }

    /// Takes the turn of a writer that does not answer: whatever it still commits is refused.
    async fn left_behind(&self, id: UploadId) -> Result<Upload, UploadError> {
        let db = &self.parts.db;
        let mut tx = db.begin().await?;
        let upload = uploads::find(&mut *tx, id.project, id.id, db.for_update()).await?;
        let mut upload = upload.ok_or(Refusal::NotFound)?;
        upload.generation = uploads::claim(&mut *tx, &upload, None).await?;
        upload.writer = None;
        tx.commit().await?;
        Ok(upload)
    }
}
