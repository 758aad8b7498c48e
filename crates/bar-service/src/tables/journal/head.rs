//! Where a project's journal ends.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{Database, DbError, Row, Transaction};

/// Where a project's journal ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number of the last event, 0 before the first.
    pub seq: u64,
    /// The hash of the last event.
    pub hash: [u8; 32],
    /// When the project last moved.
    pub moved_at: Time,
}

impl Head {
    /// Before the first event. No two projects begin alike, so events do not fit into another one.
    #[must_use]
    pub fn first(project: Uuid, now: Time) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("bar-one 2026-11-28 journal of a project");
        Self {
            seq: 0,
            hash: *hasher.update(project.as_bytes()).finalize().as_bytes(),
            moved_at: now,
        }
    }

    /// The head after one more event.
    #[must_use]
    pub fn next(&self, version: u16, event: &str) -> Self {
        let seq = self.seq + 1;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.hash).update(&seq.to_le_bytes()).update(&version.to_le_bytes());
        let hash = *hasher.update(event.as_bytes()).finalize().as_bytes();
        Self { seq, hash, moved_at: self.moved_at }
    }
}

/// Holds a project until the transaction ends: nobody else appends meanwhile. Of one that is not
/// there, the row is made.
///
/// # Errors
/// When the database refuses.
pub async fn lock_project(
    tx: &mut dyn Transaction,
    db: &dyn Database,
    project: Uuid,
    now: Time,
) -> Result<Head, DbError> {
    let sql = format!("{SELECT} {}", db.for_update());
    if let Some(row) = tx.query(&sql, &[project.into()]).await?.first() {
        return head(row);
    }
    let first = Head::first(project, now);
    tx.execute(
        "INSERT INTO projects (project, head, hash, moved_at) VALUES ($1, 0, $2, $3)
         ON CONFLICT (project) DO NOTHING",
        &[project.into(), first.hash.into(), now.0.into()],
    )
    .await?;
    // Whoever was faster made it, and perhaps appended.
    let rows = tx.query(&sql, &[project.into()]).await?;
    rows.first().ok_or_else(|| DbError::Broken("a project went away".into())).and_then(head)
}

/// The number of a project's last event; 0 where there is none.
///
/// # Errors
/// When the database refuses.
pub async fn last(tx: &mut dyn Transaction, project: Uuid) -> Result<u64, DbError> {
    Ok(find(tx, project).await?.map_or(0, |head| head.seq))
}

/// Where a project's journal ends, where there is one.
pub(super) async fn find(tx: &mut dyn Transaction, project: Uuid) -> Result<Option<Head>, DbError> {
    tx.query(SELECT, &[project.into()]).await?.first().map(head).transpose()
}

const SELECT: &str = "SELECT head, hash, moved_at FROM projects WHERE project = $1";

fn head(row: &Row) -> Result<Head, DbError> {
    Ok(Head { seq: row.int(0)? as u64, hash: hash(row.bytes(1)?)?, moved_at: Time(row.int(2)?) })
}

pub(super) fn hash(bytes: &[u8]) -> Result<[u8; 32], DbError> {
    bytes.try_into().map_err(|_| DbError::Broken("a hash has another length".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_event_counts_in_its_hash() {
        let first = Head::first(Uuid::from_u128(1), Time(0));
        let next = first.next(1, "{}");
        let others = [
            first.next(2, "{}"),
            first.next(1, "{ }"),
            Head { seq: 1, ..first }.next(1, "{}"),
            Head::first(Uuid::from_u128(2), Time(0)).next(1, "{}"),
            next.next(1, "{}"),
        ];
        assert!(others.iter().all(|other| other.hash != next.hash));
        assert_eq!(Head { moved_at: Time(9), ..first }.next(1, "{}").hash, next.hash);
    }
}
