//! What a comparison means.

use std::collections::BTreeSet;
use std::ops::Range;

use bar_audio::measure::traits::{BANDS, EDGES};

use super::cells::{WIDE, mean};
use super::compare::{Comparison, Heard};
use super::grid::GRID;

/// Something in the rough mix that no stem explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexplained {
    /// The stem that it goes with, where it is that stem changed rather than another part.
    pub of: Option<usize>,
    /// When, from and to, in seconds from bar 1 of the stems.
    pub at: Vec<(f64, f64)>,
    /// Where in the spectrum, from and to, in hertz.
    pub band_hz: [f64; 2],
}

/// From this share of a patch on, something is there that the stems do not explain; the second number
/// is multiplied by what this rough mix never explains, and added.
const LIMIT: (f32, f32) = (0.025, 1.0);
/// Envelopes that go together like this may be of one performance.
const ALIKE: f32 = 0.6;
/// What is left of a changed stem is not much more than what the stem itself explains there…
const WITHIN: f32 = 1.2;
/// …unless hardly anything of it is explained any more, in its own energy over what is left, since it
/// was tuned.
const LOST: f32 = 0.27;
/// Less evidence than this is chance.
pub(super) const UNHEARD: f32 = 3.0;

fn limit(of: &Comparison) -> f32 {
    LIMIT.0 + LIMIT.1 * of.floor
}

/// What is left where; `None` where the stems explain the rough mix.
pub(super) fn unexplained(of: &Comparison) -> Option<Unexplained> {
    if of.peak.mean < limit(of) {
        return None;
    }
    let patches = Patches::of(of)?;
    Some(Unexplained {
        of: patches.likeness(of).filter(Likeness::is_the_same).map(|it| it.stem),
        at: patches.moments(of),
        band_hz: [f64::from(EDGES[patches.bands.start]), f64::from(EDGES[patches.bands.end])],
    })
}

/// The stem that goes best with what is left.
pub(super) fn likeness(of: &Comparison) -> Option<Likeness> {
    Patches::of(of)?.likeness(of)
}

/// How a stem goes with what is left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// Its place in the order given.
    pub stem: usize,
    /// How well the envelopes go together, −1 to 1.
    pub alike: f32,
    /// Energy that is left over what the stem explains at the same places.
    pub beside: f32,
    /// How far the stem stands out of what is left anywhere, as a ratio of energies.
    pub clear: f32,
}

impl Likeness {
    /// Whether what is left is that stem, changed. Parts that play together are alike too, but each is
    /// explained well, and one may be far louder than the other.
    fn is_the_same(&self) -> bool {
        self.alike >= ALIKE && (self.beside < WITHIN || self.clear < LOST)
    }
}

/// The cells where something is left.
struct Patches {
    threshold: f32,
    marked: Vec<bool>,
    bands: Range<usize>,
}

impl Patches {
    fn of(of: &Comparison) -> Option<Self> {
        let threshold = limit(of).min(of.peak.mean).max(of.peak.mean / 4.0);
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

    /// When something is left in these bands: moments of which much is left, or all of the cells where
    /// no single moment stands out.
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
        if stretches.is_empty() {
            let blocks: BTreeSet<usize> = self.cells(of).map(|(block, _)| block).collect();
            let time = |window: usize| window as f64 * of.raster.hop;
            let spans = blocks.into_iter().map(|block| of.cells.span(block));
            stretches.extend(spans.map(|span| (time(span.start), time(span.end))));
        }
        stretches
    }

    /// The stem whose envelope goes best with what is left.
    fn likeness(&self, of: &Comparison) -> Option<Likeness> {
        let like = |heard: &Heard| alike(of, heard, self.bands.clone());
        let all = of.stems.iter().enumerate();
        let all = all.filter_map(|(at, heard)| Some((at, heard.as_ref()?)));
        let all = all.map(|(at, heard)| (at, heard, like(heard)));
        let (stem, heard, alike) = all.max_by(|a, b| a.2.total_cmp(&b.2))?;
        let (mut left, mut own) = (0.0, 0.0);
        for (block, band) in self.cells(of) {
            let span = of.cells.span(block);
            left += of.left.band(band)[span.clone()].iter().sum::<f32>();
            own += heard.levels.band(band)[span].iter().sum::<f32>();
        }
        let clear = heard.evidence / of.raster.windows as f32;
        Some(Likeness { stem, alike, beside: left / own.max(1e-30), clear })
    }

    /// Block and band of every cell that is marked.
    fn cells(&self, of: &Comparison) -> impl Iterator<Item = (usize, usize)> {
        let all = (0..of.cells.blocks)
            .flat_map(|block| self.bands.clone().map(move |band| (block, band)));
        all.filter(|(block, band)| self.marked[block * BANDS + band])
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
        let windows = self.mix.windows;
        // Windows need not fit into cells: each is in the one that it begins in, and a cell without
        // any has the one before it.
        let first = |cell: usize| (cell as f64 * seconds / self.raster.hop).ceil() as usize;
        let span = |cell: usize| {
            let (from, to) = (first(cell).min(windows), first(cell + 1).min(windows));
            if from < to { from..to } else { from.saturating_sub(1)..from }
        };
        let sum = |cell: usize, of: &dyn Fn(usize, usize) -> f32| -> f64 {
            (0..BANDS)
                .flat_map(|band| span(cell).map(move |window| (band, window)))
                .map(|(band, window)| f64::from(of(band, window)))
                .sum()
        };
        let usual = self.mix.total() / windows.max(1) as f64;
        let cell = |cell: usize| {
            let all = sum(cell, &|band, window| self.mix.band(band)[window]);
            let clear = sum(cell, &|band, window| self.clear(band, window));
            (all > usual * span(cell).len() as f64 * 1e-6).then(|| (clear / all) as f32)
        };
        let cells = (windows as f64 * self.raster.hop / seconds).ceil() as usize;
        (0..cells).map(cell).collect()
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
