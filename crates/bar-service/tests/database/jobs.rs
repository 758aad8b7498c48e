//! What is promised to whoever writes a job down.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use bar_domain::song::Time;
use bar_service::clock::Clock;
use bar_service::db::Database;
use bar_service::jobs::{Done, JobError, Kind, POKE, Worker};
use bar_service::tables::jobs::{self, Job, Name};
use futures::future::join_all;
use tokio::sync::{Notify, Semaphore, oneshot};
use uuid::Uuid;

use crate::stage::{Place, stories};

stories! {
    the_same_job_is_written_down_once
    eight_workers_claim_each_job_once
    who_lost_a_job_settles_nothing
    kinds_that_are_not_known_wait
    what_was_done_is_forgotten_some_time
    what_was_given_up_gets_another_chance
    a_worker_does_what_is_written_down
    what_does_not_work_is_tried_again_and_given_up_in_the_end
    a_job_that_is_done_again_starts_afresh
    a_worker_ends_what_it_began
    long_work_holds_up_its_own_kind_alone
}

const PROJECT: Uuid = Uuid::from_u128(1);
/// How long a worker holds what it is at.
const HOLD: i64 = 60_000;
const FAR: Time = Time(1 << 50);

fn name(key: impl std::fmt::Display) -> Name {
    Name::new(PROJECT, "mail", &key.to_string())
}

async fn enqueue(db: &Arc<dyn Database>, name: &Name, run_at: i64) -> bool {
    let mut tx = db.begin().await.expect("a transaction");
    let new = jobs::enqueue(&mut *tx, name, "{}", Time(run_at)).await.expect("written down");
    tx.commit().await.expect("kept");
    db.poke(POKE);
    new
}

async fn claim(db: &Arc<dyn Database>, kinds: &[&str], now: i64, limit: u32) -> Vec<Job> {
    let mut tx = db.begin().await.expect("a transaction");
    let until = Time(now + 100);
    let jobs = jobs::claim(&mut *tx, &**db, kinds, Time(now), until, limit).await;
    let jobs = jobs.expect("claimed");
    tx.commit().await.expect("kept");
    jobs
}

macro_rules! settled {
    ($db:expr, $how:ident, $($more:expr),*) => {{
        let mut tx = $db.begin().await.expect("a transaction");
        let held = jobs::$how(&mut *tx, $($more),*).await.expect("settled");
        tx.commit().await.expect("kept");
        held
    }};
}

async fn the_same_job_is_written_down_once(place: Place) {
    let db = place.open().await;
    assert!(enqueue(&db, &name(1), 10).await);
    assert!(!enqueue(&db, &name(1), 20).await);
    assert!(enqueue(&db, &Name { project: Uuid::from_u128(2), ..name(1) }, 20).await);
    assert!(enqueue(&db, &Name { kind: "invoice".into(), ..name(1) }, 20).await);
    assert!(claim(&db, &["mail", "invoice"], 9, 10).await.is_empty(), "none is due");
    let job = claim(&db, &["mail"], 10, 10).await.remove(0);
    assert_eq!((&job.name, job.attempt), (&name(1), 1));
    assert!(settled!(db, finish, &job, Time(11)));
    assert!(!enqueue(&db, &name(1), 20).await, "nor when it is done");
    assert!(settled!(db, hasten, &name(1), Time(30)), "unless it is asked for");
    assert!(!settled!(db, hasten, &name(2), Time(30)), "of what is not there");
    assert_eq!(claim(&db, &["mail"], 30, 10).await.len(), 2);
}

async fn eight_workers_claim_each_job_once(place: Place) {
    let db = place.open().await;
    let mut tx = db.begin().await.expect("a transaction");
    for n in 0..200 {
        jobs::enqueue(&mut *tx, &name(n), "{}", Time(n)).await.expect("written down");
    }
    tx.commit().await.expect("kept");
    let workers = (0..8).map(|_| async {
        let db = place.another(&db).await;
        let mut all = Vec::new();
        loop {
            let some = claim(&db, &["mail"], 1000, 7).await;
            if some.is_empty() {
                return all;
            }
            all.extend(some);
        }
    });
    let mut times = BTreeMap::new();
    for job in join_all(workers).await.into_iter().flatten() {
        *times.entry(job.name.key).or_insert(0) += 1;
    }
    assert_eq!(times.len(), 200);
    assert!(times.values().all(|times| *times == 1), "{times:?}");
}

