//! `SQLite`: one file, one writer at a time, readers beside it.

mod readers;
mod statement;
mod writer;

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{Mutex, broadcast};

use self::readers::{Read, Readers};
use self::writer::{Write, Writer};
use super::{Database, DbError, OpenError, Transaction, schema};

/// What a connection is told first: to wait a while for another program (a backup, say), and to be
/// strict. The last two count on macOS alone, where a plain sync does not reach the disk.
const MANNERS: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
";

/// A database in a file.
pub struct Sqlite {
    writer: Arc<Mutex<Writer>>,
    readers: Arc<Readers>,
    pokes: broadcast::Sender<String>,
}

impl Sqlite {
    /// Opens the file, or makes it, and brings its tables up to date.
    ///
    /// # Errors
    /// When it cannot be opened, is no such database, or a newer program made it.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        make_private(path).map_err(|error| DbError::Unavailable(error.into()))?;
        let connection = connect(path).and_then(durable).map_err(statement::refused)?;
        let database = Self {
            writer: Arc::new(Mutex::new(Writer::new(connection))),
            readers: Arc::new(Readers::new(PathBuf::from(path))),
            pokes: super::poke_sender(),
        };
        let mut transaction = database.begin().await?;
        schema::migrate(transaction.as_mut()).await?;
        transaction.commit().await?;
        Ok(database)
    }
}

#[async_trait]
impl Database for Sqlite {
    async fn begin(&self) -> Result<Box<dyn Transaction>, DbError> {
        Ok(Box::new(Write::begin(&self.writer).await?))
    }

    async fn read(&self) -> Result<Box<dyn Transaction>, DbError> {
        Ok(Box::new(Read::begin(&self.readers).await?))
    }

    fn for_update(&self) -> &'static str {
        ""
    }

    fn skip_locked(&self) -> &'static str {
        ""
    }

    fn poke(&self, what: &str) {
        // Nobody listens: nothing is lost.
        let _ = self.pokes.send(what.to_owned());
    }

    fn pokes(&self) -> broadcast::Receiver<String> {
        self.pokes.subscribe()
    }
}

/// What is in it is nobody else's business; the files beside it take over how it may be read.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(MANNERS)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

/// Every commit is synced: what was acknowledged survives a power cut.
fn durable(connection: Connection) -> rusqlite::Result<Connection> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| {
        match row.get::<_, String>(0)?.as_str() {
            "wal" => Ok(()),
            // As on some network file systems.
            _ => Err(rusqlite::Error::InvalidQuery),
        }
    })?;
    connection.execute_batch(
        // What is deleted or replaced is written over: a key that was destroyed is gone from the file.
        "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864;",
    )?;
    Ok(connection)
}
