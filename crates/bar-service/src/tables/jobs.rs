//! What is to be done after somebody was answered: written down with what it follows from, done
//! until it is done, by whichever instance comes first.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{Database, DbError, Row, Transaction, Value};

const WAITING: i64 = 0;
const DONE: i64 = 1;
const GIVEN_UP: i64 = 2;

/// What names a job.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// For which project; nil for one of the service as a whole.
    pub project: Uuid,
    /// What kind of work it is.
    pub kind: String,
    /// Which of that kind: the same one is done once.
    pub key: String,
}

/// A job that somebody is at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub name: Name,
    /// What its kind needs to know, as JSON.
    pub payload: String,
    /// How often it was begun since it last went well, this time included.
    pub attempt: u32,
    /// By which whoever is at it is told from who was before.
    turn: i64,
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Its name.
    pub name: Name,
    /// Why it did not work the last time.
    pub error: String,
    /// When it was given up.
    pub at: Time,
}

impl Name {
    /// A name.
    #[must_use]
    pub fn new(project: Uuid, kind: &str, key: &str) -> Self {
        Self { project, kind: kind.to_owned(), key: key.to_owned() }
    }

    fn values(&self) -> [Value; 3] {
        [self.project.into(), self.kind.as_str().into(), self.key.as_str().into()]
    }
}

/// Writes a job down, unless it was before, whether it is done by now or not. Says whether it is new.
/// Tell the workers when this is committed ([`crate::jobs::POKE`]).
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(
    tx: &mut dyn Transaction,
    name: &Name,
    payload: &str,
    run_at: Time,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO jobs (project, kind, key, payload, state, run_at, attempts, turn)
               VALUES ($1, $2, $3, $4, 0, $5, 0, 0) ON CONFLICT (project, kind, key) DO NOTHING";
    let values = [&name.values()[..], &[payload.into(), run_at.0.into()]].concat();
    Ok(tx.execute(sql, &values).await? > 0)
}

/// Has a job done anew, whether it waits, is done or was given up. Says whether there is such a one.
///
/// # Errors
/// When the database refuses.
pub async fn hasten(tx: &mut dyn Transaction, name: &Name, run_at: Time) -> Result<bool, DbError> {
    // Whoever is at it right now, with what may have been true before, does not finish it.
    let sql = "UPDATE jobs SET state = 0, run_at = $4, attempts = 0, turn = turn + 1
               WHERE project = $1 AND kind = $2 AND key = $3";
    let values = [&name.values()[..], &[run_at.0.into()]].concat();
    Ok(tx.execute(sql, &values).await? > 0)
}

/// Has all jobs of these kinds looked at now that wait for later. Says how many.
///
/// # Errors
/// When the database refuses.
pub async fn hurry(tx: &mut dyn Transaction, kinds: &[&str], now: Time) -> Result<u64, DbError> {
    let sql = format!(
        "UPDATE jobs SET run_at = $1 WHERE state = 0 AND run_at > $1 AND kind IN ({})",
        parameters(2, kinds.len())
    );
    let mut values: Vec<Value> = vec![now.0.into()];
    values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    tx.execute(&sql, &values).await
}

/// Takes jobs of these kinds that are due, and holds them until a time. Others pass them over.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    tx: &mut dyn Transaction,
    db: &dyn Database,
    kinds: &[&str],
    now: Time,
    until: Time,
    limit: u32,
) -> Result<Vec<Job>, DbError> {
    let sql = format!(
        "SELECT project, kind, key, payload, attempts, turn FROM jobs
         WHERE state = 0 AND run_at <= $1 AND kind IN ({}) ORDER BY run_at LIMIT $2 {}",
        parameters(3, kinds.len()),
        db.skip_locked(),
    );
    let mut values: Vec<Value> = vec![now.0.into(), limit.into()];
    values.extend(kinds.iter().map(|kind| Value::from(*kind)));
    let mut jobs = Vec::new();
    for row in tx.query(&sql, &values).await? {
        let payload = row.text(3)?.to_owned();
        let (attempt, turn) = (row.int(4)? as u32 + 1, row.int(5)? + 1);
        let job = Job { name: name(&row)?, payload, attempt, turn };
        let sql = "UPDATE jobs SET run_at = $4, attempts = $5, turn = $6
                   WHERE project = $1 AND kind = $2 AND key = $3";
        let held = [until.0.into(), attempt.into(), turn.into()];
        tx.execute(sql, &[&job.name.values()[..], &held].concat()).await?;
        jobs.push(job);
    }
    Ok(jobs)
}

/// Holds a job longer. Says whether it is still held: if not, somebody else may be at it.
///
/// # Errors
/// When the database refuses.
pub async fn hold(tx: &mut dyn Transaction, job: &Job, until: Time) -> Result<bool, DbError> {
    settle(tx, job, WAITING, until, None).await
}

