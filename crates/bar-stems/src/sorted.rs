//! Sorting what was dropped: sound, sessions, notes, and what is none of them. Archives are opened on
//! the way.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

use crate::archive::{LIMITS, UnpackError, Unpacked, unpack};
use crate::check::{CheckError, Observer};
use crate::pool;
use crate::report::{SetFinding, Skipped};
use crate::rules;
use crate::session::SessionKind;
use crate::sniff::{Kind, kind};
use crate::walk::{Found, Tree, shown, walk};

/// What was dropped, by kind.
#[derive(Default)]
pub(crate) struct Sorted {
    /// To be listened to.
    pub sounds: Vec<Found>,
    /// Sessions of DAWs.
    pub sessions: Vec<(Found, SessionKind)>,
    /// MIDI files.
    pub midi: Vec<Found>,
    /// Every file, whatever it is.
    pub all: Vec<Found>,
    /// What takes no part, and why.
    pub skipped: Vec<Skipped>,
    /// Folders that stayed closed.
    pub closed: Vec<String>,
    /// What there is to say of archives.
    pub findings: Vec<SetFinding>,
    /// The first archive that could not be unpacked.
    pub broken: Option<(Found, UnpackError)>,
    /// Where archives lie unpacked, until this is dropped.
    pub unpacked: Vec<TempDir>,
}

impl Sorted {
    /// Sorts what was dropped, and what lies in dropped archives.
    ///
    /// # Errors
    /// When `cancelled` was set.
    pub(crate) fn of(
        tree: Tree,
        observer: &dyn Observer,
        cancelled: &AtomicBool,
    ) -> Result<Self, CheckError> {
        let mut sorted = Self::default();
        for zip in sorted.take(tree, cancelled)? {
            let progress = |done, total| observer.unpacking(&zip.file, done, total);
            let unpack = || unpack(&zip.path, &LIMITS, &progress, cancelled);
            // Whatever breaks in reading an archive, the other files are still checked.
            let unpacked = catch_unwind(AssertUnwindSafe(unpack));
            match unpacked.unwrap_or(Err(UnpackError::Damaged)) {
                Ok(unpacked) => sorted.opened(&zip, unpacked, cancelled)?,
                Err(UnpackError::Cancelled) => return Err(CheckError::Cancelled),
                Err(error) => {
                    let finding = rules::set::broken_archive(&zip.file, &error);
                    sorted.findings.push(SetFinding::of(&zip.file, finding));
                    let reason = format!("It could not be unpacked: {error}.");
                    sorted.skipped.push(Skipped { file: zip.file.clone(), reason });
                    sorted.broken.get_or_insert((zip, error));
                }
            }
        }
        Ok(sorted)
    }

    /// Takes over what lies in an archive.
    fn opened(
        &mut self,
        zip: &Found,
        unpacked: Unpacked,
        cancelled: &AtomicBool,
    ) -> Result<(), CheckError> {
        let Unpacked { folder, refused, lost } = unpacked;
        if !lost.is_empty() {
            let finding = rules::set::lost_in_archive(&zip.file, &lost);
            self.findings.push(SetFinding::of(&zip.file, finding));
        }
        let within = |file: &str| format!("{}/{file}", zip.file);
        let told = self.skipped.len();
        let refused = refused.into_iter();
        self.skipped.extend(refused.map(|one| Skipped { file: within(&one.file), ..one }));
        let mut tree = walk(&[folder.path().to_owned()], cancelled)?;
        let moved = |found: &mut Found, ending: &str| {
            let inner = found.path.strip_prefix(folder.path()).unwrap_or(Path::new(""));
            found.origin = zip.origin.join(inner);
            let inner = shown(inner, ending);
            // An archive can be a bundle itself.
            found.file = if inner == "/" { format!("{}/", zip.file) } else { within(&inner) };
        };
        tree.files.iter_mut().for_each(|found| moved(found, ""));
        tree.bundles.iter_mut().for_each(|(found, _)| moved(found, "/"));
        tree.skipped.iter_mut().for_each(|one| one.file = within(&one.file));
        tree.closed.iter_mut().for_each(|one| *one = within(one));
        let empty = tree.files.is_empty() && tree.bundles.is_empty() && tree.skipped.is_empty();
        if empty && self.skipped.len() == told {
            let reason = "An archive with nothing in it.";
            self.skipped.push(Skipped { file: zip.file.clone(), reason: reason.into() });
        }
        for inner in self.take(tree, cancelled)? {
            let reason = "An archive inside an archive: unpack it, then drop the folder.";
            self.skipped.push(Skipped { file: inner.file, reason: reason.into() });
        }
        self.unpacked.push(folder);
        Ok(())
    }

    /// Sorts the files of a tree; archives are left over.
    fn take(&mut self, tree: Tree, cancelled: &AtomicBool) -> Result<Vec<Found>, CheckError> {
        let Tree { files, bundles, skipped, closed, .. } = tree;
        let kinds = pool::each(&vec![0; files.len()], |at| {
            if cancelled.load(Ordering::Relaxed) { Kind::Sound } else { kind(&files[at].path) }
        });
        if cancelled.load(Ordering::Relaxed) {
            return Err(CheckError::Cancelled);
        }
        self.all.extend(files.iter().cloned());
        self.skipped.extend(skipped);
        self.closed.extend(closed);
        self.sessions.extend(bundles);
        let mut zips = Vec::new();
        for (found, kind) in files.into_iter().zip(kinds) {
            match kind {
                Kind::Sound => self.sounds.push(found),
                Kind::Session(kind) => self.sessions.push((found, kind)),
                Kind::Midi => self.midi.push(found),
                Kind::Zip => zips.push(found),
                Kind::Aside(reason) => self.skipped.push(Skipped { file: found.file, reason }),
            }
        }
        Ok(zips)
    }
}
