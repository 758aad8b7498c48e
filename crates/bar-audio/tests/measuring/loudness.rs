//! Momentary, short-term and integrated loudness and loudness range.

use bar_audio::measure::Measured;

use crate::at_every_rate;
use crate::tones::{loudness, measured, near, stereo, tone};

const SILENCE: f64 = f64::NEG_INFINITY;
const LU: [f64; 2] = [0.1, 0.1];
const RANGE_LU: [f64; 2] = [1.0, 1.0];

type Value = fn(&Measured) -> Option<f64>;
const I: Value = |measured| measured.integrated_lufs;
const M: Value = |measured| measured.max_momentary_lufs;
const S: Value = |measured| measured.max_short_term_lufs;
const LRA: Value = |measured| measured.lra_lu;

#[track_caller]
fn check(
    case: &str,
    rate: u32,
    sound: &[Vec<f32>],
    expected: &[(Value, f64)],
    tolerance: [f64; 2],
) {
    let measured = measured(rate, sound);
    for (value, expected) in expected {
        near(case, rate, value(&measured), *expected, tolerance);
    }
}

at_every_rate!(
    steady_tones_and_gates,
    a_surround_tone,
    short_term_is_constant,
    short_term_of_late_tones,
    momentary_is_constant,
    momentary_of_late_tones,
    loudness_range,
    weighting_of_frequencies,
    gates,
    weighting_of_channels,
);

fn steady_tones_and_gates(rate: u32) {
    let check = |case, parts: &[_], expected: &[_]| {
        check(case, rate, &stereo(rate, parts), expected, LU);
    };
    check("1", &[(20.0, -23.0)], &[(M, -23.0), (S, -23.0), (I, -23.0)]);
    check("2", &[(20.0, -33.0)], &[(M, -33.0), (S, -33.0), (I, -33.0)]);
    check("3", &[(10.0, -36.0), (60.0, -23.0), (10.0, -36.0)], &[(I, -23.0)]);
    let quiet = [(10.0, -72.0), (10.0, -36.0), (60.0, -23.0), (10.0, -36.0), (10.0, -72.0)];
    check("4", &quiet, &[(I, -23.0)]);
    check("5", &[(20.0, -26.0), (20.1, -20.0), (20.0, -26.0)], &[(I, -23.0)]);
}

fn a_surround_tone(rate: u32) {
    let sound =
        [-28.0, -28.0, -24.0, -30.0, -30.0].map(|level| tone(rate, 1000.0, &[(20.0, level)]));
    check("6", rate, &sound, &[(I, -23.0)], LU);
}

fn short_term_is_constant(rate: u32) {
    let parts = [(1.34, -20.0), (1.66, -30.0)].repeat(5);
    let loudness = loudness(rate, &stereo(rate, &parts));
    assert!(loudness.short_term().count() > 1000);
    loudness.short_term().for_each(|s| near("9", rate, Some(s), -23.0, LU));
}

fn short_term_of_late_tones(rate: u32) {
    for i in 0..20 {
        let late = f64::from(i) * 0.15;
        let parts = [(late, SILENCE), (3.0, -23.0), (1.0, SILENCE)];
        check("10", rate, &stereo(rate, &parts), &[(S, -23.0)], LU);
        let level = f64::from(i) - 38.0;
        let parts = [(late, SILENCE), (3.0, level), (3.0 - late, SILENCE)];
        check("11", rate, &stereo(rate, &parts), &[(S, level)], LU);
    }
}

fn momentary_is_constant(rate: u32) {
    let parts = [(0.18, -20.0), (0.22, -30.0)].repeat(25);
    let loudness = loudness(rate, &stereo(rate, &parts));
    assert!(loudness.momentary().count() > 900);
    loudness.momentary().for_each(|m| near("12", rate, Some(m), -23.0, LU));
}

