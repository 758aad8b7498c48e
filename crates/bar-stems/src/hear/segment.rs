//! Stretches of a sound as long spectra, for finding one sound in another.

use std::f32::consts::TAU;
use std::sync::{Arc, Mutex};

use realfft::num_complex::Complex;
use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};

use super::sound::Sound;
use super::{HearError, Stop, lock};
use crate::pool;

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
    /// A cutter for each rate that was asked for.
    cutters: Vec<Arc<Cutter>>,
    backward: Arc<dyn ComplexToReal<f32>>,
}

/// Makes segments of sounds of one rate.
struct Cutter {
    rate: u32,
    /// One frame of so many is kept.
    fold: usize,
    taps: Vec<f32>,
    hann: Vec<f32>,
    fft: Arc<dyn RealToComplex<f32>>,
}

impl Cutter {
    fn new(rate: u32) -> Self {
        let fold = 1_usize << (f64::from(rate) / ENOUGH_HZ).log2().round().max(0.0) as u32;
        let size = 2 * (SEGMENT * f64::from(rate) / fold as f64 / 2.0).round() as usize;
        let hann = |n: usize| 0.5 - 0.5 * (TAU * n as f32 / size as f32).cos();
        Self {
            rate,
            fold,
            taps: taps(fold),
            hann: (0..size).map(hann).collect(),
            fft: RealFftPlanner::new().plan_fft_forward(size),
        }
    }

    /// Reads what a segment that begins after `start` seconds is made of.
    fn read(&self, sound: &mut dyn Sound, start: f64) -> Result<Vec<Vec<f32>>, HearError> {
        let frames = (self.hann.len() - 1) * self.fold + self.taps.len();
        let mut channels = vec![vec![0.0; frames]; sound.channels()];
        let from = (start * f64::from(self.rate)).round() as i64;
        sound.read(from - (self.taps.len() / 2) as i64, &mut channels)?;
        Ok(channels)
    }

    /// The segment of what was read; `None` of silence.
    fn cut(&self, mut channels: Vec<Vec<f32>>) -> Option<Segment> {
        let (first, others) = channels.split_at_mut(1);
        let mono = &mut first[0];
        for other in others.iter().take(1) {
            mono.iter_mut().zip(other).for_each(|(mono, other)| *mono = 0.5 * (*mono + *other));
        }
        let mut windowed = self.fft.make_input_vec();
        // One tap over everything at a time: that is what a compiler makes quick.
        for (at, tap) in self.taps.iter().enumerate().filter(|(_, tap)| tap.abs() > 1e-9) {
            let near = mono[at..].iter().step_by(self.fold);
            windowed.iter_mut().zip(near).for_each(|(out, sample)| *out += tap * sample);
        }
        windowed.iter_mut().zip(&self.hann).for_each(|(out, hann)| *out *= hann);
        windowed.iter().any(|sample| *sample != 0.0).then(|| forward(&*self.fft, &mut windowed))
    }
}

impl Segments {
    /// For sounds of these rates.
    pub(crate) fn new(rates: impl Iterator<Item = u32>) -> Self {
        let mut rates: Vec<u32> = rates.collect();
        rates.sort_unstable();
        rates.dedup();
        let cutters = rates.into_iter().map(|rate| Arc::new(Cutter::new(rate))).collect();
        Self { cutters, backward: RealFftPlanner::new().plan_fft_inverse(LAGS) }
    }

    fn cutter(&self, rate: u32) -> Arc<Cutter> {
        let known = self.cutters.iter().find(|cutter| cutter.rate == rate);
        known.map_or_else(|| Arc::new(Cutter::new(rate)), Arc::clone)
    }

    /// The segment of `sound` that begins after `start` seconds, if it was recorded at `rate`;
    /// `None` where it is silent.
    pub(crate) fn of(
        &self,
        sound: &mut dyn Sound,
        start: f64,
        rate: u32,
    ) -> Result<Option<Segment>, HearError> {
        let cutter = self.cutter(rate);
        Ok(cutter.cut(cutter.read(sound, start)?))
    }

    /// `count` segments of `sound`, one every `hop` seconds. It is read from front to back, and its
    /// segments are made over the cores.
    pub(crate) fn all(
        &self,
        sound: &mut dyn Sound,
        count: usize,
        hop: f64,
        stop: &Stop<'_>,
    ) -> Result<Vec<Option<Segment>>, HearError> {
        let cutter = self.cutter(sound.rate());
        let next = Mutex::new((0, sound));
        let made = pool::each(&vec![1; count], |_| -> Result<_, HearError> {
            stop.check()?;
            let (at, read) = {
                let (next, sound) = &mut *lock(&next);
                let at: usize = *next;
                *next += 1;
                (at, cutter.read(&mut **sound, at as f64 * hop)?)
            };
            Ok((at, cutter.cut(read)))
        });
        let mut made: Vec<_> = made.into_iter().collect::<Result<_, _>>()?;
        made.sort_unstable_by_key(|(at, _)| *at);
        Ok(made.into_iter().map(|(_, segment)| segment).collect())
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
