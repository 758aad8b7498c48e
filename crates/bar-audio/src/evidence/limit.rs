//! How the peaks crowd under the highest one, as a limiter makes them do.

use serde::{Deserialize, Serialize};

use super::grain::Grain;
use super::levels::{ByLevel, decibels};
use super::tape::Tape;

/// Parts of two cells (about 20 ms) whose peaks are taken, about 5 ms each.
const PARTS: usize = 4;
/// Told apart, per dB: a limiter holds its ceiling to a tenth of a dB.
const PER_DECIBEL: f32 = 50.0;
/// Peaks this close to the highest one lie at the ceiling, in dB.
const AT_CEILING_DB: f32 = 0.1;
/// Peaks this close to the highest one are loud, in dB.
const LOUD_DB: f32 = 1.0;

/// The loudest 5 ms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Crests {
    /// Those within 0.1 dB of the highest peak.
    pub at_ceiling: u32,
    /// Those within 1 dB of it.
    pub loud: u32,
    /// Standard deviation of the RMS around those at the ceiling, in dB: none for a steady tone.
    pub spread_db: f32,
}

pub struct Gather {
    peaks: ByLevel<Crowd>,
    highest: f32,
}

#[derive(Default, Clone)]
struct Crowd {
    count: u32,
    level: f64,
    level_squared: f64,
}

impl Gather {
    pub fn new() -> Self {
        Self { peaks: ByLevel::new(PER_DECIBEL), highest: f32::MIN }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        let grains = 2 * tape.grains_per_cell();
        for pair in 0..tape.frames() / (2 * tape.cell()) {
            let range = pair * grains..(pair + 1) * grains;
            let parts = || tape.channels().map(|channel| &channel.grains[range.clone()]);
            let energy: f64 = parts().flatten().map(|grain| f64::from(grain.square)).sum();
            let level = decibels(energy / (2 * tape.cell() * tape.channels().len()) as f64);
            for part in 0..PARTS {
                let within = part * grains / PARTS..(part + 1) * grains / PARTS;
                let peak = parts()
                    .flat_map(|grains| &grains[within.clone()])
                    .map(Grain::peak)
                    .fold(0.0, f32::max);
                self.take(decibels(f64::from(peak).powi(2)), f64::from(level));
            }
        }
    }

    fn take(&mut self, peak: f32, level: f64) {
        self.highest = self.highest.max(peak);
        let crowd = self.peaks.at(peak);
        crowd.count += 1;
        crowd.level += level;
        crowd.level_squared += level * level;
    }

    pub fn finish(self) -> Crests {
        let crowd = self.peaks.from(self.highest - AT_CEILING_DB).iter().fold(
            Crowd::default(),
            |sum, bin| Crowd {
                count: sum.count + bin.count,
                level: sum.level + bin.level,
                level_squared: sum.level_squared + bin.level_squared,
            },
        );
        let count = f64::from(crowd.count.max(1));
        let mean = crowd.level / count;
        Crests {
            at_ceiling: crowd.count,
            loud: self.peaks.from(self.highest - LOUD_DB).iter().map(|bin| bin.count).sum(),
            spread_db: (crowd.level_squared / count - mean * mean).max(0.0).sqrt() as f32,
        }
    }
}
