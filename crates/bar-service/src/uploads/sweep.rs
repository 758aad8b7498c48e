//! What nobody comes back for.

use super::{UploadError, Uploads};
use crate::tables::uploads::{self, State, Upload};
use crate::vault::Growth;

/// What a sweep did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads that were over: their rows are forgotten, and what they brought is thrown away.
    pub ended: u64,
    /// Uploads of which all was there, and which are assets now.
    pub finished: u64,
    /// Uploads that it could do nothing about this time.
    pub failed: u64,
}

impl Uploads {
    /// Ends uploads whose time is over, some at a time. To be asked now and then, by any instance.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sweep(&self) -> Result<Swept, UploadError> {
        let expired = uploads::expired(&mut *self.parts.db.read().await?, self.now()).await?;
        let mut swept = Swept::default();
        for upload in expired {
            let is_whole = upload.state == State::Whole;
            match self.sweep_one(upload).await {
                Ok(()) if is_whole => swept.finished += 1,
                Ok(()) => swept.ended += 1,
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::error!(error, "an upload that is over cannot be swept");
                    swept.failed += 1;
                }
            }
        }
        Ok(swept)
    }

    async fn sweep_one(&self, mut upload: Upload) -> Result<(), UploadError> {
        if upload.state == State::Whole {
            upload.expires_at = self.expiry();
            return self.finish(upload).await.map(drop);
        }
        let mut tx = self.parts.db.begin().await?;
        // One that began to write again meanwhile is of a new generation, and stays.
        let is_over = uploads::remove(&mut *tx, &upload).await?;
        tx.commit().await?;
        if is_over && upload.state != State::Done && !upload.growth.is_empty() {
            self.parts.vault.abandon(&Growth::read(&upload.growth)?).await?;
        }
        Ok(())
    }
}
