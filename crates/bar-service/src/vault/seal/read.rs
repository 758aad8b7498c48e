//! Opens any range of a sealed asset as it comes from the vault.

use std::ops::Range;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures::{StreamExt, TryStreamExt, stream};

use super::super::{ByteStream, ObjectName, Vault, VaultError};
use super::{
    ADDED, FRAME, HEADER, NONCE_LEN, Place, Seal, SealError, ShelfKey, frames, sealed_len,
};

/// An asset in the vault, and what it takes to open it.
#[derive(Clone)]
pub struct SealedAsset {
    /// Where it lies.
    pub vault: Arc<dyn Vault>,
    /// What it is called there.
    pub name: ObjectName,
    /// The key of its shelf.
    pub key: ShelfKey,
    /// How long it is, unsealed.
    pub bytes: u64,
}

impl SealedAsset {
    /// The bytes of `range`, as far as there are some. A byte that is not what was sealed ends the
    /// stream with an error, and is never given out.
    ///
    /// # Errors
    /// When the vault does not answer or holds no such object.
    pub async fn read(&self, range: Range<u64>) -> Result<ByteStream, VaultError> {
        let range = range.start.min(self.bytes)..range.end.min(self.bytes);
        let header = self.vault.read(&self.name, 0..HEADER as u64).await?;
        let header: BytesMut = header
            .try_fold(BytesMut::new(), |mut all, bytes| async move {
                all.extend_from_slice(&bytes);
                Ok(all)
            })
            .await?;
        let seal = Seal::resume(&self.key, &header).map_err(tampered)?;

        let start = range.start / FRAME as u64;
        // Of nothing its one empty frame is opened too: it says that nothing was cut off.
        let end = if self.bytes == 0 { 1 } else { range.end.div_ceil(FRAME as u64) };
        if start >= end {
            return Ok(stream::empty().boxed());
        }
        let till = place_of(end).min(sealed_len(self.bytes));
        let sealed = self.vault.read(&self.name, place_of(start)..till).await?;
        let opening = Opening {
            sealed,
            seal,
            have: BytesMut::new(),
            next: start,
            end,
            whole: self.bytes,
            range,
        };
        Ok(stream::try_unfold(opening, async move |mut opening| {
            Ok(opening.next().await?.map(|bytes| (bytes, opening)))
        })
        .try_filter(|bytes| std::future::ready(!bytes.is_empty()))
        .boxed())
    }
}

struct Opening {
    sealed: ByteStream,
    seal: Seal,
    have: BytesMut,
    /// The frame to open next.
    next: u64,
    /// The first that is not asked for.
    end: u64,
    /// How long the asset is.
    whole: u64,
    range: Range<u64>,
}

impl Opening {
    /// What is asked for of the next frame.
    async fn next(&mut self) -> Result<Option<Bytes>, VaultError> {
        if self.next == self.end {
            return Ok(None);
        }
        let starts = self.next * FRAME as u64;
        let len = (self.whole - starts).min(FRAME as u64) as usize;
        while self.have.len() < len + ADDED {
            match self.sealed.try_next().await? {
                Some(bytes) => self.have.extend_from_slice(&bytes),
                None => return Err(tampered(SealError::Tampered)),
            }
        }
        let is_last = self.next + 1 == frames(self.whole);
        let place = if is_last { Place::Last(self.next) } else { Place::Within(self.next) };
        let mut frame = self.have.split_to(len + ADDED);
        self.seal.open(place, &mut frame).map_err(tampered)?;
        self.next += 1;

        // Opened in place, behind its nonce.
        let inside = |at: u64| at.saturating_sub(starts).min(len as u64) as usize;
        let (from, to) = (inside(self.range.start), inside(self.range.end));
        Ok(Some(frame.freeze().slice(NONCE_LEN + from..NONCE_LEN + to)))
    }
}

/// Where frame `number` begins in the object.
fn place_of(number: u64) -> u64 {
    HEADER as u64 + number * (FRAME + ADDED) as u64
}

fn tampered(error: SealError) -> VaultError {
    VaultError::Broken(error.into())
}
