//! What a comparison means.

use std::ops::Range;

use bar_audio::measure::traits::{BANDS, EDGES};

use super::cells::{WIDE, mean};
use super::compare::{Comparison, Heard};
use super::grid::GRID;

/// Something in the rough mix that no stem explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexplained {
    /// Whether it is loud and clear enough to be sure.
    pub sure: bool,
    /// The stem that it goes with, where it is that stem changed rather than another part.
    pub of: Option<usize>,
    /// When, from and to, in seconds from bar 1 of the stems.
    pub at: Vec<(f64, f64)>,
    /// Where in the spectrum, from and to, in hertz.
    pub band_hz: [f64; 2],
}

/// From this share of a patch on, something is there that the stems do not explain; the second number
/// is added for what this rough mix never explains.
const HINT: (f32, f32) = (0.022, 0.5);
/// From this share on that is sure.
const SURE: (f32, f32) = (0.03, 0.7);
/// Envelopes that go together like this are of one performance…
const ALIKE: f32 = 0.6;
/// …and like this where little is left: the harmonics that a saturated part got are told like that.
const ALIKE_FAINT: f32 = 0.5;
/// Less than this is little.
const FAINT: f32 = 0.12;
/// Less evidence than this is chance.
pub(super) const UNHEARD: f32 = 3.0;

/// What is left where; `None` where the stems explain the rough mix.
pub(super) fn unexplained(of: &Comparison) -> Option<Unexplained> {
    let limit = |(least, more): (f32, f32)| least + more * of.floor;
    if of.peak.mean < limit(HINT) {
        return None;
    }
    let patches = Patches::of(of, limit(HINT).max(of.peak.mean / 4.0))?;
    let enough = if of.peak.mean < FAINT { ALIKE_FAINT } else { ALIKE };
    let alike = patches.most_alike(of).filter(|(_, like)| *like >= enough);
    Some(Unexplained {
        sure: of.peak.mean >= limit(SURE),
        of: alike.map(|(stem, _)| stem),
        at: patches.moments(of),
        band_hz: [f64::from(EDGES[patches.bands.start]), f64::from(EDGES[patches.bands.end])],
    })
}

/// The stem that goes best with what is left, and how well.
pub(super) fn like(of: &Comparison) -> Option<(usize, f32)> {
    Patches::of(of, of.peak.mean / 4.0)?.most_alike(of)
}

/// The cells where something is left.
struct Patches {
    threshold: f32,
    marked: Vec<bool>,
    bands: Range<usize>,
}

impl Patches {
    fn of(of: &Comparison, threshold: f32) -> Option<Self> {
        let mut marked = vec![false; of.cells.blocks * BANDS];
        for block in 0..of.cells.blocks {
            for band in 0..=BANDS - WIDE {
                if mean(&of.cells.unexplained, block, band).is_some_and(|mean| mean >= threshold) {
                    marked[block * BANDS + band..][..WIDE].fill(true);
                }
            }
        }
        let mut weights = [0.0_f32; BANDS];
        for (at, _) in marked.iter().enumerate().filter(|(_, marked)| **marked) {
            weights[at % BANDS] += of.cells.unexplained[at].unwrap_or(0.0);
        }
        let most = weights.iter().copied().fold(0.0, f32::max);
        let low = weights.iter().position(|weight| *weight > most / 4.0)?;
        let high = weights.iter().rposition(|weight| *weight > most / 4.0)?;
        Some(Self { threshold, marked, bands: low..high + 1 })
    }

    /// When something is left in these bands.
    fn moments(&self, of: &Comparison) -> Vec<(f64, f64)> {
        let per = ((MOMENT / of.raster.hop).round() as usize).max(1);
        let mut stretches: Vec<(f64, f64)> = Vec::new();
        for block in 0..of.cells.blocks {
            if !self.bands.clone().any(|band| self.marked[block * BANDS + band]) {
                continue;
            }
            let span = of.cells.span(block);
            for start in span.clone().step_by(per) {
                let windows = start..(start + per).min(span.end);
                let (mut all, mut clear) = (0.0, 0.0);
                for band in self.bands.clone() {
                    all += of.mix.band(band)[windows.clone()].iter().sum::<f32>();
                    clear += windows.clone().map(|at| of.clear(band, at)).sum::<f32>();
                }
                if all > 0.0 && clear >= self.threshold * all {
                    let from = windows.start as f64 * of.raster.hop;
                    let to = windows.end as f64 * of.raster.hop;
                    match stretches.last_mut() {
                        Some(last) if from - last.1 <= GAP => last.1 = to,
                        _ => stretches.push((from, to)),
                    }
                }
            }
        }
        stretches
    }

