//! Files on their way into a song: measured, aligned with what is there, and added, in a thread of
//! their own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bar_audio::measure::traits::decibels;
use bar_audio::measure::{Listened, MeasureError, Watch, measure};
use bar_audio::source::{Excerpts, ReadError};
use bar_domain::Frames;
use bar_domain::song::{Act, SongId, VersionId, VersionKind};
use bar_stems::hear::{self, HearError, Wanted};
use bar_store::{Stamp, VersionFile};
use uuid::Uuid;

use crate::commands::Answer;
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::guess::{Guess, called};
use crate::laid::{Known, Laid, OnDisk, name};
use crate::views::{Adding, Failure};

/// How often the window hears of progress.
const PACE: Duration = Duration::from_millis(100);
/// Share of the work that is measuring; the rest is aligning.
const MEASURING: f64 = 0.7;
/// More files at once are stems, which belong elsewhere.
const MOST: usize = 16;

/// A file on its way into a song.
pub(crate) struct Job {
    number: u32,
    song: SongId,
    name: String,
    done: f64,
    failure: Option<Failure>,
    cancelled: Arc<AtomicBool>,
}

/// Counts jobs.
static NUMBERS: AtomicU32 = AtomicU32::new(1);

impl Inner {
    /// Adds files to a song, one after the other, in a thread of its own. How it goes on is told by
    /// [`crate::views::Change::Song`], the first time with `show`.
    ///
    /// # Errors
    /// When there are none, or too many.
    pub fn add_all(self: &Arc<Self>, song: SongId, paths: Vec<PathBuf>, show: bool) -> Answer<()> {
        if paths.is_empty() {
            return Err(Refusal::NoVersions.into());
        }
        not_too_many(&paths)?;
        let mut paths = paths;
        // The rough mix first, since everything else is aligned with it; then as they are counted.
        paths.sort_by_key(|path| (guess(path), name(path)));
        let job = |path: PathBuf| {
            let (number, cancelled) = (NUMBERS.fetch_add(1, Ordering::Relaxed), Arc::default());
            let job = Job { number, song, name: name(&path), done: 0.0, failure: None, cancelled };
            lock(&self.adding).push(job);
            (number, path)
        };
        let jobs: Vec<(u32, PathBuf)> = paths.into_iter().map(job).collect();
        let numbers: Vec<u32> = jobs.iter().map(|(number, _)| *number).collect();
        let give_up = || lock(&self.adding).retain(|job| !numbers.contains(&job.number));
        self.tell_song(song, show).inspect_err(|_| give_up())?;
        let inner = Arc::clone(self);
        let adding = move || {
            for (number, path) in jobs {
                inner.add_one(song, number, &path);
            }
        };
        if let Err(error) = std::thread::Builder::new().name("adding".to_owned()).spawn(adding) {
            give_up();
            return Err(Refusal::NoThread(error).into());
        }
        Ok(())
    }

    /// Stops adding a file, or takes away why it was not added.
    pub fn stop_adding(&self, number: u32) -> Answer<()> {
        let mut adding = lock(&self.adding);
        let Some(at) = adding.iter().position(|job| job.number == number) else { return Ok(()) };
        let job = adding.remove(at);
        drop(adding);
        job.cancelled.store(true, Ordering::Relaxed);
        self.tell_song(job.song, false)
    }

    /// What is on its way into a song.
    pub fn adding_to(&self, song: SongId) -> Vec<Adding> {
        let adding = lock(&self.adding);
        let of_song = adding.iter().filter(|job| job.song == song);
        let view = |job: &Job| Adding {
            number: job.number,
            name: job.name.clone(),
            done: job.done,
            failure: job.failure.clone(),
        };
        of_song.map(view).collect()
    }

