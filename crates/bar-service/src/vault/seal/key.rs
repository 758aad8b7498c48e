//! Keys, and how those of projects are kept.

use std::fmt;

use ring::aead::{Aad, LessSafeKey, NONCE_LEN, Nonce};
use uuid::Uuid;

use super::super::Shelf;
use super::{SealError, cipher, fill};

/// The service's own key, which wraps those of all projects. Without it no asset can be opened.
#[derive(Clone)]
pub struct MasterKey(pub [u8; 32]);

/// The key of one shelf of one project.
#[derive(Clone, PartialEq, Eq)]
pub struct ShelfKey([u8; 32]);

impl ShelfKey {
    /// A new one.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn random() -> Result<Self, SealError> {
        let mut key = [0; 32];
        fill(&mut key)?;
        Ok(Self(key))
    }

    /// Of known bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn secret(&self) -> &[u8; 32] {
        &self.0
    }
}

impl MasterKey {
    /// The key of a shelf as it may be stored, bound to where it belongs.
    ///
    /// # Errors
    /// [`SealError::Random`].
    pub fn wrap(&self, project: Uuid, on: Shelf, key: &ShelfKey) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        fill(&mut nonce)?;
        let mut wrapped = key.0.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(belongs(project, on)),
                &mut wrapped,
            )
            .map_err(|_| SealError::Tampered)?;
        Ok([&nonce[..], &wrapped].concat())
    }

    /// The key of a shelf from what was stored.
    ///
    /// # Errors
    /// [`SealError::Tampered`] when it was wrapped with another master key or for another shelf.
    pub fn unwrap(&self, project: Uuid, on: Shelf, wrapped: &[u8]) -> Result<ShelfKey, SealError> {
        let (nonce, wrapped) =
            wrapped.split_first_chunk::<NONCE_LEN>().ok_or(SealError::Tampered)?;
        let mut key = wrapped.to_vec();
        self.cipher()?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(belongs(project, on)),
                &mut key,
            )
            .ok()
            .and_then(|key| <[u8; 32]>::try_from(&*key).ok())
            .map(ShelfKey)
            .ok_or(SealError::Tampered)
    }

    fn cipher(&self) -> Result<LessSafeKey, SealError> {
        cipher(&self.0)
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

impl fmt::Debug for ShelfKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShelfKey")
    }
}

fn belongs(project: Uuid, shelf: Shelf) -> Vec<u8> {
    [project.as_bytes(), shelf.as_str().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROJECT: Uuid = Uuid::from_u128(1);

    #[test]
    fn a_wrapped_key_opens_for_its_shelf_only() {
        let (master, key) = (MasterKey([1; 32]), ShelfKey::random().unwrap());
        let wrapped = master.wrap(PROJECT, Shelf::Originals, &key).unwrap();
        assert_eq!(master.unwrap(PROJECT, Shelf::Originals, &wrapped), Ok(key));
        let refused = [
            MasterKey([2; 32]).unwrap(PROJECT, Shelf::Originals, &wrapped),
            master.unwrap(PROJECT, Shelf::Masters, &wrapped),
            master.unwrap(Uuid::from_u128(2), Shelf::Originals, &wrapped),
            master.unwrap(PROJECT, Shelf::Originals, &wrapped[1..]),
            master.unwrap(PROJECT, Shelf::Originals, &[]),
        ];
        assert_eq!(refused, [const { Err(SealError::Tampered) }; 5]);
    }

    #[test]
    fn keys_are_not_printed() {
        assert_eq!(format!("{:?}", MasterKey([65; 32])), "MasterKey");
        assert_eq!(format!("{:?}", ShelfKey::from_bytes([65; 32])), "ShelfKey");
    }
}
