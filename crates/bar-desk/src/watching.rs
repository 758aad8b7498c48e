//! Watching a check run: what it measures is remembered, what moves is told a few times a second.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bar_audio::measure::Listened;
use bar_domain::Frames;
use bar_stems::hear::Outcome;
use bar_stems::{Observer, StemReport};
use bar_store::Stamp;

use crate::desk::{Inner, lock};
use crate::live::Live;
use crate::views::{Change, CheckProgress, CheckState, Failure, StemRow};

/// How often the window hears of progress: often enough to look alive, too rarely to cost anything.
const PACE: Duration = Duration::from_millis(100);

/// How long a run must last before its end can be foretold.
const FORETELL: Duration = Duration::from_secs(1);

/// The desk's eye on one run.
pub(crate) struct Watching<'a> {
    inner: &'a Inner,
    live: &'a Live,
    began: Instant,
    /// How each file was when its measuring began.
    stamps: Mutex<HashMap<PathBuf, Stamp>>,
    seen: Mutex<Seen>,
}

/// What was seen of a run, and what of it was not told yet. Locked before [`Live::now`], never after.
#[derive(Default)]
struct Seen {
    /// Share of each stem that is done.
    done: Vec<f64>,
    /// Stems being measured.
    measuring: HashSet<usize>,
    /// Share of an archive that is unpacked, while that goes on.
    unpacking: Option<f64>,
    /// Share of the comparison with the rough mix that is done, once it runs.
    comparing: Option<f64>,
    /// Rows that moved.
    moved: Vec<usize>,
    told: Option<Instant>,
    /// Whether the first row was told: nobody waits for that one.
    first: bool,
}

impl<'a> Watching<'a> {
    pub fn new(inner: &'a Inner, live: &'a Live) -> Self {
        let (stamps, seen) = (Mutex::default(), Mutex::default());
        Self { inner, live, began: Instant::now(), stamps, seen }
    }

    /// Tells what moved, unless that was done a moment ago.
    fn tell(&self, seen: &mut Seen) {
        let moment = Instant::now();
        let first = !seen.first && !seen.moved.is_empty();
        if !first && seen.told.is_some_and(|told| moment - told < PACE) {
            return;
        }
        seen.told = Some(moment);
        let mut now = lock(&self.live.now);
        let id = self.live.check_id();
        if now.view.summary.state != CheckState::Running && !seen.measuring.is_empty() {
            // Until now this was a quiet look at files that had not changed.
            now.view.summary.state = CheckState::Running;
            now.view.failure = None;
            let summary = now.view.summary.clone();
            self.inner.tell(&now, Change::Check { summary, show: false });
        }
        if now.view.summary.state != CheckState::Running {
            return;
        }
        let moved = std::mem::take(&mut seen.moved);
        if !moved.is_empty() {
            seen.first = true;
            now.count();
            let rows =
                moved.iter().filter_map(|index| now.view.stems.get(*index).cloned()).collect();
            self.inner.tell(&now, Change::Stems { id: id.clone(), rows });
        }
        let progress = seen.progress(self.began.elapsed());
        now.view.progress = Some(progress.clone());
        self.inner.tell(&now, Change::Progress { id, progress });
    }

    /// The stamp of a file, or of the archive that it lies in.
    fn stamp(path: &Path) -> Option<Stamp> {
        let on_disk = path.ancestors().find_map(|path| std::fs::metadata(path).ok())?;
        on_disk.is_file().then(|| Stamp::of(&on_disk))
    }
}

impl Seen {
    fn progress(&self, elapsed: Duration) -> CheckProgress {
        let done = self.done.iter().sum::<f64>() / (self.done.len().max(1) as f64);
        let told = elapsed > FORETELL && done > 0.02;
        let share = |stem: &usize| Some((*stem as u32, *self.done.get(*stem)?));
        let mut measuring: Vec<_> = self.measuring.iter().filter_map(share).collect();
        measuring.sort_unstable_by_key(|(stem, _)| *stem);
        let seconds_left = told.then(|| elapsed.as_secs_f64() * (1.0 - done) / done);
        CheckProgress {
            done,
            seconds_left,
            measuring,
            unpacking: self.unpacking,
            comparing: self.comparing,
        }
    }
}

