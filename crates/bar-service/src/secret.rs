//! Secrets that are told once and kept only as a hash.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// 256 random bits, as a text that fits into a header and a link.
///
/// # Errors
/// When the system has no randomness.
pub fn new() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(Failure::Random)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of it: SHA-256, since there is nothing to guess.
#[must_use]
pub fn kept(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
