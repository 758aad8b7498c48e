//! Delivering mails, as a job that never ends.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bar_domain::song::Time;
use uuid::Uuid;

use super::{Post, deliver};
use crate::clock::Clock;
use crate::db::{Database, DbError, Transaction};
use crate::jobs::{Done, JobError, Kind, POKE};
use crate::tables::jobs::{self, Job, Name};

/// What the job is called.
pub const KIND: &str = "mail";
/// How long a mail waits at most where nobody hastens it.
const OFTEN: Duration = Duration::from_mins(1);

/// Delivers mails.
pub struct Delivery {
    /// Where they are written down.
    pub db: Arc<dyn Database>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// How they leave.
    pub post: Post,
}

/// Writes the job down, unless it was before. To be done whenever a service with a mail server starts.
///
/// # Errors
/// When the database refuses.
pub async fn begin(tx: &mut dyn Transaction, now: Time) -> Result<(), DbError> {
    // It may have been given up while the database was away.
    if !jobs::hasten(tx, &name(), now).await? {
        jobs::enqueue(tx, &name(), "", now).await?;
    }
    Ok(())
}

/// There are new mails. To be said once they are kept: whoever queues must not wait for one another.
///
/// # Errors
/// When the database refuses. The mails leave a little later then.
pub async fn hasten(db: &dyn Database, now: Time) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    jobs::hasten(&mut *tx, &name(), now).await?;
    tx.commit().await?;
    db.poke(POKE);
    Ok(())
}

fn name() -> Name {
    Name::new(Uuid::nil(), KIND, "outbox")
}

#[async_trait]
impl Kind for Delivery {
    fn name(&self) -> &'static str {
        KIND
    }

    async fn run(&self, _job: &Job) -> Result<Done, JobError> {
        let now = self.clock.now();
        let round = deliver(&*self.db, &self.post, now).await;
        let round = round.map_err(|error| JobError::Later(error.into()))?;
        let often = Time(now.0 + OFTEN.as_millis() as i64);
        Ok(Done::Again(round.next.map_or(often, |next| next.min(often))))
    }
}
