//! Opening the database only to read it, beside the app or without it.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::opening::{PATIENCE, STEPS};
use crate::{Store, StoreError};

/// Why what the app remembers cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadingError {
    /// There is nothing there.
    #[error("Bar One remembers nothing at {}: open a song in the app first", .0.display())]
    Nothing(PathBuf),
    /// An older version wrote it.
    #[error("an older Bar One wrote {}: start the app once, and it is brought up to date", .0.display())]
    Older(PathBuf),
    /// A newer version wrote it.
    #[error("a newer Bar One wrote {}: install the newer `barone`, too", .0.display())]
    Newer(PathBuf),
    /// It is something else.
    #[error("{} is not what Bar One remembers: name its file, bar-one.sqlite3", .0.display())]
    NotOurs(PathBuf),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Opens the database `file` so that nothing in it can change. The app may be running.
///
/// # Errors
/// When there is none, or another version wrote it.
pub fn open_to_read(file: &Path) -> Result<Store, ReadingError> {
    let named = || file.to_owned();
    if !file.is_file() {
        return Err(ReadingError::Nothing(named()));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let refused = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            ReadingError::NotOurs(named())
        }
        _ => StoreError::from(error).into(),
    };
    let connection = Connection::open_with_flags(file, flags).map_err(refused)?;
    connection.busy_timeout(PATIENCE).map_err(refused)?;
    let version: u32 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(refused)?;
    match version as usize {
        0 => Err(ReadingError::NotOurs(named())),
        version if version < STEPS.len() => Err(ReadingError::Older(named())),
        version if version > STEPS.len() => Err(ReadingError::Newer(named())),
        _ => Ok(Store { connection: Mutex::new(connection) }),
    }
}
