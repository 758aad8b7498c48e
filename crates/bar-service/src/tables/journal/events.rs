//! What happened.

use bar_domain::song::Time;
use uuid::Uuid;

use super::Head;
use crate::db::{DbError, Transaction};

/// An event to be written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// In which version of the rules it is written.
    pub version: u16,
    /// As JSON. These very bytes are kept.
    pub event: String,
}

/// An event of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number in the project.
    pub seq: u64,
    /// In which version of the rules it is written.
    pub version: u16,
    /// As JSON.
    pub event: String,
    /// Its hash, as it is stored.
    pub(super) hash: Vec<u8>,
}

/// Writes events down at the end, and says where that is now. The project must be held.
///
/// # Errors
/// [`DbError::Conflict`] where the journal does not end at `head`.
pub async fn append(
    tx: &mut dyn Transaction,
    project: Uuid,
    head: &Head,
    events: &[NewEvent],
    now: Time,
) -> Result<Head, DbError> {
    let mut end = *head;
    for NewEvent { version, event } in events {
        end = end.next(*version, event);
        tx.execute(
            "INSERT INTO events (project, seq, version, event, hash) VALUES ($1, $2, $3, $4, $5)",
            &[
                project.into(),
                (end.seq as i64).into(),
                i64::from(*version).into(),
                event.as_str().into(),
                end.hash.into(),
            ],
        )
        .await?;
    }
    // A clock that was set back moves no project back.
    end.moved_at = head.moved_at.max(now);
    let sql =
        "UPDATE projects SET head = $3, hash = $4, moved_at = $5 WHERE project = $1 AND head = $2";
    let values = [
        project.into(),
        (head.seq as i64).into(),
        (end.seq as i64).into(),
        end.hash.into(),
        end.moved_at.0.into(),
    ];
    if tx.execute(sql, &values).await? == 0 {
        return Err(DbError::Conflict("the journal goes on after this head".into()));
    }
    Ok(end)
}

/// The events after a number, in order.
///
/// # Errors
/// When the database refuses.
pub async fn events_after(
    tx: &mut dyn Transaction,
    project: Uuid,
    after: u64,
    limit: u32,
) -> Result<Vec<Kept>, DbError> {
    // Beyond what a column holds there is nothing.
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let sql = "SELECT seq, version, event, hash FROM events
               WHERE project = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let rows = tx.query(sql, &[project.into(), after.into(), limit.into()]).await?;
    let kept = rows.into_iter().map(|row| {
        Ok(Kept {
            seq: row.int(0)? as u64,
            version: u16::try_from(row.int(1)?).map_err(|error| DbError::Broken(error.into()))?,
            event: row.text(2)?.to_owned(),
            hash: row.bytes(3)?.to_vec(),
        })
    });
    kept.collect()
}
