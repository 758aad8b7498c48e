//! How far an object has grown.

use serde::{Deserialize, Serialize};

use super::VaultError;

/// What there is of an object that grows; kept in the database as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growth {
    /// What it is called while it grows.
    pub(super) name: String,
    /// Its bytes so far.
    pub(super) len: u64,
    /// How they lie there.
    pub(super) lies: Lies,
}

/// How bytes lie in a vault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Lies {
    /// In one file.
    File,
    /// As parts of a multipart upload, and what does not make a part yet in an object of its own.
    Parts {
        /// What the whole will be called.
        target: String,
        /// The multipart upload.
        upload: String,
        /// What S3 called each part.
        parts: Vec<String>,
        /// Where the rest lies.
        rest: Option<String>,
        /// Where rests lay that this growth does without. Nobody needs them once it is committed.
        stale: Vec<String>,
    },
}

impl Growth {
    /// How many bytes there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether nothing has been appended yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// In writing.
    ///
    /// # Errors
    /// Never, in truth: every growth can be written.
    pub fn written(&self) -> Result<String, VaultError> {
        serde_json::to_string(self).map_err(|error| VaultError::Broken(error.into()))
    }

    /// Read back.
    ///
    /// # Errors
    /// When it is no growth that this program wrote.
    pub fn read(text: &str) -> Result<Self, VaultError> {
        serde_json::from_str(text).map_err(|error| VaultError::Broken(error.into()))
    }
}
