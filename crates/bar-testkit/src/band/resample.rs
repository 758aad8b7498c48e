//! Time: another clock, another rate, another start.

use std::f64::consts::PI;

use super::mix::RoughMix;
use super::recipe::Timing;
use crate::random::Random;
use crate::signal;

/// Taps on each side of the windowed sinc.
const REACH: usize = 24;
/// Stored shapes of it between two samples.
const PHASES: usize = 512;

/// The sound read at every `step`th frame: `step` 1.00002 makes it 20 ppm shorter.
pub fn resample(sound: &[f32], step: f64) -> Vec<f32> {
    // A coarser grid wants a lower edge, or what lies above folds back.
    let edge = (0.96 / step).min(1.0);
    let width = 2 * REACH;
    let kernel: Vec<f32> = (0..=PHASES)
        .flat_map(|phase| {
            let shift = phase as f64 / PHASES as f64;
            (0..width).map(move |tap| {
                let x = tap as f64 - (REACH as f64 - 1.0) - shift;
                let window =
                    (0.5 + 0.5 * (PI * (x / REACH as f64).clamp(-1.0, 1.0)).cos()).powf(0.8);
                let sinc = if x.abs() < 1e-9 { edge } else { (PI * edge * x).sin() / (PI * x) };
                (sinc * window) as f32
            })
        })
        .collect();
    let count = (sound.len() as f64 / step).round() as usize;
    let mut padded = vec![0.0; REACH - 1];
    padded.extend_from_slice(sound);
    padded.extend(std::iter::repeat_n(0.0, width + 2));
    (0..count)
        .map(|n| {
            let at = n as f64 * step;
            let whole = (at as usize).min(sound.len());
            let place = (at - whole as f64) * PHASES as f64;
            let (phase, blend) = ((place as usize).min(PHASES - 1), (place - place.floor()) as f32);
            let taps = &padded[whole..whole + width];
            let first = &kernel[phase * width..][..width];
            let second = &kernel[(phase + 1) * width..][..width];
            let dot = |kernel: &[f32]| {
                let mut sums = [0.0f32; 8];
                for (taps, kernel) in taps.chunks_exact(8).zip(kernel.chunks_exact(8)) {
                    for lane in 0..8 {
                        sums[lane] += taps[lane] * kernel[lane];
                    }
                }
                sums.iter().sum::<f32>()
            };
            dot(first) * (1.0 - blend) + dot(second) * blend
        })
        .collect()
}

/// The mix on its own clock, from its own start.
pub fn time(mut mix: RoughMix, timing: &Timing) -> RoughMix {
    let Timing { lead_in, count_in, drift_ppm, rate } = *timing;
    let frames = lead_in.unsigned_abs() as usize;
    let clicks = count_in.then(|| clicks(mix.rate, frames));
    for side in [&mut mix.left, &mut mix.right] {
        if lead_in < 0 {
            side.drain(..frames.min(side.len()));
        } else if lead_in > 0 {
            side.splice(0..0, clicks.clone().unwrap_or_else(|| vec![0.0; frames]));
        }
    }
    let to = rate.unwrap_or(mix.rate);
    let step = f64::from(mix.rate) / f64::from(to) / (1.0 + drift_ppm * 1e-6);
    if step.to_bits() != 1f64.to_bits() {
        mix.left = resample(&mix.left, step);
        mix.right = resample(&mix.right, step);
        mix.rate = to;
    }
    mix
}

/// Four strokes of sticks over so many frames.
fn clicks(rate: u32, frames: usize) -> Vec<f32> {
    let mut sound = vec![0.0; frames];
    let mut random = Random::new(4);
    let ring = signal::frames(rate, 0.03);
    for click in 0..4 {
        let start = click * frames / 4;
        for n in 0..ring.min(frames - start) {
            let t = n as f32 / ring as f32;
            let tone = (n as f32 * 2_200.0 * std::f32::consts::TAU / rate as f32).sin();
            sound[start + n] = 0.3 * (0.7 * tone + 0.3 * random.both()) * (1.0 - t).powi(4);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(hz: f64, step: f64) {
        let sine = |n: usize, hz: f64| (n as f64 * hz / 48_000.0 * 2.0 * PI).sin();
        let sound: Vec<f32> = (0..24_000).map(|n| sine(n, hz) as f32).collect();
        let read = resample(&sound, step);
        let worst = (200..read.len() - 200)
            .map(|n| (f64::from(read[n]) - sine(n, hz * step)).abs())
            .fold(0.0, f64::max);
        assert!(worst < 1e-3, "{hz} Hz at step {step} is off by {worst}");
    }

    #[test]
    fn a_sine_stays_a_sine() {
        for step in [1.0 / 1.000_1, 1.000_05, 48.0 / 44.1, 44.1 / 48.0, 0.5] {
            for hz in [100.0, 1_000.0, 12_000.0] {
                check(hz, step);
            }
        }
    }
}
