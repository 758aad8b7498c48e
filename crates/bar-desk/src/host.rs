//! What the desk needs of whoever shows it.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use bar_audio::play::{Output, SoundCard};

use crate::views::Change;

/// What a dialog asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    /// Folders of stems.
    Folders,
    /// Stems.
    Stems,
    /// The rough mix of a check.
    Reference,
    /// An engineer's profile.
    Profile,
    /// Mixes and references to listen to.
    Versions,
}

/// What a dialog for saving names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saving {
    /// The report of a check, as HTML.
    Report,
    /// What no stem explains, as WAV.
    Residual,
    /// The notes of a song, as markers.
    Markers,
}

/// A window, a terminal or a test.
pub trait Host: Send + Sync + 'static {
    /// Something moved. Called from several threads, in order for each check; must not call the desk.
    fn changed(&self, change: Change);

    /// Lets people choose files or folders; empty when they chose none. May take as long as they do.
    fn choose(&self, dialog: Dialog) -> Vec<PathBuf>;

    /// Lets people choose where something is saved, beginning at `suggested`; `None` when they chose no
    /// place. May take as long as they do.
    fn save(&self, what: Saving, suggested: &Path) -> Option<PathBuf>;

    /// Lets people say where a new folder goes, which does not have to be there yet; `None` when they
    /// said nothing. May take as long as they do.
    fn new_folder(&self, suggested: &Path) -> Option<PathBuf>;

    /// Shows a folder in the system's file manager.
    ///
    /// # Errors
    /// When there is none.
    fn reveal(&self, folder: &Path) -> io::Result<()>;

    /// Where sound goes; asked for once for playing, and whenever devices are listed.
    fn output(&self) -> Box<dyn Output> {
        Box::new(SoundCard::new())
    }

    /// A folder on a disk for what is only needed while it is heard; `None` for the system's.
    fn scratch(&self) -> Option<PathBuf> {
        None
    }

    /// The time, in milliseconds since 1970.
    fn now(&self) -> i64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as i64)
    }
}
