//! A stand-in of the same face; the lead's file takes its place at the merge.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bar_audio::source::ReadError;

use crate::check::{CheckError, Choice, Observer};

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum ResidualError {
    /// The stems could not be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// Nothing to take the stems from.
    #[error("there is no rough mix, so nothing can be left of it: choose one first")]
    NoReference,
    /// Taking away what is not in it would leave all of it.
    #[error(
        "no stem was found in the rough mix, so all of it is left: choose the rough mix of these stems"
    )]
    NotFound,
    /// A file could not be read again.
    #[error("a file could not be read again: {0}")]
    Read(#[source] ReadError),
    /// The new file could not be written.
    #[error("“{}” could not be written: {source}", path.display())]
    Write {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Writes what no stem explains of the rough mix as a 24-bit WAV.
///
/// # Errors
/// When the stems cannot be compared with the rough mix, or the file cannot be written.
pub fn write(
    choice: &Choice,
    to: &Path,
    observer: &dyn Observer,
    cancelled: &AtomicBool,
) -> Result<(), ResidualError> {
    let report = crate::check(choice, observer, cancelled)?;
    if report.reference.is_none() {
        return Err(ResidualError::NoReference);
    }
    let refused = |source| ResidualError::Write { path: to.to_owned(), source };
    std::fs::write(to, b"RIFF\0\0\0\0WAVE").map_err(refused)
}
