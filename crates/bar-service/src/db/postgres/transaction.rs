//! A transaction on a borrowed connection.

use std::pin::pin;
use std::time::Duration;

use async_trait::async_trait;
use deadpool_postgres::{Client, Object};
use futures::future::{try_join, try_join_all};
use futures::{FutureExt, TryFutureExt, TryStreamExt};
use tokio::time::timeout;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::{DbError, Row, Statement, Transaction, Value, of_no_use};
use super::patience::{ANSWER, PATIENCE, UPGRADE, within};
use super::refused::refused;

/// What a transaction may do.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// It sees what others committed meanwhile, and locks what it is to change.
    Write,
    /// It sees everything as it was at its first statement.
    Read,
    /// It is one statement that only reads.
    Look,
    /// It writes, and may take long.
    Upgrade,
}

/// A transaction. It begins with its first statement, on the same way there and back.
pub struct Session {
    /// Nothing once it is of no more use.
    connection: Option<Client>,
    kind: Kind,
    state: State,
    tls: MakeRustlsConnect,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fresh,
    Begun,
    /// The server is at work for us. Where one is dropped like this, somebody stopped waiting.
    Busy,
}

impl Kind {
    fn begin(self) -> &'static str {
        match self {
            Self::Write | Self::Upgrade => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE",
            Self::Read | Self::Look => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    fn patience(self) -> Duration {
        match self {
            Self::Write | Self::Read | Self::Look => ANSWER,
            Self::Upgrade => UPGRADE,
        }
    }
}

impl Session {
    pub fn new(connection: Client, kind: Kind, tls: MakeRustlsConnect) -> Self {
        Self { connection: Some(connection), kind, state: State::Fresh, tls }
    }

    /// Runs statements that do not need each other's answers. Once one is refused the server would refuse the
    /// others, and take a commit for a rollback without a word.
    async fn run(&mut self, statements: &[Statement<'_>]) -> Result<Vec<Answer>, DbError> {
        let connection = self.connection.as_ref().ok_or_else(of_no_use)?;
        let before = std::mem::replace(&mut self.state, State::Busy);
        let asked = async {
            if before != State::Fresh || matches!(self.kind, Kind::Look) {
                return ask_all(connection, statements).await;
            }
            // Messages are sent in the order in which they are first polled.
            let begins = connection.batch_execute(self.kind.begin()).map_err(refused);
            try_join(begins, ask_all(connection, statements)).await.map(|((), done)| done)
        };
        let done = within(self.kind.patience(), asked).await;
        self.state = if matches!(self.kind, Kind::Look) { State::Fresh } else { State::Begun };
        match &done {
            Ok(_) => {}
            // Of a connection that broke, others must not be lent what is left.
            Err(DbError::Unavailable(_)) => drop(self.connection.take().map(Object::take)),
            Err(_) => self.roll_back(),
        }
        done
    }

    /// Sends word, and gives the connection back: what is asked of it next comes after that.
    fn roll_back(&mut self) {
        if let Some(connection) = self.connection.take()
            && self.state != State::Fresh
        {
            let _ = connection.batch_execute("ROLLBACK").now_or_never();
        }
    }

    /// Tells the server that nobody waits for it any more, and closes the connection.
    fn hang_up(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        let connection = Object::take(connection);
        let cancel = connection.cancel_token();
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let tls = self.tls.clone();
            runtime.spawn(async move {
                // If it cannot be told, it sees the connection close, or a time-out.
                let _ = timeout(PATIENCE, cancel.cancel_query(tls)).await;
                drop(connection);
            });
        }
    }
}

#[async_trait]
impl Transaction for Session {
    async fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut answers = self.run(&[(sql, values)]).await?;
        Ok(answers.pop().map(|answer| answer.rows).unwrap_or_default())
    }

    async fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        let answers = self.run(&[(sql, values)]).await?;
        Ok(answers.iter().map(|answer| answer.touched).sum())
    }

    async fn execute_all(&mut self, statements: &[Statement<'_>]) -> Result<Vec<u64>, DbError> {
        let answers = self.run(statements).await?;
        Ok(answers.iter().map(|answer| answer.touched).collect())
    }

    async fn commit(mut self: Box<Self>) -> Result<(), DbError> {
        let connection = self.connection.as_ref().ok_or_else(of_no_use)?;
        if self.state != State::Fresh {
            self.state = State::Busy;
            let commit = connection.batch_execute("COMMIT").map_err(refused);
            within(self.kind.patience(), commit).await?;
        }
        // Nothing is left to roll back.
        self.state = State::Fresh;
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        match self.state {
            State::Busy => self.hang_up(),
            State::Fresh | State::Begun => self.roll_back(),
        }
    }
}

/// What the server said to a statement.
struct Answer {
    rows: Vec<Row>,
    touched: u64,
}

async fn ask_all(
    connection: &Client,
    statements: &[Statement<'_>],
) -> Result<Vec<Answer>, DbError> {
    if statements.len() > 1 {
        // Those that the server knows are sent when they are first polled, and so in order.
        for (sql, _) in statements {
            connection.prepare_cached(sql).await.map_err(refused)?;
        }
    }
    try_join_all(statements.iter().map(|(sql, values)| ask(connection, sql, values))).await
}

async fn ask(connection: &Client, sql: &str, values: &[Value]) -> Result<Answer, DbError> {
    let statement = connection.prepare_cached(sql).await.map_err(refused)?;
    let mut found = pin!(connection.query_raw(&statement, values).await.map_err(refused)?);
    let mut rows = Vec::new();
    while let Some(found) = found.try_next().await.map_err(refused)? {
        let values = (0..found.len()).map(|column| found.try_get(column));
        rows.push(Row(values.collect::<Result<_, _>>().map_err(refused)?));
    }
    let touched = found.rows_affected().unwrap_or(0);
    Ok(Answer { rows, touched })
}
