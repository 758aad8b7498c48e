//! Bits that are used, and the coarser steps that a gain change leaves between them.

use realfft::RealFftPlanner;
use serde::{Deserialize, Serialize};

use super::grain;
use super::tape::Tape;
use crate::format::{Encoding, Format};

/// Samples whose steps are counted, digital silence left out: enough for every value of quiet
/// 16-bit sound to show up.
const COUNTED: u32 = 1_000_000;
/// Samples after which sound that uses nearly all its steps need not be counted further.
const FIRST_LOOK: u32 = 200_000;
/// Fewer values than this are a rest full of dither: the sound is still to come.
const REST: u32 = 64;
/// Fewer expected values than this tell nothing yet: steps of ten would still look dense.
const TELLING: f32 = 8_000.0;
/// Values told apart: quiet samples of 24 bits, without sign.
const VALUES: usize = 32_768;
/// Values over which sound is about equally dense.
const NEIGHBOURS: usize = 512;
/// Denser than this, no steps are missing and no spectrum is needed.
const DENSE: f32 = 0.5;
/// Widths of a step, in 24-bit values, that are looked for.
const WIDEST: usize = 600;
const NARROWEST: usize = 3;
/// Full scale of 24 bits.
const FULL_SCALE: f32 = 8_388_608.0;

/// Bits that are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Depth {
    /// OR of every sample's magnitude, left-justified in 32 bits; 0 unless the file holds integers.
    pub used_bits: u32,
    /// Which of the quiet values occur; `None` where that says nothing.
    pub steps: Option<Steps>,
}

/// Which of the quiet 24-bit values occur.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Steps {
    /// Values that occur.
    pub used: u32,
    /// Values that would occur if none were left out.
    pub expected: f32,
    /// How regularly they recur: the largest line in the spectrum of used values, over their number.
    pub line: f32,
    /// The distance at which they recur, in values.
    pub period: f32,
}

pub struct Gather {
    used_bits: u32,
    counts: Vec<u32>,
    left: u32,
    looked: bool,
}

impl Gather {
    pub fn new(format: &Format) -> Self {
        let wide = format.encoding != Encoding::Float && format.bits.is_some_and(|bits| bits > 16);
        Self {
            used_bits: 0,
            counts: if wide { vec![0; VALUES] } else { Vec::new() },
            left: if wide { COUNTED } else { 0 },
            looked: false,
        }
    }

    pub fn used(&mut self, bits: u32) {
        self.used_bits |= bits;
    }

    pub fn chunk(&mut self, tape: &Tape) {
        if self.left == 0 {
            return;
        }
        for channel in tape.channels() {
            let samples = tape.present(channel).chunks(grain::FRAMES);
            for (samples, grain) in samples.zip(&channel.grains) {
                if grain.peak() > 0.0 {
                    self.count(samples);
                }
            }
        }
        if self.left == 0 && used(&self.counts) < REST {
            self.left = COUNTED;
        }
        if !self.looked && self.left > 0 && self.left <= COUNTED - FIRST_LOOK {
            self.look();
        }
    }

    fn count(&mut self, samples: &[f32]) {
        let sounding = samples.iter().filter(|sample| **sample != 0.0);
        for sample in sounding.take(self.left as usize) {
            self.left -= 1;
            let value = (sample.abs() * FULL_SCALE) as usize;
            if let Some(count) = self.counts.get_mut(value) {
                *count += 1;
            }
        }
    }

    /// Most sound is of full depth, and shows it soon.
    fn look(&mut self) {
        self.looked = true;
        let (used, expected) = density(&self.counts);
        if expected > TELLING && used as f32 > DENSE * expected {
            self.left = 0;
        }
    }

    pub fn finish(self) -> Depth {
        let steps = (!self.counts.is_empty()).then(|| steps(&self.counts));
        Depth { used_bits: self.used_bits, steps }
    }
}

/// Values that occur.
fn used(counts: &[u32]) -> u32 {
    counts.iter().filter(|&&count| count > 0).count() as u32
}

/// Values that occur, and values that would if none were left out.
fn density(counts: &[u32]) -> (u32, f32) {
    (used(counts), counts.chunks(NEIGHBOURS).map(expected).sum())
}

fn steps(counts: &[u32]) -> Steps {
    let (used, expected) = density(counts);
    let (line, period) = if used > 0 && (used as f32) < DENSE * expected {
        recurrence(counts, used)
    } else {
        (0.0, 0.0)
    };
    Steps { used, expected, line, period }
}

/// Values of a stretch that would occur, if samples fell on all of them alike: Poisson.
fn expected(counts: &[u32]) -> f32 {
    let values = counts.len() as f32;
    let samples = counts.iter().sum::<u32>() as f32;
    values * (1.0 - (-samples / values).exp())
}

/// The largest line in the spectrum of the used values over their number, and its period.
fn recurrence(counts: &[u32], used: u32) -> (f32, f32) {
    let fft = RealFftPlanner::<f32>::new().plan_fft_forward(counts.len());
    let mean = used as f32 / counts.len() as f32;
    let mut comb: Vec<f32> =
        counts.iter().map(|&count| if count > 0 { 1.0 - mean } else { -mean }).collect();
    let mut lines = fft.make_output_vec();
    if fft.process(&mut comb, &mut lines).is_err() {
        return (0.0, 0.0);
    }
    let range = counts.len() / WIDEST..=counts.len() / NARROWEST;
    let largest = range.max_by(|&a, &b| lines[a].norm_sqr().total_cmp(&lines[b].norm_sqr()));
    largest.map_or((0.0, 0.0), |index| {
        (lines[index].norm() / used as f32, counts.len() as f32 / index as f32)
    })
}