    /// The stem whose envelope goes best with what is left, −1 to 1.
    fn most_alike(&self, of: &Comparison) -> Option<(usize, f32)> {
        let like = |heard: &Heard| alike(of, heard, self.bands.clone());
        let all = of.stems.iter().enumerate();
        let all = all.filter_map(|(at, heard)| Some((at, like(heard.as_ref()?))));
        all.max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Seconds of a moment.
const MOMENT: f64 = 1.0;
/// Moments this far apart are told as one stretch, in seconds.
const GAP: f64 = 4.0;

impl Comparison {
    /// What is left of a window that is not explained at all; else nothing.
    pub(super) fn clear(&self, band: usize, window: usize) -> f32 {
        let (all, left) = (self.mix.band(band)[window], self.left.band(band)[window]);
        if left > super::cells::NOT_AT_ALL * all { left } else { 0.0 }
    }

    /// Shares that are not explained, of so many seconds each; `None` where the rough mix is silent.
    pub(super) fn strip(&self, seconds: f64) -> Vec<Option<f32>> {
        let per = ((seconds / self.raster.hop).round() as usize).max(1);
        let windows = self.mix.windows;
        let sum = |start: usize, of: &dyn Fn(usize, usize) -> f32| -> f64 {
            let span = start..(start + per).min(windows);
            (0..BANDS)
                .flat_map(|band| span.clone().map(move |window| (band, window)))
                .map(|(band, window)| f64::from(of(band, window)))
                .sum()
        };
        let loudest = self.mix.total() / windows.max(1) as f64 * per as f64;
        let cell = |start: usize| {
            let all = sum(start, &|band, window| self.mix.band(band)[window]);
            let clear = sum(start, &|band, window| self.clear(band, window));
            (all > loudest * 1e-6).then(|| (clear / all) as f32)
        };
        (0..windows).step_by(per).map(cell).collect()
    }

    /// Share of the rough mix that is explained.
    pub(super) fn explained(&self) -> f64 {
        let windows = 0..self.mix.windows;
        let clear: f64 = (0..BANDS)
            .flat_map(|band| windows.clone().map(move |window| (band, window)))
            .map(|(band, window)| f64::from(self.clear(band, window)))
            .sum();
        1.0 - clear / self.mix.total().max(1e-30)
    }
}

/// How well the envelope of a stem goes with what is left, −1 to 1.
fn alike(of: &Comparison, heard: &Heard, bands: Range<usize>) -> f32 {
    const SUM: usize = 4;
    let (mut like, mut weight) = (0.0, 0.0);
    for band in bands {
        let root = |all: &[f32]| -> Vec<f32> {
            all.chunks(SUM).map(|some| some.iter().sum::<f32>().sqrt()).collect()
        };
        let left = of.left.band(band);
        let own = correlation(&root(heard.levels.band(band)), &root(left));
        let loud = left.iter().sum::<f32>() * GRID.hertz(GRID.bands[band].start).sqrt() as f32;
        like += own * loud;
        weight += loud;
    }
    like / weight.max(1e-30)
}

fn correlation(a: &[f32], b: &[f32]) -> f32 {
    let mean = |all: &[f32]| all.iter().sum::<f32>() / all.len().max(1) as f32;
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut both, mut own_a, mut own_b) = (0.0, 0.0, 0.0);
    for (a, b) in a.iter().zip(b) {
        let (a, b) = (a - mean_a, b - mean_b);
        both += a * b;
        own_a += a * a;
        own_b += b * b;
    }
    if own_a * own_b > 0.0 { both / (own_a * own_b).sqrt() } else { 0.0 }
}
