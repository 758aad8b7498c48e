//! True peak: the highest point of the wave between the samples (ITU-R BS.1770-5, annex 2).
//!
//! Four-fold oversampling, with a windowed sinc of 32 taps for each of the three new samples between
//! two old ones: flat to 0.1 dB up to 0.44 of the sample rate, where the twelve taps of the standard
//! have lost 3 dB. It is worked out only where it can exceed the highest point so far, by two bounds
//! that hold for every signal:
//!
//! 1. no interpolated sample exceeds the largest sample under the filter by more than the L1 norm;
//! 2. each is a straight line between its neighbours plus a sum over second differences, for which
//!    the filter is designed to keep constants and ramps exactly. Smooth sound has small ones.

use std::f64::consts::PI;

use wide::f32x4;

use crate::evidence::grain::{self, Grain, Grains};

/// Taps of one phase; the new samples lie between the two middle ones.
const TAPS: usize = 32;
const HALF: usize = TAPS / 2;
/// Samples under the filter besides the first one.
const OVERLAP: usize = TAPS - 1;
/// Shape of the Kaiser window.
const KAISER: f64 = 6.0;

/// Looks for the highest true peak of all channels.
pub(super) struct TruePeak {
    taps: Taps,
    highest: f32,
    tails: Vec<Tail>,
}

/// The end of what was heard of a channel.
#[derive(Debug, Clone, Copy, Default)]
struct Tail {
    samples: [f32; OVERLAP],
    grain: Grain,
}

/// The filters, as they act on sums and differences of the samples left and right of the middle.
///
/// The phase at ¾ is the one at ¼ mirrored, so both are an even part plus or minus an odd part.
struct Taps {
    even: [f32; HALF],
    odd: [f32; HALF],
    middle: [f32; HALF],
    /// Bound 1: the largest L1 norm.
    norm: f32,
    /// Bound 2: the largest L1 norm over second differences.
    curvature: f32,
}

impl TruePeak {
    pub(super) fn new(channels: usize) -> Self {
        Self { taps: Taps::new(), highest: 0.0, tails: vec![Tail::default(); channels] }
    }

    /// Hears a block of every channel. Every block but the last is a multiple of a grain.
    pub(super) fn push(&mut self, samples: &[Vec<f32>], grains: &Grains, frames: usize) {
        let peaks = grains.channels.iter().flatten().map(Grain::peak);
        self.highest = peaks.fold(self.highest, f32::max);
        for ((samples, grains), tail) in samples.iter().zip(&grains.channels).zip(&mut self.tails) {
            let samples = &samples[..frames];
            let mut seam = [0.0; OVERLAP + grain::FRAMES];
            let head = frames.min(grain::FRAMES);
            seam[..OVERLAP].copy_from_slice(&tail.samples);
            seam[OVERLAP..OVERLAP + head].copy_from_slice(&samples[..head]);
            for (number, grain) in grains.iter().enumerate() {
                let peak = tail.grain.peak().max(grain.peak());
                let bend = (tail.grain.bend + grain.bend).sqrt();
                if self.taps.may_exceed(self.highest, peak, bend) {
                    let start = number * grain::FRAMES;
                    let end = frames.min(start + grain::FRAMES);
                    let stretch = match start.checked_sub(OVERLAP) {
                        Some(start) => &samples[start..end],
                        None => &seam[..OVERLAP + head],
                    };
                    self.highest = self.taps.highest(stretch, peak, self.highest);
                }
                tail.grain = *grain;
            }
            if frames >= OVERLAP {
                tail.samples.copy_from_slice(&samples[frames - OVERLAP..]);
            } else {
                tail.samples.copy_from_slice(&seam[frames..frames + OVERLAP]);
            }
        }
    }

    /// The highest point so far.
    pub(super) fn so_far(&self) -> f32 {
        self.highest
    }

    /// The highest point of the whole, with silence after its end.
    pub(super) fn finish(mut self) -> f32 {
        for tail in std::mem::take(&mut self.tails) {
            let mut stretch = [0.0; 2 * OVERLAP];
            stretch[..OVERLAP].copy_from_slice(&tail.samples);
            let peak = tail.samples.iter().fold(0.0, |peak: f32, sample| peak.max(sample.abs()));
            self.highest = self.taps.highest(&stretch, peak, self.highest);
        }
        self.highest
    }
}

