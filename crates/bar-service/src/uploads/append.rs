//! PATCH: bytes arrive.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use futures::StreamExt;
use tokio::time::timeout;
use uuid::Uuid;

use super::asked::AskedAppend;
use super::checksum::Checksum;
use super::intake::Intake;
use super::writers::Turn;
use super::{Refusal, UploadError, UploadId, Uploads};
use crate::tables::journal;
use crate::tables::uploads::{self, State, Upload};
use crate::vault::{Growth, VaultError};

/// How the bytes of a request end.
enum End {
    /// With the request.
    Complete,
    /// Before it, for this reason. What came is good.
    Early(Refusal),
    /// With bytes that do not belong there, for this reason. What came since it was last kept is not.
    TooMuch(Refusal),
}

/// One request that writes. It lives on when its connection does not, until what came is kept.
struct Run {
    uploads: Arc<Uploads>,
    upload: Upload,
    turn: Turn,
    intake: Intake,
    checksum: Option<Checksum>,
    /// How many bytes its project may hold.
    holds: u64,
}

impl Uploads {
    /// Appends what `body` brings, and says how far the upload is then.
    pub(super) async fn append(
        self: &Arc<Self>,
        account: Uuid,
        id: UploadId,
        asked: AskedAppend,
        body: Body,
    ) -> Result<Upload, UploadError> {
        let upload = self.settled(account, id).await?;
        if upload.state != State::Arriving {
            // All is there: the answer to the last bytes was lost, or nothing is added.
            let arrived = upload.arrived;
            let nothing_new = asked.offset == arrived && asked.coming == Some(0);
            return if nothing_new { Ok(upload) } else { Err(Refusal::Offset { arrived }.into()) };
        }
        if let Some(length) = asked.length.filter(|_| upload.length.is_none()) {
            self.fits(length, upload.hash.is_some(), upload.arrived).await?;
        }
        let holds = self.may_hold(account, id.project, upload.shelf, None).await?;
        let (upload, turn) = self.claim(id, &asked, holds).await?;
        self.run(upload, turn, asked.checksum, body, holds).await
    }

    /// Lets `body` write to an upload that was claimed.
    pub(super) async fn run(
        self: &Arc<Self>,
        upload: Upload,
        turn: Turn,
        checksum: Option<Checksum>,
        body: Body,
        holds: u64,
    ) -> Result<Upload, UploadError> {
        let key = self.parts.keys.find(upload.project, upload.shelf).await?;
        let intake = Intake::resume(&self.parts, &key, &upload)?;
        let run = Run { uploads: Arc::clone(self), upload, turn, intake, checksum, holds };
        tokio::spawn(run.finish_with(body)).await?
    }

    /// Becomes the upload's one writer.
    async fn claim(
        self: &Arc<Self>,
        id: UploadId,
        asked: &AskedAppend,
        holds: u64,
    ) -> Result<(Upload, Turn), UploadError> {
        let db = &self.parts.db;
        let mut tx = db.begin().await?;
        let upload = uploads::find(&mut *tx, id.project, id.id, db.for_update()).await?;
        let mut upload = upload.ok_or(Refusal::NotFound)?;
        if asked.offset != upload.arrived || upload.state != State::Arriving {
            return Err(Refusal::Offset { arrived: upload.arrived }.into());
        }
        let was_declared = upload.length.is_some();
        match (upload.length, asked.length) {
            (Some(length), Some(said)) if said != length => return Err(Refusal::OtherLength.into()),
            (None, Some(said)) if said < upload.arrived => return Err(Refusal::OtherLength.into()),
            (known, said) => upload.length = known.or(said),
        }
        let (most, too_much) = self.most(&upload, asked.checksum.is_some());
        let coming = asked.coming.unwrap_or_default();
        if coming > most - upload.arrived {
            return Err(too_much.into());
        }
        if !was_declared {
            journal::lock_project(&mut *tx, &**db, id.project, self.now()).await?;
            let bytes = upload.length.unwrap_or(upload.arrived + coming);
            self.has_room(&mut *tx, &upload, bytes, holds).await?;
        }
        upload.expires_at = self.expiry();
        upload.writer = Some(self.writers.instance());
        upload.generation = uploads::claim(&mut *tx, &upload, upload.writer).await?;
        tx.commit().await?;
        let turn = self.writers.turn(upload.id, upload.generation);
        Ok((upload, turn))
    }

    /// The most bytes that an upload may have after a request, and what is said to one that brings more.
    fn most(&self, upload: &Upload, has_checksum: bool) -> (u64, Refusal) {
        let vault = &self.parts.vault;
        let unnamed = if upload.hash.is_some() { u64::MAX } else { vault.longest_unnamed() };
        let mut most = upload.length.unwrap_or(self.parts.rules.longest.min(unnamed));
        let mut too_much = Refusal::TooMuch;
        if upload.length.is_none() && has_checksum {
            // It is only kept at its end, so nobody knows before what room it takes.
            let at_once = vault.checkpoint();
            most = most.min(upload.arrived + at_once);
            too_much = Refusal::LongPart { at_once };
        }
        (most.max(upload.arrived), too_much)
    }
}

