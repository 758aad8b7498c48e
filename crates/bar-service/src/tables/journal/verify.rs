//! Whether the journal is still what was written.

use std::fmt;

use bar_domain::song::Time;
use uuid::Uuid;

use super::{Head, events_after, head};
use crate::db::{DbError, Transaction};

/// Events looked at together.
const PAGE: u32 = 500;

/// Where a project's journal is not what was written, first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// In which project.
    pub project: Uuid,
    /// At which event.
    pub seq: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It, or its hash, is not what was written.
    Altered,
    /// It is not there, though later ones are, or the project says so.
    Missing,
    /// It stands behind where the project says that the journal ends.
    Added,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = match self.fault {
            Fault::Altered => "is not what was written",
            Fault::Missing => "is missing",
            Fault::Added => "was added behind its end",
        };
        write!(f, "event {} of project {} {fault}", self.seq, self.project)
    }
}

/// Hashes a whole project anew, and says where it is not what was written.
///
/// # Errors
/// When the database refuses.
pub async fn verify(tx: &mut dyn Transaction, project: Uuid) -> Result<Option<Damage>, DbError> {
    let damage = |seq, fault| Ok(Some(Damage { project, seq, fault }));
    let stored = head::find(tx, project).await?;
    let first = Head::first(project, Time(0));
    let mut end = first;
    loop {
        let page = events_after(tx, project, end.seq, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for kept in page {
            let next = end.next(kept.version, &kept.event);
            if kept.seq != next.seq {
                return damage(next.seq, Fault::Missing);
            }
            if kept.hash != next.hash {
                return damage(next.seq, Fault::Altered);
            }
            if stored.is_none_or(|stored| stored.seq < next.seq) {
                return damage(next.seq, Fault::Added);
            }
            end = next;
        }
    }
    match stored {
        Some(stored) if stored.seq > end.seq => damage(end.seq + 1, Fault::Missing),
        // The whole chain was forged, or the project's own row.
        Some(stored) if stored.hash != end.hash => damage(end.seq, Fault::Altered),
        _ => Ok(None),
    }
}

/// The projects that have a row or events, in order of their ids.
///
/// # Errors
/// When the database refuses.
pub async fn projects_after(
    tx: &mut dyn Transaction,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Uuid>, DbError> {
    // Every id is greater than no bytes.
    let after = after.map_or(Vec::new(), |after| after.into_bytes().to_vec());
    let sql = "SELECT project FROM projects WHERE project > $1
               UNION SELECT project FROM events WHERE project > $1 ORDER BY project LIMIT $2";
    tx.query(sql, &[after.into(), limit.into()]).await?.iter().map(|row| row.id(0)).collect()
}
