//! What makes a stem recognisable among others: its envelope and its bands over time.

use bar_domain::Frames;
use serde::{Deserialize, Serialize};

/// Bands of [`Traits::bands`].
pub const BANDS: usize = 20;

/// Edges of the bands, in hertz.
pub const EDGES: [u16; BANDS + 1] = [
    60, 120, 180, 250, 330, 430, 540, 670, 830, 1020, 1250, 1520, 1850, 2250, 2750, 3350, 4100,
    5000, 6200, 7800, 10500,
];

/// Levels over time, one byte each: see [`decibels`]. Ten minutes take 130 KB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traits {
    /// Frames from one level of `envelope` to the next (10 ms).
    pub envelope_hop: Frames,
    /// K-weighted level of every 10 ms.
    #[serde(with = "serde_bytes")]
    pub envelope: Vec<u8>,
    /// Frames from one row of `bands` to the next.
    pub bands_hop: Frames,
    /// Rows of [`BANDS`] levels, each of a Hann window of a quarter of the hop.
    #[serde(with = "serde_bytes")]
    pub bands: Vec<u8>,
}

impl Traits {
    /// How much the level rises into every 10 ms, in decibels: high where a note starts.
    pub fn onsets(&self) -> impl Iterator<Item = f32> {
        let rises = self.envelope.windows(2).map(|pair| f32::from(pair[1].saturating_sub(pair[0])));
        std::iter::once(0.0).chain(rises.map(|rise| rise * STEP)).take(self.envelope.len())
    }
}

/// Decibels of one step.
const STEP: f32 = 0.5;
/// The lowest level.
const FLOOR: f32 = -120.0;

/// A mean square as a byte: 0 is −120 dB or less, a step half a decibel, 255 is +7.5 dB or more.
#[must_use]
pub(super) fn level(mean_square: f32) -> u8 {
    ((10.0 * mean_square.log10() - FLOOR) / STEP).round() as u8
}

/// The level that a byte of [`Traits`] stands for, in decibels.
#[must_use]
pub fn decibels(level: u8) -> f32 {
    f32::from(level) * STEP + FLOOR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_survives_its_byte_within_a_quarter_decibel() {
        for tenths in -1200..75 {
            let exact = tenths as f32 / 10.0;
            let got = decibels(level(10_f32.powf(exact / 10.0)));
            assert!((got - exact).abs() <= 0.2501, "{exact} became {got}");
        }
        assert_eq!([0.0, 1e-30, 1e9, f32::INFINITY].map(level), [0, 0, 255, 255]);
    }
}
