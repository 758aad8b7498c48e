//! Listening to a check: its stems summed or alone, its rough mix, and what no stem explains of that.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_audio::measure::loudness::Meter;
use bar_audio::play::{Reel, Side, Strip, Tape};
use bar_audio::source::{Excerpts, ReadError};
use bar_domain::{Frames, SampleRate};
use bar_stems::{Choice, Files, files, residual};
use bar_store::Stamp;
use tempfile::TempDir;

use crate::Desk;
use crate::commands::{Answer, Deed, Heard, Hearing};
use crate::desk::{Inner, lock};
use crate::failure::Refusal;
use crate::laid::{Known, scaled};
use crate::live::{Live, content};
use crate::residual::{Leaving, leavable};
use crate::room::Room;
use crate::views::{CheckView, Loaded, LoadedOf, PlayerView, ResidualState, SideView};

/// The sides, by what they are.
const STEMS: usize = 0;
const MIX: usize = 1;
const LEFT: usize = 2;
/// Frames of the timeline that are summed at once.
const PIECE: usize = 48_000;

/// A check that can be heard.
pub(crate) struct Stage {
    check: i64,
    /// Names all of its sounds: another bounce is another stage.
    sounds: String,
    files: Arc<Files>,
    /// How the rough mix was then: it may be bounced over under its name.
    mix: Option<Stamp>,
    rate: SampleRate,
    /// Frame of the timeline at which the rough mix begins.
    mix_at: i64,
    /// What no stem explains, once somebody wanted to hear it, and the folder that it lies in.
    left: Option<(TempDir, PathBuf)>,
}

impl Desk {
    /// Lets something of a check be heard at once.
    ///
    /// # Errors
    /// When the check or the stem is not known, there is no rough mix, or a file is not there any more.
    pub fn check_hear(&self, hearing: &Hearing) -> Answer<PlayerView> {
        let inner = &self.0;
        let live = inner.live(&hearing.check)?;
        let room = inner.room()?;
        inner.set_stage(&live, &room)?;
        if let Heard::Residual { .. } = hearing.what {
            inner.leave_to_hear(&live, &room)?;
        }
        let (side, over) = self.place(&live, &room, &hearing.what)?;
        let seed = 0; // nothing of it is hidden
        let carry_out = |deed| room.carry_out(deed, seed);
        carry_out(Deed::EndBlind)?;
        carry_out(Deed::Hear { side: side as u32 })?;
        match over {
            Some([from, to]) => {
                carry_out(Deed::Loop { from, to })?;
                carry_out(Deed::Seek { to: from })?;
            }
            None => carry_out(Deed::Unloop)?,
        }
        carry_out(Deed::Play)?;
        Ok(room.view())
    }

    /// The side that is to be heard, and what of it in a loop. Solos are set for it.
    fn place(
        &self,
        live: &Live,
        room: &Room,
        what: &Heard,
    ) -> Answer<(usize, Option<[Frames; 2]>)> {
        let stage = lock(&self.0.stage);
        let stage = stage.as_ref().filter(|stage| stage.check == live.id);
        let stage = stage.ok_or(Refusal::NotMade)?;
        let stems = stage.files.stems.len();
        let solo = |only: Option<usize>| {
            let strips = room.view().now.strips;
            for (tape, strip) in strips.into_iter().enumerate().take(stems) {
                let solo = only == Some(tape);
                let strip = Strip { solo, mute: strip.mute && !solo, ..strip };
                room.carry_out(Deed::Strip { tape: tape as u32, strip }, 0)?;
            }
            Ok::<(), Refusal>(())
        };
        let needs_mix = || stage.files.reference.as_ref().map(drop).ok_or(Refusal::NoRoughMix);
        Ok(match what {
            Heard::Stems => {
                solo(None)?;
                (STEMS, None)
            }
            Heard::Stem { file, over } => {
                let at = stage.files.stems.iter().position(|(name, _)| name == file);
                solo(Some(at.ok_or(Refusal::UnknownStem)?))?;
                let rate = rate_of(&lock(&live.now).view, file).unwrap_or(stage.rate);
                let on_timeline = |frame: Frames| {
                    let frame = i64::try_from(frame.0).unwrap_or(i64::MAX);
                    Frames(scaled(frame, rate, stage.rate).max(0).unsigned_abs())
                };
                (STEMS, over.map(|over| over.map(on_timeline)))
            }
            Heard::Mix => {
                needs_mix()?;
                (MIX, None)
            }
            Heard::Part { over } => {
                needs_mix()?;
                (MIX, Some(*over))
            }
            Heard::Residual { over } => (LEFT, Some(*over)),
        })
    }
}

