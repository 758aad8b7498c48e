//! Where the files of a check lie, to be played.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use crate::check::{CheckError, Choice, Observer};
use crate::choose::{Chosen, choose};

/// The files of a check, by the names that its report has for them. What lies in archives is unpacked as
/// long as this lives.
pub struct Files {
    /// The stems, in the order of the report.
    pub stems: Vec<(String, PathBuf)>,
    /// The rough mix.
    pub reference: Option<(String, PathBuf)>,
    _kept: Chosen,
}

/// Nobody watches.
struct Nobody;

impl Observer for Nobody {}

/// Finds the files of a check.
///
/// # Errors
/// As [`crate::check()`].
pub fn files(choice: &Choice, cancelled: &AtomicBool) -> Result<Files, CheckError> {
    let chosen = choose(choice, &Nobody, cancelled)?;
    let named = |found: &crate::walk::Found| (found.file.clone(), found.path.clone());
    let stems = chosen.stems.iter().map(named).collect();
    let reference = chosen.reference.as_ref().map(named);
    Ok(Files { stems, reference, _kept: chosen })
}
