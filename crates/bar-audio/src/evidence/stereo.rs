//! How left and right relate.

use serde::{Deserialize, Serialize};

use super::flow::Relation;
use super::levels::{ByLevel, decibels};
use super::tape::Tape;

/// How left and right relate over the whole sound. Energies are sums of squares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Stereo {
    /// Energy of the left channel.
    pub left: f64,
    /// Energy of the right channel.
    pub right: f64,
    /// Energy of left − right; exactly 0 when they are identical.
    pub side: f64,
    /// Energy of left + right.
    pub mid: f64,
    /// Correlation of the lows (under about 660 Hz) while they sound; 0 where there are none.
    pub low_correlation: f32,
    /// Energy of left − right over left + right, of the lows while they sound, in dB.
    pub low_side_over_mid_db: f32,
}

/// Lows sound where a chunk's lie within this of the loudest, in dB.
const SOUNDING_DB: f32 = 30.0;
/// Lows under this are rumble and rounding, in dBFS.
const LOWEST_DBFS: f32 = -90.0;

pub struct Gather {
    all: Relation,
    lows: ByLevel<Relation>,
    loudest: f32,
}

impl Gather {
    pub fn new() -> Self {
        Self { all: Relation::default(), lows: ByLevel::new(1.0), loudest: LOWEST_DBFS }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        let Some((left, right, pairs)) = tape.stereo() else { return };
        for ((left, right), pair) in left.grains.iter().zip(&right.grains).zip(pairs) {
            self.all.add(&Relation::from([left.square, right.square, pair.side]));
        }
        let [left, right] = tape.thin();
        let lows = Relation::of_lows(left, right);
        // Each low sample is a sum of as many as one holds; the level is that of their mean.
        let samples = left.len().max(1) as f64 * (tape.thinning() as f64).powi(2) * 8.0;
        let level = decibels(lows.energy() / samples);
        self.loudest = self.loudest.max(level);
        self.lows.at(level).add(&lows);
    }

    pub fn finish(self) -> Stereo {
        let mut lows = Relation::default();
        for bin in self.lows.from((self.loudest - SOUNDING_DB).max(LOWEST_DBFS)) {
            lows.add(bin);
        }
        let ratio = if lows.energy() > 0.0 {
            decibels(lows.side / lows.mid().max(1e-12 * lows.energy())).clamp(-200.0, 200.0)
        } else {
            0.0
        };
        Stereo {
            left: self.all.left,
            right: self.all.right,
            side: self.all.side,
            mid: self.all.mid(),
            low_correlation: lows.correlation() as f32,
            low_side_over_mid_db: ratio,
        }
    }
}
