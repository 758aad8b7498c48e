//! How loud the sound is where it sounds, and how quiet it ever gets.

use serde::{Deserialize, Serialize};

use super::tape::Tape;

/// How far under the loudest chunk (85 ms) sound still counts as sounding, in dB.
const ACTIVE_RANGE_DB: f32 = 40.0;
/// Share of the cells (10 ms) that lie under the floor.
const FLOOR_QUANTILE: f64 = 0.02;

/// How loud the sound is where it sounds; `None` for silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// RMS of the chunks within 40 dB of the loudest, in dBFS.
    pub active_dbfs: Option<f32>,
    /// The peak that 98 % of all 10 ms exceed, in dBFS.
    pub floor_dbfs: Option<f32>,
    /// Seconds of sound within 40 dB of the loudest.
    pub active_seconds: f32,
}

/// `10·lg` of a power.
pub fn decibels(power: f64) -> f32 {
    (10.0 * power.max(1e-30).log10()) as f32
}

/// Sums of something by level.
#[derive(Clone)]
pub struct ByLevel<T> {
    bins: Vec<T>,
    per_decibel: f32,
}

/// Levels that are told apart, in dB; below and above lie the first and the last bin.
const LOWEST_DB: f32 = -160.0;
const HIGHEST_DB: f32 = 40.0;

impl<T: Default + Clone> ByLevel<T> {
    pub fn new(per_decibel: f32) -> Self {
        let bins = ((HIGHEST_DB - LOWEST_DB) * per_decibel) as usize + 1;
        Self { bins: vec![T::default(); bins], per_decibel }
    }

    fn index(&self, level: f32) -> usize {
        (((level - LOWEST_DB) * self.per_decibel).max(0.0) as usize).min(self.bins.len() - 1)
    }

    pub fn at(&mut self, level: f32) -> &mut T {
        let index = self.index(level);
        &mut self.bins[index]
    }

    /// Every bin from the one of `level` up.
    pub fn from(&self, level: f32) -> &[T] {
        &self.bins[self.index(level)..]
    }

    /// Every bin below the one of `to`, from the one of `from` up.
    pub fn between(&self, from: f32, to: f32) -> &[T] {
        let to = self.index(to);
        &self.bins[self.index(from).min(to)..to]
    }
}

impl ByLevel<u32> {
    pub fn count(&mut self, level: f32) {
        *self.at(level) += 1;
    }

    /// The level under which a share of what was counted lies.
    pub fn quantile(&self, share: f64) -> Option<f32> {
        let total: u64 = self.bins.iter().map(|&count| u64::from(count)).sum();
        let wanted = (total as f64 * share) as u64;
        let mut below = 0;
        let index = self.bins.iter().position(|&count| {
            below += u64::from(count);
            below > wanted
        })?;
        Some(LOWEST_DB + index as f32 / self.per_decibel)
    }
}

pub struct Gather {
    /// Energy and samples of chunks.
    chunks: ByLevel<(f64, u64)>,
    loudest: f32,
    cell_peaks: ByLevel<u32>,
    samples_per_second: f64,
}

/// Quieter than one step of 24 bits: silence.
const SILENCE_DBFS: f32 = -144.0;

impl Gather {
    pub fn new() -> Self {
        Self {
            chunks: ByLevel::new(2.0),
            loudest: SILENCE_DBFS,
            cell_peaks: ByLevel::new(2.0),
            samples_per_second: 1.0,
        }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        let samples = (tape.frames() * tape.channels().len()) as u64;
        let energy: f64 = tape
            .channels()
            .flat_map(|channel| &channel.grains)
            .map(|grain| f64::from(grain.square))
            .sum();
        let level = decibels(energy / samples.max(1) as f64);
        self.loudest = self.loudest.max(level);
        let bin = self.chunks.at(level);
        bin.0 += energy;
        bin.1 += samples;
        self.samples_per_second = tape.frames_per_second() * tape.channels().len() as f64;

        let grains = tape.grains_per_cell();
        for cell in 0..tape.frames() / tape.cell() {
            let range = cell * grains..(cell + 1) * grains;
            let peak = tape
                .channels()
                .flat_map(|channel| &channel.grains[range.clone()])
                .fold(0.0, |peak: f32, grain| peak.max(grain.peak()));
            self.cell_peaks.count(decibels(f64::from(peak * peak)));
        }
    }

    pub fn finish(self) -> Levels {
        if self.loudest <= SILENCE_DBFS {
            return Levels::default();
        }
        let active = self.chunks.from(self.loudest - ACTIVE_RANGE_DB);
        let (energy, samples) =
            active.iter().fold((0.0, 0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1));
        Levels {
            active_dbfs: Some(decibels(energy / samples.max(1) as f64)),
            floor_dbfs: self.cell_peaks.quantile(FLOOR_QUANTILE),
            active_seconds: (samples as f64 / self.samples_per_second) as f32,
        }
    }
}
