//! What the threads of a player share. The audio thread touches [`Heard`] alone, and no lock.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bar_domain::{Frames, SampleRate, Span};
use rtrb::Producer;

use super::line::{Change, OutputLine};
use super::map::{Map, convert};
use super::meters::Meters;
use super::now::{Now, TapeTrouble, Trouble};
use super::output::{Device, OutputError};
use super::reel::Reel;
use super::strip::{self, Strip, level_match};
use super::voice::{Gains, Heard, Order, Take};

/// Takes that may still be heard.
const TAKES: usize = 64;

/// What the threads of a player share.
#[derive(Default)]
pub(super) struct Shared {
    /// What the audio thread tells.
    pub(super) heard: Arc<Heard>,
    state: Mutex<State>,
    meters: Mutex<Meters>,
}

/// What was asked for, and what came of it.
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub(super) struct State {
    pub(super) reel: Reel,
    pub(super) side: usize,
    pub(super) match_levels: bool,
    pub(super) strips: Vec<Strip>,
    pub(super) volume_db: f64,
    number: u64,
    running: bool,
    ended: bool,
    looped: Option<Range<u64>>,
    /// Counts what changes the place; the deck says which of them it has done.
    asked: u64,
    done: u64,
    /// What is heard is of no use before this is done: another reel, another device.
    loading: u64,
    /// What brought the reel.
    pub(super) loaded: u64,
    /// Where it stands, in frames of the reel, until the audio thread knows better.
    parked: Option<u64>,
    takes: VecDeque<Map>,
    /// By tape, what the deck found out.
    pub(super) found: Vec<Found>,
    /// Frames of the reel, once all tapes have told theirs.
    pub(super) length: Option<u64>,
    line: Option<Line>,
    trouble: Option<OutputError>,
    eject_due: bool,
    gains_due: bool,
    run_due: bool,
}

/// What was found out of a tape.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) rate: Option<SampleRate>,
    pub(super) channels: u16,
    pub(super) not_finite: u64,
    pub(super) missing: u64,
    pub(super) unreadable: Option<String>,
}

/// A stream that runs.
pub(super) struct Line {
    pub(super) orders: Producer<Order>,
    pub(super) device: Device,
    pub(super) rate: SampleRate,
    pub(super) buffer: u32,
    pub(super) changes: Vec<Change>,
}

impl Line {
    /// Frames that were rendered but not heard yet.
    fn behind(&self, heard: &Heard) -> u64 {
        let (lead, since) = heard.lead();
        let behind = lead.saturating_sub(since).as_secs_f64();
        (behind * f64::from(self.rate.0)).round() as u64
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            reel: Reel::empty(),
            side: 0,
            match_levels: true,
            strips: Vec::new(),
            volume_db: 0.0,
            number: 0,
            running: false,
            ended: false,
            looped: None,
            asked: 0,
            done: 0,
            loading: 0,
            loaded: 0,
            parked: Some(0),
            takes: VecDeque::new(),
            found: Vec::new(),
            length: None,
            line: None,
            trouble: None,
            eject_due: false,
            gains_due: false,
            run_due: false,
        }
    }
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn meters(&self) -> MutexGuard<'_, Meters> {
        self.meters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> Now {
        let meters = self.meters().clone();
        self.lock().now(&self.heard, meters)
    }
}

impl State {
    /// Puts another reel in place.
    pub(super) fn load(&mut self, reel: Reel) -> u64 {
        self.number += 1;
        self.side = 0;
        self.strips = vec![Strip::default(); reel.tapes.len()];
        self.found = vec![Found::default(); reel.tapes.len()];
        self.length = None;
        self.looped = None;
        self.reel = reel;
        self.eject_due = true;
        self.run(false);
        self.gains_due = true;
        self.loading = self.seek(0);
        self.loaded = self.loading;
        self.loaded
    }

    /// Goes to a frame of the reel.
    pub(super) fn seek(&mut self, to: u64) -> u64 {
        let to = self.length.map_or(to, |length| to.min(length));
        self.ended = false;
        self.parked = Some(to);
        self.asked += 1;
        self.asked
    }

    pub(super) fn loop_over(&mut self, range: Option<Range<u64>>) -> u64 {
        self.looped = range;
        self.asked += 1;
        self.asked
    }

    pub(super) fn run(&mut self, running: bool) {
        // With nowhere to go it stays; while a device is being opened nobody knows yet.
        self.running = running && self.trouble.is_none();
        self.run_due = true;
        self.flush();
    }

