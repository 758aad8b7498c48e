//! Loudness as EBU R 128 wants it: ITU-R BS.1770-5 annex 1, EBU Tech 3341 and 3342.
//!
//! The sound is K-weighted and reduced to its energy per 10 ms; everything else follows from those
//! energies. 10 ms because the highest momentary loudness of a short sound is missed by up to 1 LU
//! when it is looked for every 100 ms only (Tech 3341, cases 13 and 14).

use super::k_weighting::KWeighting;
use super::lanes::{LANES, Memory, squares};

/// Energies in 100 ms, 400 ms (momentary) and 3 s (short-term).
pub(super) const STEP: usize = 10;
pub(super) const MOMENTARY: usize = 40;
pub(super) const SHORT_TERM: usize = 300;

const ABSOLUTE_GATE: f64 = -70.0;
pub(super) const RELATIVE_GATE: f64 = -10.0;
pub(super) const RANGE_GATE: f64 = -20.0;

/// 10 ms pieces that the filter hears before a lane counts: by then what it did not hear is 100 dB down.
const SETTLING: usize = 6;
/// Most 10 ms pieces in one lane, and the samples that all lanes of all channels may hold for it.
const LONGEST_LANE: usize = 50;
const HELD_SAMPLES: usize = 1 << 19;
/// Rates for which loudness means something, in hertz.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=1_000_000;

/// Hears the sound and keeps its energies.
///
/// A recursive filter waits for its own last sample, so the tape of a channel is cut into
/// [`LANES`] stretches that are filtered side by side, each after a short run-up.
pub struct Meter {
    filter: KWeighting,
    /// Frames in 10 ms, rounded.
    piece: usize,
    /// Pieces in a lane.
    lane: usize,
    weights: Vec<f32>,
    /// Per channel: the run-up, then [`LANES`] lanes. Empty for a channel that does not count.
    tapes: Vec<Vec<f32>>,
    /// Frames in `tapes`, the run-up included.
    filled: usize,
    frames: u64,
    energies: Vec<f32>,
}

/// The K-weighted energy of every complete 10 ms, channels weighted and added.
#[derive(Debug, Clone, Default)]
pub struct Loudness {
    energies: Vec<f32>,
    /// `sums[i]` adds up the energies before `i`.
    sums: Vec<f64>,
}

impl Meter {
    /// A meter for this many channels, in the order of a WAVE file.
    #[must_use]
    pub fn new(rate: u32, channels: usize) -> Self {
        let weights = if RATES.contains(&rate) { weights(channels) } else { Vec::new() };
        let piece = Self::piece(rate);
        let lane = (HELD_SAMPLES / (LANES * piece * channels.max(1))).clamp(1, LONGEST_LANE);
        let length = (SETTLING + LANES * lane) * piece;
        let tape = |weight: &f32| if *weight > 0.0 { vec![0.0; length] } else { Vec::new() };
        Self {
            filter: KWeighting::new(f64::from(rate)),
            piece,
            lane,
            tapes: weights.iter().map(tape).collect(),
            weights,
            filled: SETTLING * piece,
            frames: 0,
            energies: Vec::new(),
        }
    }

    /// Frames in 10 ms at this rate, rounded.
    #[must_use]
    pub fn piece(rate: u32) -> usize {
        ((rate as usize + 50) / 100).max(1)
    }

    /// Hears the next `frames` frames of every channel.
    pub fn push(&mut self, channels: &[Vec<f32>], frames: usize) {
        if self.weights.is_empty() {
            return;
        }
        self.frames += frames as u64;
        let mut done = 0;
        while done < frames {
            let now = (frames - done).min(self.length() - self.filled);
            for (tape, channel) in self.tapes.iter_mut().zip(channels) {
                if !tape.is_empty() {
                    tape[self.filled..self.filled + now]
                        .copy_from_slice(&channel[done..done + now]);
                }
            }
            self.filled += now;
            done += now;
            if self.filled == self.length() {
                self.weigh();
            }
        }
    }

    /// The energies of what was heard; what does not fill 10 ms at the end is dropped.
    #[must_use]
    pub fn finish(mut self) -> Loudness {
        let filled = self.filled;
        for tape in self.tapes.iter_mut().filter(|tape| !tape.is_empty()) {
            tape[filled..].fill(0.0);
        }
        if filled > SETTLING * self.piece {
            self.weigh();
        }
        self.energies.truncate((self.frames / self.piece as u64) as usize);
        Loudness::new(self.energies)
    }

    fn length(&self) -> usize {
        (SETTLING + LANES * self.lane) * self.piece
    }

    /// Turns full tapes into energies and keeps their end as the next run-up.
    fn weigh(&mut self) {
        let start = self.energies.len();
        self.energies.resize(start + LANES * self.lane, 0.0);
        let energies = &mut self.energies[start..];
        for (tape, weight) in self.tapes.iter_mut().zip(&self.weights) {
            if tape.is_empty() {
                continue;
            }
            // Most stems rest now and then. A whole tape without a sound has no energy.
            if tape.iter().all(|sample| sample.abs() <= 0.0) {
                continue;
            }
            let scale = weight * self.filter.gain.powi(2) / self.piece as f32;
            weigh(tape, self.filter, self.piece, self.lane, |place, energy| {
                energies[place] += energy * scale;
            });
            tape.copy_within(LANES * self.lane * self.piece.., 0);
        }
        self.filled = SETTLING * self.piece;
    }
}