fn momentary_of_late_tones(rate: u32) {
    for i in 0..20 {
        let late = f64::from(i) * 0.02;
        let parts = [(late, SILENCE), (0.4, -23.0), (1.0, SILENCE)];
        check("13", rate, &stereo(rate, &parts), &[(M, -23.0)], LU);
        let level = f64::from(i) - 38.0;
        let parts = [(late, SILENCE), (0.4, level), (0.4 - late, SILENCE)];
        check("14", rate, &stereo(rate, &parts), &[(M, level)], LU);
    }
}

fn loudness_range(rate: u32) {
    let check = |case, levels: &[f64], expected| {
        let parts: Vec<_> = levels.iter().map(|level| (20.0, *level)).collect();
        check(case, rate, &stereo(rate, &parts), &[(LRA, expected)], RANGE_LU);
    };
    check("3342 1", &[-20.0, -30.0], 10.0);
    check("3342 2", &[-20.0, -15.0], 5.0);
    check("3342 3", &[-40.0, -20.0], 20.0);
    check("3342 4", &[-50.0, -35.0, -20.0, -35.0, -50.0], 15.0);
}

/// Tones of every frequency, as loud as the standard's own filter at 48 kHz says.
fn weighting_of_frequencies(rate: u32) {
    for hertz in [25.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 3150.0, 5000.0, 8000.0, 10000.0]
    {
        for level in [-23.0, -24.0] {
            let sound = tone(rate, hertz, &[(10.0, level - loudness_at_full_scale(hertz))]);
            let case = format!("BS.2217 {hertz} Hz at {level}");
            check(&case, rate, &[sound], &[(I, level)], LU);
        }
    }
}

fn gates(rate: u32) {
    let lufs = |parts: &[(f64, f64)]| measured(rate, &stereo(rate, parts)).integrated_lufs;
    let check = |case, parts, expected| near(case, rate, lufs(parts), expected, LU);
    check("just over the absolute gate", &[(10.0, -69.5)], -69.5);
    assert_eq!(lufs(&[(10.0, -70.5)]), None, "just under the absolute gate at {rate} Hz");
    check("under the absolute gate is left out", &[(20.0, -69.0), (60.0, -75.0)], -69.0);
    check("under the relative gate is left out", &[(20.0, -23.0), (20.0, -37.0)], -23.0);
    let both = 10.0 * f64::midpoint(10_f64.powf(-2.3), 10_f64.powf(-3.0)).log10();
    check("over the relative gate counts", &[(20.0, -23.0), (20.0, -30.0)], both);
}

fn weighting_of_channels(rate: u32) {
    let channel = |number: usize, level| {
        let mut sound = vec![vec![0.0; 5 * rate as usize]; 6];
        sound[number] = tone(rate, 1000.0, &[(5.0, level)]);
        sound
    };
    // One channel alone is 3 LU quieter than two.
    for number in [0, 1, 2] {
        check("BS.2217 front alone", rate, &channel(number, -20.0), &[(I, -23.01)], LU);
    }
    for number in [4, 5] {
        check("BS.2217 side alone", rate, &channel(number, -20.0), &[(I, -21.52)], LU);
    }
    assert_eq!(measured(rate, &channel(3, -1.0)).integrated_lufs, None, "LFE does not count");
}

/// Loudness in LUFS of a tone of 0 dBFS on one channel, by the coefficients that BS.1770-5 prints.
fn loudness_at_full_scale(hertz: f64) -> f64 {
    let power = |coefficients: [f64; 3]| {
        let angle = std::f64::consts::TAU * hertz / 48_000.0;
        let sum = |part: fn(f64) -> f64| -> f64 {
            (0..3).map(|k| coefficients[k] * part(angle * k as f64)).sum()
        };
        sum(f64::cos).powi(2) + sum(f64::sin).powi(2)
    };
    let shelf = power([1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85])
        / power([1.0, -1.690_659_293_182_41, 0.732_480_774_215_85]);
    let high_pass =
        power([1.0, -2.0, 1.0]) / power([1.0, -1.990_047_454_833_98, 0.990_072_250_366_21]);
    -0.691 + 10.0 * (0.5 * shelf * high_pass).log10()
}
