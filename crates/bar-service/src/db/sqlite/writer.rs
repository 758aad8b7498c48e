//! Transactions that write, and the group they are committed in.
//!
//! A sync of the disk takes longer than everything else together. So transactions are savepoints of
//! one that stays open while others wait in line; whoever is the first of a group sends a committer
//! to the end of that line. When its turn comes it commits them all with one sync, and each is told
//! then. Nobody is told before.

use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::{Connection, Error};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::super::{DbError, Row, Transaction, Value, of_no_use};
use super::statement;

/// What became of a group. An error is shared by all who were in it.
type Outcome = Result<(), Arc<Error>>;

/// The connection that writes.
///
/// Invariant: where `group` is not empty, a committer waits in line.
pub struct Writer {
    connection: Connection,
    /// Whether a transaction is open.
    open: bool,
    /// Those in it who wait for the disk.
    group: Vec<oneshot::Sender<Outcome>>,
}

/// A transaction that may write: it holds the writer.
pub struct Write {
    writer: OwnedMutexGuard<Writer>,
    line: Arc<Mutex<Writer>>,
    state: State,
}

enum State {
    Good,
    /// A statement was refused, and so will be what follows: so it is with `PostgreSQL`.
    Failed,
    /// It is in the group, and no longer to be undone.
    Grouped,
}

impl Writer {
    pub fn new(connection: Connection) -> Self {
        Self { connection, open: false, group: Vec::new() }
    }

    fn enter(&mut self) -> rusqlite::Result<()> {
        if !self.open {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.open = true;
        }
        self.run("SAVEPOINT one").inspect_err(|_| self.undo())
    }

    /// Undoes what was done since it was entered.
    fn undo(&mut self) {
        // A full disk, say, makes SQLite undo everything on its own.
        let undone = if self.connection.is_autocommit() {
            Err(Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ABORT), None))
        } else {
            self.run("ROLLBACK TO one").and_then(|()| self.run("RELEASE one"))
        };
        if undone.is_err() || self.group.is_empty() {
            self.end("ROLLBACK", undone);
        }
    }

    fn commit(&mut self) {
        // Everybody in it was undone with somebody who failed, and knows.
        if self.open {
            self.end("COMMIT", Ok(()));
        }
    }

    /// Ends the transaction and tells everybody in it; unless all went well so far, the worst.
    fn end(&mut self, how: &str, so_far: rusqlite::Result<()>) {
        let ended = self.connection.execute_batch(how);
        if !self.connection.is_autocommit() {
            // It did not work, and must not stay half done. Where this fails too, the next one to
            // enter sees it.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.open = !self.connection.is_autocommit();
        let outcome = so_far.and(ended).map_err(Arc::new);
        for waiting in self.group.drain(..) {
            // It may have been cancelled meanwhile.
            let _ = waiting.send(outcome.clone());
        }
    }

    fn run(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(|_| ())
    }
}

impl Write {
    pub async fn begin(line: &Arc<Mutex<Writer>>) -> Result<Self, DbError> {
        let mut writer = line.clone().lock_owned().await;
        writer.enter().map_err(statement::refused)?;
        Ok(Self { writer, line: line.clone(), state: State::Good })
    }

    /// Statements run right here: each takes microseconds, and handing it to a thread takes more.
    fn run<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, DbError> {
        if !matches!(self.state, State::Good) {
            return Err(of_no_use());
        }
        work(&self.writer.connection).map_err(|error| {
            self.state = State::Failed;
            statement::refused(error)
        })
    }

    /// Joins the group.
    fn join(&mut self) -> Result<oneshot::Receiver<Outcome>, DbError> {
        self.run(|connection| connection.prepare_cached("RELEASE one")?.execute([]))?;
        self.state = State::Grouped;
        if self.writer.group.is_empty() {
            tokio::spawn(commit_in_turn(self.line.clone()));
        }
        let (tell, told) = oneshot::channel();
        self.writer.group.push(tell);
        Ok(told)
    }
}

async fn commit_in_turn(line: Arc<Mutex<Writer>>) {
    let mut writer = line.lock_owned().await;
    // It waits for the disk, in a thread that nobody else waits for. Where the program ends before,
    // nobody was told that anything was kept.
    let _ = tokio::task::spawn_blocking(move || writer.commit()).await;
}

#[async_trait]
impl Transaction for Write {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        self.run(|connection| statement::query(connection, sql, values))
    }

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        self.run(|connection| statement::execute(connection, sql, values))
    }

    async fn commit(mut self: Box<Self>) -> Result<(), DbError> {
        let told = self.join()?;
        // Lets the next in line.
        drop(self);
        match told.await {
            Ok(outcome) => outcome.map_err(statement::refused),
            Err(error) => Err(DbError::Unavailable(error.into())),
        }
    }
}

impl Drop for Write {
    fn drop(&mut self) {
        if !matches!(self.state, State::Grouped) {
            self.writer.undo();
        }
    }
}
