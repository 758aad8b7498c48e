//! Clipping: runs at full scale, and flat tops at whatever the peak of a channel is.

use bar_domain::{Frames, Span};
use serde::{Deserialize, Serialize};

use super::PLACES;
use super::grain;
use super::tape::Tape;
use crate::format::{Encoding, Format};

/// Samples in a row that make a run.
const RUN: u64 = 3;
/// As loud as a sample of 16 bits gets, less two of its steps for converters that stop early.
const FULL_SCALE: f32 = 1.0 - 2.0 / 32768.0;
/// Neighbours in a run differ by no more steps than dither and rounding make.
const FLAT_STEPS: f32 = 2.6;
/// A wave clipped off enters or leaves its run with a step; the round top of a low note, of which
/// rounding makes a run of three, takes less than five steps.
const EDGE_STEPS: f32 = 8.0;
/// A square wave leaps at least this far beyond zero, as a share of its top.
const LEAP: f32 = 0.5;
/// A peak below this is too close to the noise of rounding to judge the shape of its tops.
const LOWEST_TOP: f32 = 0.003;
/// Rounding of 32-bit floats in whoever turned the sound down, relative to the peak.
const FLOAT_ROUNDING: f32 = 1e-6;

/// Runs of at least three samples at full scale, or beyond it in a float file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clips {
    /// How many, over all channels.
    pub runs: u64,
    /// Those of them that begin or end with a leap across zero, as square waves do.
    pub leaps: u64,
    /// Those of them that go beyond full scale.
    pub beyond: u64,
    /// Where the first ones are, in order.
    pub at: Vec<Span>,
}

/// Runs of at least three samples at the peak of one sign of one channel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FlatTops {
    /// The peak's magnitude, full scale 1.0.
    pub peak: f32,
    /// How many runs.
    pub runs: u64,
    /// Those of them that begin or end with a leap across zero, as square waves do.
    pub leaps: u64,
    /// Where the first ones are, in order.
    pub at: Vec<Span>,
}

pub struct Gather {
    /// One step of the file's integers, or of 24 bits.
    step: f32,
    channels: Vec<Watch>,
}

/// What is watched in one channel.
struct Watch {
    full: Run,
    clips: Clips,
    tops: [Top; 2],
    last: f32,
}

/// The flat tops of one sign so far.
struct Top {
    /// The peak that the runs were counted against.
    anchor: f32,
    run: Run,
    found: FlatTops,
}

/// On which side of zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Above,
    Below,
}

/// A run that may be going on.
#[derive(Default)]
struct Run {
    /// The sign of its samples; `None` between runs.
    sign: Option<Sign>,
    start: u64,
    length: u64,
    /// The sample before it.
    before: f32,
    beyond: bool,
}

/// A run that ended, with the samples on both sides of it.
struct Ended {
    span: Span,
    length: u64,
    sides: [f32; 2],
    top: f32,
    beyond: bool,
}

impl Gather {
    pub fn new(format: &Format) -> Self {
        let bits = match format.encoding {
            Encoding::Float => 24,
            _ => format.bits.unwrap_or(24).clamp(8, 24),
        };
        let step = 0.5_f32.powi(i32::from(bits) - 1);
        Self { step, channels: (0..format.channels).map(|_| Watch::new()).collect() }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        for (watch, channel) in self.channels.iter_mut().zip(tape.channels()) {
            let samples = tape.present(channel);
            for (index, grain) in channel.grains.iter().enumerate() {
                let first = index * grain::FRAMES;
                let samples = &samples[first..samples.len().min(first + grain::FRAMES)];
                watch.grain(grain, samples, tape.start() + first as u64, self.step);
            }
        }
    }

    pub fn finish(self, tape: &Tape) -> (Clips, Vec<FlatTops>) {
        let end = tape.start() + tape.frames() as u64;
        let mut clips = Clips::default();
        let mut tops = Vec::new();
        for mut watch in self.channels {
            watch.full_scale(0.0, end, self.step);
            for sign in [0, 1] {
                watch.top(sign, 0.0, end, self.step);
            }
            clips.runs += watch.clips.runs;
            clips.leaps += watch.clips.leaps;
            clips.beyond += watch.clips.beyond;
            clips.at.extend(watch.clips.at);
            tops.extend(watch.tops.into_iter().map(|top| top.found));
        }
        clips.at.sort_by_key(|span| span.0);
        clips.at.truncate(PLACES);
        (clips, tops)
    }
}

