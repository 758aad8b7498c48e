//! What no stem explains of a check's rough mix: written in a thread of its own, where people choose.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bar_audio::measure::Listened;
use bar_stems::hear::Outcome;
use bar_stems::residual::{self, ResidualError};
use bar_stems::{CheckError, Choice, Observer, place};

use crate::Desk;
use crate::commands::{Answer, SavedReport};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::host::Saving;
use crate::live::Live;
use crate::report::saved;
use crate::views::{Change, CheckId, CheckState, Failure, ResidualState};
use crate::watching::Watching;

/// How often the window hears of progress.
const PACE: Duration = Duration::from_millis(100);

impl Desk {
    /// Asks where what no stem explains is saved, and begins to write; `None` when no place was
    /// chosen. How it goes on is told by [`Change::Residual`].
    ///
    /// # Errors
    /// When the check is not known, not at its end or has no rough mix, it is being saved already, or
    /// the place will not do.
    pub fn residual_save(&self, id: &CheckId) -> Answer<Option<SavedReport>> {
        let inner = &self.0;
        let live = inner.live(id)?;
        leavable(&live)?;
        let Some(chosen) = inner.host.save(Saving::Residual, &suggested(&live)) else {
            return Ok(None);
        };
        let to = with_ending(chosen);
        // People take their time: what was there before the dialog may be gone.
        let choice = Choice { profile: inner.profile(), ..leavable(&live)? };
        place::for_sound(&choice, &to)?;
        let cancelled = Arc::new(AtomicBool::new(false));
        {
            let mut residuals = lock(&inner.residuals);
            if residuals.contains_key(&live.id) {
                return Err(Refusal::Leaving.into());
            }
            residuals.insert(live.id, Arc::clone(&cancelled));
            inner.tell_residual(&live, ResidualState::Saving { done: 0.0 });
        }
        let (writing, id, answer) = (Arc::clone(inner), live.id, saved(&to));
        let thread = std::thread::Builder::new().name(format!("residual {id}"));
        let written = Arc::clone(&live);
        let spawned = thread.spawn(move || writing.leave(&written, &choice, &to, &cancelled));
        if let Err(error) = spawned {
            lock(&inner.residuals).remove(&id);
            inner.tell_residual(&live, ResidualState::Cancelled);
            return Err(Refusal::NoThread(error).into());
        }
        Ok(Some(answer))
    }

    /// Stops saving what no stem explains; nothing of it is left.
    ///
    /// # Errors
    /// When the check is not known.
    pub fn residual_cancel(&self, id: &CheckId) -> Answer<()> {
        let live = self.0.live(id)?;
        if let Some(cancelled) = lock(&self.0.residuals).get(&live.id) {
            cancelled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Inner {
    fn leave(&self, live: &Live, choice: &Choice, to: &Path, cancelled: &AtomicBool) {
        let leaving = Leaving::new(self, live);
        let written =
            catch_unwind(AssertUnwindSafe(|| residual::write(choice, to, &leaving, cancelled)));
        let state = match written {
            Ok(Ok(())) => ResidualState::Saved { saved: saved(to) },
            Ok(Err(ResidualError::Check(CheckError::Cancelled))) => ResidualState::Cancelled,
            Ok(Err(error)) => ResidualState::Failed { failure: error.into() },
            Err(_) => ResidualState::Failed { failure: Failure::from(Refusal::Broke) },
        };
        let mut residuals = lock(&self.residuals);
        residuals.remove(&live.id);
        self.tell_residual(live, state);
    }

    pub fn tell_residual(&self, live: &Live, state: ResidualState) {
        self.host.changed(Change::Residual { id: live.check_id(), state });
    }
}

/// Follows the writing: what the check measured is not measured again.
pub(crate) struct Leaving<'a> {
    inner: &'a Inner,
    live: &'a Live,
    /// What checks of it remember.
    known: Watching<'a>,
    told: Mutex<Option<Instant>>,
}

impl<'a> Leaving<'a> {
    pub fn new(inner: &'a Inner, live: &'a Live) -> Self {
        Self { inner, live, known: Watching::new(inner, live), told: Mutex::default() }
    }
}

impl Observer for Leaving<'_> {
    fn remembered(&self, path: &Path) -> Option<Arc<Listened>> {
        self.known.remembered(path)
    }

    fn measured(&self, path: &Path, listened: &Arc<Listened>) {
        self.known.measured(path, listened);
    }

    fn compared_before(&self, key: &str) -> Option<Arc<Outcome>> {
        self.known.compared_before(key)
    }

    fn compared(&self, key: &str, outcome: &Arc<Outcome>) {
        self.known.compared(key, outcome);
    }

    fn comparing(&self, done: f64) {
        let moment = Instant::now();
        let mut told = lock(&self.told);
        if told.is_none_or(|told| moment - told >= PACE) {
            *told = Some(moment);
            self.inner.tell_residual(self.live, ResidualState::Saving { done });
        }
    }
}

/// What to take from what, of a check at its end with a rough mix; the profile is not filled in.
pub(crate) fn leavable(live: &Live) -> Answer<Choice> {
    let now = lock(&live.now);
    if now.view.summary.state != CheckState::Done || now.view.failure.is_some() {
        return Err(Refusal::NotCompared.into());
    }
    if now.view.reference.is_none() {
        return Err(ResidualError::NoReference.into());
    }
    let (paths, reference) = (live.paths.clone(), now.reference.clone());
    Ok(Choice { paths, reference, ..Choice::default() })
}

/// Where the dialog begins: beside the folder that was checked, where nobody takes it for a stem.
fn suggested(live: &Live) -> PathBuf {
    let name = format!("{} what no stem explains.wav", lock(&live.now).view.summary.name);
    let first = live.paths.first().and_then(|path| path.parent());
    first.map_or_else(|| name.as_str().into(), |folder| folder.join(&name))
}

/// What people call `Left` is meant to be played; what is there keeps its name.
fn with_ending(chosen: PathBuf) -> PathBuf {
    let is_sound = |ending: &std::ffi::OsStr| {
        ending.eq_ignore_ascii_case("wav") || ending.eq_ignore_ascii_case("wave")
    };
    if chosen.extension().is_some_and(is_sound) || chosen.exists() {
        return chosen;
    }
    let mut name = chosen.into_os_string();
    name.push(".wav");
    name.into()
}
