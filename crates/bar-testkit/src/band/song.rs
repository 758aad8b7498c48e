//! A composed song, ready to be played.

use rayon::prelude::*;

use super::arrange::{self, Track};
use super::form::{Meter, Plan};
use super::part::Part;
use super::style::Style;
use super::{Error, font, level, perform};
use crate::signal;

/// A song: who plays what, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Song {
    /// What it was composed from.
    pub seed: u64,
    /// How long its parts are.
    pub seconds: f64,
    /// What kind of music it is.
    pub style: Style,
    /// Beats a minute.
    pub bpm: f64,
    /// How its bars are counted.
    pub meter: Meter,
    /// Such as "D minor".
    pub key: String,
    tracks: Vec<Track>,
}

/// The sum of the parts stays under it, in dBFS.
const SUM_PEAK: f64 = -1.0;

impl Song {
    /// The song of this seed. Eleven seeds in a row have eleven styles.
    #[must_use]
    pub fn compose(seed: u64, seconds: f64) -> Self {
        let plan = Plan::new(seed, seconds);
        let tonic =
            ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"][plan.tonic as usize];
        Self {
            seed,
            seconds,
            style: plan.style,
            bpm: plan.bpm,
            meter: plan.meter,
            key: format!("{tonic} {}", plan.mode),
            tracks: arrange::tracks(&plan),
        }
    }

    /// Seconds of so many beats.
    #[must_use]
    pub fn beats(&self, beats: f64) -> f64 {
        beats * 60.0 / self.bpm
    }

    /// Plays every part, in the balance of a bounced session.
    ///
    /// # Errors
    /// When there is no sound font, or the synthesiser does not know the rate.
    pub fn render(&self, rate: u32) -> Result<Vec<Part>, Error> {
        let font = font::font()?;
        let frames = signal::frames(rate, self.seconds);
        let mut parts: Vec<Part> = self
            .tracks
            .par_iter()
            .enumerate()
            .map(|(n, track)| {
                perform::part(&font, track, self.seed ^ (n as u64) << 32, rate, frames)
            })
            .collect::<Result<_, _>>()?;
        let peak = level::sum_peak(&parts);
        let most = signal::gain(SUM_PEAK);
        if peak > most {
            for channel in parts.iter_mut().flat_map(|part| &mut part.samples) {
                signal::amplify(channel, most / peak);
            }
        }
        Ok(parts)
    }
}
