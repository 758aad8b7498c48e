//! Short-time spectra of a sound on the [`GRID`].

use std::f32::consts::TAU;

use realfft::RealFftPlanner;
use realfft::num_complex::Complex;

use super::Stop;
use super::grid::{GRID, Raster, window_frames};
use super::sound::{Roll, Sound};

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

/// The spectra of `sound` in the windows of `raster`, counted from bar 1: one
/// channel of a mono sound, two of any other, which `pair` tells (of more than two, the first two).
pub(crate) fn spectra(
    sound: &mut dyn Sound,
    place: Place,
    Raster { windows, hop }: Raster,
    pair: Pair,
    stop: &Stop<'_>,
) -> Result<Vec<Spectra>, super::HearError> {
    let rate = f64::from(sound.rate());
    let size = window_frames(sound.rate());
    let channels = sound.channels().min(2);
    let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
    let (mut scratch, mut out) = (fft.make_scratch_vec(), fft.make_output_vec());
    let mut windowed = fft.make_input_vec();
    let hann: Vec<f32> = (0..size)
        .map(|n| (0.5 - 0.5 * (TAU * n as f32 / size as f32).cos()) / size as f32)
        .collect();
    let mut all = vec![Spectra::new(windows); channels];
    let start = |window: usize| (window as f64 * hop - place.start) * place.speed * rate;
    let mut roll = Roll::new(sound, start(0).floor() as i64);
    let turns = Turns::new();
    for window in 0..windows {
        if window % 64 == 0 {
            stop.check()?;
        }
        let exact = start(window);
        let whole = exact.floor();
        let turn = turns.by((exact - whole) / rate);
        let heard: Vec<&[f32]> = roll.at(whole as i64, size)?.collect();
        for channel in 0..channels {
            match (heard.as_slice(), pair, channel) {
                ([left, right, ..], Pair::MidSide, 0) => {
                    fill(&mut windowed, &hann, left, right, |l, r| 0.5 * (l + r));
                }
                ([left, right, ..], Pair::MidSide, _) => {
                    fill(&mut windowed, &hann, left, right, |l, r| 0.5 * (l - r));
                }
                (heard, ..) => {
                    let own = heard[channel];
                    fill(&mut windowed, &hann, own, own, |own, _| own);
                }
            }
            if windowed.iter().all(|sample| *sample == 0.0) {
                continue;
            }
            // Lengths are those of the plan.
            let _ = fft.process_with_scratch(&mut windowed, &mut out, &mut scratch);
            let into = &mut all[channel];
            for (at, bin) in GRID.bins.iter().enumerate() {
                let value = turn.as_ref().map_or(out[*bin], |turn| out[*bin] * turn[at]);
                let to = at * (windows + LATEST) + LATEST + window;
                into.re[to] = value.re;
                into.im[to] = value.im;
            }
        }
    }
    Ok(all)
}

fn fill(out: &mut [f32], hann: &[f32], a: &[f32], b: &[f32], mix: impl Fn(f32, f32) -> f32) {
    for (((out, hann), a), b) in out.iter_mut().zip(hann).zip(a).zip(b) {
        *out = hann * mix(*a, *b);
    }
}

/// Turns spectra by less than a frame, so that sounds meet between samples too.
struct Turns(Vec<f64>);

impl Turns {
    fn new() -> Self {
        let omega = |at| GRID.hertz(at) * std::f64::consts::TAU;
        Self((0..GRID.bins.len()).map(omega).collect())
    }

    fn by(&self, seconds: f64) -> Option<Vec<Complex<f32>>> {
        let turn = |omega: &f64| {
            let (sin, cos) = (omega * seconds).sin_cos();
            Complex::new(cos as f32, sin as f32)
        };
        (seconds > 1e-9).then(|| self.0.iter().map(turn).collect())
    }
}
