//! Fixed copies of a check's stems: planned, written in a thread of its own, shown and checked.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bar_domain::Code;
use bar_stems::prepare::{self, Job, Options, Plan, PrepareError, RealDisk};
use bar_stems::{Choice, Report};

use crate::Desk;
use crate::commands::{Answer, Preparing};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::live::{Live, Now};
use crate::report;
use crate::views::{
    Change, CheckId, CheckState, Failure, NewFolder, PrepareOutcome, PreparePlan, PrepareProgress,
};

/// How often the window hears of progress.
const PACE: Duration = Duration::from_millis(100);
/// How long writing must last before its end can be foretold.
const FORETELL: Duration = Duration::from_secs(1);

/// What is known of the copies of a check since the start of the app.
#[derive(Default)]
pub(crate) struct Preparation {
    /// While they are written: what stops it, and how far it is.
    run: Option<(Arc<AtomicBool>, PrepareProgress)>,
    /// The last folder that was written whole.
    folder: Option<PathBuf>,
}

impl Desk {
    /// What *Fix automatically* would do.
    ///
    /// # Errors
    /// When the check is not known, or not at its end.
    pub fn prepare_plan(&self, id: &CheckId) -> Answer<PreparePlan> {
        let live = self.0.live(id)?;
        let (plan, _) = self.0.plan(&live, false)?;
        let trimmed = (plan.could_trim > 0).then(|| self.0.plan(&live, true)).transpose()?;
        let preparations = lock(&self.0.preparations);
        let run = preparations.get(&live.id).and_then(|known| known.run.as_ref());
        let progress = run.map(|(_, progress)| progress.clone());
        Ok(PreparePlan { plan, trimmed: trimmed.map(|(plan, _)| plan), progress })
    }

    /// Asks for the new folder and begins to write; `None` when none was chosen. How it goes on is
    /// told by [`Change::Preparing`] and [`Change::Prepared`].
    ///
    /// # Errors
    /// When the check is not known or not at its end, copies are being written already, or the folder
    /// will not do.
    pub fn prepare_start(&self, preparing: &Preparing) -> Answer<Option<NewFolder>> {
        let inner = &self.0;
        let live = inner.live(&preparing.check)?;
        inner.plan(&live, false)?;
        let Some(to) = inner.host.new_folder(&suggested(&live.paths)) else { return Ok(None) };
        // People take their time: what was planned before the dialog may be old.
        let (plan, choice) = inner.plan(&live, preparing.trim_gain)?;
        prepare::may_go_to(&choice, &to)?;
        let folder = new_folder(&to);
        let cancelled = Arc::new(AtomicBool::new(false));
        {
            let mut preparations = lock(&inner.preparations);
            let known = preparations.entry(live.id).or_default();
            if known.run.is_some() {
                return Err(Refusal::Preparing.into());
            }
            let progress =
                PrepareProgress { folder: folder.clone(), done: 0.0, seconds_left: None };
            inner
                .host
                .changed(Change::Preparing { id: live.check_id(), progress: progress.clone() });
            known.run = Some((Arc::clone(&cancelled), progress));
        }
        let (writing, id) = (Arc::clone(inner), live.id);
        let thread = std::thread::Builder::new().name(format!("prepare {id}"));
        let spawned = thread.spawn(move || writing.write(&live, &choice, plan, &to, &cancelled));
        if let Err(error) = spawned {
            lock(&inner.preparations).remove(&id);
            return Err(Refusal::NoThread(error).into());
        }
        Ok(Some(folder))
    }