async fn who_lost_a_job_settles_nothing(place: Place) {
    let db = place.open().await;
    enqueue(&db, &name(1), 0).await;
    let slow = claim(&db, &["mail"], 0, 1).await.remove(0);
    assert!(claim(&db, &["mail"], 99, 1).await.is_empty(), "it is held");
    assert!(settled!(db, hold, &slow, Time(200)));
    assert!(claim(&db, &["mail"], 199, 1).await.is_empty(), "it is held longer");
    let fast = claim(&db, &["mail"], 200, 1).await.remove(0);
    assert_eq!(fast.attempt, 2);
    assert!(!settled!(db, hold, &slow, FAR));
    assert!(!settled!(db, finish, &slow, FAR));
    assert!(!settled!(db, give_up, &slow, FAR, "too slow"));
    assert!(settled!(db, postpone, &fast, Time(300), "once more"));
    assert!(settled!(db, hasten, &name(1), Time(300)));
    assert!(!settled!(db, finish, &fast, FAR), "what it is about changed meanwhile");
    assert_eq!(claim(&db, &["mail"], 300, 1).await.remove(0).attempt, 1);
}

async fn kinds_that_are_not_known_wait(place: Place) {
    let db = place.open().await;
    enqueue(&db, &name(1), 0).await;
    assert!(claim(&db, &["invoice", "erasure"], 10, 9).await.is_empty());
    let mut tx = db.read().await.expect("a transaction");
    assert_eq!(jobs::next_run(&mut *tx, &["invoice"]).await.expect("an answer"), None);
    assert_eq!(jobs::next_run(&mut *tx, &["mail"]).await.expect("an answer"), Some(Time(0)));
}

async fn what_was_done_is_forgotten_some_time(place: Place) {
    let db = place.open().await;
    for n in 0..3 {
        enqueue(&db, &name(n), n).await;
    }
    let all = claim(&db, &["mail"], 10, 9).await;
    assert!(settled!(db, finish, &all[0], Time(20)));
    assert!(settled!(db, finish, &all[1], Time(30)));
    assert!(settled!(db, give_up, &all[2], Time(20), "no such address"));
    assert_eq!(settled!(db, forget, Time(30)), 1, "what was given up is not");
    assert!(enqueue(&db, &all[0].name, 0).await);
    assert!(!enqueue(&db, &all[1].name, 0).await);
}

async fn what_was_given_up_gets_another_chance(place: Place) {
    let db = place.open().await;
    for n in 0..4 {
        enqueue(&db, &name(n), n).await;
    }
    let mut all = claim(&db, &["mail"], 10, 9).await;
    all.sort_by(|one, other| one.name.key.cmp(&other.name.key));
    assert!(settled!(db, give_up, &all[0], Time(20), "nobody answers"));
    assert!(settled!(db, give_up, &all[1], Time(30), "nobody answers"));
    assert!(settled!(db, finish, &all[2], Time(20)));
    assert!(settled!(db, postpone, &all[3], Time(900), "once more"));
    assert_eq!(settled!(db, revive, Time(30), Time(50)), 1, "only what was given up before");
    let again = claim(&db, &["mail"], 50, 9).await;
    assert_eq!(again.len(), 1);
    assert_eq!((&again[0].name, again[0].attempt), (&name(0), 1), "it starts afresh");
    assert!(!settled!(db, finish, &all[0], Time(60)), "who gave it up has no say any more");
    assert_eq!(settled!(db, revive, Time(31), Time(60)), 1);
}

/// A clock that a test sets.
#[derive(Default)]
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }
}

type Outcomes = Box<dyn Fn(&Job) -> Result<Done, JobError> + Send + Sync>;

/// Work that goes as a test says.
struct Mail {
    outcome: Outcomes,
    done: Mutex<Vec<(String, u32)>>,
    moved: Notify,
}

#[async_trait]
impl Kind for Mail {
    fn name(&self) -> &'static str {
        "mail"
    }

    async fn run(&self, job: &Job) -> Result<Done, JobError> {
        let done = (job.name.key.clone(), job.attempt);
        self.done.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        self.moved.notify_one();
        (self.outcome)(job)
    }
}

