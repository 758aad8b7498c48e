//! Turns bytes as they arrive into a sealed object that grows, and their hash.

use bytes::Bytes;

use super::{Refusal, UploadError, UploadParts};
use crate::tables::uploads::{self, Upload};
use crate::vault::seal::{ADDED, FRAME, Place, Seal, SealError, ShelfKey};
use crate::vault::{Appender, AssetHash, GrowingHash, Growth};

/// How much is sealed before it is written: large enough that a disk syncs it as fast as the next
/// piece comes.
const WRITTEN_AT_ONCE: usize = 2 * 1024 * 1024;

/// What arrives of one upload in one request.
pub(super) struct Intake {
    parts: UploadParts,
    /// The row as it was claimed.
    claimed: Upload,
    appender: Option<Box<dyn Appender>>,
    growth: Growth,
    seal: Seal,
    hash: GrowingHash,
    /// What comes after the last frame that was sealed: at most a frame, whole only where it may be
    /// the last.
    waiting: Vec<u8>,
    /// Frames that are sealed and still to be written.
    sealed: Vec<u8>,
    arrived: u64,
    length: Option<u64>,
}

impl Intake {
    /// Goes on where a row ends.
    pub(super) fn resume(
        parts: &UploadParts,
        key: &ShelfKey,
        upload: &Upload,
    ) -> Result<Self, UploadError> {
        let seal = Seal::resume(key, &upload.header)?;
        let growth = Growth::read(&upload.growth)?;
        let waits = upload.waiting.len().saturating_sub(ADDED) as u64;
        let frames = upload.arrived.saturating_sub(waits) / FRAME as u64;
        let hash = GrowingHash::resume(frames, &upload.tops).ok_or(SealError::Tampered)?;
        let mut waiting = Vec::with_capacity(FRAME);
        if !upload.waiting.is_empty() {
            let mut sealed = upload.waiting.clone();
            waiting.extend_from_slice(seal.open(Place::Waiting(frames), &mut sealed)?);
        }
        let sealed = Vec::with_capacity(WRITTEN_AT_ONCE + 2 * FRAME);
        Ok(Self {
            parts: parts.clone(),
            claimed: upload.clone(),
            appender: None,
            growth,
            seal,
            hash,
            waiting,
            sealed,
            arrived: upload.arrived,
            length: upload.length,
        })
    }

    /// Bytes that have arrived, in this request and before.
    pub(super) fn arrived(&self) -> u64 {
        self.arrived
    }

    /// Whether all have.
    pub(super) fn is_whole(&self) -> bool {
        self.length == Some(self.arrived)
    }

    /// Takes bytes, of which there are no more than the length says.
    pub(super) async fn take(&mut self, mut bytes: &[u8]) -> Result<(), UploadError> {
        self.arrived += bytes.len() as u64;
        while !bytes.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(FRAME - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            bytes = later;
            let more_comes =
                !bytes.is_empty() || self.length.is_some_and(|length| self.arrived < length);
            if more_comes {
                self.seal_whole_frame().await?;
            }
        }
        Ok(())
    }

    /// Puts all that has arrived on the disk, and into `upload`.
    pub(super) async fn keep(&mut self, upload: &mut Upload) -> Result<(), UploadError> {
        self.write().await?;
        if let Some(appender) = &mut self.appender {
            self.growth = appender.keep().await?;
        }
        upload.waiting.clear();
        if !self.waiting.is_empty() {
            let place = Place::Waiting(self.hash.frames());
            self.seal.seal(place, &self.waiting, &mut upload.waiting)?;
        }
        upload.tops = self.hash.state();
        upload.growth = self.growth.written()?;
        upload.arrived = self.arrived;
        Ok(())
    }

    /// Seals what waits as the end, puts all on the disk and into `upload`, and says what it is.
    pub(super) async fn end(&mut self, upload: &mut Upload) -> Result<AssetHash, UploadError> {
        let hash = self.hash.finish(&self.waiting);
        self.begin_sealed();
        self.seal.seal(Place::Last(self.hash.frames()), &self.waiting, &mut self.sealed)?;
        self.waiting.clear();
        self.keep(upload).await?;
        self.appender = None;
        Ok(hash)
    }

    async fn seal_whole_frame(&mut self) -> Result<(), UploadError> {
        let Some(frame) = self.waiting.first_chunk::<FRAME>() else { return Ok(()) };
        let place = Place::Within(self.hash.frames());
        self.hash.push(frame);
        self.begin_sealed();
        self.seal.seal(place, &self.waiting, &mut self.sealed)?;
        self.waiting.clear();
        if self.sealed.len() >= WRITTEN_AT_ONCE {
            self.write().await?;
        }
        Ok(())
    }

    /// The header goes before the first frame.
    fn begin_sealed(&mut self) {
        if self.growth.is_empty() && self.appender.is_none() && self.sealed.is_empty() {
            self.sealed.extend_from_slice(self.seal.header());
        }
    }

    async fn write(&mut self) -> Result<(), UploadError> {
        if self.sealed.is_empty() {
            return Ok(());
        }
        if self.appender.is_none() {
            let appender = self.parts.vault.append(&self.growth).await?;
            // Whoever is newer has to wait for this appender now, or has been here before.
            let mut tx = self.parts.db.read().await?;
            if !uploads::is_newest(&mut *tx, &self.claimed).await? {
                return Err(Refusal::TakenOver.into());
            }
            self.appender = Some(appender);
        }
        if let Some(appender) = &mut self.appender {
            let room = Vec::with_capacity(self.sealed.capacity());
            let sealed = std::mem::replace(&mut self.sealed, room);
            appender.write(Bytes::from(sealed)).await?;
        }
        Ok(())
    }
}
