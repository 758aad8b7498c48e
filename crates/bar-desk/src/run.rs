//! Running a check in a thread of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_stems::{CheckError, Choice, Report};

use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::live::{Live, Now};
use crate::views::{Change, CheckState, Failure};
use crate::watching::Watching;

/// How much is made of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loudness {
    /// Nothing is said unless something changed on disk.
    Quiet,
    /// As quiet, because something did change: if it runs already, it runs once more.
    Followed,
    /// It is seen to run.
    Told,
    /// It is seen to run, and the window shows it.
    Shown,
}

impl Loudness {
    fn is_told(self) -> bool {
        matches!(self, Self::Told | Self::Shown)
    }
}

/// Why a run ended without a report.
enum Ended {
    /// The artist stopped it.
    Cancelled,
    /// It could not look: what was found before still stands.
    Blind(Failure),
    /// There is no verdict.
    Failed(Failure),
}

impl From<CheckError> for Ended {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Cancelled => Self::Cancelled,
            CheckError::CannotOpen { .. } => Self::Blind(error.into()),
            CheckError::NothingToCheck(_) | CheckError::CannotUnpack { .. } => {
                Self::Failed(error.into())
            }
        }
    }
}

impl Inner {
    /// Tells what moved in a check, unless nobody wants to hear of it any more.
    pub fn tell(&self, now: &Now, change: Change) {
        if !now.forgotten {
            self.host.changed(change);
        }
    }

    /// Runs `live`, or once more if it runs already and was not only asked to be shown.
    pub fn start(self: &Arc<Self>, live: &Arc<Live>, loudness: Loudness) {
        let cancelled = Arc::new(AtomicBool::new(false));
        {
            let mut now = lock(&live.now);
            let running = now.run.is_some();
            if let Some(stopped) = &now.run {
                let stopped = stopped.load(Ordering::Relaxed);
                now.again |= match loudness {
                    Loudness::Quiet => false,
                    Loudness::Followed | Loudness::Told => true,
                    // What was stopped a moment ago is not being checked any more.
                    Loudness::Shown => stopped,
                };
            } else {
                now.run = Some(Arc::clone(&cancelled));
                if loudness.is_told() {
                    now.view.summary.state = CheckState::Running;
                    now.view.failure = None;
                }
            }
            if loudness.is_told() {
                let summary = now.view.summary.clone();
                self.tell(&now, Change::Check { summary, show: loudness == Loudness::Shown });
            }
            if running {
                return;
            }
        }
        let (inner, checked) = (Arc::clone(self), Arc::clone(live));
        let thread = std::thread::Builder::new().name(format!("check {}", live.id));
        if let Err(error) = thread.spawn(move || inner.run(&checked, cancelled)) {
            let mut now = lock(&live.now);
            (now.run, now.again) = (None, false);
            self.settle(live, &mut now, Err(Ended::Blind(Refusal::NoThread(error).into())));
        }
    }

    fn run(&self, live: &Arc<Live>, mut cancelled: Arc<AtomicBool>) {
        loop {
            let choice = Choice {
                paths: live.paths.clone(),
                reference: lock(&live.now).reference.clone(),
                profile: self.profile(),
            };
            let paths = choice.paths.iter().chain(&choice.reference).cloned().collect();
            self.follower.follow(live.id, paths);
            let check = || bar_stems::check(&choice, &Watching::new(self, live), &cancelled);
            // Whatever breaks, the run ends: one that seems to go on can never be started again.
            let outcome = match catch_unwind(AssertUnwindSafe(check)) {
                Ok(outcome) => outcome.map_err(Ended::from),
                Err(_) => Err(Ended::Failed(Refusal::Broke.into())),
            };
            let mut now = lock(&live.now);
            if std::mem::take(&mut now.again) {
                // Who stopped the run that just ended did not stop this one: stopping clears `again`.
                cancelled = Arc::default();
                now.run = Some(Arc::clone(&cancelled));
                continue;
            }
            now.run = None;
            self.settle(live, &mut now, outcome);
            return;
        }
    }

    /// Writes down and tells how a run ended.
    fn settle(&self, live: &Live, now: &mut Now, outcome: Result<Report, Ended>) {
        let before = now.view.clone();
        match outcome {
            Ok(report) => {
                now.judge(report);
                now.view.summary.state = CheckState::Done;
            }
            Err(Ended::Cancelled) => now.view.summary.state = CheckState::Cancelled,
            // What was found when the disk was there still stands.
            Err(Ended::Blind(failure)) if now.view.stems.iter().any(|row| row.judged) => {
                now.view.summary.state = CheckState::Done;
                now.view.failure = Some(failure);
            }
            Err(Ended::Blind(failure) | Ended::Failed(failure)) => {
                now.view.stems.clear();
                now.view.summary.state = CheckState::Failed;
                now.view.failure = Some(failure);
            }
        }
        now.view.progress = None;
        now.count();
        if now.view == before {
            return;
        }
        now.view.summary.checked_at = self.host.now() as f64;
        self.keep(live, now);
        self.tell(now, Change::Finished { view: Box::new(now.view.clone()) });
        self.tell(now, Change::Check { summary: now.view.summary.clone(), show: false });
    }

    /// Writes down how a check stands. What refuses costs the memory of it, not the check.
    pub fn keep(&self, live: &Live, now: &Now) {
        if !live.is_kept() {
            return;
        }
        match serde_json::to_string(&now.view) {
            // A failure is logged where it becomes one.
            Ok(view) => drop(self.store.keep_check(&now.kept(live), &view).map_err(Failure::from)),
            Err(error) => tracing::warn!(%error, "a view could not be written down"),
        }
    }
}
