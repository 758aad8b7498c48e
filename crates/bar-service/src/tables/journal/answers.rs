//! What became of every command, so that one that comes again changes nothing.

use uuid::Uuid;

use super::head::hash;
use crate::db::{DbError, Transaction, Value};

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Of what it asked for: the same id must ask for the same.
    pub body_hash: [u8; 32],
    /// What was answered, as JSON.
    pub reply: String,
}

/// What became of a command, where it came before.
///
/// # Errors
/// When the database refuses.
pub async fn answered(
    tx: &mut dyn Transaction,
    project: Uuid,
    id: Uuid,
) -> Result<Option<Answered>, DbError> {
    let sql = "SELECT body_hash, reply FROM commands WHERE project = $1 AND id = $2";
    let rows = tx.query(sql, &[project.into(), id.into()]).await?;
    let answered = rows.first().map(|row| {
        Ok(Answered { body_hash: hash(row.bytes(0)?)?, reply: row.text(1)?.to_owned() })
    });
    answered.transpose()
}

/// Keeps what became of a command.
///
/// # Errors
/// [`DbError::Conflict`] where it came before.
pub async fn keep_answer(
    tx: &mut dyn Transaction,
    project: Uuid,
    id: Uuid,
    answered: &Answered,
) -> Result<(), DbError> {
    tx.execute(KEEP, &values(project, id, answered)).await.map(drop)
}

pub(super) const KEEP: &str =
    "INSERT INTO commands (project, id, body_hash, reply) VALUES ($1, $2, $3, $4)";

pub(super) fn values(project: Uuid, id: Uuid, answered: &Answered) -> [Value; 4] {
    [project.into(), id.into(), answered.body_hash.into(), answered.reply.as_str().into()]
}
