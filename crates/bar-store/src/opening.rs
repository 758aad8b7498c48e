//! Opening the database, whatever state it is in.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::{Store, StoreError};

/// The name of the database in the app's own folder.
pub const FILE: &str = "bar-one.sqlite3";

/// Each step leads from its index to the next version of the schema. Steps are never edited, only added.
pub(crate) const STEPS: &[&str] = &[
    concat!(
        include_str!("checks.sql"),
        include_str!("measurements.sql"),
        include_str!("explanations.sql"),
        include_str!("preferences.sql"),
    ),
    include_str!("explanations_content.sql"),
    include_str!("songs.sql"),
];

/// What the app cannot do without: checked page by page at every start. Measurements can be made again.
const PRECIOUS: [&str; 6] =
    ["checks", "explanations", "preferences", "songs", "journal", "version_files"];

/// How long another process may hold the database before we do without it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// A store that works, and what people should know about it.
pub struct Opened {
    /// Works in any case; in memory only if need be.
    pub store: Store,
    /// Why it does not hold what it should.
    pub trouble: Option<Trouble>,
}

/// What is wrong with the database, as a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// It could not be read; a new one was begun.
    #[error(
        "What Bar One remembered could not be read, so it begins afresh. The old file is kept: {}",
        kept.display()
    )]
    Broken {
        /// Where the old one was moved.
        kept: PathBuf,
    },
    /// A newer version wrote it; it is left as it is.
    #[error(
        "A newer Bar One wrote what is remembered here. Nothing is lost, but this one remembers nothing: install the newer one"
    )]
    Newer,
    /// Another process holds it.
    #[error(
        "Another program holds what Bar One remembers. Everything works, but nothing is remembered until you start Bar One again"
    )]
    Locked,
    /// The folder cannot be used.
    #[error(
        "Bar One cannot write to {} ({why}). Everything works, but nothing is remembered: free some space or allow writing there, then start Bar One again",
        folder.display()
    )]
    Unusable {
        /// The app's own folder.
        folder: PathBuf,
        /// What the system said.
        why: String,
    },
}

/// Opens the database in `folder`, which is made if need be.
///
/// A broken database is moved aside, never deleted; one that cannot be used is replaced by an empty one in memory.
///
/// # Errors
/// When there is not even memory for a database.
pub fn open(folder: &Path) -> Result<Opened, StoreError> {
    let file = folder.join(FILE);
    let refused = match std::fs::create_dir_all(folder)
        .map_err(Refused::from)
        .and_then(|()| connect(&file))
    {
        Ok(connection) => return Ok(opened(connection, None)),
        Err(refused) => refused,
    };
    let trouble = match refused.kind {
        Kind::Broken => match begin_afresh(&file) {
            Ok((connection, kept)) => {
                return Ok(opened(connection, Some(Trouble::Broken { kept })));
            }
            Err(refused) => Trouble::Unusable { folder: folder.to_owned(), why: refused.why },
        },
        Kind::Newer => Trouble::Newer,
        Kind::Locked => Trouble::Locked,
        Kind::Other => Trouble::Unusable { folder: folder.to_owned(), why: refused.why },
    };
    let mut connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "foreign_keys", true)?;
    migrate(&mut connection, 0)?;
    Ok(opened(connection, Some(trouble)))
}

fn opened(connection: Connection, trouble: Option<Trouble>) -> Opened {
    Opened { store: Store { connection: Mutex::new(connection) }, trouble }
}

/// Why a database on disk could not be used.
struct Refused {
    kind: Kind,
    why: String,
}

enum Kind {
    Broken,
    Newer,
    Locked,
    Other,
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        // The schema is not the one its version promises: somebody else's, or half of ours.
        if let rusqlite::Error::SqlInputError { msg, .. } = error {
            return Self { kind: Kind::Broken, why: msg };
        }
        let kind = match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Kind::Broken,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Kind::Locked,
            _ => Kind::Other,
        };
        Self { kind, why: error.to_string() }
    }
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Self {
        Self { kind: Kind::Other, why: error.to_string() }
    }
}

fn begin_afresh(file: &Path) -> Result<(Connection, PathBuf), Refused> {
    let kept = set_aside(file)?;
    Ok((connect(file)?, kept))
}

fn connect(file: &Path) -> Result<Connection, Refused> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    // With WAL this can lose the last moments in a power cut, never the database. What must not be
    // lost waits for the disk by itself: see `journal`.
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > STEPS.len() as u32 {
        return Err(Refused { kind: Kind::Newer, why: format!("version {version}") });
    }
    migrate(&mut connection, version)?;
    for table in PRECIOUS {
        let sql = format!("PRAGMA quick_check({table})");
        let verdict: String = connection.query_row(&sql, [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(Refused { kind: Kind::Broken, why: verdict });
        }
    }
    Ok(connection)
}

fn migrate(connection: &mut Connection, version: u32) -> rusqlite::Result<()> {
    for (next, sql) in (1_u32..).zip(STEPS).skip(version as usize) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", next)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Moves the database and its companions out of the way, under a name that is free.
fn set_aside(file: &Path) -> std::io::Result<PathBuf> {
    let named = |number: u32| file.with_extension(format!("broken-{number}.sqlite3"));
    let free = (1..=u32::MAX).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(0));
    std::fs::rename(file, &free)?;
    for companion in ["-wal", "-shm"] {
        let beside = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(companion);
            PathBuf::from(name)
        };
        if beside(file).exists() {
            std::fs::rename(beside(file), beside(&free))?;
        }
    }
    Ok(free)
}
