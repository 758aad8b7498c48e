//! When the files of which project are to be erased.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Transaction};

/// Keeps when, or that nobody knows.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    tx: &mut dyn Transaction,
    project: Uuid,
    due: Option<Time>,
) -> Result<(), DbError> {
    match due {
        None => tx.execute("DELETE FROM retention WHERE project = $1", &[project.into()]).await,
        Some(due) => {
            let sql = "INSERT INTO retention (project, due_at) VALUES ($1, $2)
                       ON CONFLICT (project) DO UPDATE SET due_at = excluded.due_at";
            tx.execute(sql, &[project.into(), due.0.into()]).await
        }
    }
    .map(drop)
}

/// How many are due, and how many projects there are.
///
/// # Errors
/// When the database refuses.
pub async fn due(tx: &mut dyn Transaction, now: Time) -> Result<(u64, u64), DbError> {
    let sql = "SELECT (SELECT count(*) FROM retention WHERE due_at <= $1),
               (SELECT count(*) FROM projects)";
    let rows = tx.query(sql, &[now.0.into()]).await?;
    let row = rows.first().ok_or_else(|| DbError::Broken("a count went away".into()))?;
    Ok((row.int(0)? as u64, row.int(1)? as u64))
}