    /// Changes what is heard how loud.
    pub(super) fn mix(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        self.gains_due = true;
        self.flush();
    }

    /// Whether the end was reached, and nothing asked for since.
    pub(super) fn is_over(&self, heard: &Heard) -> bool {
        let (id, played) = heard.place();
        self.ended || self.is_done(heard) && self.map(id).is_some_and(|map| map.is_over(played))
    }

    /// Notices that the end was reached.
    pub(super) fn watch(&mut self, heard: &Heard) {
        self.unpark(heard);
        if self.running && self.is_over(heard) {
            self.ended = true;
            self.run(false);
        }
        self.flush();
    }

    /// Frames of the timeline that play next, and of the take that they belong to.
    pub(super) fn place(&self, heard: &Heard) -> (u64, Option<(u16, u64)>) {
        let rate = self.line.as_ref().map_or(self.reel.rate, |line| line.rate);
        let (id, played) = heard.place();
        match (self.parked, self.map(id)) {
            (None, Some(map)) => (map.at(played), Some((id, played))),
            (parked, _) => (convert(parked.unwrap_or(0), self.reel.rate, rate), None),
        }
    }

    /// Sends a take to the audio thread; it comes back where there is none, or it is too busy.
    pub(super) fn send(&mut self, mut take: Box<Take>, map: Map, asked: u64) -> Option<Box<Take>> {
        let gains = take.follows.is_none().then(|| self.gains());
        let due = self.eject_due;
        let fits = |line: &&mut Line| !due && asked >= self.loading && line.orders.slots() > 0;
        let Some(line) = self.line.as_mut().filter(fits) else { return Some(take) };
        // What was due before is in the take's own gains.
        if gains.is_some() && self.gains_due {
            self.gains_due = false;
            take.gains = gains;
        }
        let _ = line.orders.push(Order::Take(take)); // has a slot: checked above
        self.takes.push_back(map);
        if self.takes.len() > TAKES {
            self.takes.pop_front();
        }
        self.done = asked;
        self.flush();
        None
    }

    /// A stream runs, or runs no more; the place is kept.
    pub(super) fn connect(
        &mut self,
        heard: &Heard,
        line: Result<Line, Option<OutputError>>,
    ) -> u64 {
        let (place, _) = self.place(heard);
        let rate = self.line.as_ref().map_or(self.reel.rate, |line| line.rate);
        self.parked = Some(convert(place, rate, self.reel.rate));
        self.takes.clear();
        match line {
            Ok(line) => {
                (self.line, self.trouble) = (Some(line), None);
                (self.eject_due, self.gains_due, self.run_due) = (false, true, true);
            }
            Err(trouble) => {
                self.line = None;
                self.running &= trouble.is_none();
                self.trouble = trouble;
            }
        }
        self.asked += 1;
        self.loading = self.asked;
        self.flush();
        self.asked
    }

    /// Sends what is due, as far as the audio thread takes it.
    fn flush(&mut self) {
        let gains = self.gains();
        let running = self.running;
        let Some(line) = &mut self.line else { return };
        // Whatever is asked for next, nothing of another reel is heard.
        if self.eject_due {
            self.eject_due = line.orders.push(Order::Eject).is_err();
        }
        // A new reel's gains come with its take, and not before.
        if self.gains_due && self.loading <= self.done {
            self.gains_due = line.orders.push(Order::Gains(gains)).is_err();
        }
        if self.run_due {
            self.run_due = line.orders.push(Order::Run(running)).is_err();
        }
    }

    fn gains(&self) -> Gains {
        let match_db = self.match_db().get(self.side).copied().unwrap_or(0.0);
        strip::gains(&self.reel, self.side, &self.strips, match_db, self.volume_db)
    }

    /// What level match takes away, by side.
    fn match_db(&self) -> Vec<f64> {
        if !self.match_levels {
            return vec![0.0; self.reel.sides.len()];
        }
        level_match(&self.reel.sides.iter().map(|side| side.loudness).collect::<Vec<_>>())
    }

    fn map(&self, id: u16) -> Option<&Map> {
        self.takes.iter().rev().find(|map| map.id == id)
    }

    /// From when the audio thread plays what was asked for last, it knows the place best.
    fn unpark(&mut self, heard: &Heard) {
        if self.is_done(heard) {
            self.parked = None;
        }
    }

