//! Stretches of a sound as long spectra, for finding one sound in another.

use std::f32::consts::TAU;
use std::sync::Arc;

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::HearError;
use super::sound::Sound;

/// Seconds of a segment. Whole numbers of frames with small factors at every usual rate.
pub(crate) const SEGMENT: f64 = 10.24;
/// Bins of a segment that are compared: 50 Hz to 10 kHz. A tambourine has hardly anything below 5 kHz.
const BINS: std::ops::Range<usize> = 512..102_400;
/// Steps of a correlation over one segment.
const LAGS: usize = 245_760;
/// Seconds of a step.
pub(crate) const STEP: f64 = SEGMENT / LAGS as f64;
/// How much of the magnitudes is taken out of a cross-spectrum: all of it would count noise like music.
const WHITENING: f32 = 0.8;
/// Sample rate that is enough for the highest bin.
const ENOUGH_HZ: f64 = 23_000.0;

/// The bins of one segment.
pub(crate) type Segment = Vec<Complex<f32>>;

/// Makes segments and correlates them.
pub(crate) struct Segments {
    /// A transform for each size that the given rates need.
    forward: Vec<Arc<dyn RealToComplex<f32>>>,
    backward: Arc<dyn ComplexToReal<f32>>,
}

/// How a sound is folded before it is transformed: one frame of so many is kept, so many of those.
fn folded(rate: u32) -> (usize, usize) {
    let rate = f64::from(rate);
    let fold = 1_usize << (rate / ENOUGH_HZ).log2().round().max(0.0) as u32;
    (fold, 2 * (SEGMENT * rate / fold as f64 / 2.0).round() as usize)
}

impl Segments {
    /// For sounds of these rates.
    pub(crate) fn new(rates: impl Iterator<Item = u32>) -> Self {
        let mut planner = RealFftPlanner::new();
        let mut sizes: Vec<usize> = rates.map(|rate| folded(rate).1).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let forward = sizes.into_iter().map(|size| planner.plan_fft_forward(size)).collect();
        Self { forward, backward: planner.plan_fft_inverse(LAGS) }
    }

    fn forward(&self, size: usize) -> Arc<dyn RealToComplex<f32>> {
        let known = self.forward.iter().find(|plan| plan.len() == size);
        known.map_or_else(|| RealFftPlanner::new().plan_fft_forward(size), Arc::clone)
    }

    /// The segment of `sound` that begins after `start` seconds, if it was recorded at `rate`;
    /// `None` where it is silent.
    pub(crate) fn of(
        &self,
        sound: &mut dyn Sound,
        start: f64,
        rate: u32,
    ) -> Result<Option<Segment>, HearError> {
        let (fold, size) = folded(rate);
        let rate = f64::from(rate);
        let taps = taps(fold);
        let reach = taps.len() / 2;
        let mut channels = vec![vec![0.0; (size - 1) * fold + taps.len()]; sound.channels()];
        sound.read((start * rate).round() as i64 - reach as i64, &mut channels)?;
        let (first, others) = channels.split_at_mut(1);
        let mono = &mut first[0];
        for other in others.iter().take(1) {
            mono.iter_mut().zip(other).for_each(|(mono, other)| *mono = 0.5 * (*mono + other));
        }
        let fft = self.forward(size);
        let mut windowed = fft.make_input_vec();
        for (n, out) in windowed.iter_mut().enumerate() {
            let near = &mono[n * fold..][..taps.len()];
            let sample: f32 = near.iter().zip(&taps).map(|(sample, tap)| sample * tap).sum();
            *out = sample * (0.5 - 0.5 * (TAU * n as f32 / size as f32).cos());
        }
        if windowed.iter().all(|sample| *sample == 0.0) {
            return Ok(None);
        }
        Ok(Some(forward(&*fft, &mut windowed)))
    }

    /// How well `of` fits into `within` at every lag: step `n` stands for `n` [`STEP`]s later, and from
    /// the middle on for earlier ones.
    pub(crate) fn correlate(&self, of: &Segment, within: &Segment) -> Vec<f32> {
        let mut cross = self.backward.make_input_vec();
        for ((cross, of), within) in cross[BINS].iter_mut().zip(of).zip(within) {
            let product = of.conj() * within;
            let size = product.norm_sqr();
            *cross = if size > 0.0 { product * size.powf(-WHITENING / 2.0) } else { product };
        }
        let mut fit = self.backward.make_output_vec();
        // Lengths are those of the plan.
        let _ = self.backward.process(&mut cross, &mut fit);
        fit
    }
}

fn forward(fft: &dyn RealToComplex<f32>, windowed: &mut [f32]) -> Segment {
    let mut out = fft.make_output_vec();
    // Lengths are those of the plan.
    let _ = fft.process(windowed, &mut out);
    out.resize(BINS.end.max(out.len()), Complex::default());
    out.truncate(BINS.end);
    out.drain(..BINS.start);
    out
}

/// A low-pass that leaves one frame in `fold`, centred.
fn taps(fold: usize) -> Vec<f32> {
    let len = 4 * fold - 1;
    let middle = (len / 2) as f32;
    let mut taps: Vec<f32> = (0..len)
        .map(|n| {
            let from = n as f32 - middle;
            let turn = TAU / 2.0 * from / fold as f32;
            let sinc = if from == 0.0 { 1.0 } else { turn.sin() / turn };
            sinc * (0.5 + 0.5 * (TAU * from / (len + 1) as f32).cos())
        })
        .collect();
    let sum: f32 = taps.iter().sum();
    for tap in &mut taps {
        *tap /= sum;
    }
    taps
}
