//! Keys of projects, wrapped with the service's own.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Transaction};
use crate::vault::Shelf;

/// What is stored of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// The key, wrapped.
    Wrapped(Vec<u8>),
    /// There was one.
    Destroyed,
}

/// The key of a shelf.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
) -> Result<Option<Stored>, DbError> {
    let sql = "SELECT wrapped FROM keys WHERE project = $1 AND shelf = $2";
    let rows = tx.query(sql, &[project.into(), shelf.as_str().into()]).await?;
    let stored = rows.first().map(|row| {
        Ok(row.opt_bytes(0)?.map_or(Stored::Destroyed, |key| Stored::Wrapped(key.to_vec())))
    });
    stored.transpose()
}

/// Keeps a key, unless there is or was one.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
    wrapped: &[u8],
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO keys (project, shelf, wrapped, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (project, shelf) DO NOTHING",
        &[project.into(), shelf.as_str().into(), wrapped.into(), now.0.into()],
    )
    .await?;
    Ok(())
}

/// Destroys the key of a shelf, for good: none is made again.
///
/// # Errors
/// When the database refuses.
pub async fn destroy(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO keys (project, shelf, wrapped, made_at, destroyed_at)
         VALUES ($1, $2, NULL, $3, $3) ON CONFLICT (project, shelf)
         DO UPDATE SET wrapped = NULL, destroyed_at = COALESCE(keys.destroyed_at, $3)",
        &[project.into(), shelf.as_str().into(), now.0.into()],
    )
    .await?;
    Ok(())
}
