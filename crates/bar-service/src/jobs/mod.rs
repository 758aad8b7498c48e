//! The worker: does what is written down in [`crate::tables::jobs`], as soon as it is due.
//!
//! Any number of workers share the work. Each holds what it is at for a minute at a time; what one
//! leaves when it dies is taken up by another after that. So work may be done twice, and every
//! [`Kind`] must bear that.

mod back_off;
mod one;

use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use bar_domain::song::Time;
use tokio::sync::Semaphore;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::task::JoinSet;

pub use back_off::back_off;

use crate::clock::Clock;
use crate::db::{Database, DbError};
use crate::tables::jobs::{self, Job};

/// What to tell all instances ([`Database::poke`]) once a job was written down.
pub const POKE: &str = "jobs";

/// Jobs of one kind that one worker is at, where the kind does not say otherwise.
const PLACES: u32 = 8;
/// How long a job is held at a time.
const HOLD: Duration = Duration::from_mins(1);
/// How long to wait for a poke that perhaps never comes.
const LONGEST: Duration = Duration::from_secs(30);
/// How long to wait when the database does not answer.
const TROUBLE: Duration = Duration::from_secs(2);
/// How long to wait at the end for what was begun.
const GRACE: Duration = Duration::from_secs(10);

/// A kind of work.
#[async_trait]
pub trait Kind: Send + Sync + 'static {
    /// What jobs of this kind are called in the database.
    fn name(&self) -> &'static str;

    /// How many of them one worker is at, at most: no other kind waits for these.
    fn places(&self) -> u32 {
        PLACES
    }

    /// Does one, or finds that it was done before. It may be dropped at any await.
    ///
    /// # Errors
    /// When it did not work, and whether it makes sense to try again.
    async fn run(&self, job: &Job) -> Result<Done, JobError>;
}

/// How a job went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is done, for ever.
    Finished,
    /// It went well, and is to be done again at that time.
    Again(Time),
}

/// Why a job did not work.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// It may work later.
    #[error("it did not work, and is tried again")]
    Later(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It never will: a person has to look.
    #[error("it cannot work")]
    Never(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Does jobs of some kinds.
pub struct Worker {
    /// Where they are written down.
    pub db: Arc<dyn Database>,
    /// What time it is for them. Whoever sets it forward must poke.
    pub clock: Arc<dyn Clock>,
    /// What it can do.
    pub kinds: Vec<Arc<dyn Kind>>,
}

impl Worker {
    /// Works until `stop` ends. What was begun then has ten seconds to end.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let mut pokes = self.db.pokes();
        let mut begun = JoinSet::new();
        let places = |kind: &Arc<dyn Kind>| Arc::new(Semaphore::new(kind.places() as usize));
        let stands: Vec<Stand> =
            self.kinds.iter().map(|it| Stand(it.clone(), places(it))).collect();
        let mut stop = pin!(stop);
        let mut watch = Watch::new(self.clock.now());
        loop {
            let wait = match self.begin_what_is_due(&stands, &mut begun, &mut watch).await {
                Ok(wait) => wait,
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "jobs have to wait");
                    TROUBLE
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(wait) => {}
                Some(_) = begun.join_next() => {}
                () = is_poked(&mut pokes) => {}
            }
        }
        let ended = async { while begun.join_next().await.is_some() {} };
        // Whatever does not end is taken up again later, by this instance or another.
        let _ = tokio::time::timeout(GRACE, ended).await;
    }

    /// Begins as many as there is room for, and says how long nothing else will be due.
    async fn begin_what_is_due(
        &self,
        stands: &[Stand],
        begun: &mut JoinSet<()>,
        watch: &mut Watch,
    ) -> Result<Duration, DbError> {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.name()).collect();
        if kinds.is_empty() {
            return Ok(LONGEST);
        }
        let now = self.clock.now();
        if watch.went_back(now) {
            // What is to wait an hour was told so by a clock that was ahead. Looked at too early it is put
            // off again.
            let mut tx = self.db.begin().await?;
            let hurried = jobs::hurry(&mut *tx, &kinds, now).await?;
            tx.commit().await?;
            tracing::warn!(hurried, "the clock went back: all jobs that wait are looked at");
        }
        watch.reads(now);
        let free: Vec<&Stand> = stands.iter().filter(|stand| stand.free() > 0).collect();
        let kinds: Vec<&str> = free.iter().map(|stand| stand.0.name()).collect();
        if kinds.is_empty() {
            return Ok(LONGEST);
        }
        // Most of the time nothing is due, and looking holds up nobody.
        let next = jobs::next_run(&mut *self.db.read().await?, &kinds).await?;
        match next {
            Some(next) if next <= now => {}
            Some(next) => return Ok(LONGEST.min(Duration::from_millis((next.0 - now.0) as u64))),
            None => return Ok(LONGEST),
        }
        let mut tx = self.db.begin().await?;
        let until = Time(now.0 + HOLD.as_millis() as i64);
        let mut claimed = Vec::new();
        for stand in free {
            let (kind, room) = ([stand.0.name()], stand.free());
            let of_kind = jobs::claim(&mut *tx, &*self.db, &kind, now, until, room).await?;
            claimed.extend(of_kind.into_iter().map(|job| (stand, job)));
        }
        tx.commit().await?;
        let wait = if claimed.is_empty() {
            // Others were faster, just now.
            TROUBLE
        } else {
            // There may be more.
            Duration::ZERO
        };
        for (stand, job) in claimed {
            let (db, clock, kind) = (self.db.clone(), self.clock.clone(), stand.0.clone());
            let place = stand.1.clone().try_acquire_owned();
            begun.spawn(async move {
                one::run(db, clock, kind, job).await;
                drop(place);
            });
        }
        Ok(wait)
    }
}

/// A kind, and its places that are free.
struct Stand(Arc<dyn Kind>, Arc<Semaphore>);

impl Stand {
    fn free(&self) -> u32 {
        self.1.available_permits() as u32
    }
}

/// What the clock said last, against one that nobody sets.
struct Watch(Time, Instant);

impl Watch {
    fn new(now: Time) -> Self {
        Self(now, Instant::now())
    }

    /// Whether the clock is far behind where it should be.
    fn went_back(&self, now: Time) -> bool {
        let passed = self.1.elapsed().as_millis() as i64;
        now.0.saturating_add(HOLD.as_millis() as i64) < self.0.0.saturating_add(passed)
    }

    fn reads(&mut self, now: Time) {
        *self = Self::new(now);
    }
}

/// Waits until there may be something to do.
async fn is_poked(pokes: &mut broadcast::Receiver<String>) {
    loop {
        match pokes.recv().await {
            Ok(poke) if poke != POKE && !poke.is_empty() => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return,
            // There will be none any more.
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
