//! What is left of files that were erased, signed by the service.

use bar_domain::project::{ErasedFile, ProjectId, Receipt};
use bar_domain::song::Time;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::failure::Failure;

/// A receipt with the service's signature: Ed25519 (RFC 8032) over the JSON of
/// `{"project", "files", "erasedAt"}`, in this order and without spaces.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn signed(
    key: &SigningKey,
    project: ProjectId,
    files: Vec<ErasedFile>,
    now: Time,
) -> Result<Receipt, Failure> {
    let signature = key.sign(&words(project, &files, now)?).to_bytes();
    let signature = hex(&signature);
    Ok(Receipt { files, erased_at: now, signature })
}

/// What is signed.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn words(project: ProjectId, files: &[ErasedFile], at: Time) -> Result<Vec<u8>, Failure> {
    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Words<'a> {
        project: ProjectId,
        files: &'a [ErasedFile],
        erased_at: Time,
    }
    serde_json::to_vec(&Words { project, files, erased_at: at }).map_err(Failure::Stored)
}

/// The key that receipts are signed with, from the key that seals assets.
#[must_use]
pub fn key(master: &[u8; 32]) -> SigningKey {
    SigningKey::from_bytes(&blake3::derive_key("bar-one 2026-11-28 receipts of erasure", master))
}

/// The public half of it, in hexadecimal digits.
#[must_use]
pub fn public(key: &SigningKey) -> String {
    hex(key.verifying_key().as_bytes())
}

/// Whether a receipt was signed with the key of this public half.
#[must_use]
pub fn holds(public: &str, project: ProjectId, receipt: &Receipt) -> bool {
    let check = || {
        let key = blake3::Hash::from_hex(public).ok()?;
        let key = VerifyingKey::from_bytes(key.as_bytes()).ok()?;
        let halves = receipt.signature.split_at_checked(64)?;
        let half = |text: &str| blake3::Hash::from_hex(text).ok().map(|it| *it.as_bytes());
        let signature = Signature::from_components(half(halves.0)?, half(halves.1)?);
        let words = words(project, &receipt.files, receipt.erased_at).ok()?;
        key.verify_strict(&words, &signature).ok()
    };
    check().is_some()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into memory does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
