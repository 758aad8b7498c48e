//! What no stem explains, as sound: the rough mix less the fit, in every bin of the spectrum.
//!
//! Two runs over the files: the first gathers the normal equations of every bin, the second takes the
//! fit away window by window. Hann windows that overlap by half add up to one.

use std::sync::Mutex;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::compare::{gains_of, read};
use super::fit::{Gains, solve};
use super::grid::{HOP, Raster, SPACING_HZ};
use super::place::Places;
use super::sound::{Relabelled, Sound};
use super::spectra::{Pair, Windows, turn};
use super::{HearError, Listening, Stop, Wanted, Write, lock};
use crate::pool;

/// Windows that are looked at together.
const BATCH: usize = 32;

/// Hands the residual of both channels, from bar 1 on, to `write` piece by piece.
///
/// # Errors
/// When a file cannot be read any more, somebody asked to stop, or `write` fails.
pub(super) fn residual<E: From<HearError>>(
    listening: Listening<'_>,
    places: &Places,
    progress: &(dyn Fn(f64) + Sync),
    stop: &Stop<'_>,
    write: &mut Write<'_, E>,
) -> Result<(), E> {
    let Listening { mut mix, seconds, stems } = listening;
    let seconds = (seconds - places.offset) / (1.0 + places.drift);
    let stems: Vec<Mutex<Wanted<'_>>> = stems.into_iter().map(Mutex::new).collect();
    let gains = rides(&mut *mix, &stems, places, seconds, stop)?;
    progress(0.3);
    let raster = Raster { windows: (seconds / HOP) as usize + 2, hop: HOP };
    let rate = mix.rate();
    let mut equations: Option<Equations> = None;
    run(&mut *mix, &stems, places, raster, stop, &mut |batch| {
        let all = equations.get_or_insert_with(|| Equations::new(batch.columns(), batch.bins()));
        all.add(batch, &gains);
        progress(0.3 + 0.35 * batch.start as f64 / raster.windows as f64);
        Ok::<(), HearError>(())
    })?;
    let Some(equations) = equations else { return Ok(()) };
    let weights = equations.solve();
    let mut out = Overlap::new(super::grid::window_frames(rate));
    run(&mut *mix, &stems, places, raster, stop, &mut |batch| {
        progress(0.65 + 0.35 * batch.start as f64 / raster.windows as f64);
        batch.less(&weights, &gains).into_iter().try_for_each(|window| write(out.add(window)))
    })
}

/// How the gains of the stems move, on the coarse raster that a comparison uses.
struct Rides {
    gains: Gains,
    raster: Raster,
}

impl Rides {
    fn at(&self, stem: usize, window: usize) -> f32 {
        let at = (window as f64 * HOP / self.raster.hop) as usize;
        self.gains[stem].get(at).or(self.gains[stem].last()).copied().unwrap_or(1.0)
    }
}

