//! Short-time spectra of a sound on the [`GRID`].

use std::f32::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::grid::{GRID, Raster, window_frames};
use super::sound::{Roll, Sound};
use super::{HearError, Stop};

/// One channel over time in every bin of the grid. Before the first window of every bin there is
/// silence, so that the same sound some windows later is only another slice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spectra {
    pub windows: usize,
    re: Vec<f32>,
    im: Vec<f32>,
}

/// Windows of silence before the first one: the latest that a sound can be looked at.
pub(crate) const LATEST: usize = 32;

/// Where a sound lies against the time of the song, which begins at bar 1 of most stems.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    /// Seconds of the song at which the sound's first frame is heard.
    pub start: f64,
    /// Seconds of the sound that go by in a second of the song.
    pub speed: f64,
}

/// Which two signals are made of a stereo sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pair {
    LeftRight,
    MidSide,
}

impl Spectra {
    /// Silence.
    pub(crate) fn new(windows: usize) -> Self {
        let size = GRID.bins.len() * (windows + LATEST);
        Self { windows, re: vec![0.0; size], im: vec![0.0; size] }
    }

    /// Real and imaginary part of one bin over time.
    pub(crate) fn bin(&self, at: usize) -> (&[f32], &[f32]) {
        self.later(at, 0)
    }

    /// The same, `late` windows later.
    pub(crate) fn later(&self, at: usize, late: usize) -> (&[f32], &[f32]) {
        let start = at * (self.windows + LATEST) + LATEST - late.min(LATEST);
        let range = start..start + self.windows;
        (&self.re[range.clone()], &self.im[range])
    }

    /// One bin over time, to be written.
    pub(crate) fn bin_mut(&mut self, at: usize) -> (&mut [f32], &mut [f32]) {
        let start = at * (self.windows + LATEST) + LATEST;
        let range = start..start + self.windows;
        (&mut self.re[range.clone()], &mut self.im[range])
    }

    /// Sum of squares.
    pub(crate) fn energy(&self) -> f64 {
        let sum = |all: &[f32]| all.iter().map(|x| f64::from(x * x)).sum::<f64>();
        sum(&self.re) + sum(&self.im)
    }

    /// The same at a mean square of 1, so that it weighs as much as any other.
    pub(crate) fn scaled(mut self) -> Self {
        let mean = self.energy() / self.re.len().max(1) as f64;
        if mean > 0.0 {
            let scale = (1.0 / mean.sqrt()) as f32;
            self.re.iter_mut().chain(&mut self.im).for_each(|part| *part *= scale);
        }
        self
    }
}

/// The spectra of `sound` in the windows of `raster`, counted from bar 1: one channel of a mono sound,
/// two of any other, which `pair` tells (of more than two, the first two).
pub(crate) fn spectra(
    sound: &mut dyn Sound,
    place: Place,
    Raster { windows, hop }: Raster,
    pair: Pair,
    stop: &Stop<'_>,
) -> Result<Vec<Spectra>, HearError> {
    let mut all = vec![Spectra::new(windows); sound.channels().min(2)];
    let mut short = Windows::new(sound, place, hop, pair);
    for window in 0..windows {
        if window % 64 == 0 {
            stop.check()?;
        }
        let between = short.at(window)?;
        for (at, bin) in GRID.bins.iter().enumerate() {
            let turn = turn(GRID.hertz(at), between);
            let to = at * (windows + LATEST) + LATEST + window;
            for (into, spectrum) in all.iter_mut().zip(&short.spectra) {
                // Sound of a low rate has nothing up there.
                let value = spectrum.get(*bin).copied().unwrap_or_default() * turn;
                into.re[to] = value.re;
                into.im[to] = value.im;
            }
        }
    }
    Ok(all)
}

/// A sound, one Hann window after the other.
pub(crate) struct Windows<'a> {
    roll: Roll<'a>,
    place: Place,
    hop: f64,
    rate: f64,
    pair: Pair,
    hann: Vec<f32>,
    fft: Arc<dyn RealToComplex<f32>>,
    windowed: Vec<f32>,
    scratch: Vec<Complex<f32>>,
    /// The spectrum of each channel in the last window.
    pub spectra: Vec<Vec<Complex<f32>>>,
}

impl<'a> Windows<'a> {
    pub(crate) fn new(sound: &'a mut dyn Sound, place: Place, hop: f64, pair: Pair) -> Self {
        let (rate, size) = (f64::from(sound.rate()), window_frames(sound.rate()));
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
        let hann = |n: usize| (0.5 - 0.5 * (TAU * n as f32 / size as f32).cos()) / size as f32;
        let spectra = vec![fft.make_output_vec(); sound.channels().min(2)];
        let start = (-place.start * place.speed * rate).floor() as i64;
        Self {
            roll: Roll::new(sound, start),
            place,
            hop,
            rate,
            pair,
            hann: (0..size).map(hann).collect(),
            windowed: fft.make_input_vec(),
            scratch: fft.make_scratch_vec(),
            fft,
            spectra,
        }
    }

    /// Transforms one window, which is not before the last one. Returns how many seconds it should have
    /// begun later: see [`turn`].
    pub(crate) fn at(&mut self, window: usize) -> Result<f64, HearError> {
        let Place { start, speed } = self.place;
        let exact = (window as f64 * self.hop - start) * speed * self.rate;
        // A shift that stays the same is part of the filter that is fitted anyway.
        let steady = (speed - 1.0).abs() < f64::EPSILON;
        let whole = if steady { exact.round() } else { exact.floor() };
        let heard: Vec<&[f32]> = self.roll.at(whole as i64, self.hann.len())?.collect();
        for (channel, out) in self.spectra.iter_mut().enumerate() {
            let (hann, windowed) = (&self.hann, &mut self.windowed);
            match (heard.as_slice(), self.pair, channel) {
                ([left, right, ..], Pair::MidSide, 0) => {
                    fill(windowed, hann, left, right, |l, r| 0.5 * (l + r));
                }
                ([left, right, ..], Pair::MidSide, _) => {
                    fill(windowed, hann, left, right, |l, r| 0.5 * (l - r));
                }
                (heard, ..) => fill(windowed, hann, heard[channel], heard[channel], |own, _| own),
            }
            if windowed.iter().all(|sample| *sample == 0.0) {
                out.fill(Complex::default());
                continue;
            }
            // Lengths are those of the plan.
            let _ = self.fft.process_with_scratch(windowed, out, &mut self.scratch);
        }
        Ok(if steady { 0.0 } else { (exact - whole) / self.rate })
    }
}

/// Turns a spectrum at `hertz` as if its window had begun so many seconds later, so that sounds meet
/// between samples too.
pub(crate) fn turn(hertz: f64, seconds: f64) -> Complex<f32> {
    if seconds.abs() < f64::EPSILON {
        return Complex::new(1.0, 0.0);
    }
    let (sin, cos) = (hertz * std::f64::consts::TAU * seconds).sin_cos();
    Complex::new(cos as f32, sin as f32)
}

fn fill(out: &mut [f32], hann: &[f32], a: &[f32], b: &[f32], mix: impl Fn(f32, f32) -> f32) {
    for (((out, hann), a), b) in out.iter_mut().zip(hann).zip(a).zip(b) {
        *out = hann * mix(*a, *b);
    }
}
