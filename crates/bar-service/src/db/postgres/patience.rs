//! How long a server may say nothing: it may be gone without anybody having been told, as when a cable
//! is pulled, or a box between forgot the connection.

use std::time::Duration;

use super::super::DbError;

/// For a connection.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// For an answer. A little longer than the server gives a statement; after waiting for a connection it is
/// still less than whoever asks over HTTP is given.
pub const ANSWER: Duration = Duration::from_secs(18);
/// For bringing the tables up to date, while others may do the same.
pub const UPGRADE: Duration = Duration::from_hours(1);

/// Gives up after a time.
pub async fn within<T>(
    patience: Duration,
    work: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    let done = tokio::time::timeout(patience, work).await;
    done.unwrap_or_else(|late| Err(DbError::Unavailable(late.into())))
}