    fn add_one(self: &Arc<Self>, song: SongId, number: u32, path: &Path) {
        let going_on = |job: &Job| (job.number == number).then(|| Arc::clone(&job.cancelled));
        // Who is not there any more was cancelled.
        let Some(cancelled) = lock(&self.adding).iter().find_map(going_on) else { return };
        let added = catch_unwind(AssertUnwindSafe(|| self.added(song, number, path, &cancelled)));
        let failure = match added.unwrap_or_else(|_| Err(Refusal::Broke.into())) {
            Ok(()) => None,
            Err(_) if cancelled.load(Ordering::Relaxed) => return,
            Err(failure) => Some(failure),
        };
        {
            let mut adding = lock(&self.adding);
            match (failure, adding.iter_mut().find(|job| job.number == number)) {
                (Some(failure), Some(job)) => job.failure = Some(failure),
                _ => adding.retain(|job| job.number != number),
            }
        }
        // What refuses is told by the next call that needs an answer.
        let _logged = self.tell_song(song, false);
    }

    fn added(
        self: &Arc<Self>,
        song: SongId,
        number: u32,
        path: &Path,
        cancelled: &AtomicBool,
    ) -> Answer<()> {
        let told = Mutex::new(None);
        let progress = |done: f64| self.came_further(song, number, done, &told);
        let (file, listened) =
            self.listened(path, cancelled, &|done| progress(MEASURING * done))?;
        let guess = guess(path);
        let mut offset = 0;
        if guess != Guess::Reference {
            let laid = self.laid(song)?;
            let aligning = |done: f64| progress(MEASURING + (1.0 - MEASURING) * done);
            offset = align(&laid, None, path, &listened, &aligning, cancelled)?.unwrap_or(0);
        }
        if cancelled.load(Ordering::Relaxed) {
            return Err(Refusal::Stopped.into());
        }
        // Two that are added at once are not both Mix 1.
        let _one_by_one = lock(&self.placing);
        let kind = kind(&self.laid(song)?, guess);
        let version = VersionId(Uuid::now_v7());
        let called = called(kind, path);
        let known = Arc::new(Known::new(file.clone(), &listened));
        lock(&self.heard_of).insert(version, known);
        let (rate, frames) = (listened.format.rate, listened.format.frames);
        let act = Act::AddVersion { version, kind, name: called, rate, frames, offset };
        self.add(song, act, &file)?;
        Ok(())
    }

    /// What a file measures, from memory where it was measured before.
    pub fn listened(
        &self,
        path: &Path,
        cancelled: &AtomicBool,
        progress: &(dyn Fn(f64) + Sync),
    ) -> Answer<(VersionFile, Listened)> {
        let refused = |source| Refusal::CannotRead { file: name(path), source };
        let metadata = std::fs::metadata(path)
            .map_err(|error| refused(ReadError::Io { at: 0, source: error }))?;
        let stamp = Stamp::of(&metadata);
        let file = VersionFile { path: path.to_owned(), stamp };
        if let Some(listened) = self.store.recall(path, stamp, self.host.now())? {
            return Ok((file, listened));
        }
        let total = Excerpts::open(path).map_err(refused)?.format().frames.0.max(1);
        let told = |frames: Frames| progress((frames.0 as f64 / total as f64).min(1.0));
        let listened = match measure(path, &Watch { cancelled, progress: &told }) {
            Ok(listened) => listened,
            Err(MeasureError::Read(source)) => return Err(refused(source).into()),
            // Whoever cancelled it hears nothing of it.
            Err(MeasureError::Cancelled) => return Err(Refusal::Stopped.into()),
        };
        let unchanged = std::fs::metadata(path).is_ok_and(|now| Stamp::of(&now) == stamp);
        let kept = unchanged.then_some(stamp);
        self.store.remember(path, kept, &listened, self.host.now())?;
        Ok((file, listened))
    }