/// Filters the lanes of `tape` side by side and tells the sum of squares of each piece.
fn weigh(
    tape: &[f32],
    filter: KWeighting,
    piece: usize,
    lane: usize,
    mut tell: impl FnMut(usize, f32),
) {
    let start = |index: usize| index * lane * piece;
    let mut memory = Memory::settled(std::array::from_fn(|index| tape[start(index)]));
    for number in 0..SETTLING + lane {
        let pieces: [&[f32]; LANES] = std::array::from_fn(|index| {
            &tape[start(index) + number * piece..start(index) + (number + 1) * piece]
        });
        let sums = squares(pieces, &filter, &mut memory);
        if let Some(number) = number.checked_sub(SETTLING) {
            for (index, sum) in sums.into_iter().enumerate() {
                tell(index * lane + number, sum);
            }
        }
    }
}

/// Weights of BS.1770-5 table 3 and 4 by the usual order of channels in a WAVE file; 0 for LFE.
fn weights(channels: usize) -> Vec<f32> {
    const SIDE: f32 = 1.41;
    match channels {
        4 => vec![1.0, 1.0, SIDE, SIDE],
        5 => vec![1.0, 1.0, 1.0, SIDE, SIDE],
        6 => vec![1.0, 1.0, 1.0, 0.0, SIDE, SIDE],
        // Back channels lie beyond 120 degrees and count once.
        8 => vec![1.0, 1.0, 1.0, 0.0, 1.0, 1.0, SIDE, SIDE],
        _ => vec![1.0; channels],
    }
}

impl Loudness {
    fn new(energies: Vec<f32>) -> Self {
        let mut sum = 0.0;
        let sums = std::iter::once(0.0)
            .chain(energies.iter().map(|energy| {
                sum += f64::from(*energy);
                sum
            }))
            .collect();
        Self { energies, sums }
    }

    /// The energy of every 10 ms; 1.0 is that of a full-scale square wave at 1 kHz or so.
    #[must_use]
    pub fn energies(&self) -> &[f32] {
        &self.energies
    }

    /// Momentary loudness (the last 400 ms) at every 10 ms, in LUFS.
    pub fn momentary(&self) -> impl Iterator<Item = f64> {
        self.windows(MOMENTARY, 1).map(lufs)
    }

    /// Short-term loudness (the last 3 s) at every 10 ms, in LUFS.
    pub fn short_term(&self) -> impl Iterator<Item = f64> {
        self.windows(SHORT_TERM, 1).map(lufs)
    }

    /// Highest momentary loudness, in LUFS.
    #[must_use]
    pub fn max_momentary(&self) -> Option<f64> {
        loudest(self.windows(MOMENTARY, 1))
    }

    /// Highest short-term loudness, in LUFS.
    #[must_use]
    pub fn max_short_term(&self) -> Option<f64> {
        loudest(self.windows(SHORT_TERM, 1))
    }

    /// Integrated loudness, in LUFS: blocks of 400 ms every 100 ms, gated at −70 LUFS and then at
    /// 10 LU below the mean of what is left. `None` where nothing passes the gates.
    #[must_use]
    pub fn integrated(&self) -> Option<f64> {
        let blocks = gated(self.windows(MOMENTARY, STEP), RELATIVE_GATE);
        mean(&blocks).map(lufs)
    }

    /// Loudness range, in LU: from the 10th to the 95th percentile of the short-term loudness every
    /// 100 ms, gated at −70 LUFS and then at 20 LU below the mean of what is left.
    #[must_use]
    pub fn range(&self) -> Option<f64> {
        spread(gated(self.windows(SHORT_TERM, STEP), RANGE_GATE))
    }

    /// Mean energy of each complete window of `length` energies, every `step` energies.
    fn windows(&self, length: usize, step: usize) -> impl Iterator<Item = f64> {
        let ends = self.sums.get(length..).unwrap_or_default();
        let pairs = ends.iter().zip(&self.sums).step_by(step);
        pairs.map(move |(end, start)| (end - start).max(0.0) / length as f64)
    }
}

pub(super) fn gated(blocks: impl Iterator<Item = f64>, relative: f64) -> Vec<f64> {
    let mut blocks: Vec<_> = blocks.filter(|block| lufs(*block) >= ABSOLUTE_GATE).collect();
    if let Some(mean) = mean(&blocks) {
        let gate = lufs(mean) + relative;
        blocks.retain(|block| lufs(*block) >= gate);
    }
    blocks
}

/// From the 10th to the 95th percentile, in LU.
pub(super) fn spread(mut blocks: Vec<f64>) -> Option<f64> {
    blocks.sort_unstable_by(f64::total_cmp);
    let last = blocks.len().checked_sub(1)? as f64;
    let percentile = |share: f64| lufs(blocks[(last * share).round() as usize]);
    Some(percentile(0.95) - percentile(0.10))
}

pub(super) fn mean(blocks: &[f64]) -> Option<f64> {
    (!blocks.is_empty()).then(|| blocks.iter().sum::<f64>() / blocks.len() as f64)
}

fn loudest(energies: impl Iterator<Item = f64>) -> Option<f64> {
    energies.reduce(f64::max).filter(|energy| *energy > 0.0).map(lufs)
}

/// Loudness of a mean square (BS.1770-5, equation 2).
pub(super) fn lufs(energy: f64) -> f64 {
    -0.691 + 10.0 * energy.log10()
}
