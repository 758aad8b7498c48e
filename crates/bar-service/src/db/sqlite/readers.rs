//! Transactions that only read, on connections of their own: they wait for no writer.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::super::{DbError, Row, Transaction, Value};
use super::statement;

/// How many read at once. More would only take turns on the processors.
const MOST: usize = 8;

/// Connections to read with.
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    turns: Arc<Semaphore>,
}

/// A transaction that only reads, as the database was at its first statement.
pub struct Read {
    connection: Option<Connection>,
    readers: Arc<Readers>,
    // Given back last, when the connection is idle again.
    _turn: OwnedSemaphorePermit,
}

impl Readers {
    pub fn new(path: PathBuf) -> Self {
        Self { path, idle: Mutex::default(), turns: Arc::new(Semaphore::new(MOST)) }
    }

    fn connection(&self) -> rusqlite::Result<Connection> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(
            || {
                let connection = super::connect(&self.path)?;
                connection.execute_batch("PRAGMA query_only = ON")?;
                Ok(connection)
            },
            Ok,
        )
    }
}

impl Read {
    pub async fn begin(readers: &Arc<Readers>) -> Result<Self, DbError> {
        let turn = readers.turns.clone().acquire_owned().await;
        let turn = turn.map_err(|error| DbError::Unavailable(error.into()))?;
        let connection = readers.connection().map_err(statement::refused)?;
        connection.execute_batch("BEGIN").map_err(statement::refused)?;
        Ok(Self { connection: Some(connection), readers: readers.clone(), _turn: turn })
    }

    fn connection(&self) -> Result<&Connection, DbError> {
        self.connection.as_ref().ok_or_else(super::super::of_no_use)
    }

    /// Whatever was refused, what follows is too: so it is with `PostgreSQL`.
    fn judged<T>(&mut self, result: rusqlite::Result<T>) -> Result<T, DbError> {
        result.map_err(|error| {
            self.give_back();
            statement::refused(error)
        })
    }

    fn give_back(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("ROLLBACK").is_ok()
        {
            self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}

#[async_trait]
impl Transaction for Read {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let result = statement::query(self.connection()?, sql, values);
        self.judged(result)
    }

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        let result = statement::execute(self.connection()?, sql, values);
        self.judged(result)
    }

    async fn commit(self: Box<Self>) -> Result<(), DbError> {
        self.connection().map(|_| ())
    }
}

impl Drop for Read {
    fn drop(&mut self) {
        self.give_back();
    }
}
