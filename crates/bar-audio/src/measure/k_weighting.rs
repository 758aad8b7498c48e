//! The K-weighting filter of ITU-R BS.1770-5, for any sample rate.
//!
//! The standard gives coefficients for 48 kHz only; these come from the analogue prototypes behind
//! them by the bilinear transform, and are the standard's own at 48 kHz.

use std::f64::consts::PI;

/// Centre, gain and quality of the shelf that stands for the head.
const SHELF: (f64, f64, f64) =
    (1_681.974_450_955_533, 3.999_843_853_973_347, 0.707_175_236_955_419_6);
/// Corner and quality of the high-pass (RLB).
const HIGH_PASS: (f64, f64) = (38.135_470_876_024_44, 0.500_327_037_323_877_3);
/// The rate at which the standard's high-pass has a numerator of 1, −2, 1.
const REFERENCE_RATE: f64 = 48_000.0;

/// Coefficients for one sample rate.
///
/// The high-pass is kept as two integrators instead of a direct form: at 192 kHz its poles lie so
/// close to 1 that direct coefficients in `f32` would move it by several per cent.
#[derive(Debug, Clone, Copy)]
pub(super) struct KWeighting {
    /// Of the first integrator, on its way back.
    pub(super) damping: f32,
    /// Into the second integrator.
    pub(super) tuning: f32,
    /// Of the shelf, for a first coefficient of 1.
    pub(super) b: [f32; 2],
    /// Of the shelf, on its way back.
    pub(super) a: [f32; 2],
    /// What the filtered samples are still to be multiplied by.
    pub(super) gain: f32,
}

impl KWeighting {
    /// The filter at `rate` frames per second.
    pub(super) fn new(rate: f64) -> Self {
        let (corner, quality) = HIGH_PASS;
        let (_, a) = denominator(corner, quality, rate);
        // Unity at high frequencies, times what the standard's rounded numerator has at 48 kHz.
        let gain =
            denominator(corner, quality, REFERENCE_RATE).0 / denominator(corner, quality, rate).0;
        let ([first, rest @ ..], shelf_a) = shelf(rate);
        Self {
            damping: (1.0 - a[1]) as f32,
            tuning: (1.0 + a[0] + a[1]) as f32,
            b: rest.map(|b| (b / first) as f32),
            a: shelf_a.map(|a| a as f32),
            gain: (first * gain) as f32,
        }
    }
}

/// 1 + K/Q + K² and the two feedback coefficients of a second-order section.
fn denominator(frequency: f64, quality: f64, rate: f64) -> (f64, [f64; 2]) {
    let k = warped(frequency, rate);
    let a0 = 1.0 + k / quality + k * k;
    (a0, [2.0 * (k * k - 1.0) / a0, (1.0 - k / quality + k * k) / a0])
}

fn shelf(rate: f64) -> ([f64; 3], [f64; 2]) {
    let (frequency, decibels, quality) = SHELF;
    let (a0, a) = denominator(frequency, quality, rate);
    let k = warped(frequency, rate);
    let high = 10_f64.powf(decibels / 20.0);
    let band = high.powf(0.499_666_774_154_541_6);
    let b = [
        high + band * k / quality + k * k,
        2.0 * (k * k - high),
        high - band * k / quality + k * k,
    ];
    (b.map(|b| b / a0), a)
}

fn warped(frequency: f64, rate: f64) -> f64 {
    (PI * frequency / rate).tan()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_coefficients_come_out_at_48_khz() {
        let check = |got: &[f64], expected: &[f64]| {
            for (got, expected) in got.iter().zip(expected) {
                assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
            }
        };
        let (b, a) = shelf(48_000.0);
        check(&b, &[1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85]);
        check(&a, &[-1.690_659_293_182_41, 0.732_480_774_215_85]);
        let (_, a) = denominator(HIGH_PASS.0, HIGH_PASS.1, 48_000.0);
        check(&a, &[-1.990_047_454_833_98, 0.990_072_250_366_21]);
    }
}