    /// Stops writing; what was written until then is deleted.
    ///
    /// # Errors
    /// When the check is not known.
    pub fn prepare_cancel(&self, id: &CheckId) -> Answer<()> {
        let live = self.0.live(id)?;
        if let Some(Preparation { run: Some((cancelled, _)), .. }) =
            lock(&self.0.preparations).get(&live.id)
        {
            cancelled.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Shows the folder that was written in the system's file manager.
    ///
    /// # Errors
    /// When none was written since the start, or there is no file manager.
    pub fn prepare_reveal(&self, id: &CheckId) -> Answer<()> {
        let folder = self.0.prepared(id)?;
        let refused = |source| Refusal::CannotReveal { folder: folder.clone(), source };
        Ok(self.0.host.reveal(&folder).map_err(refused)?)
    }

    /// Checks the folder that was written.
    ///
    /// # Errors
    /// When none was written since the start.
    pub fn prepare_check(&self, id: &CheckId) -> Answer<CheckId> {
        self.check_paths(vec![self.0.prepared(id)?])
    }
}

impl Inner {
    /// The folder that was written for a check.
    fn prepared(&self, id: &CheckId) -> Answer<PathBuf> {
        let live = self.live(id)?;
        let preparations = lock(&self.preparations);
        let folder = preparations.get(&live.id).and_then(|known| known.folder.clone());
        Ok(folder.ok_or(Refusal::NotPrepared)?)
    }

    /// The plan for a check at its end, and what it is a plan of.
    fn plan(&self, live: &Live, trim_gain: bool) -> Answer<(Plan, Choice)> {
        let profile = self.profile();
        let now = lock(&live.now);
        if now.view.summary.state != CheckState::Done || now.view.failure.is_some() {
            return Err(Refusal::NotChecked.into());
        }
        let choice = Choice {
            paths: live.paths.clone(),
            reference: now.reference.clone(),
            profile: profile.clone(),
        };
        let said = now.view.words.explained.iter();
        let explained_of_set = said.map(|it| (it.message.clone(), it.text.clone())).collect();
        let explained = explained(&now);
        let options = Options { profile, trim_gain, explained, explained_of_set };
        let plan = prepare::plan(&report_around(&now, &live.paths), &options);
        Ok((plan, choice))
    }

    fn write(&self, live: &Live, choice: &Choice, plan: Plan, to: &Path, cancelled: &AtomicBool) {
        let date = today(self.host.now());
        let job = Job { choice, plan: &plan, to, date: &date, disk: &RealDisk };
        let pace = Pace { inner: self, live, began: Instant::now(), told: Mutex::default() };
        let written = catch_unwind(AssertUnwindSafe(|| {
            prepare::carry_out(&job, &|done| pace.tell(done), cancelled)
        }));
        let (outcome, folder) = match written {
            Ok(Ok(folder)) => {
                let plan = Box::new(plan);
                (PrepareOutcome::Done { folder: new_folder(&folder), plan }, Some(folder))
            }
            Ok(Err(error)) if is_cancelled(&error) => (PrepareOutcome::Cancelled, None),
            Ok(Err(error)) => (PrepareOutcome::Failed { failure: error.into() }, None),
            Err(_) => (PrepareOutcome::Failed { failure: Failure::from(Refusal::Broke) }, None),
        };
        let mut preparations = lock(&self.preparations);
        let known = preparations.entry(live.id).or_default();
        known.run = None;
        known.folder = folder.or(known.folder.take());
        self.host.changed(Change::Prepared { id: live.check_id(), outcome });
    }
}

/// Tells the window how far it is, a few times a second.
struct Pace<'a> {
    inner: &'a Inner,
    live: &'a Live,
    began: Instant,
    told: Mutex<Option<Instant>>,
}

impl Pace<'_> {
    fn tell(&self, done: f64) {
        let moment = Instant::now();
        let mut told = lock(&self.told);
        if told.is_some_and(|told| moment - told < PACE) {
            return;
        }
        *told = Some(moment);
        let so_far = moment - self.began;
        let foretold = so_far >= FORETELL && done > 0.0;
        let seconds_left = foretold.then(|| so_far.as_secs_f64() * (1.0 - done) / done);
        let mut preparations = lock(&self.inner.preparations);
        if let Some(Preparation { run: Some((_, progress)), .. }) =
            preparations.get_mut(&self.live.id)
        {
            (progress.done, progress.seconds_left) = (done, seconds_left);
            let (id, progress) = (self.live.check_id(), progress.clone());
            self.inner.host.changed(Change::Preparing { id, progress });
        }
    }
}

/// The report that a view shows, of the folder around what was dropped.
fn report_around(now: &Now, paths: &[PathBuf]) -> Report {
    let folder = around(paths).display().to_string();
    let folder = if cfg!(windows) { folder.replace('\\', "/") } else { folder };
    report::whole(now.view.clone(), folder)
}

/// What the artist wants to keep.
fn explained(now: &Now) -> Vec<(String, Code, String)> {
    let rows = now.view.stems.iter();
    let said = rows.flat_map(|row| row.explained.iter().map(|said| (&row.report.file, said)));
    said.map(|(file, said)| (file.clone(), said.code, said.text.clone())).collect()
}

/// The folder of what was dropped.
fn around(paths: &[PathBuf]) -> PathBuf {
    match paths {
        [only] if only.is_dir() => only.clone(),
        [first, ..] => first.parent().unwrap_or(first).to_owned(),
        [] => PathBuf::new(),
    }
}

/// A new folder beside the old one, under a name that is free.
fn suggested(paths: &[PathBuf]) -> PathBuf {
    let folder = around(paths);
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = if name.is_empty() { "Stems".to_owned() } else { name };
    let numbered = (2..).map(|number| format!("{name} prepared {number}"));
    let mut names = std::iter::once(format!("{name} prepared")).chain(numbered);
    let free = names.find(|name| !folder.with_file_name(name).exists());
    folder.with_file_name(free.unwrap_or(name))
}

fn new_folder(path: &Path) -> NewFolder {
    let name = path.file_name().unwrap_or(path.as_os_str()).display().to_string();
    let place = path.parent().map(|parent| parent.display().to_string()).unwrap_or_default();
    NewFolder { name, place }
}

fn is_cancelled(error: &PrepareError) -> bool {
    use bar_stems::CheckError;
    use bar_stems::prepare::Left;
    matches!(
        error,
        PrepareError::Cancelled { left: Left::Nothing }
            | PrepareError::Check(CheckError::Cancelled)
    )
}

/// The day of a time in milliseconds since 1970, as people here write it.
fn today(milliseconds: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%-d %B %Y").to_string()
}
