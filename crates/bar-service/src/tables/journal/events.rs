//! What happened.

use bar_domain::song::Time;
use uuid::Uuid;

use super::Head;
use super::answers::{self, Answered};
use crate::db::{DbError, Statement, Transaction};

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

const INSERT: &str =
    "INSERT INTO events (project, seq, version, event, hash) VALUES ($1, $2, $3, $4, $5)";
const MOVE: &str =
    "UPDATE projects SET head = $3, hash = $4, moved_at = $5 WHERE project = $1 AND head = $2";

/// Writes events down at the end, with what is answered to the command that they came of, and says where the end is
/// now. The project must be held.
///
/// # Errors
/// [`DbError::Conflict`] where the journal does not end at `head`.
pub async fn append(
    tx: &mut dyn Transaction,
    project: Uuid,
    head: &Head,
    events: &[NewEvent],
    answer: Option<(Uuid, &Answered)>,
    now: Time,
) -> Result<Head, DbError> {
    let mut end = *head;
    let mut written = Vec::with_capacity(events.len());
    for NewEvent { version, event } in events {
        end = end.next(*version, event);
        written.push([
            project.into(),
            (end.seq as i64).into(),
            i64::from(*version).into(),
            event.as_str().into(),
            end.hash.into(),
        ]);
    }
    // A clock that was set back moves no project back.
    end.moved_at = head.moved_at.max(now);
    let moved = [
        project.into(),
        (head.seq as i64).into(),
        (end.seq as i64).into(),
        end.hash.into(),
        end.moved_at.0.into(),
    ];
    let answer = answer.map(|(id, answered)| answers::values(project, id, answered));
    let mut statements: Vec<Statement<'_>> = vec![(MOVE, &moved)];
    statements.extend(written.iter().map(|values| (INSERT, &values[..])));
    statements.extend(answer.iter().map(|values| (answers::KEEP, &values[..])));
    if tx.execute_all(&statements).await?.first() == Some(&0) {
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
