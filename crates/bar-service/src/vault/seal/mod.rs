//! Encryption at rest, the same in every vault.
//!
//! An asset is sealed in frames of [`FRAME`] bytes, so that any range of it can be opened by itself.
//! A sealed object is a header, which holds a random salt, and its frames in order. The key of an
//! object is derived (HKDF-SHA256) from the key of its project's shelf and the salt; each frame is
//! AES-256-GCM under a random nonce of its own, and bound to its number and to whether it is the
//! last: frames that are swapped, missing, cut off or of another object do not open. Nonces are
//! random and not counted, as a frame of which an upload lost track is sealed again.

mod key;
mod keyring;
mod read;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::rand::{SecureRandom, SystemRandom};

pub use key::{MasterKey, ShelfKey};
pub use keyring::{KeyError, Keyring};
pub use read::SealedAsset;

/// Bytes of an asset in one frame; the last one may be shorter.
pub const FRAME: usize = 64 * 1024;
/// What sealing adds to a frame.
pub const ADDED: usize = NONCE_LEN + 16;
/// What stands before the frames.
pub const HEADER: usize = MARK.len() + SALT;

const SALT: usize = 16;
/// Says that this is ours, and in which form.
const MARK: &[u8; 4] = b"BAR1";

/// Why something is not opened, or not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The system has no randomness to give.
    #[error("the system gives no random bytes")]
    Random,
    /// It is not what was sealed: changed, moved, cut off, or sealed with another key.
    #[error("what is stored is not what was sealed")]
    Tampered,
}

/// Where a frame stands in its asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// At this number, counted from 0, with more to follow.
    Within(u64),
    /// At this number, and the last.
    Last(u64),
    /// It waits outside for the rest of its frame, or for news that it is the last.
    Waiting(u64),
}

impl Place {
    fn bound(self) -> [u8; 9] {
        let (kind, number) = match self {
            Self::Within(number) => (0, number),
            Self::Last(number) => (1, number),
            Self::Waiting(number) => (2, number),
        };
        let mut bound = [kind; 9];
        bound[1..].copy_from_slice(&number.to_le_bytes());
        bound
    }
}

/// Seals and opens the frames of one object.
pub struct Seal {
    key: LessSafeKey,
    header: [u8; HEADER],
}

impl Seal {
    /// For an object that begins.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn begin(shelf: &ShelfKey) -> Result<Self, SealError> {
        let mut header = [0; HEADER];
        header[..MARK.len()].copy_from_slice(MARK);
        fill(&mut header[MARK.len()..])?;
        Self::of(shelf, header)
    }

    /// For an object that has this header.
    ///
    /// # Errors
    /// [`SealError::Tampered`] when it is no header.
    pub fn resume(shelf: &ShelfKey, header: &[u8]) -> Result<Self, SealError> {
        let header: [u8; HEADER] = header.try_into().map_err(|_| SealError::Tampered)?;
        if !header.starts_with(MARK) {
            return Err(SealError::Tampered);
        }
        Self::of(shelf, header)
    }

    /// What the object begins with.
    #[must_use]
    pub fn header(&self) -> &[u8; HEADER] {
        &self.header
    }

    /// Seals `plain` and puts it at the end of `sealed`.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn seal(&self, place: Place, plain: &[u8], sealed: &mut Vec<u8>) -> Result<(), SealError> {
        let mut nonce = [0; NONCE_LEN];
        fill(&mut nonce)?;
        sealed.extend_from_slice(&nonce);
        let start = sealed.len();
        sealed.extend_from_slice(plain);
        let tag = self
            .key
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.bound()),
                &mut sealed[start..],
            )
            .map_err(|_| SealError::Tampered)?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(())
    }

    /// Opens a frame in place.
    ///
    /// # Errors
    /// [`SealError::Tampered`].
    pub fn open<'a>(&self, place: Place, sealed: &'a mut [u8]) -> Result<&'a mut [u8], SealError> {
        let (nonce, sealed) =
            sealed.split_first_chunk_mut::<NONCE_LEN>().ok_or(SealError::Tampered)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.key
            .open_in_place(nonce, Aad::from(place.bound()), sealed)
            .map_err(|_| SealError::Tampered)
    }

    fn of(shelf: &ShelfKey, header: [u8; HEADER]) -> Result<Self, SealError> {
        let mut key = [0; 32];
        Salt::new(HKDF_SHA256, &header[MARK.len()..])
            .extract(shelf.secret())
            .expand(&[b"an asset of Bar One"], HKDF_SHA256)
            .and_then(|okm| okm.fill(&mut key))
            .map_err(|_| SealError::Tampered)?;
        Ok(Self { key: cipher(&key)?, header })
    }
}