impl Observer for Watching<'_> {
    fn unpacking(&self, _: &str, done: u64, total: u64) {
        let mut seen = lock(&self.seen);
        seen.unpacking = Some((done as f64 / total.max(1) as f64).min(1.0));
        self.tell(&mut seen);
    }

    fn found(&self, stems: &[String]) {
        let mut seen = lock(&self.seen);
        seen.unpacking = None;
        seen.done = vec![0.0; stems.len()];
        let mut now = lock(&self.live.now);
        if now.view.stems.iter().map(|row| &row.report.file).eq(stems) {
            return;
        }
        let old: HashMap<String, StemRow> =
            now.view.stems.drain(..).map(|row| (row.report.file.clone(), row)).collect();
        let rows = stems.iter().enumerate().map(|(index, file)| {
            if let Some(row) = old.get(file) {
                return StemRow { index: index as u32, ..row.clone() };
            }
            let file = file.clone();
            now.row(
                index,
                false,
                StemReport { file, format: None, measured: None, in_mix: None, findings: vec![] },
            )
        });
        now.view.stems = rows.collect();
        now.view.summary.state = CheckState::Running;
        now.count();
        let id = self.live.check_id();
        let reference = now.view.reference.clone();
        let changed = |change| self.inner.tell(&now, change);
        changed(Change::Rows { id: id.clone(), reference, files: stems.to_vec() });
        changed(Change::Check { summary: now.view.summary.clone(), show: false });
        let rows: Vec<StemRow> = now.view.stems.iter().filter(|row| row.judged).cloned().collect();
        if !rows.is_empty() {
            changed(Change::Stems { id, rows });
        }
    }

    fn progress(&self, stem: usize, done: Frames, total: Frames) {
        let mut seen = lock(&self.seen);
        if let Some(share) = seen.done.get_mut(stem) {
            *share = if total.0 == 0 { 0.0 } else { (done.0 as f64 / total.0 as f64).min(1.0) };
        }
        if seen.measuring.insert(stem)
            && let Some(row) = lock(&self.live.now).view.stems.get_mut(stem)
            && std::mem::take(&mut row.judged)
        {
            seen.moved.push(stem);
        }
        self.tell(&mut seen);
    }

    fn judged(&self, stem: usize, report: &StemReport, _: Option<&Arc<Listened>>) {
        let mut seen = lock(&self.seen);
        seen.measuring.remove(&stem);
        if let Some(share) = seen.done.get_mut(stem) {
            *share = 1.0;
        }
        let mut now = lock(&self.live.now);
        let content =
            |report: &StemReport| report.measured.as_ref().map(|measured| measured.blake3.clone());
        // The same content as before keeps its row until the set is judged too, lest findings flicker.
        if now
            .view
            .stems
            .get(stem)
            .is_some_and(|row| !row.judged || content(&row.report) != content(report))
        {
            now.view.stems[stem] = now.row(stem, true, report.clone());
            seen.moved.push(stem);
        }
        drop(now);
        self.tell(&mut seen);
    }

    fn compared_before(&self, key: &str) -> Option<Arc<Outcome>> {
        let known = lock(&self.live.compared);
        known.as_ref().filter(|(of, _)| of == key).map(|(_, outcome)| Arc::clone(outcome))
    }

    fn compared(&self, key: &str, outcome: &Arc<Outcome>) {
        *lock(&self.live.compared) = Some((key.to_owned(), Arc::clone(outcome)));
    }

    fn comparing(&self, done: f64) {
        let mut seen = lock(&self.seen);
        seen.comparing = Some(done);
        self.tell(&mut seen);
    }

    fn remembered(&self, path: &Path) -> Option<Arc<Listened>> {
        let stamp = Self::stamp(path)?;
        lock(&self.stamps).insert(path.to_owned(), stamp);
        let recalled = self.inner.store.recall(path, stamp, self.inner.host.now());
        recalled.map_err(Failure::from).ok().flatten().map(Arc::new)
    }

    fn measured(&self, path: &Path, listened: &Arc<Listened>) {
        let before = lock(&self.stamps).remove(path);
        let unchanged = before.filter(|before| Self::stamp(path) == Some(*before));
        let now = self.inner.host.now();
        // What is not remembered is measured again; why was logged where it became a failure.
        drop(self.inner.store.remember(path, unchanged, listened, now).map_err(Failure::from));
    }
}
