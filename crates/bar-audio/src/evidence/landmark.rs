//! The loudest local peaks, by which two files are known to hold the same sound.

use std::cmp::Reverse;
use std::collections::VecDeque;

use bar_domain::{Frames, SampleRate};
use serde::{Deserialize, Serialize};

use super::grain;
use super::levels::decibels;
use super::tape::Tape;

/// A local peak of left + right, with what it looks like independent of its level and polarity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Landmark {
    /// Where.
    pub at: Frames,
    /// Magnitude, in dB.
    pub level_db: f32,
    /// Energy of the 10 ms on both sides over the peak's, in dB.
    pub body_db: f32,
    /// The same of the steps from sample to sample.
    pub steps_db: f32,
}

/// A landmark is the highest within this on both sides.
const REACH_SECONDS: f64 = 0.05;
/// Its body is what sounds within this on both sides.
const BODY_SECONDS: f64 = 0.01;
/// Landmarks kept: the highest.
const KEPT: usize = 200;
/// Candidates gathered before all but the highest are dropped.
const GATHERED: usize = 2 * KEPT;
/// Peaks below this share of the highest one are too near to noise.
const LOWEST: f32 = 0.05;
/// Twice the smallest step of 16 bits: quieter peaks have no shape.
const SILENCE: f32 = 6e-5;

pub struct Gather {
    reach: u64,
    body: i64,
    /// Peaks that nothing higher followed yet, ever lower, oldest first: the first is the highest
    /// within reach of the present.
    falling: VecDeque<Peak>,
    found: Vec<Landmark>,
    threshold: f32,
    highest: f32,
}

#[derive(Clone, Copy)]
struct Peak {
    at: u64,
    height: f32,
    /// Nothing higher came within reach before it.
    leads: bool,
}

impl Gather {
    pub fn new(rate: SampleRate) -> Self {
        Self {
            reach: (REACH_SECONDS * f64::from(rate.0)) as u64,
            body: (BODY_SECONDS * f64::from(rate.0)) as i64,
            falling: VecDeque::new(),
            found: Vec::new(),
            threshold: 0.0,
            highest: 0.0,
        }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        for index in 0..tape.frames().div_ceil(grain::FRAMES) {
            let end = tape.start() + ((index + 1) * grain::FRAMES) as u64;
            let height = match tape.stereo() {
                Some((_, _, pairs)) => pairs[index].mid_peak,
                None => tape.channels().next().map_or(0.0, |channel| channel.grains[index].peak()),
            };
            if height > SILENCE && height > self.threshold && height > LOWEST * self.highest {
                self.peak(tape, index, height);
            }
            self.emit(tape, end.saturating_sub(self.reach + 2 * self.body as u64));
        }
    }

    /// Takes the peak of a grain; what is lower within reach before it is none any more.
    fn peak(&mut self, tape: &Tape, index: usize, height: f32) {
        let start = tape.start() + (index * grain::FRAMES) as u64;
        self.highest = self.highest.max(height);
        while let Some(lower) = self.falling.pop_back_if(|peak| peak.height < height) {
            if lower.at + self.reach < start {
                self.found(tape, lower);
            }
        }
        let leads = self.falling.back().is_none_or(|higher| higher.at + self.reach < start);
        // Which sample it is matters only to a landmark.
        let offset = if leads { place(tape, index, height) } else { Some(0) };
        self.falling.extend(offset.map(|offset| Peak { at: start + offset, height, leads }));
    }

    /// Makes landmarks of the peaks before frame `until`, which nothing higher followed within reach.
    fn emit(&mut self, tape: &Tape, until: u64) {
        while let Some(&peak) = self.falling.front() {
            if peak.at >= until {
                return;
            }
            self.falling.pop_front();
            self.found(tape, peak);
        }
    }

    fn found(&mut self, tape: &Tape, peak: Peak) {
        if peak.leads
            && let Some(landmark) = self.describe(tape, peak)
        {
            self.found.push(landmark);
            if self.found.len() == GATHERED {
                self.thin_out();
            }
        }
    }

    fn describe(&self, tape: &Tape, peak: Peak) -> Option<Landmark> {
        let at = peak.at as i64;
        let (from, to) = (at - self.body, at + self.body);
        let mut slices = tape.channels().map(|channel| tape.slice(channel, from, to));
        let first = slices.next()??;
        let second = if tape.stereo().is_some() { Some(slices.next()??) } else { None };
        let sample =
            |index: usize| f64::from(first[index]) + second.map_or(0.0, |s| f64::from(s[index]));
        let (mut body, mut steps, mut last) = (0.0, 0.0, sample(0));
        for index in 0..first.len() {
            let present = sample(index);
            body += present * present;
            steps += (present - last).powi(2);
            last = present;
        }
        let level_db = decibels(f64::from(peak.height).powi(2));
        let over_peak = |energy: f64| decibels(energy) - level_db;
        Some(Landmark {
            at: Frames(peak.at),
            level_db,
            body_db: over_peak(body),
            steps_db: over_peak(steps),
        })
    }

    fn thin_out(&mut self) {
        self.found.sort_by(|a, b| b.level_db.total_cmp(&a.level_db).then(a.at.cmp(&b.at)));
        self.found.truncate(KEPT);
        let lowest = self.found.last().map_or(0.0, |landmark| landmark.level_db);
        self.threshold = 10.0_f32.powf(lowest / 20.0) * 0.999;
    }

    pub fn finish(mut self, tape: &Tape) -> Vec<Landmark> {
        self.emit(tape, u64::MAX);
        self.thin_out();
        let lowest = decibels(f64::from(LOWEST * self.highest).powi(2));
        self.found.retain(|landmark| landmark.level_db > lowest);
        self.found.sort_by_key(|landmark| (landmark.at, Reverse(landmark.level_db.to_bits())));
        self.found
    }
}

/// Which sample of a grain has this height.
fn place(tape: &Tape, index: usize, height: f32) -> Option<u64> {
    let first = index * grain::FRAMES;
    let range = first..tape.frames().min(first + grain::FRAMES);
    let position = if let Some((left, right, _)) = tape.stereo() {
        let sides = tape.present(left)[range.clone()].iter().zip(&tape.present(right)[range]);
        sides.map(|(left, right)| (left + right).abs()).position(|sample| sample >= height)
    } else {
        let channel = tape.channels().next()?;
        tape.present(channel)[range].iter().position(|sample| sample.abs() >= height)
    };
    position.map(|position| position as u64)
}
