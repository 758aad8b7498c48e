//! Running a check in a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_stems::{CheckError, Choice, Report};

use crate::commands::Answer;
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

impl Inner {
    /// Tells what moved in a check, unless nobody wants to hear of it any more.
    pub fn tell(&self, now: &Now, change: Change) {
        if !now.forgotten {
            self.host.changed(change);
        }
    }

    /// Runs `live`, or once more if it runs already and was not only asked to be shown.
    pub fn start(self: &Arc<Self>, live: &Arc<Live>, loudness: Loudness) -> Answer<()> {
        let cancelled = Arc::new(AtomicBool::new(false));
        {
            let mut now = lock(&live.now);
            let running = now.run.is_some();
            if !running {
                now.run = Some(Arc::clone(&cancelled));
                if loudness.is_told() {
                    now.view.summary.state = CheckState::Running;
                    now.view.failure = None;
                }
            } else if matches!(loudness, Loudness::Told | Loudness::Followed) {
                now.again = true;
            }
            if loudness.is_told() {
                let summary = now.view.summary.clone();
                self.tell(&now, Change::Check { summary, show: loudness == Loudness::Shown });
            }
            if running {
                return Ok(());
            }
        }
        let (inner, checked) = (Arc::clone(self), Arc::clone(live));
        let thread = std::thread::Builder::new().name(format!("check {}", live.id));
        match thread.spawn(move || inner.run(&checked, &cancelled)) {
            Ok(_) => Ok(()),
            Err(error) => {
                lock(&live.now).run = None;
                Err(Refusal::NoThread(error).into())
            }
        }
    }

    fn run(&self, live: &Arc<Live>, cancelled: &AtomicBool) {
        self.follower.follow(live);
        loop {
            let choice = Choice {
                paths: live.paths.clone(),
                reference: lock(&live.now).reference.clone(),
                profile: self.profile(),
            };
            let outcome = bar_stems::check(&choice, &Watching::new(self, live), cancelled);
            let mut now = lock(&live.now);
            let again = std::mem::take(&mut now.again) && !cancelled.load(Ordering::Relaxed);
            if again {
                continue;
            }
            now.run = None;
            self.settle(live, &mut now, outcome);
            return;
        }
    }

    /// Writes down and tells how a run ended.
    fn settle(&self, live: &Live, now: &mut Now, outcome: Result<Report, CheckError>) {
        let before = now.view.clone();
        match outcome {
            Ok(report) => {
                now.judge(report);
                now.view.summary.state = CheckState::Done;
            }
            Err(CheckError::Cancelled) => now.view.summary.state = CheckState::Cancelled,
            Err(error) => {
                // What was found when the disk was there still stands; a folder emptied of sound has no verdict.
                let stands = matches!(error, CheckError::CannotOpen { .. })
                    && now.view.stems.iter().any(|row| row.judged);
                if !stands {
                    now.view.stems.clear();
                }
                now.view.summary.state = if stands { CheckState::Done } else { CheckState::Failed };
                now.view.failure = Some(Failure::from(error));
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
        match serde_json::to_string(&now.view) {
            // A failure is logged where it becomes one.
            Ok(view) => drop(self.store.keep_check(&now.kept(live), &view).map_err(Failure::from)),
            Err(error) => tracing::warn!(%error, "a view could not be written down"),
        }
    }
}
