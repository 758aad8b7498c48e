//! Energy over time in each band.

use bar_audio::measure::traits::BANDS;

use super::grid::GRID;
use super::spectra::Spectra;

/// `energy[band * windows + window]`, as if every bin of the band had been looked at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Levels {
    pub windows: usize,
    pub energy: Vec<f32>,
}

impl Levels {
    /// No energy anywhere.
    pub(crate) fn new(windows: usize) -> Self {
        Self { windows, energy: vec![0.0; BANDS * windows] }
    }

    /// Of both channels together.
    pub(crate) fn of(pair: &[Spectra; 2]) -> Self {
        let mut levels = Self::new(pair[0].windows);
        for (band, bins) in GRID.bands.iter().enumerate() {
            for bin in bins.clone() {
                for spectra in pair {
                    levels.add(band, spectra.bin(bin));
                }
            }
        }
        levels
    }

    /// Adds one bin of `band`.
    pub(crate) fn add(&mut self, band: usize, (re, im): (&[f32], &[f32])) {
        let width = GRID.width(band);
        let energy = &mut self.energy[band * self.windows..(band + 1) * self.windows];
        for ((energy, re), im) in energy.iter_mut().zip(re).zip(im) {
            *energy += (re * re + im * im) * width;
        }
    }

    /// One band over time.
    pub(crate) fn band(&self, band: usize) -> &[f32] {
        &self.energy[band * self.windows..(band + 1) * self.windows]
    }

    /// All of it.
    pub(crate) fn total(&self) -> f64 {
        self.energy.iter().copied().map(f64::from).sum()
    }
}
