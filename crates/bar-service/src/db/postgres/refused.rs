//! What the server's errors mean to whoever asked.

use deadpool_postgres::PoolError;
use tokio_postgres::Error;
use tokio_postgres::error::SqlState;

use super::super::DbError;

/// What an error means.
pub fn refused(error: Error) -> DbError {
    let Some(code) = error.code() else {
        // No word of the server: either it is gone, or we asked in a wrong way.
        let gone = error.is_closed() || has_source::<std::io::Error>(&error);
        return if gone {
            DbError::Unavailable(error.into())
        } else {
            DbError::Broken(error.into())
        };
    };
    if [&SqlState::UNIQUE_VIOLATION, &SqlState::FOREIGN_KEY_VIOLATION].contains(&code) {
        return DbError::Conflict(error.into());
    }
    match code.code() {
        // A server that only reads is one that another took over from.
        "25006" | "25P03" | "55P03" => DbError::Unavailable(error.into()),
        // Connections, deadlocks, resources, operators, the system below.
        code if ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => {
            DbError::Unavailable(error.into())
        }
        _ => DbError::Broken(error.into()),
    }
}

/// What it means that the pool lends no connection.
pub fn not_lent(error: PoolError) -> DbError {
    match error {
        // Who may not enter, or finds no such database, is told by the server.
        PoolError::Backend(error) => refused(error),
        error => DbError::Unavailable(error.into()),
    }
}

fn has_source<T: std::error::Error + 'static>(error: &Error) -> bool {
    let source = std::error::Error::source(error);
    source.is_some_and(<dyn std::error::Error>::is::<T>)
}
