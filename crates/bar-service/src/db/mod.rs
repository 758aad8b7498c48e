//! The database, as little of it as both kinds share: transactions of plain SQL.
//!
//! Every table has one module that holds its SQL, written once: in the part of SQL that `SQLite` and
//! `PostgreSQL` have in common, with parameters `$1`, `$2`, … So what a backend must provide stays
//! small, and is what the conformance suite tests.
//!
//! A file is for one instance of the service; `PostgreSQL` serves any number.
//!
//! Columns are `BIGINT` (also for truth values and times in milliseconds since 1970), `TEXT` or
//! `BYTEA` (ids are 16 bytes). Texts hold no zero byte, and rows are never put in order by one: the
//! two do not agree on the alphabet. What a parameter is must be clear from where it stands
//! (`CAST($1 AS BIGINT)` where it is not), and a sum is `CAST(sum(…) AS BIGINT)`.

mod open;
mod postgres;
pub(crate) mod schema;
mod sqlite;
mod value;

use async_trait::async_trait;
use tokio::sync::broadcast;

pub use open::{OpenError, open};
pub use postgres::Postgres;
pub(crate) use postgres::is_asked_to_encrypt;
pub use sqlite::Sqlite;
pub use value::{Row, Value};

/// Why the database did not do it.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// It cannot be reached, is full, or broke off: nothing of the transaction happened, or, where it
    /// broke off in the commit, perhaps all. The same may be tried again.
    #[error("the database did not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A constraint forbids it: two that raced for one name.
    #[error("the database refused a double")]
    Conflict(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is stored is not what this program stores.
    #[error("the database holds something unexpected")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A database of the service.
#[async_trait]
pub trait Database: Send + Sync + 'static {
    /// Begins a transaction that may write. Where a row is read to be changed, it is read with
    /// [`Database::for_update`]: `SQLite` has one writer at a time, `PostgreSQL` locks the row.
    ///
    /// # Errors
    /// When it is unavailable.
    async fn begin(&self) -> Result<Box<dyn Transaction>, DbError>;

    /// Begins one that only reads, and sees everything that was committed before.
    ///
    /// # Errors
    /// When it is unavailable.
    async fn read(&self) -> Result<Box<dyn Transaction>, DbError>;

    /// Rows of one statement that only reads.
    ///
    /// # Errors
    /// When it is unavailable, or refuses.
    async fn look(&self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        self.read().await?.query(sql, values).await
    }

    /// What to write after a `SELECT` whose rows are to be changed.
    fn for_update(&self) -> &'static str;

    /// The same for rows that another instance may hold, which are then passed over.
    fn skip_locked(&self) -> &'static str;

    /// Tells all instances soon that something moved; see [`Database::pokes`]. Best effort, in no order,
    /// and small (at most 4,000 bytes of text).
    fn poke(&self, what: &str);

    /// What any instance told with [`Database::poke`] from now on, this one included. After the
    /// connection that listens was lost and is back comes an empty text: anything may have moved.
    fn pokes(&self) -> broadcast::Receiver<String>;
}

/// A statement, and its parameters.
pub type Statement<'a> = (&'a str, &'a [Value]);

/// What happens at once or not at all. Dropped without [`Transaction::commit`], nothing happened.
#[async_trait]
pub trait Transaction: Send {
    /// Rows.
    ///
    /// # Errors
    /// When the database refuses. The transaction is of no use then.
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError>;

    /// Changes rows, and says how many.
    ///
    /// # Errors
    /// When the database refuses. The transaction is of no use then.
    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError>;

    /// Changes rows by several statements that do not need each other's answers, and says how many each did.
    /// Where there is a network they share one way there and back.
    ///
    /// # Errors
    /// When the database refuses one. The transaction is of no use then.
    async fn execute_all(&mut self, statements: &[Statement<'_>]) -> Result<Vec<u64>, DbError> {
        let mut touched = Vec::with_capacity(statements.len());
        for (sql, values) in statements {
            touched.push(self.execute(sql, values).await?);
        }
        Ok(touched)
    }

    /// Keeps it. When this returns, it is on the disk.
    ///
    /// # Errors
    /// When the database refuses.
    async fn commit(self: Box<Self>) -> Result<(), DbError>;
}

/// Room for more pokes than come while somebody looks away; who is later still is told so.
fn poke_sender() -> broadcast::Sender<String> {
    broadcast::channel(1024).0
}

/// For what is asked of a transaction after something in it was refused.
fn of_no_use() -> DbError {
    DbError::Broken("something in this transaction was refused before".into())
}