fn rides(
    mix: &mut dyn Sound,
    stems: &[Mutex<Wanted<'_>>],
    places: &Places,
    seconds: f64,
    stop: &Stop<'_>,
) -> Result<Rides, HearError> {
    let signals: usize = stems.iter().map(|stem| lock(stem).sound.channels().min(2)).sum();
    let raster = Raster::of(seconds, signals + 5);
    let (mix, columns) = read(mix, stems, places, raster, stop, &|_| {})?;
    Ok(Rides { gains: gains_of(&mix, &columns, stems.len(), stop)?, raster })
}

/// Some windows of everything: `[column][window * bins + bin]`; the last two columns are the rough mix.
struct Batch {
    start: usize,
    windows: usize,
    bins: usize,
    stems: Vec<usize>,
    spectra: Vec<Vec<Complex<f32>>>,
}

/// Reads everything window by window, some at a time.
fn run<E: From<HearError>>(
    mix: &mut dyn Sound,
    stems: &[Mutex<Wanted<'_>>],
    places: &Places,
    raster: Raster,
    stop: &Stop<'_>,
    each: &mut dyn FnMut(&Batch) -> Result<(), E>,
) -> Result<(), E> {
    let bins = super::grid::window_frames(mix.rate()) / 2 + 1;
    let mut held: Vec<_> = stems.iter().map(lock).collect();
    let mut labelled: Vec<Relabelled<'_>> = held
        .iter_mut()
        .enumerate()
        .map(|(at, stem)| {
            let rate = places.spots[at].and_then(|spot| spot.rate).unwrap_or(stem.sound.rate());
            Relabelled { sound: &mut *stem.sound, rate }
        })
        .collect();
    let mut sounds: Vec<(usize, Mutex<Windows<'_>>)> = Vec::new();
    for (at, sound) in labelled.iter_mut().enumerate() {
        let place = places.of_stem(at);
        sounds.push((at, Mutex::new(Windows::new(sound, place, raster.hop, Pair::MidSide))));
    }
    let of_mix = Windows::new(mix, places.of_mix(), raster.hop, Pair::LeftRight);
    sounds.push((usize::MAX, Mutex::new(of_mix)));
    for start in (0..raster.windows).step_by(BATCH) {
        stop.check()?;
        let windows = BATCH.min(raster.windows - start);
        let read = pool::each(&vec![1; sounds.len()], |at| -> Result<_, HearError> {
            let mut sound = lock(&sounds[at].1);
            let mut all = vec![vec![Complex::default(); windows * bins]; sound.spectra.len()];
            for window in 0..windows {
                let between = sound.at(start + window)?;
                for (all, spectrum) in all.iter_mut().zip(&sound.spectra) {
                    let into = &mut all[window * bins..][..bins];
                    for (bin, (into, value)) in into.iter_mut().zip(spectrum).enumerate() {
                        *into = value * turn(bin as f64 * SPACING_HZ, between);
                    }
                }
            }
            Ok(all)
        });
        let (mut of, mut spectra) = (Vec::new(), Vec::new());
        for ((stem, _), all) in sounds.iter().zip(read) {
            let mut all = all?;
            if *stem == usize::MAX && all.len() == 1 {
                all.push(all[0].clone());
            }
            of.extend(std::iter::repeat_n(*stem, all.len()));
            spectra.extend(all);
        }
        each(&Batch { start, windows, bins, stems: of, spectra })?;
    }
    Ok(())
}

impl Batch {
    fn bins(&self) -> usize {
        self.bins
    }

    /// Columns of stems.
    fn columns(&self) -> usize {
        self.spectra.len() - 2
    }

    fn gain(&self, rides: &Rides, column: usize, window: usize) -> f32 {
        rides.at(self.stems[column], self.start + window)
    }

    /// The rough mix less what the weights explain: left and right of every window.
    fn less(
        &self,
        weights: &[[Vec<Complex<f32>>; 2]],
        rides: &Rides,
    ) -> Vec<[Vec<Complex<f32>>; 2]> {
        pool::each(&vec![1; self.windows], |window| {
            let at = window * self.bins..(window + 1) * self.bins;
            let side = |channel: usize| {
                let mut left = self.spectra[self.columns() + channel][at.clone()].to_vec();
                for column in 0..self.columns() {
                    let gain = self.gain(rides, column, window);
                    let own = &self.spectra[column][at.clone()];
                    for ((left, own), weights) in left.iter_mut().zip(own).zip(weights) {
                        *left -= own * weights[channel][column] * gain;
                    }
                }
                left
            };
            [side(0), side(1)]
        })
    }
}

/// The normal equations of every bin.
struct Equations {
    columns: usize,
    bins: usize,
    /// `[row * all + other][bin]`, where the last two of `all` are the rough mix.
    sums: Vec<Vec<Complex<f32>>>,
}

impl Equations {
    fn new(columns: usize, bins: usize) -> Self {
        let all = columns + 2;
        Self { columns, bins, sums: vec![vec![Complex::default(); bins]; columns * all] }
    }

    fn add(&mut self, batch: &Batch, rides: &Rides) {
        let all = self.columns + 2;
        let rows = pool::each(&vec![1; self.columns], |row| {
            let mut sums = vec![vec![Complex::<f32>::default(); self.bins]; all - row];
            for window in 0..batch.windows {
                let at = window * self.bins..(window + 1) * self.bins;
                let gain = batch.gain(rides, row, window);
                let own = &batch.spectra[row][at.clone()];
                for (other, sums) in (row..all).zip(&mut sums) {
                    let moved = other < self.columns;
                    let scale = gain * if moved { batch.gain(rides, other, window) } else { 1.0 };
                    let theirs = &batch.spectra[other][at.clone()];
                    for ((sum, own), theirs) in sums.iter_mut().zip(own).zip(theirs) {
                        *sum += own.conj() * theirs * scale;
                    }
                }
            }
            sums
        });
        for (row, sums) in rows.into_iter().enumerate() {
            for (other, sums) in (row..all).zip(sums) {
                let into = &mut self.sums[row * all + other];
                into.iter_mut().zip(sums).for_each(|(into, sum)| *into += sum);
            }
        }
    }

    /// The weight of each column on each side, bin by bin.
    fn solve(&self) -> Vec<[Vec<Complex<f32>>; 2]> {
        let all = self.columns + 2;
        let wide = |value: Complex<f32>| Complex::new(f64::from(value.re), f64::from(value.im));
        pool::each(&vec![1; self.bins], |bin| {
            let mut gram = vec![Complex::default(); self.columns * self.columns];
            for row in 0..self.columns {
                for other in row..self.columns {
                    let value = wide(self.sums[row * all + other][bin]);
                    gram[row * self.columns + other] = value;
                    gram[other * self.columns + row] = value.conj();
                }
            }
            let side = |channel: usize| -> Vec<Complex<f64>> {
                let at = self.columns + channel;
                (0..self.columns).map(|row| wide(self.sums[row * all + at][bin])).collect()
            };
            let mut towards = [side(0), side(1)];
            solve(&mut gram, &mut towards);
            towards.map(|all| {
                all.into_iter().map(|one| Complex::new(one.re as f32, one.im as f32)).collect()
            })
        })
    }
}

/// Windows added up where they overlap.
struct Overlap {
    inverse: std::sync::Arc<dyn realfft::ComplexToReal<f32>>,
    tails: [Vec<f32>; 2],
    done: [Vec<f32>; 2],
}

impl Overlap {
    fn new(size: usize) -> Self {
        let inverse = RealFftPlanner::new().plan_fft_inverse(size);
        let half = || [vec![0.0; size / 2], vec![0.0; size / 2]];
        Self { inverse, tails: half(), done: half() }
    }

    /// Adds the spectra of one window; what is whole now.
    fn add(&mut self, window: [Vec<Complex<f32>>; 2]) -> [&[f32]; 2] {
        for ((mut spectrum, tail), done) in
            window.into_iter().zip(&mut self.tails).zip(&mut self.done)
        {
            // A real signal has no phase at 0 Hz and at half its rate.
            spectrum[0].im = 0.0;
            if let Some(last) = spectrum.last_mut() {
                last.im = 0.0;
            }
            let mut samples = self.inverse.make_output_vec();
            // Lengths are those of the plan.
            let _ = self.inverse.process(&mut spectrum, &mut samples);
            let half = tail.len();
            for ((done, tail), sample) in done.iter_mut().zip(tail.iter()).zip(&samples) {
                *done = tail + sample;
            }
            tail.copy_from_slice(&samples[half..]);
        }
        [&self.done[0], &self.done[1]]
    }
}
