//! Doing what was planned: every copy over the cores, all of them or none.

use std::collections::HashMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use bar_audio::write::{self, Change, Watch, WriteError};

use super::disk::{Disk, Output};
use super::failure::{Fault, Left, PrepareError};
use super::note::{NOTE, note};
use super::plan::Plan;
use super::target::{self, Target};
use crate::check::{Choice, Observer};
use crate::choose::{Chosen, choose};
use crate::pool;
use crate::walk::Found;

/// Room that a new folder takes beside the sound: names, headers, the text.
const SPARE_BYTES: u64 = 1 << 20;

/// What to write, and where to.
pub struct Job<'a> {
    /// What was checked.
    pub choice: &'a Choice,
    /// What is done about it.
    pub plan: &'a Plan,
    /// The new folder, or one that is there and empty.
    pub to: &'a Path,
    /// Today, as people write it: it stands in the text.
    pub date: &'a str,
    /// The disk to write to.
    pub disk: &'a dyn Disk,
}

/// Nobody follows how archives are unpacked once more: what is written counts.
struct Unwatched;

impl Observer for Unwatched {}

/// Looks whether copies may be written to `to`, before anything is. Nothing is changed.
///
/// # Errors
/// When the folder lies among the originals, is not empty, is a link or no folder, or may not be read.
pub fn may_go_to(choice: &Choice, to: &Path) -> Result<(), PrepareError> {
    target::look(to, &choice.paths).map(drop)
}

/// Writes the copies of the plan and the text about them, over the cores. `progress` hears of the
/// share that is done, 0 to 1. Returns the new folder, without links.
///
/// The originals are only read. Either all is written and safe on the disk, or nothing is left of it.
///
/// # Errors
/// When the folder will not do, has too little room or fills up, when an original cannot be read or
/// is not the one that was checked any more, or `cancelled` was set.
pub fn carry_out(
    job: &Job<'_>,
    progress: &(dyn Fn(f64) + Sync),
    cancelled: &AtomicBool,
) -> Result<PathBuf, PrepareError> {
    if job.plan.counts().0 == 0 {
        return Err(PrepareError::Nothing);
    }
    let place = target::look(job.to, &job.choice.paths)?;
    let chosen = choose(job.choice, &Unwatched, cancelled)?;
    let copies = copies(job.plan, &chosen)?;
    let sizes: Vec<u64> = copies.iter().map(Errand::bytes).collect();
    let needed = sizes.iter().fold(SPARE_BYTES, |sum, size| sum.saturating_add(*size));
    let target = Target::make(place)?;
    // Where the system does not tell, a full disk is met while writing.
    if let Ok(free) = job.disk.free(target.folder())
        && free < needed
    {
        let folder = target.folder().to_owned();
        target.abandon();
        return Err(PrepareError::NoRoom { folder, needed, free });
    }
    let run = Run {
        job,
        target,
        cancelled,
        stop: AtomicBool::new(false),
        written: AtomicU64::new(0),
        needed,
        progress,
        fault: Mutex::new(None),
    };
    pool::each(&sizes, |at| run.one(at, &copies[at]));
    run.text(copies.len());
    run.conclude(&copies)
}

/// A file to copy.
struct Errand<'a> {
    from: &'a Found,
    to: &'a str,
    change: Option<&'a Change>,
    blake3: Option<&'a str>,
    format_bytes: u64,
}

impl Errand<'_> {
    /// Bytes that it takes, about.
    fn bytes(&self) -> u64 {
        // Chunks around the sound are no larger than the whole original.
        if self.change.is_some() { self.format_bytes } else { self.from.bytes }
    }
}

/// Every file of the plan, with where it lies.
fn copies<'a>(plan: &'a Plan, chosen: &'a Chosen) -> Result<Vec<Errand<'a>>, PrepareError> {
    let moved = |file: &str| PrepareError::Moved { file: file.to_owned() };
    let mut found: HashMap<&str, &Found> =
        chosen.stems.iter().map(|found| (found.file.as_str(), found)).collect();
    let mut copies = Vec::with_capacity(plan.stems.len() + 1);
    for stem in &plan.stems {
        let from = found.remove(stem.file.as_str()).ok_or_else(|| moved(&stem.file))?;
        let Some(to) = &stem.to else { continue };
        copies.push(Errand {
            from,
            to,
            change: stem.change.as_ref(),
            blake3: stem.known.blake3.as_deref(),
            format_bytes: stem.bytes,
        });
    }
    if let Some(new) = found.into_keys().min() {
        return Err(moved(new));
    }
    let reference = chosen.reference.as_ref();
    match (&plan.reference, reference) {
        (Some(planned), Some(from)) if planned.file == from.file => copies.push(Errand {
            from,
            to: &planned.to,
            change: None,
            blake3: planned.known.blake3.as_deref(),
            format_bytes: 0,
        }),
        (None, None) => {}
        (planned, from) => {
            let file = planned.as_ref().map(|planned| &planned.file);
            return Err(moved(file.or(from.map(|from| &from.file)).map_or("", String::as_str)));
        }
    }
    Ok(copies)
}

