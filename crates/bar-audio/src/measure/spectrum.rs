//! Where the energy lies: bandwidth, and the bands that the set checks compare.

use std::f32::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{RealFftPlanner, RealToComplex};

use super::levels::is_heard;
use super::traits::{BANDS, EDGES};
use crate::evidence::grain::{self, Grains};

/// Frames of the shortest window; as long as 43 ms at 48 kHz.
const SHORTEST: usize = 2048;
/// Frames of the longest window.
const LONGEST: usize = 8192;
/// Highest rate for the shortest window.
const SHORTEST_RATE: u32 = 48_000;
/// Share of the energy that lies under the bandwidth.
const SHARE: f64 = 0.999;

/// Looks at one Hann window in every four that fit, all channels added.
pub(super) struct Spectrum {
    fft: Arc<dyn RealToComplex<f32>>,
    window: Vec<f32>,
    input: Vec<f32>,
    output: Vec<Complex<f32>>,
    scratch: Vec<Complex<f32>>,
    /// Power of each bin in the present window.
    power: Vec<f32>,
    /// Power of each bin over the file.
    total: Vec<f64>,
    /// First bin of each band and the one after the last band's end.
    edges: [usize; BANDS + 1],
    /// Turns the power of the present window into mean square.
    scale: f32,
    hertz: f64,
    /// Frames until the next window starts.
    wait: usize,
}

impl Spectrum {
    pub(super) fn new(rate: u32) -> Self {
        let mut length = SHORTEST;
        while length < LONGEST
            && u64::from(rate) * SHORTEST as u64 > u64::from(SHORTEST_RATE) * length as u64
        {
            length *= 2;
        }
        let fft = RealFftPlanner::new().plan_fft_forward(length);
        let bins = length / 2 + 1;
        let hertz = f64::from(rate.max(1)) / length as f64;
        let window = (0..length).map(|n| 0.5 - 0.5 * (TAU * n as f32 / length as f32).cos());
        Self {
            window: window.collect(),
            input: fft.make_input_vec(),
            output: fft.make_output_vec(),
            scratch: fft.make_scratch_vec(),
            power: vec![0.0; bins],
            total: vec![0.0; bins],
            edges: EDGES.map(|edge| ((f64::from(edge) / hertz).round() as usize).min(bins)),
            scale: 0.0,
            hertz,
            wait: 0,
            fft,
        }
    }

    /// Frames from one window to the next.
    pub(super) fn hop(&self) -> usize {
        4 * self.window.len()
    }

    /// Looks at a block; `tell` hears the mean square of every band in each window. A block is
    /// full, which is a multiple of every window, or the last one, whose last window is shorter.
    /// Windows begin where grains do; those without a sound are not worth transforming.
    pub(super) fn push(
        &mut self,
        samples: &[Vec<f32>],
        grains: &Grains,
        frames: usize,
        mut tell: impl FnMut([f32; BANDS]),
    ) {
        let mut start = self.wait;
        while start < frames {
            let end = frames.min(start + self.window.len());
            let range = start / grain::FRAMES..end.div_ceil(grain::FRAMES);
            let mut here = grains.channels.iter().flat_map(|grains| &grains[range.clone()]);
            if here.any(is_heard) {
                self.look(samples, start..end);
            } else {
                self.power.fill(0.0);
            }
            tell(std::array::from_fn(|band| {
                self.power[self.edges[band]..self.edges[band + 1]].iter().sum::<f32>() * self.scale
            }));
            start += self.hop();
        }
        self.wait = start - frames;
    }

    fn look(&mut self, samples: &[Vec<f32>], place: std::ops::Range<usize>) {
        self.power.fill(0.0);
        let length = self.window.len();
        // Half the bins of a real signal, and the mean square of a Hann window is 3/8.
        self.scale = 2.0 / (0.375 * (length * place.len()) as f32);
        for channel in samples {
            let samples = &channel[place.clone()];
            if samples.len() == length {
                for ((input, sample), window) in
                    self.input.iter_mut().zip(samples).zip(&self.window)
                {
                    *input = sample * window;
                }
            } else {
                for (n, (input, sample)) in self.input.iter_mut().zip(samples).enumerate() {
                    *input = sample * self.window[n * length / samples.len()];
                }
            }
            self.input[samples.len()..].fill(0.0);
            let done =
                self.fft.process_with_scratch(&mut self.input, &mut self.output, &mut self.scratch);
            if done.is_ok() {
                for (power, bin) in self.power.iter_mut().zip(&self.output) {
                    *power += bin.norm_sqr();
                }
            }
        }
        for (total, power) in self.total.iter_mut().zip(&self.power) {
            *total += f64::from(*power);
        }
    }

    /// Frequency under which 99.9 % of the energy lies, in hertz; `None` in silence.
    pub(super) fn bandwidth(&self) -> Option<f64> {
        let all: f64 = self.total.iter().sum();
        let mut left = all * SHARE;
        (all > 0.0).then(|| {
            let bin = self.total.iter().position(|power| {
                left -= power;
                left <= 0.0
            });
            bin.unwrap_or(self.total.len() - 1) as f64 * self.hertz
        })
    }
}