/// How long `bytes` bytes are when they are sealed.
#[must_use]
pub fn sealed_len(bytes: u64) -> u64 {
    HEADER as u64 + bytes + frames(bytes) * ADDED as u64
}

/// How many frames `bytes` bytes make. Nothing makes one, so that it has a last one.
fn frames(bytes: u64) -> u64 {
    bytes.div_ceil(FRAME as u64).max(1)
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, SealError> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| SealError::Tampered)
}

fn fill(bytes: &mut [u8]) -> Result<(), SealError> {
    SystemRandom::new().fill(bytes).map_err(|_| SealError::Random)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal() -> Seal {
        Seal::begin(&ShelfKey::from_bytes([7; 32])).unwrap()
    }

    fn sealed(seal: &Seal, place: Place, plain: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        seal.seal(place, plain, &mut bytes).unwrap();
        bytes
    }

    #[test]
    fn a_frame_opens_only_where_it_stood() {
        let seal = seal();
        let mut frame = sealed(&seal, Place::Within(3), b"dry, from bar 1");
        for place in [Place::Within(4), Place::Last(3), Place::Waiting(3)] {
            assert_eq!(seal.open(place, &mut frame.clone()), Err(SealError::Tampered), "{place:?}");
        }
        assert_eq!(seal.open(Place::Within(3), &mut frame).unwrap(), b"dry, from bar 1");
    }

    #[test]
    fn a_flipped_bit_is_noticed_anywhere() {
        let seal = seal();
        let frame = sealed(&seal, Place::Last(0), b"kick");
        for bit in 0..frame.len() * 8 {
            let mut flipped = frame.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(seal.open(Place::Last(0), &mut flipped), Err(SealError::Tampered), "{bit}");
        }
        for cut in 0..frame.len() {
            let result = seal.open(Place::Last(0), &mut frame.clone()[..cut]).map(|_| ());
            assert_eq!(result, Err(SealError::Tampered), "{cut}");
        }
    }

    #[test]
    fn the_same_sounds_are_never_sealed_to_the_same_bytes() {
        let (one, other) = (seal(), seal());
        assert_ne!(one.header(), other.header());
        assert_ne!(sealed(&one, Place::Last(0), b"kick"), sealed(&one, Place::Last(0), b"kick"));
        let mut frame = sealed(&one, Place::Last(0), b"kick");
        assert_eq!(other.open(Place::Last(0), &mut frame), Err(SealError::Tampered));
    }

    #[test]
    fn a_header_resumes_with_its_own_key_only() {
        let seal = seal();
        let mut frame = sealed(&seal, Place::Last(0), b"kick");
        let again = Seal::resume(&ShelfKey::from_bytes([7; 32]), seal.header()).unwrap();
        let wrong = Seal::resume(&ShelfKey::from_bytes([8; 32]), seal.header()).unwrap();
        assert!(wrong.open(Place::Last(0), &mut frame.clone()).is_err());
        assert_eq!(again.open(Place::Last(0), &mut frame).unwrap(), b"kick");
        assert!(Seal::resume(&ShelfKey::from_bytes([7; 32]), b"RIFF").is_err());
    }

    #[test]
    fn lengths_are_known_before_sealing() {
        for (bytes, frames) in [(0, 1), (1, 1), (FRAME, 1), (FRAME + 1, 2), (3 * FRAME, 3)] {
            let len = HEADER + bytes + frames * ADDED;
            assert_eq!(sealed_len(bytes as u64), len as u64, "{bytes}");
        }
    }
}