/// A worker with one kind of work, a clock, and a way to end it.
struct Stage {
    db: Arc<dyn Database>,
    clock: Arc<Hand>,
    /// Until when what was begun may be held: a minute after all that the clock ever showed.
    held: Mutex<BTreeSet<i64>>,
    mail: Arc<Mail>,
    stop: oneshot::Sender<()>,
    runs: tokio::task::JoinHandle<()>,
}

impl Stage {
    async fn set(
        place: &Place,
        outcome: impl Fn(&Job) -> Result<Done, JobError> + Send + Sync + 'static,
    ) -> Self {
        let (db, clock) = (place.open().await, Arc::new(Hand::default()));
        let mail = Arc::new(Mail {
            outcome: Box::new(outcome),
            done: Mutex::default(),
            moved: Notify::new(),
        });
        let kinds: Vec<Arc<dyn Kind>> = vec![mail.clone()];
        let worker = Worker { db: db.clone(), clock: clock.clone(), kinds };
        let (stop, stopped) = oneshot::channel::<()>();
        let runs = tokio::spawn(worker.run(async { drop(stopped.await) }));
        Self { db, clock, held: Mutex::new([HOLD].into()), mail, stop, runs }
    }

    /// Waits until so many were begun.
    async fn begun(&self, count: usize) -> Vec<(String, u32)> {
        let waits = async {
            loop {
                let done = self.mail.done.lock().expect("no panic").clone();
                if done.len() >= count {
                    return done;
                }
                self.mail.moved.notified().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waits).await.expect("it is done")
    }

    /// Sets the clock to when the next is due, unless a job is still being settled: it would be
    /// taken for one that nobody holds any more.
    async fn go_on(&self) {
        let mut tx = self.db.read().await.expect("a transaction");
        let sql = "SELECT run_at FROM jobs WHERE state = 0 ORDER BY run_at";
        let due = tx.query(sql, &[]).await.expect("jobs");
        let due: Vec<i64> = due.iter().map(|row| row.int(0).expect("a time")).collect();
        drop(tx);
        let settled = {
            let held = self.held.lock().expect("no panic");
            due.iter().all(|due| !held.contains(due))
        };
        if let Some(next) = due.first()
            && settled
        {
            self.held.lock().expect("no panic").insert(next + HOLD);
            self.clock.0.fetch_max(*next, Ordering::SeqCst);
        }
        self.db.poke(POKE);
    }

    async fn end(self) -> Arc<dyn Database> {
        drop(self.stop);
        self.runs.await.expect("it ends");
        self.db
    }
}

async fn a_worker_does_what_is_written_down(place: Place) {
    let stage = Stage::set(&place, |_| Ok(Done::Finished)).await;
    for n in 0..30 {
        enqueue(&stage.db, &name(n), n).await;
    }
    stage.clock.0.store(100, Ordering::SeqCst);
    stage.db.poke(POKE);
    let mut done = stage.begun(30).await;
    done.sort();
    done.dedup();
    assert_eq!(done.len(), 30, "{done:?}");
    let db = stage.end().await;
    assert!(claim(&db, &["mail"], FAR.0, 99).await.is_empty(), "nothing is left");
}

async fn what_does_not_work_is_tried_again_and_given_up_in_the_end(place: Place) {
    let stage = Stage::set(&place, |job| match job.name.key.as_str() {
        "never" => Err(JobError::Never("no such address".into())),
        "panics" if job.attempt == 1 => panic!("on purpose"),
        "panics" => Ok(Done::Finished),
        _ => Err(JobError::Later("nobody answers".into())),
    })
    .await;
    for key in ["never", "panics", "later"] {
        enqueue(&stage.db, &name(key), 0).await;
    }
    let given_up = async {
        loop {
            stage.go_on().await;
            let mut tx = stage.db.read().await.expect("a transaction");
            let all = jobs::given_up(&mut *tx, 9).await.expect("an answer");
            if all.len() == 2 {
                return all;
            }
            drop(tx);
            tokio::task::yield_now().await;
        }
    };
    let given_up = tokio::time::timeout(Duration::from_secs(40), given_up).await;
    let given_up = given_up.expect("both are given up");
    let told: Vec<_> =
        given_up.iter().map(|it| (it.name.key.as_str(), it.error.as_str())).collect();
    assert_eq!(told, [("later", "nobody answers"), ("never", "no such address")]);
    assert!(given_up[0].at > given_up[1].at, "the latest comes first");
    let done = stage.begun(0).await;
    assert_eq!(done.iter().filter(|(key, _)| key == "never").count(), 1);
    assert_eq!(done.iter().filter(|(key, _)| key == "panics").count(), 2);
    assert!(done.iter().filter(|(key, _)| key == "later").count() >= 20);
}

async fn a_job_that_is_done_again_starts_afresh(place: Place) {
    let stage = Stage::set(&place, |job| match job.attempt {
        1 => Err(JobError::Later("not yet".into())),
        _ => Ok(Done::Again(Time(1_000_000))),
    })
    .await;
    enqueue(&stage.db, &name("sweep"), 0).await;
    for count in 1..=4 {
        let attempts: Vec<_> = stage.begun(count).await.iter().map(|(_, n)| *n).collect();
        assert_eq!(attempts, [1, 2, 1, 2][..count]);
        while count < 4 && stage.begun(0).await.len() == count {
            stage.go_on().await;
            tokio::task::yield_now().await;
        }
    }
}

async fn a_worker_ends_what_it_began(place: Place) {
    let stage = Stage::set(&place, |_| Ok(Done::Finished)).await;
    enqueue(&stage.db, &name(1), 0).await;
    stage.begun(1).await;
    let db = stage.end().await;
    assert!(claim(&db, &["mail"], FAR.0, 9).await.is_empty(), "it is settled");
}

/// Work that goes on for as long as a test likes.
struct Long {
    begun: AtomicI64,
    moved: Notify,
    go_on: Semaphore,
}

#[async_trait]
impl Kind for Long {
    fn name(&self) -> &'static str {
        "long"
    }

