//! One job, from its beginning to whatever became of it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use bar_domain::song::Time;
use futures::FutureExt;
use futures::future::{Either, select};

use super::{Done, HOLD, JobError, Kind, back_off};
use crate::clock::Clock;
use crate::db::{Database, DbError};
use crate::tables::jobs::{self, Job};

/// A job that took down what it ran in.
#[derive(Debug, thiserror::Error)]
#[error("it panicked")]
struct Panicked;

/// Does it, and writes down how it went.
pub async fn run(db: Arc<dyn Database>, clock: Arc<dyn Clock>, kind: Arc<dyn Kind>, job: Job) {
    let runs = AssertUnwindSafe(kind.run(&job)).catch_unwind();
    let held = Box::pin(hold(&*db, &*clock, &job));
    let outcome = match select(runs, held).await {
        Either::Left((Ok(outcome), _)) => outcome,
        Either::Left((Err(_), _)) => Err(JobError::Later(Panicked.into())),
        // Somebody else is at it.
        Either::Right(((), _)) => return,
    };
    if let Err(error) = &outcome {
        let (error, name) = (error as &dyn std::error::Error, &job.name);
        tracing::warn!(error, kind = name.kind, project = %name.project, "a job did not work");
    }
    if let Err(error) = settle(&*db, clock.now(), &job, outcome).await {
        // It is taken up again when nobody holds it any more.
        tracing::warn!(error = &error as &dyn std::error::Error, "a job could not be settled");
    }
}

/// Holds it for as long as it takes; ends when it is not held any more.
async fn hold(db: &dyn Database, clock: &dyn Clock, job: &Job) {
    loop {
        tokio::time::sleep(HOLD / 3).await;
        let until = Time(clock.now().0 + HOLD.as_millis() as i64);
        match try_hold(db, job, until).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "a job could not be held");
            }
        }
    }
}

async fn try_hold(db: &dyn Database, job: &Job, until: Time) -> Result<bool, DbError> {
    let mut tx = db.begin().await?;
    let held = jobs::hold(&mut *tx, job, until).await?;
    tx.commit().await?;
    Ok(held)
}

async fn settle(
    db: &dyn Database,
    now: Time,
    job: &Job,
    outcome: Result<Done, JobError>,
) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    match outcome {
        Ok(Done::Finished) => jobs::finish(&mut *tx, job, now).await?,
        Ok(Done::Again(at)) => jobs::repeat(&mut *tx, job, at).await?,
        Err(JobError::Never(error)) => jobs::give_up(&mut *tx, job, now, &whole(&*error)).await?,
        Err(JobError::Later(error)) => match back_off(job.attempt, chance()) {
            Some(wait) => {
                let at = Time(now.0 + wait);
                jobs::postpone(&mut *tx, job, at, &whole(&*error)).await?
            }
            None => jobs::give_up(&mut *tx, job, now, &whole(&*error)).await?,
        },
    };
    tx.commit().await
}

/// From 0 to 1. Where the system has no randomness left, everybody may come at once.
fn chance() -> f64 {
    getrandom::u32().map_or(0.0, |number| f64::from(number) / f64::from(u32::MAX))
}

/// An error with everything that led to it.
fn whole(error: &(dyn std::error::Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| error.source());
    chain.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
