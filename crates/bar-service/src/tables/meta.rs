//! Facts about the database as a whole.

use uuid::Uuid;

use crate::db::{DbError, Transaction};

const EPOCH: &str = "epoch";

/// Names what is in this database: another id after it was restored from a backup, so that apps see
/// that what they know may be ahead. The first to ask makes it.
///
/// # Errors
/// When the database refuses.
pub async fn epoch(tx: &mut dyn Transaction) -> Result<Uuid, DbError> {
    tx.execute(
        "INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        &[EPOCH.into(), Uuid::now_v7().into()],
    )
    .await?;
    let rows = tx.query("SELECT value FROM meta WHERE name = $1", &[EPOCH.into()]).await?;
    rows.first().ok_or_else(|| DbError::Broken("the epoch went away".into()))?.id(0)
}

/// Begins another epoch.
///
/// # Errors
/// When the database refuses.
pub async fn begin_epoch(tx: &mut dyn Transaction) -> Result<Uuid, DbError> {
    tx.execute("DELETE FROM meta WHERE name = $1", &[EPOCH.into()]).await?;
    epoch(tx).await
}

/// What is kept under a name.
///
/// # Errors
/// When the database refuses.
pub async fn get(tx: &mut dyn Transaction, name: &str) -> Result<Option<Vec<u8>>, DbError> {
    let rows = tx.query("SELECT value FROM meta WHERE name = $1", &[name.into()]).await?;
    rows.first().map(|row| row.bytes(0).map(<[u8]>::to_vec)).transpose()
}

/// Keeps something under a name.
///
/// # Errors
/// When the database refuses.
pub async fn set(tx: &mut dyn Transaction, name: &str, value: &[u8]) -> Result<(), DbError> {
    let sql = "INSERT INTO meta (name, value) VALUES ($1, $2)
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    tx.execute(sql, &[name.into(), value.into()]).await.map(drop)
}

/// Keeps nothing under a name any more.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &mut dyn Transaction, name: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM meta WHERE name = $1", &[name.into()]).await.map(drop)
}
