//! What no stem explains of the rough mix, and how much each stem is heard in it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bar_audio::measure::traits::BANDS;

use super::cells::{Cells, Patch, floor, peak};
use super::fit::{Column, Fit, Gains, contribution, fit, gains};
use super::grid::{GRID, Raster};
use super::inner::inner;
use super::levels::Levels;
use super::place::{Places, Wanted};
use super::sound::Relabelled;
use super::spectra::{LATEST, Pair, Spectra, spectra};
use super::{HearError, Sound, Stop, lock};
use crate::pool;

/// A side this far under the middle adds nothing.
const NO_SIDE: f64 = 1e-4;
/// Above this, what is left might be an echo or a room, so those are fitted too.
const SUSPICIOUS: f32 = 0.015;
/// Windows that each stem may be heard later, as an echo.
const ECHOES: std::ops::RangeInclusive<usize> = 1..=3;
/// Windows that everything may be heard later, as a room.
const ROOM: std::ops::RangeInclusive<usize> = 4..=9;
/// Windows later at which a delay is looked for.
const DELAYS: std::ops::RangeInclusive<usize> = 4..=LATEST;
/// Most delays that are fitted.
const MOST_DELAYS: usize = 12;
/// A delay is one where it goes with what is left so much better than chance.
const DELAYED: f64 = 6.0;

/// What came of comparing.
pub(crate) struct Comparison {
    pub raster: Raster,
    pub cells: Cells,
    /// The worst patch.
    pub peak: Patch,
    /// Share that is left where most is explained.
    pub floor: f32,
    pub mix: Levels,
    pub left: Levels,
    /// Each stem, where it took part.
    pub stems: Vec<Option<Heard>>,
    /// Whether echoes and rooms were fitted too.
    pub twice: bool,
}

/// How a stem is heard in the rough mix.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heard {
    /// What it explains.
    pub levels: Levels,
    /// How far it stands out of what is left; about 1 by chance.
    pub evidence: f32,
}