/// It is done. Says whether it was still held; its payload is forgotten.
///
/// # Errors
/// When the database refuses.
pub async fn finish(tx: &mut dyn Transaction, job: &Job, now: Time) -> Result<bool, DbError> {
    settle(tx, job, DONE, now, None).await
}

/// It went well, and is to be done again at a time. Says whether it was still held.
///
/// # Errors
/// When the database refuses.
pub async fn repeat(tx: &mut dyn Transaction, job: &Job, run_at: Time) -> Result<bool, DbError> {
    let rested = Job { attempt: 0, ..job.clone() };
    settle(tx, &rested, WAITING, run_at, None).await
}

/// It did not work, and is to be tried again at a time. Says whether it was still held.
///
/// # Errors
/// When the database refuses.
pub async fn postpone(
    tx: &mut dyn Transaction,
    job: &Job,
    run_at: Time,
    error: &str,
) -> Result<bool, DbError> {
    settle(tx, job, WAITING, run_at, Some(error)).await
}

/// It is given up: a person has to look. Says whether it was still held.
///
/// # Errors
/// When the database refuses.
pub async fn give_up(
    tx: &mut dyn Transaction,
    job: &Job,
    now: Time,
    error: &str,
) -> Result<bool, DbError> {
    settle(tx, job, GIVEN_UP, now, Some(error)).await
}

/// When the next job of these kinds is due.
///
/// # Errors
/// When the database refuses.
pub async fn next_run(tx: &mut dyn Transaction, kinds: &[&str]) -> Result<Option<Time>, DbError> {
    let kinds: Vec<Value> = kinds.iter().map(|kind| Value::from(*kind)).collect();
    let sql = format!(
        "SELECT min(run_at) FROM jobs WHERE state = 0 AND kind IN ({})",
        parameters(1, kinds.len())
    );
    let rows = tx.query(&sql, &kinds).await?;
    Ok(rows.first().map(|row| row.opt_int(0)).transpose()?.flatten().map(Time))
}

/// Those that were given up, the latest first.
///
/// # Errors
/// When the database refuses.
pub async fn given_up(tx: &mut dyn Transaction, limit: u32) -> Result<Vec<GivenUp>, DbError> {
    let sql = "SELECT project, kind, key, error, run_at FROM jobs
               WHERE state = $1 ORDER BY run_at DESC LIMIT $2";
    let rows = tx.query(sql, &[GIVEN_UP.into(), limit.into()]).await?;
    let given_up = rows.iter().map(|row| {
        let error = row.opt_text(3)?.unwrap_or_default().to_owned();
        Ok(GivenUp { name: name(row)?, error, at: Time(row.int(4)?) })
    });
    given_up.collect()
}

/// Forgets what was done before a time: from then on the same may be done anew. Says how much.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &mut dyn Transaction, before: Time) -> Result<u64, DbError> {
    let sql = "DELETE FROM jobs WHERE state = $1 AND run_at < $2";
    tx.execute(sql, &[DONE.into(), before.0.into()]).await
}

async fn settle(
    tx: &mut dyn Transaction,
    job: &Job,
    state: i64,
    run_at: Time,
    error: Option<&str>,
) -> Result<bool, DbError> {
    let sql = "UPDATE jobs SET state = $5, run_at = $6, error = $7, attempts = $8,
                   payload = CASE WHEN CAST($5 AS BIGINT) = 1 THEN '' ELSE payload END
               WHERE project = $1 AND kind = $2 AND key = $3 AND state = 0 AND turn = $4";
    let settled: [Value; 5] =
        [job.turn.into(), state.into(), run_at.0.into(), error.into(), job.attempt.into()];
    Ok(tx.execute(sql, &[&job.name.values()[..], &settled].concat()).await? > 0)
}

fn name(row: &Row) -> Result<Name, DbError> {
    Ok(Name::new(row.id(0)?, row.text(1)?, row.text(2)?))
}

/// `$3, $4, …`: so many from that number on.
fn parameters(from: usize, count: usize) -> String {
    let numbers = (from..from + count).map(|number| format!("${number}"));
    numbers.collect::<Vec<_>>().join(", ")
}

/// Gives those another chance that were given up so long ago. Says how many.
///
/// # Errors
/// When the database refuses.
pub async fn revive(tx: &mut dyn Transaction, before: Time, now: Time) -> Result<u64, DbError> {
    let sql = "UPDATE jobs SET state = 0, attempts = 0, run_at = $3, turn = turn + 1
               WHERE state = $1 AND run_at < $2";
    tx.execute(sql, &[GIVEN_UP.into(), before.0.into(), now.0.into()]).await
}