impl Watch {
    fn new() -> Self {
        let top = || Top { anchor: 0.0, run: Run::default(), found: FlatTops::default() };
        Self { full: Run::default(), clips: Clips::default(), tops: [top(), top()], last: 0.0 }
    }

    /// Goes through the samples only where the sums say that it is worth it, or a run goes on.
    fn grain(&mut self, sums: &grain::Grain, samples: &[f32], start: u64, step: f32) {
        let Some((&first, &last)) = samples.first().zip(samples.last()) else { return };
        let before = self.last;
        if sums.peak() >= FULL_SCALE {
            for (frame, &sample) in (start..).zip(samples) {
                self.full_scale(sample, frame, step);
            }
        } else if self.full.sign.is_some() {
            self.full_scale(first, start, step);
        }
        self.last = before;
        for (sign, peak) in [(0, sums.max), (1, -sums.min)] {
            let top = &self.tops[sign];
            if peak >= LOWEST_TOP && peak >= top.found.peak - tolerance(top.found.peak, step) {
                for (frame, &sample) in (start..).zip(samples) {
                    self.top(sign, sample, frame, step);
                    self.last = sample;
                }
                self.last = before;
            } else if top.run.sign.is_some() {
                self.top(sign, first, start, step);
            }
        }
        self.last = last;
    }

    fn full_scale(&mut self, sample: f32, frame: u64, step: f32) {
        let sign = (sample.abs() >= FULL_SCALE).then(|| Sign::of(sample));
        let flat = (sample - self.last).abs() <= FLAT_STEPS * step;
        let both_beyond = sample.abs() > 1.0 && self.last.abs() > 1.0;
        let goes_on = sign == self.full.sign && (flat || both_beyond);
        if let Some(ended) = self.full.next(goes_on, sign, sample, self.last, frame)
            && (ended.beyond || ended.is_cut(step))
        {
            self.clips.runs += 1;
            self.clips.leaps += u64::from(ended.leaps());
            self.clips.beyond += u64::from(ended.beyond);
            if self.clips.at.len() < PLACES {
                self.clips.at.push(ended.span);
            }
        }
        self.last = sample;
    }

    fn top(&mut self, sign: usize, sample: f32, frame: u64, step: f32) {
        let Top { anchor, run, found } = &mut self.tops[sign];
        let height = if sign == 0 { sample } else { -sample };
        let within = tolerance(found.peak, step);
        if height > found.peak {
            if height > *anchor + within {
                *anchor = height;
                *found = FlatTops::default();
                *run = Run::default();
            }
            found.peak = height;
        }
        let on_top = height >= found.peak - within && height >= LOWEST_TOP;
        let mark = on_top.then(|| Sign::of(sample));
        let goes_on = on_top && run.sign.is_some();
        if let Some(ended) = run.next(goes_on, mark, sample, self.last, frame)
            && ended.is_cut(step)
        {
            found.runs += 1;
            found.leaps += u64::from(ended.leaps());
            if found.at.len() < PLACES {
                found.at.push(ended.span);
            }
        }
    }
}

impl Sign {
    fn of(sample: f32) -> Self {
        if sample < 0.0 { Self::Below } else { Self::Above }
    }
}

impl Run {
    /// Takes the next sample; `sign` is `None` where it belongs to no run. Returns the run that it ends.
    fn next(
        &mut self,
        goes_on: bool,
        sign: Option<Sign>,
        sample: f32,
        last: f32,
        frame: u64,
    ) -> Option<Ended> {
        if goes_on && sign.is_some() {
            self.length += 1;
            self.beyond |= sample.abs() > 1.0;
            return None;
        }
        let ended = (self.length >= RUN && self.sign.is_some()).then(|| Ended {
            span: Span(Frames(self.start), Frames(self.start + self.length)),
            length: self.length,
            sides: [self.before, sample],
            top: last,
            beyond: self.beyond,
        });
        *self = Self { sign, start: frame, length: 1, before: last, beyond: sample.abs() > 1.0 };
        ended
    }
}

impl Ended {
    /// Whether the wave was cut off, rather than turning round by itself.
    fn is_cut(&self, step: f32) -> bool {
        debug_assert!(self.length >= RUN);
        self.sides.iter().any(|side| (self.top - side).abs() > EDGE_STEPS * step)
    }

    fn leaps(&self) -> bool {
        self.sides.iter().any(|side| side * self.top < -LEAP * self.top * self.top)
    }
}

/// How far under the peak a sample still lies on top.
fn tolerance(peak: f32, step: f32) -> f32 {
    (FLAT_STEPS * step).max(FLOAT_ROUNDING * peak)
}
