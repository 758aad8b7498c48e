//! `Upload-Checksum`: whether a request arrived as it was sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::Refusal;

/// The algorithms, as `Tus-Checksum-Algorithm` says them.
pub const ALGORITHMS: &str = "sha1,sha256,blake3";

/// A checksum that was sent, and that of what has come so far.
pub struct Checksum {
    sent: Vec<u8>,
    found: Found,
}

enum Found {
    Sha1(Sha1),
    Sha256(Sha256),
    Blake3(Box<blake3::Hasher>),
}

impl Checksum {
    /// Reads the header.
    ///
    /// # Errors
    /// When the algorithm is none of ours, or there is no checksum.
    pub fn read(written: &str) -> Result<Self, Refusal> {
        let (algorithm, sent) = written.split_once(' ').ok_or(Refusal::Checksum)?;
        let (found, length) = match algorithm {
            "sha1" => (Found::Sha1(Sha1::new()), 20),
            "sha256" => (Found::Sha256(Sha256::new()), 32),
            "blake3" => (Found::Blake3(Box::default()), 32),
            _ => return Err(Refusal::ChecksumAlgorithm),
        };
        let sent = STANDARD.decode(sent).map_err(|_| Refusal::Checksum)?;
        if sent.len() != length {
            return Err(Refusal::Checksum);
        }
        Ok(Self { sent, found })
    }

    /// Takes what has come.
    pub fn take(&mut self, bytes: &[u8]) {
        match &mut self.found {
            Found::Sha1(hasher) => hasher.update(bytes),
            Found::Sha256(hasher) => hasher.update(bytes),
            Found::Blake3(hasher) => {
                hasher.update(bytes);
            }
        }
    }

    /// Whether all that has come is what was sent.
    #[must_use]
    pub fn fits(self) -> bool {
        match self.found {
            Found::Sha1(hasher) => self.sent == hasher.finalize().as_slice(),
            Found::Sha256(hasher) => self.sent == hasher.finalize().as_slice(),
            Found::Blake3(hasher) => self.sent == hasher.finalize().as_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(written: &str, bytes: &[u8]) -> Result<bool, Refusal> {
        let mut checksum = Checksum::read(written)?;
        bytes.chunks(3).for_each(|piece| checksum.take(piece));
        Ok(checksum.fits())
    }

    #[test]
    fn the_right_one_fits() {
        let blake3 = format!("blake3 {}", STANDARD.encode(blake3::hash(b"hello world").as_bytes()));
        let sha256 = "sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=";
        // The example of the specification.
        for written in ["sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", sha256, &blake3] {
            assert_eq!(fits(written, b"hello world"), Ok(true), "{written}");
            assert_eq!(fits(written, b"hello worle"), Ok(false), "{written}");
            assert_eq!(fits(written, b"hello worl"), Ok(false), "{written}");
        }
    }

    #[test]
    fn what_is_no_checksum_is_refused() {
        for (written, refusal) in [
            ("", Refusal::Checksum),
            ("sha1", Refusal::Checksum),
            ("sha1 ", Refusal::Checksum),
            ("sha1 !", Refusal::Checksum),
            ("sha1 aGk=", Refusal::Checksum),
            ("md5 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", Refusal::ChecksumAlgorithm),
            ("SHA1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", Refusal::ChecksumAlgorithm),
        ] {
            assert_eq!(fits(written, b"x"), Err(refusal), "{written:?}");
        }
    }
}
