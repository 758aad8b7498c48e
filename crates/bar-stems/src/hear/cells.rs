//! What is left of the rough mix, in cells of some seconds by a band.

use std::ops::Range;

use bar_audio::measure::traits::BANDS;

use super::levels::Levels;

/// Seconds of a cell, about.
const SECONDS: f64 = 8.0;
/// A cell counts within this of a loud moment of its band, in decibels…
const BELOW_LOUD: f32 = 15.0;
/// …where the band itself is within this of the loudest one.
const BELOW_LOUDEST: f32 = 35.0;
/// A moment is not explained at all where more than this share of it is left. What an equaliser, a
/// compressor or a room leaves lies under it nearly always; what a missing part leaves, over it.
pub(crate) const NOT_AT_ALL: f32 = 0.65;

/// Shares of energy in blocks of time by bands: `[block * BANDS + band]`.
#[derive(Debug, Clone)]
pub(crate) struct Cells {
    pub blocks: usize,
    windows: usize,
    /// Share that is left, 0 to 1; `None` where the cell is too quiet to tell.
    pub left: Vec<Option<f32>>,
    /// Share that lies in moments which are not explained at all.
    pub unexplained: Vec<Option<f32>>,
}

/// A patch of cells that stands out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Patch {
    /// Mean over its cells.
    pub mean: f32,
    pub block: usize,
    /// Its lowest band.
    pub band: usize,
}

/// Neighbouring bands of a patch; all but one must be loud enough.
pub(crate) const WIDE: usize = 3;

impl Cells {
    /// Cells of what is `left` of `mix`, whose windows are `hop` seconds apart; `columns` is how many
    /// signals were fitted.
    pub(crate) fn of(mix: &Levels, left: &Levels, columns: usize, hop: f64) -> Self {
        let windows = mix.windows;
        let blocks = ((windows as f64 * hop / SECONDS).round() as usize).max(1);
        // A fit of many columns to few windows explains noise too.
        let freedom = (1.0 - columns as f32 / windows.max(1) as f32 / 0.66).max(0.3);
        let sums = |of: &dyn Fn(usize, usize) -> f32| -> Vec<f32> {
            let cell = |cell: usize| {
                let (block, band) = (cell / BANDS, cell % BANDS);
                span(block, blocks, windows).map(|window| of(band, window)).sum()
            };
            (0..blocks * BANDS).map(cell).collect()
        };
        let energy = sums(&|band, window| mix.band(band)[window]);
        let rest = sums(&|band, window| left.band(band)[window]);
        let clear = sums(&|band, window| {
            let (all, left) = (mix.band(band)[window], left.band(band)[window]);
            if left > NOT_AT_ALL * all { left } else { 0.0 }
        });
        let level = |band: usize| {
            let mut all: Vec<f32> = (0..blocks).map(|block| energy[block * BANDS + band]).collect();
            all.sort_by(f32::total_cmp);
            all[(blocks - 1) * 9 / 10]
        };
        let levels: [f32; BANDS] = std::array::from_fn(level);
        let loudest = levels.iter().copied().fold(0.0, f32::max);
        let below = |decibels: f32| 10_f32.powf(-decibels / 10.0);
        let heard = |cell: usize| {
            let (own, band) = (energy[cell], levels[cell % BANDS]);
            own > 0.0 && own > band * below(BELOW_LOUD) && band > loudest * below(BELOW_LOUDEST)
        };
        let shares = |of: &[f32]| {
            let share =
                |cell: usize| heard(cell).then(|| (of[cell] / freedom / energy[cell]).min(1.0));
            (0..blocks * BANDS).map(share).collect()
        };
        Self { blocks, windows, left: shares(&rest), unexplained: shares(&clear) }
    }

    /// The windows of a block.
    pub(crate) fn span(&self, block: usize) -> Range<usize> {
        span(block, self.blocks, self.windows)
    }
}

/// The share in the quarter of the cells where it is least.
pub(crate) fn floor(cells: &[Option<f32>]) -> f32 {
    let mut all: Vec<f32> = cells.iter().flatten().copied().collect();
    all.sort_by(f32::total_cmp);
    all.get(all.len() / 4).copied().unwrap_or(0.0)
}

/// The mean over [`WIDE`] bands of one block from `band` on; `None` where too little is heard.
pub(crate) fn mean(cells: &[Option<f32>], block: usize, band: usize) -> Option<f32> {
    let cells = &cells[block * BANDS + band..][..WIDE];
    let heard = cells.iter().flatten().count();
    (heard + 1 >= WIDE).then(|| cells.iter().flatten().sum::<f32>() / heard as f32)
}

/// The patch of one block and [`WIDE`] bands with the largest mean.
pub(crate) fn peak(cells: &[Option<f32>]) -> Patch {
    let blocks = cells.len() / BANDS;
    let patches = (0..blocks).flat_map(|block| (0..=BANDS - WIDE).map(move |band| (block, band)));
    patches
        .filter_map(|(block, band)| Some(Patch { mean: mean(cells, block, band)?, block, band }))
        .max_by(|a, b| a.mean.total_cmp(&b.mean))
        .unwrap_or_default()
}

fn span(block: usize, blocks: usize, windows: usize) -> Range<usize> {
    block * windows / blocks..(block + 1) * windows / blocks
}