    /// Whether the audio thread plays what was asked for last.
    fn is_done(&self, heard: &Heard) -> bool {
        let (id, _) = heard.place();
        self.asked == self.done && self.takes.back().is_some_and(|map| map.id == id)
    }

    fn now(&mut self, heard: &Heard, meters: Meters) -> Now {
        self.watch(heard);
        Now {
            reel: self.number,
            position: Frames(self.position(heard)),
            length: self.length.map(Frames),
            running: self.running,
            ended: self.ended,
            ready: self.is_done(heard),
            side: self.side,
            match_levels: self.match_levels,
            match_db: self.match_db(),
            strips: self.strips.clone(),
            volume_db: self.volume_db,
            looped: self.looped.clone().map(|range| Span(Frames(range.start), Frames(range.end))),
            output: self.output(heard),
            device_trouble: self.trouble.as_ref().map(ToString::to_string),
            troubles: self.troubles(),
            underruns: heard.underruns.load(std::sync::atomic::Ordering::Relaxed),
            meters,
        }
    }

    /// The frame of the reel that leaves the loudspeaker.
    fn position(&self, heard: &Heard) -> u64 {
        if let Some(parked) = self.parked {
            return parked;
        }
        let (id, played) = heard.place();
        let (Some(map), Some(line)) = (self.map(id), &self.line) else { return 0 };
        let behind = if self.running { line.behind(heard) } else { 0 };
        convert(map.at(played.saturating_sub(behind)), line.rate, self.reel.rate)
    }

    fn output(&self, heard: &Heard) -> OutputLine {
        let Some(line) = &self.line else { return OutputLine::none() };
        let (lead, _) = heard.lead();
        let buffer =
            Duration::from_secs_f64(f64::from(line.buffer) / f64::from(line.rate.0.max(1)));
        OutputLine {
            device: line.device.name.clone(),
            rate: line.rate,
            buffer: line.buffer,
            lead_ms: lead.max(buffer).as_secs_f64() * 1e3,
            changes: self.changes(heard, line),
        }
    }

    fn changes(&self, heard: &Heard, line: &Line) -> Vec<Change> {
        let mut changes = Vec::new();
        let Some(side) = self.reel.sides.get(self.side) else { return changes };
        let mut audible = side.tapes.clone();
        audible.retain(|tape| strip::is_heard(&self.strips, &side.tapes, *tape));
        let match_db = self.match_db().get(self.side).copied().unwrap_or(0.0);
        if match_db < 0.0 {
            changes.push(Change::LevelMatch { db: match_db });
        }
        if self.volume_db < 0.0 {
            changes.push(Change::Volume { db: self.volume_db });
        }
        if audible.len() > 1 {
            changes.push(Change::Sum { tapes: audible.len() });
        }
        for tape in audible {
            let gain = self.strips.get(tape).map_or(0.0, |strip| strip.gain_db);
            if gain < 0.0 {
                changes.push(Change::Gain { db: gain });
            }
            let Some(found) = self.found.get(tape) else { continue };
            if found.unreadable.is_some() {
                changes.push(Change::Unreadable);
            } else if found.rate.is_none() {
                changes.push(Change::Opening);
            }
            if let Some(from) = found.rate.filter(|rate| *rate != line.rate) {
                changes.push(Change::Resampled { from, to: line.rate });
            }
            if found.channels > 2 {
                changes.push(Change::DownMix { channels: found.channels });
            }
            if found.not_finite > 0 {
                changes.push(Change::Mended);
            }
        }
        if heard.fading.load(std::sync::atomic::Ordering::Relaxed) {
            changes.push(Change::Fade);
        }
        changes.extend(line.changes.iter().cloned());
        // Twelve stems at one rate are resampled once, for whoever reads it.
        let mut told: Vec<Change> = Vec::new();
        changes.retain(|change| {
            let new = !told.contains(change);
            if new {
                told.push(change.clone());
            }
            new
        });
        changes
    }

    fn troubles(&self) -> Vec<TapeTrouble> {
        let mut troubles = Vec::new();
        for (tape, found) in self.found.iter().enumerate() {
            let mut tell = |trouble| troubles.push(TapeTrouble { tape, trouble });
            if let Some(why) = &found.unreadable {
                tell(Trouble::Unreadable { why: why.clone() });
            }
            if found.missing > 0 {
                tell(Trouble::Short { missing: Frames(found.missing) });
            }
            if found.not_finite > 0 {
                tell(Trouble::NotFinite { samples: found.not_finite });
            }
        }
        troubles
    }
}