/// The copies being written.
struct Run<'a> {
    job: &'a Job<'a>,
    target: Target,
    cancelled: &'a AtomicBool,
    /// Set as soon as one copy fails: the others are worth nothing then.
    stop: AtomicBool,
    written: AtomicU64,
    needed: u64,
    progress: &'a (dyn Fn(f64) + Sync),
    fault: Mutex<Option<Fault>>,
}

impl Run<'_> {
    fn one(&self, at: usize, copy: &Errand<'_>) {
        if self.is_stopped() {
            return;
        }
        let file = &copy.from.file;
        let written = catch_unwind(AssertUnwindSafe(|| self.write(at, copy)));
        let fault = match written {
            Ok(Ok(())) => return,
            Ok(Err(error)) => Fault::of(file, error),
            Err(_) => Some(Fault::Broke { file: file.clone() }),
        };
        self.fail(fault);
    }

    fn write(&self, at: usize, copy: &Errand<'_>) -> Result<(), WriteError> {
        let mut output = self.create(at).map_err(WriteError::Write)?;
        let progress = |bytes| {
            let written = self.written.fetch_add(bytes, Ordering::Relaxed) + bytes;
            (self.progress)((written as f64 / self.needed as f64).min(1.0));
            self.is_stopped();
        };
        let watch = Watch { stop: &self.stop, progress: &progress };
        let path = &copy.from.path;
        let hash = match copy.change {
            Some(change) => write::rewrite(path, change, &mut output, &watch)?,
            None => write::copy(path, &mut output, &watch)?,
        };
        if copy.blake3.is_some_and(|known| *hash.to_hex() != *known) {
            return Err(WriteError::Changed);
        }
        output.settle().map_err(WriteError::Write)
    }

    fn create(&self, at: usize) -> std::io::Result<Box<dyn Output>> {
        self.job.disk.create(&self.target.unfinished(at))
    }

    /// Writes the text, as the copy with this number.
    fn text(&self, at: usize) {
        if self.is_stopped() {
            return;
        }
        let text = note(self.job.plan, self.job.date);
        let written = self.create(at).and_then(|mut output| {
            output.write_all(text.as_bytes())?;
            output.settle()
        });
        if let Err(error) = written {
            self.fail(Some(Fault::write(NOTE, error)));
        }
    }

    /// Whether there is no use in going on; hands on that somebody asked to stop.
    fn is_stopped(&self) -> bool {
        if self.cancelled.load(Ordering::Relaxed) {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.stop.load(Ordering::Relaxed)
    }

    fn fail(&self, fault: Option<Fault>) {
        self.stop.store(true, Ordering::Relaxed);
        let mut first = self.fault.lock().unwrap_or_else(PoisonError::into_inner);
        *first = first.take().or(fault);
    }

    /// Gives the copies their names, or takes all of them back.
    fn conclude(self, copies: &[Errand<'_>]) -> Result<PathBuf, PrepareError> {
        let mut target = self.target;
        let fault = self.fault.into_inner().unwrap_or_else(PoisonError::into_inner);
        let broken_off = |what, left: Left| PrepareError::BrokenOff { what, left };
        if let Some(what) = fault {
            return Err(broken_off(what, target.abandon()));
        }
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(PrepareError::Cancelled { left: target.abandon() });
        }
        let names: Vec<&str> = copies.iter().map(|copy| copy.to).chain([NOTE]).collect();
        match target.publish(&names) {
            Ok(()) => {
                (self.progress)(1.0);
                Ok(target.folder().to_owned())
            }
            Err((file, error)) => Err(broken_off(Fault::write(&file, error), target.abandon())),
        }
    }
}