impl Taps {
    fn new() -> Self {
        let [quarter, middle] = [0.25, 0.5].map(phase);
        let mirrored = |k: usize| (quarter[HALF - 1 - k], quarter[HALF + k]);
        let norms = [quarter, middle].map(|taps| taps.iter().map(|tap| tap.abs()).sum::<f64>());
        let curvatures =
            [(quarter, 0.25), (middle, 0.5)].map(|(taps, place)| curvature(taps, place));
        // A hair more than the norms, for rounding.
        let bound = |norms: [f64; 2]| (norms[0].max(norms[1]) * (1.0 + 1e-4)) as f32;
        Self {
            even: std::array::from_fn(|k| f64::midpoint(mirrored(k).0, mirrored(k).1) as f32),
            odd: std::array::from_fn(|k| ((mirrored(k).0 - mirrored(k).1) / 2.0) as f32),
            middle: std::array::from_fn(|k| middle[HALF + k] as f32),
            norm: bound(norms),
            curvature: bound(curvatures),
        }
    }

    /// Whether a point between samples of at most `peak`, with second differences of at most `bend`,
    /// may be higher than `highest`.
    fn may_exceed(&self, highest: f32, peak: f32, bend: f32) -> bool {
        (peak * self.norm).min(peak + bend * self.curvature) > highest
    }

    /// The highest point between the samples of `stretch` that have the whole filter over them, or
    /// `highest` if that is more. `peak` is at least the largest magnitude in `stretch`.
    fn highest(&self, stretch: &[f32], peak: f32, highest: f32) -> f32 {
        if stretch.len() < TAPS {
            return highest;
        }
        let bend = bend(stretch);
        if !self.may_exceed(highest, peak, bend) {
            return highest;
        }
        let beyond = bend * self.curvature;
        let places = stretch.len() - OVERLAP;
        let (mut number, mut top) = (0, f32x4::splat(highest));
        while number + 4 <= places {
            let under = |k: usize| load(stretch, number + k);
            let line = under(HALF - 1).abs().fast_max(under(HALF).abs());
            if (line + beyond).simd_gt(top).any() {
                top = top.fast_max(self.interpolate(under));
            }
            number += 4;
        }
        for number in number..places {
            top = top.fast_max(self.interpolate(|k| f32x4::splat(stretch[number + k])));
        }
        top.to_array().into_iter().fold(highest, f32::max)
    }

    /// The largest magnitude of the three new samples, given the samples under each tap.
    #[inline]
    fn interpolate(&self, under: impl Fn(usize) -> f32x4) -> f32x4 {
        let [mut even, mut odd, mut middle] = [f32x4::ZERO; 3];
        for k in 0..HALF {
            let (left, right) = (under(HALF - 1 - k), under(HALF + k));
            let (sum, difference) = (left + right, left - right);
            even += sum * self.even[k];
            odd += difference * self.odd[k];
            middle += sum * self.middle[k];
        }
        // |even ± odd| is at most the sum of both magnitudes, and reaches it for one of the signs.
        (even.abs() + odd.abs()).fast_max(middle.abs())
    }
}

/// The largest second difference of a stretch of at least six samples.
fn bend(stretch: &[f32]) -> f32 {
    let starts = (0..stretch.len() - 6).step_by(4).chain([stretch.len() - 6]);
    let bends = starts.map(|start| {
        let (a, b, c) = (load(stretch, start), load(stretch, start + 1), load(stretch, start + 2));
        (a - b - (b - c)).abs()
    });
    let most = bends.fold(f32x4::ZERO, f32x4::fast_max);
    most.to_array().into_iter().fold(0.0, f32::max)
}

/// Four samples from `start` on.
#[inline]
fn load(stretch: &[f32], start: usize) -> f32x4 {
    f32x4::from(stretch[start..start + 4].first_chunk::<4>().copied().unwrap_or_default())
}

/// Taps that interpolate at `place` (0 to 1) between the two middle samples.
fn phase(place: f64) -> [f64; TAPS] {
    let distance = |k: usize| k as f64 - (HALF - 1) as f64 - place;
    let windowed: [f64; TAPS] = std::array::from_fn(|k| {
        let x = distance(k);
        kaiser(x / HALF as f64) * (PI * x).sin() / (PI * x)
    });
    // Two small terms of the same shape make constants and ramps come out exactly.
    let moment = |taps: &[f64; TAPS], power: i32| -> f64 {
        (0..TAPS).map(|k| taps[k] * distance(k).powi(power)).sum()
    };
    let [m0, m1, m2] = [0, 1, 2].map(|power| moment(&windowed, power));
    let determinant = m0 * m2 - m1 * m1;
    let (constant, slope) = (m2 / determinant, -m1 / determinant);
    std::array::from_fn(|k| windowed[k] * (constant + slope * distance(k)))
}

