//! The mean spectrum of the brightest moments, in which a cut-off shows as a cliff.

use realfft::RealFftPlanner;
use serde::{Deserialize, Serialize};

use super::levels::decibels;
use super::tape::Tape;

/// Chunks that are kept: enough to fill the spectrum, few enough to transform at the end.
const KEPT: usize = 48;
/// Bands from 0 Hz to half the sample rate.
const BANDS: usize = 512;

/// The mean spectrum of the brightest chunks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Spectrum {
    /// Width of a band, in hertz.
    pub band_hz: f32,
    /// Mean power in each band, in tenths of a dB re full scale; the first begins at 0 Hz.
    pub tenths_dbfs: Vec<i16>,
    /// Chunks it is the mean of.
    pub chunks: usize,
}

pub struct Gather {
    kept: Vec<Kept>,
    /// The least bright of the kept, once all places are taken.
    threshold: f32,
    samples: usize,
}

struct Kept {
    brightness: f32,
    samples: Vec<f32>,
}

impl Gather {
    pub fn new(samples: usize) -> Self {
        Self { kept: Vec::new(), threshold: 0.0, samples }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        if tape.frames() < self.samples {
            return;
        }
        let bright = tape
            .channels()
            .map(|channel| (channel.grains.iter().map(|grain| grain.bend).sum::<f32>(), channel))
            .max_by(|(a, _), (b, _)| a.total_cmp(b));
        let Some((brightness, channel)) = bright else { return };
        if brightness <= self.threshold {
            return;
        }
        let samples = tape.present(channel);
        if self.kept.len() < KEPT {
            self.kept.push(Kept { brightness, samples: samples.to_vec() });
        } else if let Some(dullest) = self.dullest() {
            dullest.brightness = brightness;
            dullest.samples.copy_from_slice(samples);
        }
        if self.kept.len() == KEPT {
            self.threshold = self.dullest().map_or(0.0, |kept| kept.brightness);
        }
    }

    fn dullest(&mut self) -> Option<&mut Kept> {
        self.kept.iter_mut().min_by(|a, b| a.brightness.total_cmp(&b.brightness))
    }

    pub fn finish(mut self, frames_per_second: f64) -> Option<Spectrum> {
        // A fixed order, so that the sum does not depend on which places were overwritten when.
        self.kept.sort_by(|a, b| b.brightness.total_cmp(&a.brightness));
        let power = self.mean_power()?;
        let bins = (power.len() - 1) / BANDS;
        let tenths = power[..BANDS * bins]
            .chunks_exact(bins)
            .map(|band| (10.0 * decibels(band.iter().sum::<f64>() / bins as f64)).round() as i16)
            .collect();
        Some(Spectrum {
            band_hz: (frames_per_second / 2.0 / BANDS as f64) as f32,
            tenths_dbfs: tenths,
            chunks: self.kept.len(),
        })
    }

    /// Mean power of each bin under a Hann window, where a full-scale sine peaks at about 0 dB.
    fn mean_power(&self) -> Option<Vec<f64>> {
        let size = self.samples;
        let fft = RealFftPlanner::<f32>::new().plan_fft_forward(size);
        let turn = std::f32::consts::TAU / size as f32;
        let window: Vec<f32> = (0..size).map(|n| 0.5 - 0.5 * (turn * n as f32).cos()).collect();
        let mut power = vec![0.0; size / 2 + 1];
        let mut lines = fft.make_output_vec();
        let mut windowed = fft.make_input_vec();
        let scale = (4.0 / size as f64).powi(2) / self.kept.len().max(1) as f64;
        for kept in &self.kept {
            for ((to, sample), weight) in windowed.iter_mut().zip(&kept.samples).zip(&window) {
                *to = sample * weight;
            }
            fft.process(&mut windowed, &mut lines).ok()?;
            for (sum, line) in power.iter_mut().zip(&lines) {
                *sum += f64::from(line.norm_sqr()) * scale;
            }
        }
        (!self.kept.is_empty()).then_some(power)
    }
}