/// The rough mix, left and right, and what the stems may add to it: one column for a mono sound, a
/// second for its sides. `told` of how many stems are read.
pub(crate) fn read(
    mix: &mut dyn Sound,
    stems: &[Mutex<Wanted<'_>>],
    places: &Places,
    raster: Raster,
    stop: &Stop<'_>,
    told: &(dyn Fn(usize) + Sync),
) -> Result<([Spectra; 2], Vec<Column>), HearError> {
    let done = AtomicUsize::new(0);
    let mix = Mutex::new(mix);
    let all = pool::each(&vec![1; stems.len() + 1], |at| {
        stop.check()?;
        let Some(stem) = stems.get(at) else {
            return spectra(*lock(&mix), places.of_mix(), raster, Pair::LeftRight, stop);
        };
        let sound = &mut *lock(stem).sound;
        let rate = places.spots[at].and_then(|spot| spot.rate).unwrap_or(sound.rate());
        let mut sound = Relabelled { sound, rate };
        let mut own = spectra(&mut sound, places.of_stem(at), raster, Pair::MidSide, stop)?;
        let most = own.iter().map(Spectra::energy).fold(0.0, f64::max);
        own.retain(|one| one.energy() > NO_SIDE * most);
        told(done.fetch_add(1, Ordering::Relaxed) + 1);
        Ok(own.into_iter().map(Spectra::scaled).collect())
    });
    let mut all = all.into_iter().collect::<Result<Vec<Vec<Spectra>>, HearError>>()?;
    let mut sides = all.pop().unwrap_or_default().into_iter();
    let left = sides.next().unwrap_or_default();
    let right = sides.next().unwrap_or_else(|| left.clone());
    let columns = all.into_iter().enumerate().flat_map(|(stem, own)| {
        let column = move |own| Column { stem: Some(stem), spectra: Arc::new(own), late: 0 };
        own.into_iter().map(column)
    });
    Ok(([left, right], columns.collect()))
}

/// How the gains of the stems move in the `mix`.
pub(crate) fn gains_of(
    mix: &[Spectra; 2],
    columns: &[Column],
    stems: usize,
    stop: &Stop<'_>,
) -> Result<Gains, HearError> {
    gains(columns, stems, &fit(columns, None, mix, stop)?, mix, stop)
}

/// Compares the `mix` with the `columns` of so many `stems`.
pub(crate) fn compare(
    mix: &[Spectra; 2],
    columns: &[Column],
    stems: usize,
    raster: Raster,
    stop: &Stop<'_>,
) -> Result<Comparison, HearError> {
    let plain = fit(columns, None, mix, stop)?;
    let ride = gains(columns, stems, &plain, mix, stop)?;
    let first = fit(columns, Some(&ride), mix, stop)?;
    let levels = Levels::of(mix);
    let judged = |fitted: &Fit, columns: usize| {
        let left = Levels::of(&fitted.residual);
        let cells = Cells::of(&levels, &left, columns, raster.hop);
        (peak(&cells.unexplained), cells, left)
    };
    let (mut worst, mut cells, mut left) = judged(&first, columns.len());
    let twice = worst.mean > SUSPICIOUS;
    if twice {
        let more = with_echoes(columns, &plain, mix);
        let second = fit(&more, Some(&ride), mix, stop)?;
        (worst, cells, left) = judged(&second, more.len());
        let delays = delays(columns, &second.residual);
        if worst.mean > SUSPICIOUS && !delays.is_empty() {
            let more: Vec<Column> = more.into_iter().chain(delays).collect();
            let third = fit(&more, Some(&ride), mix, stop)?;
            (worst, cells, left) = judged(&third, more.len());
        }
    }
    let heard = |stem: usize| {
        let own = columns.iter().any(|column| column.stem == Some(stem));
        own.then(|| heard(columns, &first, stem))
    };
    Ok(Comparison {
        raster,
        floor: floor(&cells.left),
        peak: worst,
        cells,
        mix: levels,
        left,
        stems: (0..stems).map(heard).collect(),
        twice,
    })
}

/// Beside the columns themselves: each stem some windows later, and all that is explained much later.
fn with_echoes(columns: &[Column], plain: &Fit, mix: &[Spectra; 2]) -> Vec<Column> {
    let mut all = columns.to_vec();
    let mut last = None;
    for column in columns {
        // The first column of a stem is its middle.
        if column.stem != last {
            last = column.stem;
            all.extend(ECHOES.map(|late| Column { late, ..column.clone() }));
        }
    }
    let whole = Arc::new(explained(mix, &plain.residual).scaled());
    all.extend(ROOM.map(|late| Column { stem: None, spectra: Arc::clone(&whole), late }));
    all
}

/// The stems whose echoes are in what is left, at the windows that they come later.
fn delays(columns: &[Column], left: &[Spectra; 2]) -> Vec<Column> {
    let windows = left[0].windows;
    let bins = GRID.bins.len();
    let firsts: Vec<&Column> = columns
        .iter()
        .enumerate()
        .filter(|(at, it)| *at == 0 || columns[at - 1].stem != it.stem)
        .map(|(_, column)| column)
        .collect();
    let energy = |(re, im): (&[f32], &[f32])| inner((re, im), (re, im)).re;
    let found = pool::each(&vec![1; firsts.len()], |at| {
        let column = firsts[at];
        let goes_with = |late: usize| -> f64 {
            let of_bin = |bin: usize| -> f64 {
                let own = column.spectra.later(bin, late);
                let scale = energy(own);
                let of = |left: &Spectra| {
                    let left = left.bin(bin);
                    inner(own, left).norm_sqr() / (scale * energy(left)).max(1e-30)
                };
                0.5 * left.iter().map(of).sum::<f64>()
            };
            (0..bins).map(of_bin).sum::<f64>() / bins as f64 * windows as f64
        };
        DELAYS.map(|late| (goes_with(late), late)).collect::<Vec<_>>()
    });
    let all = firsts.iter().zip(found);
    let mut all: Vec<(f64, Column)> = all
        .flat_map(|(column, found)| {
            let at = move |(fit, late)| (fit, Column { late, ..(*column).clone() });
            found.into_iter().map(at)
        })
        .filter(|(fit, _)| *fit > DELAYED)
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    all.into_iter().take(MOST_DELAYS).map(|(_, column)| column).collect()
}

/// The middle of what a fit explains.
fn explained(mix: &[Spectra; 2], residual: &[Spectra; 2]) -> Spectra {
    let mut all = Spectra::new(mix[0].windows);
    for at in 0..GRID.bins.len() {
        let (re, im) = all.bin_mut(at);
        for (mix, residual) in mix.iter().zip(residual) {
            let ((mix_re, mix_im), (left_re, left_im)) = (mix.bin(at), residual.bin(at));
            let sum = |out: &mut [f32], mix: &[f32], left: &[f32]| {
                for ((out, mix), left) in out.iter_mut().zip(mix).zip(left) {
                    *out += 0.5 * (mix - left);
                }
            };
            sum(re, mix_re, left_re);
            sum(im, mix_im, left_im);
        }
    }
    all
}

fn heard(columns: &[Column], fitted: &Fit, stem: usize) -> Heard {
    let windows = fitted.residual[0].windows;
    let (mut levels, mut own) = (Levels::new(windows), Levels::new(windows));
    let (mut evidence, mut counted) = (0.0, 0.0_f32);
    let mine = || columns.iter().enumerate().filter(|(_, column)| column.stem == Some(stem));
    for band in 0..BANDS {
        for bin in GRID.bands[band].clone() {
            for channel in 0..2 {
                let (re, im) = contribution(columns, fitted, stem, bin, channel, windows);
                levels.add(band, (&re, &im));
            }
            mine().for_each(|(_, column)| own.add(band, column.bin(bin)));
        }
    }
    for band in 0..BANDS {
        // Where a stem has hardly anything, nothing of it can be heard.
        let share =
            own.band(band).iter().copied().map(f64::from).sum::<f64>() / own.total().max(1e-30);
        if share > 1e-3 {
            for bin in GRID.bands[band].clone() {
                evidence += mine().map(|(at, _)| fitted.heard[bin][at]).fold(0.0, f32::max);
                counted += 1.0;
            }
        }
    }
    Heard { levels, evidence: evidence / counted.max(1.0) }
}
