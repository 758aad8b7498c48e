//! Stops erasing when the clock, or so much being due at once, makes no sense.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use bar_domain::song::Time;
use serde::{Deserialize, Serialize};

use crate::db::Transaction;
use crate::failure::Failure;
use crate::jobs::POKE;
use crate::service::Service;
use crate::tables::{jobs, meta, retention};
use crate::work::DUE;

/// Where it is remembered what the clock said last.
const HEARD: &str = "clock.heard";
/// Where it is remembered that erasing is stopped, or that the studio let it go on.
const STOPPED: &str = "erasing.stopped";
const ALLOWED: &str = "erasing.allowed";
/// A clock that leaps further than that is wrong.
const LEAP: i64 = 24 * 60 * 60 * 1000;
/// How long the studio's word counts.
const WORD: i64 = 24 * 60 * 60 * 1000;
/// How long a service may have been off, until its clock is doubted.
const OFF: i64 = 7 * 24 * 60 * 60 * 1000;
/// Of twenty projects one may be due at once…
const SHARE: u64 = 20;
/// …and so many in any case.
const FEW: u64 = 3;

/// What the clock said when it was first asked, against a clock that nobody sets.
#[derive(Default)]
pub struct Guard(Mutex<Option<(Time, Instant)>>);

/// Why erasing is stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// In a sentence.
    pub why: String,
    /// Since when.
    pub at: Time,
}

impl Service {
    /// Whether a project may be erased that is due. Where that makes no sense, everything stops until the
    /// studio says otherwise.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn may_erase(&self) -> Result<bool, Failure> {
        let now = self.now();
        let mut tx = self.db.begin().await?;
        if self.is_allowed(&mut *tx, now).await? {
            return Ok(true);
        }
        if stop(&mut *tx).await?.is_some() {
            return Ok(false);
        }
        let leapt = self.guard.leapt(now);
        let (due, all) = retention::due(&mut *tx, now).await?;
        let why = if leapt > Duration::from_millis(LEAP as u64) {
            format!(
                "the clock of the service leapt by {} days, or the service was off for so long",
                leapt.as_secs() / 86_400
            )
        } else if due > FEW && due * SHARE > all {
            format!("{due} of {all} projects are due at once")
        } else {
            return Ok(true);
        };
        tracing::error!(why, "erasing is stopped until the studio lets it go on");
        let stop = serde_json::to_vec(&Stop { why, at: now }).map_err(Failure::Stored)?;
        meta::set(&mut *tx, STOPPED, &stop).await?;
        tx.commit().await?;
        Ok(false)
    }

    /// Why erasing is stopped, where it is.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn erasing_stopped(&self) -> Result<Option<Stop>, Failure> {
        stop(&mut *self.db.read().await?).await
    }

    /// Whether the studio lets erasing go on. Then the clock is right, whichever instance was told so: each
    /// has to ask within the day for which that counts.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn is_allowed(&self, tx: &mut dyn Transaction, now: Time) -> Result<bool, Failure> {
        let left = time(tx, ALLOWED).await?.map(|until| until.0 - now.0);
        let counts = left.is_some_and(|left| (1..=WORD).contains(&left));
        if counts {
            self.guard.trust(now);
        }
        Ok(counts)
    }

    /// Lets erasing go on, for a day whatever is due.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn let_erasing_go_on(&self) -> Result<(), Failure> {
        let now = self.now();
        self.guard.trust(now);
        let mut tx = self.db.begin().await?;
        meta::forget(&mut *tx, STOPPED).await?;
        meta::set(&mut *tx, ALLOWED, &(now.0 + WORD).to_le_bytes()).await?;
        // What waited for the word, or was put off by a clock that was wrong.
        jobs::hurry(&mut *tx, &[DUE], now).await?;
        tx.commit().await?;
        self.db.poke(POKE);
        Ok(())
    }
}

impl Guard {
    /// Takes the clock as right from now on.
    pub fn trust(&self, now: Time) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *first = Some((now, Instant::now()));
    }

    /// Takes the clock as right where it went on from what was heard last as it does while a service is off
    /// for some days; else as having leapt from there.
    pub fn go_on_from(&self, heard: Option<Time>, now: Time) {
        let off = heard.map_or(0, |heard| now.0.saturating_sub(heard.0));
        let is_right = (-LEAP..=OFF).contains(&off);
        self.trust(heard.filter(|_| !is_right).unwrap_or(now));
    }

    /// How far the clock is from where it should be.
    fn leapt(&self, now: Time) -> Duration {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (then, since) = *first.get_or_insert((now, Instant::now()));
        let passed = since.elapsed().as_millis() as i64;
        Duration::from_millis(now.0.saturating_sub(then.0).saturating_sub(passed).unsigned_abs())
    }
}

/// What the clock said last, where a service ran before.
///
/// # Errors
/// When the database refuses.
pub async fn heard(tx: &mut dyn Transaction) -> Result<Option<Time>, Failure> {
    time(tx, HEARD).await
}

/// Remembers what the clock says, for the next start, unless it leapt.
///
/// # Errors
/// When the database refuses.
pub async fn remember(service: &Service, tx: &mut dyn Transaction) -> Result<(), Failure> {
    let now = service.now();
    if service.guard.leapt(now) <= Duration::from_millis(LEAP as u64) {
        meta::set(tx, HEARD, &now.0.to_le_bytes()).await?;
    }
    Ok(())
}

async fn stop(tx: &mut dyn Transaction) -> Result<Option<Stop>, Failure> {
    let stored = meta::get(tx, STOPPED).await?;
    stored.map(|bytes| serde_json::from_slice(&bytes).map_err(Failure::Stored)).transpose()
}

async fn time(tx: &mut dyn Transaction, name: &str) -> Result<Option<Time>, Failure> {
    let stored = meta::get(tx, name).await?;
    Ok(stored.and_then(|bytes| Some(Time(i64::from_le_bytes(bytes.try_into().ok()?)))))
}