impl Inner {
    /// Puts the files of a check into the player, unless they are there already.
    fn set_stage(self: &Arc<Self>, live: &Arc<Live>, room: &Arc<Room>) -> Answer<()> {
        let view = lock(&live.now).view.clone();
        let sounds = sounds(&view);
        let of = LoadedOf::Check { check: live.check_id() };
        let mut stage = lock(&self.stage);
        let is_same = |it: &Stage| {
            it.check == live.id && it.sounds == sounds && it.mix == stamp_of_mix(&it.files)
        };
        let known = stage.as_ref().is_some_and(is_same);
        if known && room.loaded().is_some_and(|loaded| loaded.of == of) {
            return Ok(());
        }
        if !known {
            let choice = Choice {
                paths: live.paths.clone(),
                reference: lock(&live.now).reference.clone(),
                ..Choice::default()
            };
            let files = Arc::new(files(&choice, &AtomicBool::new(false))?);
            let rate = view.set.rate.or_else(|| first_rate(&view)).unwrap_or(SampleRate(48_000));
            // What is heard at bar 1 of the stems is that much later in the rough mix.
            let mix_at = view.set.mix.as_ref().map_or(0, |mix| -mix.offset_frames);
            // What is loaded may have the same names, but not the same sound.
            room.carry_out(Deed::Unload, 0)?;
            let mix = stamp_of_mix(&files);
            *stage = Some(Stage { check: live.id, sounds, files, mix, rate, mix_at, left: None });
        }
        if let Some(stage) = &*stage {
            let (reel, loaded) = stage.reel(of, &view);
            room.load(loaded.clone(), reel, STEMS)?;
            self.measure_sum(stage, room, loaded);
        }
        Ok(())
    }

    /// Makes what no stem explains, to be heard: a third side beside stems and rough mix.
    fn leave_to_hear(self: &Arc<Self>, live: &Arc<Live>, room: &Arc<Room>) -> Answer<()> {
        if lock(&self.stage).as_ref().is_some_and(|stage| stage.left.is_some()) {
            return Ok(());
        }
        let choice = Choice { profile: self.profile(), ..leavable(live)? };
        let folder = self.scratch_folder()?;
        let to = folder.path().join("What no stem explains.wav");
        let cancelled = Arc::new(AtomicBool::new(false));
        {
            let mut residuals = lock(&self.residuals);
            if residuals.contains_key(&live.id) {
                return Err(Refusal::Leaving.into());
            }
            residuals.insert(live.id, Arc::clone(&cancelled));
        }
        let write = || residual::write(&choice, &to, &Leaving::new(self, live), &cancelled);
        let written = catch_unwind(AssertUnwindSafe(write));
        lock(&self.residuals).remove(&live.id);
        let state = match written {
            Ok(Ok(())) => ResidualState::Made,
            Ok(Err(_)) if cancelled.load(Ordering::Relaxed) => ResidualState::Cancelled,
            Ok(Err(error)) => ResidualState::Failed { failure: error.into() },
            Err(_) => ResidualState::Failed { failure: Refusal::Broke.into() },
        };
        self.tell_residual(live, state.clone());
        match state {
            ResidualState::Failed { failure } => return Err(failure),
            ResidualState::Made => {}
            _ => return Err(Refusal::NotMade.into()),
        }
        let view = lock(&live.now).view.clone();
        let of = LoadedOf::Check { check: live.check_id() };
        let mut set = lock(&self.stage);
        // Whatever was loaded meanwhile is what somebody wants to hear.
        let is_there = room.loaded().is_some_and(|loaded| loaded.of == of);
        let mine = set.as_mut().filter(|stage| is_there && stage.check == live.id);
        let mine = mine.ok_or(Refusal::NotMade)?;
        mine.left = Some((folder, to));
        let (reel, loaded) = mine.reel(of, &view);
        room.load(loaded, reel, STEMS)?;
        Ok(())
    }

    /// A folder for what is only needed while it is heard.
    fn scratch_folder(&self) -> Answer<TempDir> {
        let made = match self.host.scratch() {
            Some(folder) => std::fs::create_dir_all(&folder).and_then(|()| TempDir::new_in(folder)),
            None => TempDir::new(),
        };
        Ok(made.map_err(Refusal::NoScratch)?)
    }

    /// Measures, in a thread, how loud the stems are together and the rough mix is, so that one can be
    /// heard against the other.
    fn measure_sum(self: &Arc<Self>, stage: &Stage, room: &Arc<Room>, loaded: Loaded) {
        let (files, rate, inner) = (Arc::clone(&stage.files), stage.rate, Arc::clone(self));
        let room = Arc::downgrade(room);
        let measuring = move || {
            let still = || {
                let room = room.upgrade()?;
                room.loaded().is_some_and(|now| now.of == loaded.of).then_some(room)
            };
            if let Some((_, mix)) = &files.reference {
                let never = AtomicBool::new(false);
                let lufs = inner.listened(mix, &never, &|_| {}).ok();
                let lufs = lufs.and_then(|(file, listened)| Known::new(file, &listened).lufs);
                if let Some(room) = still() {
                    room.measured(&loaded, MIX, lufs);
                }
            }
            let paths = files.stems.iter().map(|(_, path)| path.as_path());
            let sum = loudness_of_sum(paths, rate, &|| still().is_some());
            if let (Some(room), Ok(Some(lufs))) = (still(), sum) {
                room.measured(&loaded, STEMS, Some(lufs));
            }
        };
        // Without a thread the two are heard as loud as they are.
        let _unmeasured = std::thread::Builder::new().name("sum".to_owned()).spawn(measuring);
    }
}

