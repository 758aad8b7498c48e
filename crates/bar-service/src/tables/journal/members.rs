//! Who takes part in which project, and what of theirs moved.

use std::collections::BTreeMap;

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Row, Transaction, Value};

/// A project that moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Which.
    pub project: Uuid,
    /// The number of its last event. Who left is not told how it goes on: 0.
    pub head: u64,
    /// When it moved, or somebody left.
    pub moved_at: Time,
    /// Whether they are in it no more.
    pub left: bool,
}

/// Says who takes part, and as what; everybody else does no more. The project must be held.
///
/// # Errors
/// When the database refuses.
pub async fn set_members(
    tx: &mut dyn Transaction,
    project: Uuid,
    members: &[(Uuid, &str)],
) -> Result<(), DbError> {
    let sql = "SELECT account, role FROM members WHERE project = $1 AND left_at IS NULL";
    let mut there = BTreeMap::new();
    for row in tx.query(sql, &[project.into()]).await? {
        there.insert(row.id(0)?, row.text(1)?.to_owned());
    }
    for (account, role) in members {
        if there.remove(account).is_some_and(|before| before == *role) {
            continue;
        }
        tx.execute(
            "INSERT INTO members (project, account, role) VALUES ($1, $2, $3)
             ON CONFLICT (project, account) DO UPDATE SET role = excluded.role, left_at = NULL",
            &[project.into(), (*account).into(), (*role).into()],
        )
        .await?;
    }
    for account in there.into_keys() {
        tx.execute(
            "UPDATE members SET left_at = (SELECT moved_at FROM projects WHERE project = $1)
             WHERE project = $1 AND account = $2",
            &[project.into(), account.into()],
        )
        .await?;
    }
    Ok(())
}

/// What moved after a time, and at that time among the projects after `after`; the last one last.
/// Of somebody's, or of everybody's.
///
/// A project is seen only when its transaction is committed, which may be a little after the time
/// that it bears: who asks again must go back a little.
///
/// # Errors
/// When the database refuses.
pub async fn moved_since(
    tx: &mut dyn Transaction,
    of: Option<Uuid>,
    at: Time,
    after: Uuid,
    limit: u32,
) -> Result<Vec<Moved>, DbError> {
    let mut values: Vec<Value> = vec![at.0.into(), after.into(), limit.into()];
    let sql = match of {
        Some(account) => {
            values.push(account.into());
            "SELECT project, head, moved, was_left FROM (
                 SELECT p.project AS project,
                        CASE WHEN m.left_at IS NULL THEN p.head ELSE 0 END AS head,
                        COALESCE(m.left_at, p.moved_at) AS moved,
                        CASE WHEN m.left_at IS NULL THEN 0 ELSE 1 END AS was_left
                 FROM members m JOIN projects p ON p.project = m.project WHERE m.account = $4
             ) mine WHERE (moved, project) > ($1, $2) ORDER BY moved, project LIMIT $3"
        }
        None => {
            "SELECT project, head, moved_at, 0 FROM projects
             WHERE (moved_at, project) > ($1, $2) ORDER BY moved_at, project LIMIT $3"
        }
    };
    tx.query(sql, &values).await?.iter().map(moved).collect()
}

fn moved(row: &Row) -> Result<Moved, DbError> {
    Ok(Moved {
        project: row.id(0)?,
        head: row.int(1)? as u64,
        moved_at: Time(row.int(2)?),
        left: row.int(3)? == 1,
    })
}
