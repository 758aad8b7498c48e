//! Where in time and in the spectrum sounds are compared, whatever their sample rate.

use std::ops::Range;
use std::sync::LazyLock;

use bar_audio::measure::traits::{BANDS, EDGES};

/// Hertz from one bin to the next. Every usual sample rate is a whole multiple of it, so that spectra
/// of files of different rates have the same bins and nothing needs to be resampled.
pub(crate) const SPACING_HZ: f64 = 12.5;
/// Seconds of a window.
pub(crate) const WINDOW: f64 = 1.0 / SPACING_HZ;
/// Seconds from one window to the next.
pub(crate) const HOP: f64 = WINDOW / 2.0;
/// Bytes that a comparison may keep.
const MEMORY: usize = 400 << 20;
/// Most bins that stand for a band.
const PER_BAND: usize = 10;

/// The bins that are looked at, band by band.
pub(crate) struct Grid {
    /// Numbers of the bins, in multiples of the spacing; ascending.
    pub bins: Vec<usize>,
    /// Which of `bins` stand for each band.
    pub bands: [Range<usize>; BANDS],
}

/// The one grid.
pub(crate) static GRID: LazyLock<Grid> = LazyLock::new(|| {
    let mut bins = Vec::new();
    let bands = std::array::from_fn(|band| {
        let first = (f64::from(EDGES[band]) / SPACING_HZ).ceil() as usize;
        let end = (f64::from(EDGES[band + 1]) / SPACING_HZ).ceil() as usize;
        let start = bins.len();
        let wanted = (end - first).min(PER_BAND);
        bins.extend((0..wanted).map(|n| first + (2 * n + 1) * (end - first) / (2 * wanted)));
        start..bins.len()
    });
    Grid { bins, bands }
});

impl Grid {
    /// Hertz of the bin at this place of `bins`.
    pub(crate) fn hertz(&self, at: usize) -> f64 {
        self.bins[at] as f64 * SPACING_HZ
    }

    /// How much of the spectrum a bin of `band` stands for, in hertz.
    pub(crate) fn width(&self, band: usize) -> f32 {
        f32::from(EDGES[band + 1] - EDGES[band]) / self.bands[band].len() as f32
    }
}

/// Frames of a window at a sample rate; even.
pub(crate) fn window_frames(rate: u32) -> usize {
    2 * (f64::from(rate) * HOP).round() as usize
}

/// When the windows are that a comparison looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Raster {
    /// How many.
    pub windows: usize,
    /// Seconds from one to the next.
    pub hop: f64,
}

impl Raster {
    /// The windows of so many seconds of sound of which `columns` signals are kept: further apart where
    /// they would take too much memory.
    pub(crate) fn of(seconds: f64, columns: usize) -> Self {
        let fit = |hop: f64| (((seconds - WINDOW) / hop).floor() + 1.0).max(0.0) as usize;
        let bytes = |windows: usize| windows * columns * GRID.bins.len() * 2 * size_of::<f32>();
        let hops = (1..).map(|stride| f64::from(stride) * HOP);
        let hop = hops.take(100).find(|hop| bytes(fit(*hop)) <= MEMORY).unwrap_or(100.0 * HOP);
        Self { windows: fit(hop), hop }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_band_has_five_to_ten_bins_within_its_edges() {
        let grid = &*GRID;
        assert!(grid.bins.is_sorted_by(|a, b| a < b));
        for (band, range) in grid.bands.iter().enumerate() {
            assert!((5..=PER_BAND).contains(&range.len()), "band {band} has {}", range.len());
            let within = f64::from(EDGES[band])..f64::from(EDGES[band + 1]);
            assert!(range.clone().all(|at| within.contains(&grid.hertz(at))), "band {band}");
        }
    }

    #[test]
    fn usual_rates_share_the_bins() {
        for rate in [22_050, 32_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000] {
            let spacing = f64::from(rate) / window_frames(rate) as f64;
            assert!((spacing - SPACING_HZ).abs() < 1e-9, "{rate}: {spacing}");
        }
    }
}
