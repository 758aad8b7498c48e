//! Telling apart what was dropped: stems, the rough mix, and what is neither.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

use crate::check::{CheckError, Choice};
use crate::order::natural;
use crate::pool;
use crate::reference::{Recognised, recognise};
use crate::report::Skipped;
use crate::sniff::set_aside;
use crate::walk::{Found, Tree, shown, walk};

/// The files of a check, each in its place.
pub(crate) struct Chosen {
    /// What was named, or what lies around it.
    pub folder: PathBuf,
    /// In natural order; at least one.
    pub stems: Vec<Found>,
    /// The rough mix.
    pub reference: Option<Found>,
    /// Names of files that might all be the rough mix.
    pub several: Option<String>,
    /// What is neither, and why.
    pub skipped: Vec<Skipped>,
    /// Folders that stayed closed: there may be stems in them.
    pub closed: Vec<String>,
}

impl Chosen {
    /// The names of the stems.
    pub(crate) fn names(&self) -> Vec<String> {
        self.stems.iter().map(|stem| stem.file.clone()).collect()
    }
}

/// Decides which file is a stem, which the rough mix, and which neither.
///
/// # Errors
/// When nothing named can be opened, the rough mix that was chosen cannot, nothing is a stem, or `cancelled` was set.
pub(crate) fn choose(choice: &Choice, cancelled: &AtomicBool) -> Result<Chosen, CheckError> {
    let Tree { folder, mut files, mut skipped, closed } = walk(&choice.paths, cancelled)?;
    let named = choice.reference.as_deref().map(named_reference).transpose()?;
    let mut reference =
        named.map(|named| match files.iter().position(|file| file.real == named.real) {
            Some(at) => files.remove(at),
            None => named,
        });

    let reasons = pool::each(&vec![0; files.len()], |at| {
        if cancelled.load(Ordering::Relaxed) { None } else { set_aside(&files[at].path) }
    });
    if cancelled.load(Ordering::Relaxed) {
        return Err(CheckError::Cancelled);
    }
    let mut stems = Vec::with_capacity(files.len());
    for (file, reason) in files.into_iter().zip(reasons) {
        match reason {
            None => stems.push(file),
            Some(reason) => skipped.push(Skipped { file: file.file, reason }),
        }
    }
    skipped.sort_by(|a, b| natural(&a.file, &b.file));

    let mut several = None;
    if reference.is_none() {
        let candidates: Vec<&str> = stems.iter().map(|stem| stem.file.as_str()).collect();
        let named = folder.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
        match recognise(&named, &candidates) {
            Recognised::One(at) => reference = Some(stems.remove(at)),
            Recognised::Several(them) => several = Some(them),
            Recognised::None => {}
        }
    }
    if stems.is_empty() {
        return Err(CheckError::NothingToCheck(folder));
    }
    Ok(Chosen { folder, stems, reference, several, skipped, closed })
}

/// The rough mix that somebody named, wherever it lies.
fn named_reference(path: &Path) -> Result<Found, CheckError> {
    let cannot_open = |source| CheckError::CannotOpen { path: path.to_owned(), source };
    let path = std::path::absolute(path).map_err(cannot_open)?;
    let about = fs::metadata(&path).map_err(cannot_open)?;
    if !about.is_file() {
        return Err(cannot_open(io::Error::other("it is not a file")));
    }
    let real = path.canonicalize().map_err(cannot_open)?;
    Ok(Found { file: shown(&path, ""), path, real, bytes: about.len() })
}