    /// Measures again, in a thread, what changed since it was measured.
    pub fn measure_changed(self: &Arc<Self>, laid: &Laid) {
        let changed: Vec<(VersionId, VersionFile)> = laid
            .versions
            .iter()
            .filter_map(|(version, on_disk)| match on_disk {
                OnDisk::Changed(file) => Some((version.id, file.clone())),
                OnDisk::Known(_) | OnDisk::Missing { .. } => None,
            })
            .filter(|(version, _)| lock(&self.measuring).insert(*version))
            .collect();
        if changed.is_empty() {
            return;
        }
        let (inner, song) = (Arc::clone(self), laid.song.id);
        let measuring = move || {
            for (version, file) in changed {
                let never = AtomicBool::new(false);
                // What cannot be read is told by the player, which cannot read it either.
                if let Ok((file, _)) = inner.listened(&file.path, &never, &|_| {}) {
                    let kept = inner.store.set_version_file(version, &file);
                    let _logged = kept.map_err(Failure::from);
                }
                lock(&inner.measuring).remove(&version);
            }
            if let Ok(laid) = inner.laid(song) {
                inner.hear_anew(&laid);
                let _logged = inner.tell_song(song, false);
            }
        };
        // Without a thread it is measured when it is opened next.
        let _unmeasured = std::thread::Builder::new().name("measuring".to_owned()).spawn(measuring);
    }

    fn came_further(&self, song: SongId, number: u32, done: f64, told: &Mutex<Option<Instant>>) {
        if let Some(job) = lock(&self.adding).iter_mut().find(|job| job.number == number) {
            job.done = done;
        }
        let moment = Instant::now();
        let mut told = lock(told);
        if told.is_none_or(|told| moment - told >= PACE) {
            *told = Some(moment);
            let _logged = self.tell_song(song, false);
        }
    }
}

/// So many files at once are mixes, and not stems that were dropped on the wrong screen.
pub(crate) fn not_too_many(paths: &[PathBuf]) -> Result<(), Refusal> {
    if paths.len() > MOST { Err(Refusal::TooManyVersions(paths.len())) } else { Ok(()) }
}

/// The offset of a file (in its own frames) that makes it sound where the first version of a song does;
/// `None` where that is not heard, or there is no other than `itself`.
pub(crate) fn align(
    laid: &Laid,
    itself: Option<VersionId>,
    path: &Path,
    listened: &Listened,
    progress: &(dyn Fn(f64) + Sync),
    cancelled: &AtomicBool,
) -> Answer<Option<i64>> {
    let Some((first, known)) = laid.first().filter(|(first, _)| Some(first.id) != itself) else {
        return Ok(None);
    };
    let unreadable = |path: &Path, source| Refusal::CannotRead { file: name(path), source };
    // Whichever of the two it is, its name is told.
    let open = |path: &Path| Excerpts::open(path).map_err(|source| unreadable(path, source));
    let seconds = |frames: Frames, rate: bar_domain::SampleRate| frames.seconds(rate);
    let format = listened.format;
    let levels = listened.traits.envelope.iter().map(|level| decibels(*level));
    let loud = hear::loud(levels, listened.traits.envelope_hop.seconds(format.rate));
    let sound = Box::new(open(path)?);
    let wanted = Wanted { sound, seconds: seconds(format.frames, format.rate), loud };
    let mix = Box::new(open(&known.file.path)?);
    let length = seconds(known.format.frames, known.format.rate);
    let spot = match hear::locate(mix, length, wanted, progress, cancelled) {
        Ok(spot) => spot,
        Err(HearError::Read(source)) => {
            return Err(unreadable(path, source).into());
        }
        Err(HearError::Cancelled) => return Err(Refusal::Stopped.into()),
    };
    let begins = first.offset as f64 / f64::from(first.rate.0.max(1));
    let offset = |start: f64| ((begins + start) * f64::from(format.rate.0)).round() as i64;
    Ok(spot.map(|spot| offset(spot.start)))
}

fn guess(path: &Path) -> Guess {
    Guess::of(&path.file_stem().unwrap_or_default().to_string_lossy())
}

fn kind(laid: &Laid, guess: Guess) -> VersionKind {
    let kinds = laid.versions.iter().map(|(version, _)| version.kind);
    let mixes: Vec<u16> = kinds
        .clone()
        .filter_map(|kind| match kind {
            VersionKind::Mix { number } => Some(number),
            VersionKind::Rough | VersionKind::Reference => None,
        })
        .collect();
    guess.kind(kinds.into_iter().any(|kind| kind == VersionKind::Rough), &mixes)
}
