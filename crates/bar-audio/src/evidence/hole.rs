//! Stretches of equal samples inside sound: where a recorder or a disk failed to deliver.

use bar_domain::{Frames, Span};
use serde::{Deserialize, Serialize};

use super::PLACES;
use super::levels::decibels;
use super::tape::{Channel, Tape};
use crate::format::Format;

/// Stretches of equal samples that sound breaks off into or out of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Holes {
    /// How many, over all channels.
    pub count: u64,
    /// The first ones.
    pub first: Vec<Hole>,
}

/// A stretch of equal samples between sound.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Hole {
    /// Where.
    pub at: Span,
    /// Which channel.
    pub channel: u16,
    /// RMS of the 5 ms before and of the 5 ms after, in dBFS.
    pub sides_dbfs: [f32; 2],
}

/// Shorter than 0.9 ms, equal samples are part of a wave.
const SHORTEST_SECONDS: f64 = 0.0009;
/// Longer than 100 ms, silence is a rest.
const LONGEST_SECONDS: f64 = 0.1;
/// What is heard before and after.
const SIDE_SECONDS: f64 = 0.005;
/// Sound breaks off where it leaps by more than this share of its RMS.
const LEAP: f32 = 0.1;
/// Sides differ by no more than this, in dB: else it is an end and a beginning.
const SIDES_DB: f32 = 40.0;
/// Samples between probes; a stretch of [`LEAST`] holds one probed piece whole.
const PIECE: usize = 16;
const LEAST: u64 = 2 * PIECE as u64;

pub struct Gather {
    shortest: u64,
    longest: u64,
    side: i64,
    channels: Vec<Watch>,
    holes: Holes,
}

#[derive(Default)]
struct Watch {
    open: Option<Stretch>,
    /// Ended, but what comes after was not heard yet.
    pending: Vec<Stretch>,
}

#[derive(Clone, Copy)]
struct Stretch {
    start: u64,
    end: u64,
    value: f32,
    before: Side,
}

#[derive(Clone, Copy)]
struct Side {
    rms: f32,
    leap: f32,
}

impl Gather {
    pub fn new(format: &Format) -> Self {
        let rate = f64::from(format.rate.0);
        Self {
            shortest: ((SHORTEST_SECONDS * rate) as u64).max(LEAST),
            longest: (LONGEST_SECONDS * rate) as u64,
            side: (SIDE_SECONDS * rate) as i64,
            channels: (0..format.channels).map(|_| Watch::default()).collect(),
            holes: Holes::default(),
        }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        let mut channels = std::mem::take(&mut self.channels);
        for (index, (watch, channel)) in (0..).zip(channels.iter_mut().zip(tape.channels())) {
            let pending = std::mem::take(&mut watch.pending);
            for stretch in pending {
                self.close(watch, stretch, tape, channel, index);
            }
            self.scan(watch, tape, channel, index);
        }
        self.channels = channels;
    }

    fn scan(&mut self, watch: &mut Watch, tape: &Tape, channel: &Channel, index: u16) {
        let samples = tape.with_past(channel, PIECE);
        for at in (PIECE..samples.len()).step_by(PIECE) {
            let piece = &samples[at..samples.len().min(at + PIECE)];
            let start = tape.start() + (at - PIECE) as u64;
            let value = piece[0];
            let flat = same(piece[piece.len() / 2], value)
                && same(piece[piece.len() - 1], value)
                && piece.iter().all(|&sample| same(sample, value));
            if let Some(open) = &mut watch.open {
                let more = piece.iter().take_while(|&&sample| same(sample, open.value)).count();
                open.end += more as u64;
                if more < piece.len() {
                    let ended = *open;
                    watch.open = None;
                    self.close(watch, ended, tape, channel, index);
                } else {
                    continue;
                }
            }
            if flat && piece.len() == PIECE {
                let back = samples[..at].iter().rev().take_while(|&&sample| same(sample, value));
                let start = start.saturating_sub(back.count().min(PIECE) as u64);
                let before = self.before(tape, channel, start, value);
                let end = tape.start() + at as u64;
                watch.open = before.map(|before| Stretch { start, end, value, before });
            }
        }
    }

    /// What sounds before a stretch; `None` where the file begins with it or nothing sounds.
    fn before(&self, tape: &Tape, channel: &Channel, start: u64, value: f32) -> Option<Side> {
        let start = start as i64;
        let samples = tape.slice(channel, start - self.side, start)?;
        Some(Side { rms: rms(samples), leap: (samples.last()? - value).abs() })
    }

    fn close(
        &mut self,
        watch: &mut Watch,
        stretch: Stretch,
        tape: &Tape,
        channel: &Channel,
        index: u16,
    ) {
        let length = stretch.end - stretch.start;
        if !(self.shortest..=self.longest).contains(&length) || stretch.before.rms <= 0.0 {
            return;
        }
        let end = stretch.end as i64;
        let Some(samples) = tape.slice(channel, end, end + self.side) else {
            watch.pending.push(stretch);
            return;
        };
        let Some(first) = samples.first() else { return };
        let after = Side { rms: rms(samples), leap: (first - stretch.value).abs() };
        if let Some(sides_dbfs) = broken(same(stretch.value, 0.0), stretch.before, after) {
            self.holes.count += 1;
            if self.holes.first.len() < PLACES {
                let at = Span(Frames(stretch.start), Frames(stretch.end));
                self.holes.first.push(Hole { at, channel: index, sides_dbfs });
            }
        }
    }

    pub fn finish(mut self) -> Holes {
        self.holes.first.sort_by_key(|hole| hole.at.0);
        self.holes
    }
}

/// The levels of both sides, where sound breaks off between them. A held value was reached without
/// a leap; zeros may be entered or left with one.
fn broken(zeros: bool, before: Side, after: Side) -> Option<[f32; 2]> {
    let sides = [before, after].map(|side| decibels(f64::from(side.rms).powi(2)));
    let leaps = [before, after].map(|side| side.leap > LEAP * side.rms);
    let broken = (zeros && leaps[0]) || leaps[1];
    (after.rms > 0.0 && broken && (sides[0] - sides[1]).abs() < SIDES_DB).then_some(sides)
}

/// Exactly equal: what a device holds or leaves out is not merely near.
fn same(sample: f32, value: f32) -> bool {
    (sample - value).abs() <= 0.0
}

fn rms(samples: &[f32]) -> f32 {
    let square: f32 = samples.iter().map(|sample| sample * sample).sum();
    (square / samples.len().max(1) as f32).sqrt()
}
