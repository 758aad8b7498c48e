//! True peaks between the samples.

use std::f64::consts::{PI, TAU};

use crate::at_every_rate;
use crate::tones::{measured, near};

const TOLERANCE: [f64; 2] = [0.4, 0.2];

#[track_caller]
fn check(case: &str, rate: u32, samples: Vec<f32>, expected: f64) {
    let sound = vec![samples.clone(), samples];
    near(case, rate, measured(rate, &sound).true_peak_dbtp, expected, TOLERANCE);
}

at_every_rate!(tones_between_samples, bursts_between_samples);

fn tones_between_samples(rate: u32) {
    let check = |case, divisor: f64, degrees: f64, amplitude: f64, expected| {
        let fade = f64::from(rate) / 100.0;
        let frames = rate as usize;
        let sample = |n: usize| {
            let edge = (n.min(frames - 1 - n) as f64 / fade).min(1.0);
            edge * amplitude * (TAU * n as f64 / divisor + degrees.to_radians()).sin()
        };
        check(case, rate, (0..frames).map(|n| sample(n) as f32).collect(), expected);
    };
    let half = 10_f64.powf(-6.0 / 20.0);
    check("15", 4.0, 0.0, half, -6.0);
    check("16", 4.0, 45.0, half, -6.0);
    check("17", 6.0, 60.0, half, -6.0);
    check("18", 8.0, 67.5, half, -6.0);
    check("19", 4.0, 45.0, 1.41, 3.0);
}

/// One period of fs/4 at full scale within fs/6 at half of it, made at 4 fs and decimated at four offsets.
fn bursts_between_samples(rate: u32) {
    const PERIODS: usize = 100;
    let mut wave: Vec<f64> = Vec::new();
    let period = |length: usize, amplitude: f64| {
        (0..length).map(move |n| amplitude * (TAU * n as f64 / length as f64).sin())
    };
    (0..PERIODS).for_each(|_| wave.extend(period(24, 0.5)));
    wave.extend(period(16, 1.0));
    (0..PERIODS).for_each(|_| wave.extend(period(24, 0.5)));
    for offset in 0..4 {
        let case = format!("{}", 20 + offset);
        let samples = (offset..wave.len()).step_by(4).map(|place| low_passed(&wave, place) as f32);
        check(&case, rate, samples.collect(), 0.0);
    }
}

/// One sample of `wave` without what lies above an eighth of its sample rate.
fn low_passed(wave: &[f64], place: usize) -> f64 {
    const REACH: isize = 256;
    let tap = |distance: isize| {
        let x = distance as f64 / 4.0;
        let sinc = if distance == 0 { 1.0 } else { (PI * x).sin() / (PI * x) };
        let window = 0.5 + 0.5 * (PI * distance as f64 / REACH as f64).cos();
        sinc * window / 4.0
    };
    (-REACH..=REACH)
        .filter_map(|distance| {
            let sample = wave.get(usize::try_from(place as isize + distance).ok()?)?;
            Some(sample * tap(distance))
        })
        .sum()
}
