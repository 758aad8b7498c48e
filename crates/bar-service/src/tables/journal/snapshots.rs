//! What the events up to some number led to, so that nobody has to fold them all.

use uuid::Uuid;

use crate::db::{DbError, Transaction};

/// The latest snapshot: after how many events, and the state as JSON.
///
/// # Errors
/// When the database refuses.
pub async fn snapshot(
    tx: &mut dyn Transaction,
    project: Uuid,
) -> Result<Option<(u64, String)>, DbError> {
    let sql = "SELECT seq, state FROM snapshots WHERE project = $1";
    let rows = tx.query(sql, &[project.into()]).await?;
    let snapshot = rows.first().map(|row| Ok((row.int(0)? as u64, row.text(1)?.to_owned())));
    snapshot.transpose()
}

/// Keeps a snapshot in place of the one before. The project must be held.
///
/// # Errors
/// When the database refuses.
pub async fn keep_snapshot(
    tx: &mut dyn Transaction,
    project: Uuid,
    seq: u64,
    state: &str,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO snapshots (project, seq, state) VALUES ($1, $2, $3)
         ON CONFLICT (project) DO UPDATE SET seq = excluded.seq, state = excluded.state",
        &[project.into(), (seq as i64).into(), state.into()],
    )
    .await?;
    Ok(())
}
