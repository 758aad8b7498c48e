//! What the desktop app remembers: checks, measurements, explanations, preferences,
//! and the songs that are listened to, in one SQLite file.
//!
//! A table a file, its SQL beside it. Everything here is the app's own: no stem is ever touched.

mod checks;
mod explanations;
mod journal;
mod measurements;
mod opening;
mod preferences;
mod reading;
mod songs;
mod version_files;

use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

pub use checks::{Kept, State};
pub use explanations::Explained;
pub use journal::{ActError, Acted};
pub use measurements::Stamp;
pub use opening::{FILE, Opened, Trouble, open};
pub use reading::{ReadingError, open_to_read};
pub use songs::ListedSong;
pub use version_files::VersionFile;

/// Why something could not be remembered or recalled.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the app's database refused: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// Something could not be written down.
    #[error("it could not be written down: {0}")]
    Encode(#[from] rmp_serde::encode::Error),
    /// An entry of the journal is not what this version writes.
    #[error(
        "the journal of this song holds what this Bar One cannot read ({0}): install the newest one"
    )]
    Json(#[source] serde_json::Error),
}

/// The app's memory. Every call is one short transaction; threads take turns.
pub struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere cannot leave SQLite half way: its transactions end with the call.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
