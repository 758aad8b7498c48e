//! Walking, measuring and judging what was dropped.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bar_audio::measure::Listened;
use bar_domain::Frames;

use crate::report::{Report, StemReport};

/// What to check, and how.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Folders and files, as they were dropped. One folder alone names the check.
    pub paths: Vec<PathBuf>,
    /// The rough mix, where somebody named one; else it is recognised by name.
    pub reference: Option<PathBuf>,
}

/// Who watches a check while it runs. Called from several threads.
pub trait Observer: Sync {
    /// The files that will be measured, relative to the folder, in the order of the report.
    fn found(&self, stems: &[String]) {
        let _ = stems;
    }
    /// A file's measuring has come so far; `total` is 0 when unknown.
    fn progress(&self, stem: usize, done: Frames, total: Frames) {
        let _ = (stem, done, total);
    }
    /// A file was measured and judged by itself; findings of the set may join later.
    fn judged(&self, stem: usize, report: &StemReport, listened: Option<&Arc<Listened>>) {
        let _ = (stem, report, listened);
    }
    /// What an earlier check measured of this very file, if it has not changed since.
    fn remembered(&self, path: &Path) -> Option<Arc<Listened>> {
        let _ = path;
        None
    }
    /// A file that nobody remembered was measured afresh; called before it is judged.
    fn measured(&self, path: &Path, listened: &Arc<Listened>) {
        let _ = (path, listened);
    }
}

/// Why a check could not be run at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Somebody asked it to stop.
    #[error("the check was cancelled")]
    Cancelled,
    /// Nothing to look at.
    #[error("there is no sound file in {}: drop the folder your stems were bounced to", .0.display())]
    NothingToCheck(PathBuf),
    /// The folder or file named is not there or may not be read.
    #[error("{} cannot be opened: {source}", path.display())]
    CannotOpen {
        /// What was named.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// Checks what was chosen. Nothing on disk is changed.
///
/// # Errors
/// When there is nothing to check, or `cancelled` was set.
pub fn check(
    choice: &Choice,
    observer: &dyn Observer,
    cancelled: &AtomicBool,
) -> Result<Report, CheckError> {
    let _ = (choice, observer, cancelled);
    Err(CheckError::Cancelled)
}