/// Whether what was kept of an upload is not there any more.
pub(super) fn is_lost(error: &UploadError) -> bool {
    matches!(error, UploadError::Vault(VaultError::Missing | VaultError::Broken(_)))
}

impl Run {
    async fn finish_with(mut self, body: Body) -> Result<Upload, UploadError> {
        let mut result = self.receive_and_keep(body).await;
        if let Err(error) = &result
            && self.upload.writer.is_some()
        {
            if is_lost(error) {
                self.upload.state = State::Void;
            }
            // Whoever comes next need not wait for this writer. If it is not told, they wait.
            self.upload.writer = None;
            match self.commit().await {
                Err(UploadError::Refused(taken_over)) => result = Err(taken_over.into()),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "an upload keeps a writer that is gone");
                }
                Ok(()) => {}
            }
        }
        let Self { uploads, upload, turn, intake, .. } = self;
        // The vault's object has no writer any more.
        drop(intake);
        let upload = match result {
            Ok(()) if upload.state == State::Whole => uploads.finish(upload).await,
            result => result.map(|()| upload),
        };
        drop(turn);
        upload
    }

    async fn receive_and_keep(&mut self, body: Body) -> Result<(), UploadError> {
        let end = self.receive(body).await?;
        let early = match end {
            End::TooMuch(refusal) => return Err(refusal.into()),
            End::Complete => None,
            End::Early(refusal) => Some(refusal),
        };
        if let Some(checksum) = self.checksum.take() {
            // Of what was cut off it cannot be said: the bytes are as good as never sent.
            let damaged = early.or_else(|| (!checksum.fits()).then_some(Refusal::ChecksumMismatch));
            damaged.map_or(Ok(()), Err)?;
        }
        if self.intake.is_whole() {
            return self.end().await;
        }
        self.has_room().await?;
        self.upload.writer = None;
        self.intake.keep(&mut self.upload).await?;
        self.commit().await?;
        early.map_or(Ok(()), |early| Err(early.into()))
    }

    /// Takes bytes until there are no more, and keeps them now and then.
    async fn receive(&mut self, body: Body) -> Result<End, UploadError> {
        let patience = self.uploads.parts.rules.patience;
        let checkpoint = self.uploads.parts.vault.checkpoint();
        let (most, too_much) = self.uploads.most(&self.upload, self.checksum.is_some());
        let mut body = body.into_data_stream();
        loop {
            let next = tokio::select! {
                biased;
                () = self.turn.over() => return Ok(End::Early(Refusal::TakenOver)),
                next = timeout(patience, body.next()) => next,
            };
            let bytes: Bytes = match next {
                Err(_) => return Ok(End::Early(Refusal::Stalled)),
                Ok(None) => return Ok(End::Complete),
                Ok(Some(Err(_))) => return Ok(End::Early(Refusal::CutOff)),
                Ok(Some(Ok(bytes))) => bytes,
            };
            if bytes.len() as u64 > most - self.intake.arrived() {
                return Ok(End::TooMuch(too_much));
            }
            if let Some(checksum) = &mut self.checksum {
                checksum.take(&bytes);
            }
            self.intake.take(&bytes).await?;
            let since = self.intake.arrived() - self.upload.arrived;
            if self.checksum.is_none() && since >= checkpoint && !self.intake.is_whole() {
                self.has_room().await?;
                self.intake.keep(&mut self.upload).await?;
                self.commit().await?;
            }
        }
    }

    /// Refuses what came since it was last kept, where the project has no room for it. Of what has a length that
    /// was asked before.
    async fn has_room(&mut self) -> Result<(), UploadError> {
        if self.upload.length.is_some() {
            return Ok(());
        }
        let mut tx = self.uploads.parts.db.read().await?;
        self.uploads.has_room(&mut *tx, &self.upload, self.intake.arrived(), self.holds).await
    }

    /// All is there: says what it is.
    async fn end(&mut self) -> Result<(), UploadError> {
        let arrived = self.intake.end(&mut self.upload).await?;
        self.upload.writer = None;
        let declared = self.upload.hash.replace(arrived);
        let is_another = declared.is_some_and(|declared| declared != arrived);
        self.upload.state = if is_another { State::Void } else { State::Whole };
        self.commit().await?;
        if is_another {
            let growth = Growth::read(&self.upload.growth)?;
            self.uploads.parts.vault.abandon(&growth).await?;
            return Err(Refusal::OtherFile.into());
        }
        Ok(())
    }

    /// Writes down how far it is, unless a newer writer has begun.
    async fn commit(&mut self) -> Result<(), UploadError> {
        self.upload.expires_at = self.uploads.expiry();
        let mut tx = self.uploads.parts.db.begin().await?;
        if !uploads::keep(&mut *tx, &self.upload).await? {
            self.upload.writer = None;
            return Err(Refusal::TakenOver.into());
        }
        Ok(tx.commit().await?)
    }
}