impl Stage {
    /// What the player gets, and what the window is told of it.
    fn reel(&self, of: LoadedOf, view: &CheckView) -> (Reel, Loaded) {
        let tape = |(name, path): &(String, PathBuf), starts_at: i64| Tape {
            path: path.clone(),
            starts_at,
            name: name.clone(),
        };
        let stems = self.files.stems.len();
        let mut tapes: Vec<Tape> = self.files.stems.iter().map(|stem| tape(stem, 0)).collect();
        let mut sides = vec![("Stems", (0..stems).collect::<Vec<_>>())];
        if let Some(mix) = &self.files.reference {
            sides.push(("Rough mix", vec![tapes.len()]));
            tapes.push(tape(mix, self.mix_at));
        }
        if let Some((_, left)) = &self.left {
            sides.push(("What no stem explains", vec![tapes.len()]));
            tapes.push(tape(&("What no stem explains".to_owned(), left.clone()), 0));
        }
        let loaded = Loaded {
            of,
            title: view.summary.name.clone(),
            bpm: view.set.tempo.as_ref().filter(|it| it.meter == (4, 4)).map(|it| it.bpm.into()),
            rate: self.rate,
            sides: sides
                .iter()
                .map(|(name, tapes)| SideView {
                    name: (*name).to_owned(),
                    version: None,
                    tapes: tapes.iter().map(|tape| *tape as u32).collect(),
                    lufs: None,
                })
                .collect(),
            tapes: tapes.iter().map(|tape| tape.name.clone()).collect(),
        };
        let sides = sides.into_iter().map(|(_, tapes)| Side { tapes, loudness: None }).collect();
        (Reel { rate: self.rate, tapes, sides }, loaded)
    }
}

/// Integrated loudness of files that play together from their first frames on, in LUFS. Those of other
/// rates are read at the nearest frame, which changes their loudness by far less than 0.1 LU.
fn loudness_of_sum<'a>(
    paths: impl Iterator<Item = &'a Path>,
    rate: SampleRate,
    wanted: &dyn Fn() -> bool,
) -> Result<Option<f64>, ReadError> {
    let mut sounds = paths.map(Excerpts::open).collect::<Result<Vec<_>, _>>()?;
    let step = |sound: &Excerpts| f64::from(sound.format().rate.0) / f64::from(rate.0.max(1));
    let frames = |sound: &Excerpts| (sound.format().frames.0 as f64 / step(sound)) as usize;
    let longest = sounds.iter().map(frames).max().unwrap_or(0);
    let mut meter = Meter::new(rate.0, 2);
    for start in (0..longest).step_by(PIECE) {
        if !wanted() {
            return Ok(None);
        }
        let now = PIECE.min(longest - start);
        let mut sum = [vec![0.0_f32; now], vec![0.0_f32; now]];
        for sound in &mut sounds {
            let step = step(sound);
            let from = (start as f64 * step) as i64;
            let count = (now as f64 * step).ceil() as usize + 1;
            let mut channels = vec![vec![0.0; count]; usize::from(sound.format().channels).max(1)];
            sound.read(from, &mut channels)?;
            for (side, sum) in sum.iter_mut().enumerate() {
                let channel = &channels[side.min(channels.len() - 1)];
                for (at, sum) in sum.iter_mut().enumerate() {
                    let sample = channel[((at as f64 * step) as usize).min(count - 1)];
                    *sum += if sample.is_finite() { sample } else { 0.0 };
                }
            }
        }
        meter.push(&sum, now);
    }
    Ok(meter.finish().integrated())
}

/// Names all sounds of a check.
fn sounds(view: &CheckView) -> String {
    let stems =
        view.stems.iter().map(|row| format!("{} {}\n", row.report.file, content(&row.report)));
    let mix = view.reference.as_deref().unwrap_or_default();
    let at = view.set.mix.as_ref().map_or(0, |mix| mix.offset_frames);
    stems.chain([format!("{mix} {at}")]).collect()
}

/// How the rough mix is now.
fn stamp_of_mix(files: &Files) -> Option<Stamp> {
    let (_, path) = files.reference.as_ref()?;
    std::fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
}

fn first_rate(view: &CheckView) -> Option<SampleRate> {
    view.stems.iter().find_map(|row| row.report.format.map(|format| format.rate))
}

fn rate_of(view: &CheckView, file: &str) -> Option<SampleRate> {
    let row = view.stems.iter().find(|row| row.report.file == file)?;
    row.report.format.map(|format| format.rate)
}