/// L1 norm of the filter that makes the difference to a straight line out of second differences.
fn curvature(taps: [f64; TAPS], place: f64) -> f64 {
    let (mut first, mut second, mut norm) = (0.0, 0.0, 0.0_f64);
    for (k, tap) in taps.into_iter().enumerate() {
        let line = match k + 1 {
            HALF => 1.0 - place,
            k if k == HALF + 1 => place,
            _ => 0.0,
        };
        first += tap - line;
        second += first;
        norm += f64::abs(second);
    }
    norm
}

fn kaiser(x: f64) -> f64 {
    bessel(KAISER * (1.0 - x * x).max(0.0).sqrt()) / bessel(KAISER)
}

/// Modified Bessel function of the first kind, order 0.
fn bessel(x: f64) -> f64 {
    let terms = (1..30).scan(1.0, |term, k| {
        *term *= (x / (2.0 * f64::from(k))).powi(2);
        Some(*term)
    });
    1.0 + terms.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use bar_testkit::{random::Random, signal};

    use super::*;
    use crate::source::Block;

    /// The highest point with the whole filter at every place, in double precision.
    fn by_brute_force(sound: &[f32]) -> f64 {
        let at = |place: isize| usize::try_from(place).ok().and_then(|place| sound.get(place));
        let interpolated = [0.25, 0.5, 0.75].map(phase).into_iter().flat_map(|taps| {
            (-(TAPS as isize)..sound.len() as isize).map(move |start| {
                let under = (0..TAPS).map(|k| f64::from(*at(start + k as isize).unwrap_or(&0.0)));
                under.zip(taps).map(|(sample, tap)| sample * tap).sum::<f64>().abs()
            })
        });
        let samples = sound.iter().map(|sample| f64::from(sample.abs()));
        interpolated.chain(samples).fold(0.0, f64::max)
    }

    #[track_caller]
    fn check(name: &str, sound: &[f32], block: usize) {
        let mut true_peak = TruePeak::new(1);
        let mut grains = Grains::new(1);
        for samples in sound.chunks(block) {
            let block =
                Block { channels: vec![samples.to_vec()], frames: samples.len(), used_bits: 0 };
            grains.sum_up(&block);
            true_peak.push(&block.channels, &grains, block.frames);
            grains.pass(&block);
        }
        let (got, expected) = (f64::from(true_peak.finish()), by_brute_force(sound));
        assert!((got / expected - 1.0).abs() < 1e-5, "{name}: {got} instead of {expected}");
    }

    #[test]
    fn what_is_left_out_could_not_have_been_higher() {
        for seed in 0..40 {
            let mut random = Random::new(seed);
            let mut unit = || f64::from(random.unit());
            let (hertz, seconds) = (20.0 * 1000_f64.powf(unit()), 0.005 + 0.05 * unit());
            let mut fading = signal::sine_from(48_000, hertz, 360.0 * unit(), -6.0, seconds);
            fading.iter_mut().enumerate().for_each(|(n, sample)| *sample *= 1.0 + n as f32 * 1e-4);
            let cases = [
                ("noise", signal::noise(seed, 48_000, -6.0, seconds)),
                ("sine", signal::sine_from(48_000, hertz, 360.0 * unit(), -6.0, seconds)),
                ("growing", fading),
                ("square", signal::square(48_000, hertz, -1.0, seconds)),
                ("pluck", signal::pluck(seed, 48_000, hertz.min(5000.0), -3.0, seconds)),
                ("click", signal::clicks(48_000, -3.0, seconds, &[seed as usize, 100])),
            ];
            for (name, sound) in cases {
                for block in [grain::FRAMES, 8192] {
                    check(name, &sound, block);
                }
            }
        }
    }

    #[test]
    fn constants_and_ramps_come_out_exactly() {
        for place in [0.25, 0.5, 0.75] {
            let taps = phase(place);
            let moment: f64 = (0..TAPS).map(|k| taps[k] * (k as f64 - (HALF - 1) as f64)).sum();
            assert!((taps.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            assert!((moment - place).abs() < 1e-12, "{moment} instead of {place}");
        }
    }
}