    fn places(&self) -> u32 {
        2
    }

    async fn run(&self, _job: &Job) -> Result<Done, JobError> {
        self.begun.fetch_add(1, Ordering::SeqCst);
        self.moved.notify_one();
        self.go_on.acquire().await.expect("open").forget();
        Ok(Done::Finished)
    }
}

impl Long {
    /// Waits until so many were begun.
    async fn has_begun(&self, count: i64) {
        let waits = async {
            while self.begun.load(Ordering::SeqCst) < count {
                self.moved.notified().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waits).await.expect("it begins");
        assert_eq!(self.begun.load(Ordering::SeqCst), count);
    }
}

async fn long_work_holds_up_its_own_kind_alone(place: Place) {
    let db = place.open().await;
    for number in 0..5 {
        let mut tx = db.begin().await.expect("a transaction");
        let long = Name::new(PROJECT, "long", &number.to_string());
        jobs::enqueue(&mut *tx, &long, "{}", Time(0)).await.expect("written down");
        tx.commit().await.expect("kept");
    }
    let (begun, moved, go_on) = (AtomicI64::new(0), Notify::new(), Semaphore::new(0));
    let long = Arc::new(Long { begun, moved, go_on });
    let outcome: Outcomes = Box::new(|_| Ok(Done::Finished));
    let mail = Arc::new(Mail { outcome, done: Mutex::default(), moved: Notify::new() });
    let kinds: Vec<Arc<dyn Kind>> = vec![long.clone(), mail.clone()];
    let worker = Worker { db: db.clone(), clock: Arc::new(Hand::default()), kinds };
    let (stop, stopped) = oneshot::channel::<()>();
    let runs = tokio::spawn(worker.run(async { drop(stopped.await) }));
    long.has_begun(2).await;
    // What it cannot begin it leaves to others, and mail goes out meanwhile.
    for n in 0..20 {
        enqueue(&db, &name(n), 0).await;
    }
    let delivered = async {
        while mail.done.lock().expect("no panic").len() < 20 {
            mail.moved.notified().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), delivered).await.expect("mail goes out");
    long.has_begun(2).await;
    assert_eq!(claim(&db, &["long"], 0, 9).await.len(), 3);
    long.go_on.add_permits(9);
    drop(stop);
    runs.await.expect("it ends");
}
