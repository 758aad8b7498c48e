//! Mails on their way. What was sent, or never will be, keeps its key, so that it is not sent again, and nothing
//! of what it said and to whom.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Row, Transaction};

const QUEUED: i64 = 0;
const SENT: i64 = 1;
const FAILED: i64 = 2;

/// A mail that somebody just took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Whose; `nil` for none.
    pub project: Uuid,
    /// What it is about and for whom.
    pub key: String,
    /// For whom, as JSON.
    pub address: String,
    /// What it says, as JSON.
    pub letter: String,
    /// How often it was tried, this time included.
    pub attempts: i64,
}

/// A mail that will not be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// Whose; `nil` for none.
    pub project: Uuid,
    /// What it is about and for whom.
    pub key: String,
    /// What the mail server said, as a code.
    pub why: String,
}

/// Writes a mail down, unless it was before.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    db: &mut dyn Transaction,
    (project, key): (Uuid, &str),
    (address, letter): (&str, &str),
    now: Time,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO outbox (project, key, address, letter, state, attempts, due_at, made_at)
               VALUES ($1, $2, $3, $4, $5, 0, $6, $6)
               ON CONFLICT (project, key) DO NOTHING";
    let values =
        [project.into(), key.into(), address.into(), letter.into(), QUEUED.into(), now.0.into()];
    Ok(db.execute(sql, &values).await? > 0)
}

/// Takes mails that are due, so that nobody else does before `until`. `skip_locked` is the database's.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    db: &mut dyn Transaction,
    now: Time,
    until: Time,
    most: i64,
    skip_locked: &str,
) -> Result<Vec<Due>, DbError> {
    let sql = format!(
        "SELECT project, key, address, letter, attempts FROM outbox
         WHERE state = $1 AND due_at <= $2 ORDER BY due_at, key LIMIT $3 {skip_locked}"
    );
    let rows = db.query(&sql, &[QUEUED.into(), now.0.into(), most.into()]).await?;
    let taken = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for due in &taken {
        let sql = "UPDATE outbox SET due_at = $3, attempts = $4 WHERE project = $1 AND key = $2";
        let values =
            [due.project.into(), due.key.as_str().into(), until.0.into(), due.attempts.into()];
        db.execute(sql, &values).await?;
    }
    Ok(taken)
}

/// The mail server has it.
///
/// # Errors
/// When the database refuses.
pub async fn sent(db: &mut dyn Transaction, mail: &Due) -> Result<(), DbError> {
    let sql = "UPDATE outbox SET state = $3, address = '', letter = '', why = NULL
               WHERE project = $1 AND key = $2";
    db.execute(sql, &[mail.project.into(), mail.key.as_str().into(), SENT.into()]).await.map(drop)
}

/// It is tried again then.
///
/// # Errors
/// When the database refuses.
pub async fn put_off(
    db: &mut dyn Transaction,
    mail: &Due,
    until: Time,
    why: &str,
) -> Result<(), DbError> {
    let sql = "UPDATE outbox SET due_at = $3, why = $4 WHERE project = $1 AND key = $2";
    let values = [mail.project.into(), mail.key.as_str().into(), until.0.into(), why.into()];
    db.execute(sql, &values).await.map(drop)
}

/// It will not be sent.
///
/// # Errors
/// When the database refuses.
pub async fn failed(db: &mut dyn Transaction, mail: &Due, why: &str) -> Result<(), DbError> {
    let sql = "UPDATE outbox SET state = $3, address = '', letter = '', why = $4
               WHERE project = $1 AND key = $2";
    let values = [mail.project.into(), mail.key.as_str().into(), FAILED.into(), why.into()];
    db.execute(sql, &values).await.map(drop)
}

/// When the next one is due.
///
/// # Errors
/// When the database refuses.
pub async fn next(db: &mut dyn Transaction) -> Result<Option<Time>, DbError> {
    let rows =
        db.query("SELECT MIN(due_at) FROM outbox WHERE state = $1", &[QUEUED.into()]).await?;
    rows.first().map_or(Ok(None), |row| Ok(row.opt_int(0)?.map(Time)))
}

/// Those that will not be sent, for the studio to see.
///
/// # Errors
/// When the database refuses.
pub async fn all_failed(db: &mut dyn Transaction) -> Result<Vec<Failed>, DbError> {
    let sql = "SELECT project, key, why FROM outbox WHERE state = $1 ORDER BY made_at, key";
    let rows = db.query(sql, &[FAILED.into()]).await?;
    let failed = |row: &Row| {
        let why = row.opt_text(2)?.unwrap_or_default().to_owned();
        Ok(Failed { project: row.id(0)?, key: row.text(1)?.to_owned(), why })
    };
    rows.iter().map(failed).collect()
}

/// Forgets mails of no project that were queued before a time and are done with: none of their keys comes again.
///
/// # Errors
/// When the database refuses.
pub async fn forget(db: &mut dyn Transaction, before: Time) -> Result<(), DbError> {
    let sql = "DELETE FROM outbox WHERE project = $1 AND state <> $2 AND made_at < $3";
    db.execute(sql, &[Uuid::nil().into(), QUEUED.into(), before.0.into()]).await.map(drop)
}

/// Takes a project's mails away, also those that were not sent.
///
/// # Errors
/// When the database refuses.
pub async fn erase(db: &mut dyn Transaction, project: Uuid) -> Result<(), DbError> {
    db.execute("DELETE FROM outbox WHERE project = $1", &[project.into()]).await.map(drop)
}

fn read(row: &Row) -> Result<Due, DbError> {
    Ok(Due {
        project: row.id(0)?,
        key: row.text(1)?.to_owned(),
        address: row.text(2)?.to_owned(),
        letter: row.text(3)?.to_owned(),
        attempts: row.int(4)? + 1,
    })
}
