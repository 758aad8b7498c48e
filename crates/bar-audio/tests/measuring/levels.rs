//! Peak, RMS, offset, silence, correlation, bandwidth and what is drawn.

use bar_audio::measure::traits::{BANDS, EDGES, decibels};
use bar_audio::measure::{Listened, Measured};
use bar_audio::source::BLOCK_FRAMES;
use bar_domain::{Frames, Span};
use bar_testkit::signal;

use crate::tones::{Sound, listened, measured, near};

const RATE: u32 = 48_000;

type Value = fn(&Measured) -> Option<f64>;
const PEAK: Value = |measured| measured.peak_dbfs;
const TRUE_PEAK: Value = |measured| measured.true_peak_dbtp;
const RMS: Value = |measured| measured.rms_dbfs;
const LEFT_DC: Value = |measured| measured.dc.first().copied();
const RIGHT_DC: Value = |measured| measured.dc.get(1).copied();
const CORRELATION: Value = |measured| measured.correlation;
const BANDWIDTH: Value = |measured| measured.bandwidth_hz;

#[track_caller]
fn check(case: &str, sound: &[Vec<f32>], expected: &[(Value, f64, f64)]) {
    let measured = measured(RATE, sound);
    for (value, expected, tolerance) in expected {
        near(case, RATE, value(&measured), *expected, [*tolerance; 2]);
    }
}

fn whole(sound: &[Vec<f32>]) -> Listened {
    listened(RATE, sound, &[BLOCK_FRAMES])
}

#[test]
fn levels_are_what_arithmetic_says() {
    let sine = |dbfs| signal::sine(RATE, 997.0, dbfs, 2.0);
    let tenth = vec![0.1; 96_000];
    check("sine", &[sine(-6.0)], &[(PEAK, -6.0, 0.0), (TRUE_PEAK, -6.0, 0.0), (RMS, -9.01, 0.0)]);
    check("square", &[signal::square(RATE, 100.0, 0.0, 1.0)], &[(PEAK, 0.0, 0.0), (RMS, 0.0, 0.0)]);
    check("beyond full scale", &[sine(12.0)], &[(PEAK, 12.0, 0.0), (RMS, 8.99, 0.0)]);
    check(
        "a silent side halves the power",
        &[sine(-6.0), vec![0.0; 96_000]],
        &[(RMS, -12.02, 0.0)],
    );
    let offset: Vec<_> = sine(-6.0).iter().map(|sample| sample + 0.01).collect();
    check("offset", &[sine(-6.0), offset], &[(LEFT_DC, 0.0, 1e-5), (RIGHT_DC, 0.01, 1e-5)]);
    check("nothing but offset", &[tenth], &[(LEFT_DC, 0.1, 1e-6), (PEAK, -20.0, 0.0)]);
}

#[test]
fn correlation_tells_how_left_and_right_relate() {
    let noise = |seed| signal::noise(seed, RATE, -12.0, 2.0);
    let inverted = |sound: Vec<f32>| sound.into_iter().map(|sample| -sample).collect();
    check("the same", &[noise(1), noise(1)], &[(CORRELATION, 1.0, 0.0)]);
    check("inverted", &[noise(1), inverted(noise(1))], &[(CORRELATION, -1.0, 0.0)]);
    check("unrelated", &[noise(1), noise(2)], &[(CORRELATION, 0.0, 0.02)]);
    let one_sided = whole(&[noise(1), vec![0.0; 96_000]]).measured.correlation;
    assert_eq!([one_sided, whole(&[noise(1)]).measured.correlation], [None, None]);
}

#[test]
fn bandwidth_is_where_the_energy_ends() {
    let sine = |hertz| [signal::sine(RATE, hertz, -12.0, 2.0)];
    for hertz in [100.0, 1000.0, 15_000.0] {
        // A Hann window spreads a tone over some bins of 23 Hz.
        check("tone", &sine(hertz), &[(BANDWIDTH, hertz, 70.0)]);
    }
    check("noise", &[signal::noise(1, RATE, -12.0, 2.0)], &[(BANDWIDTH, 23_950.0, 50.0)]);
    check("short", &[signal::sine(RATE, 5000.0, -12.0, 0.02)], &[(BANDWIDTH, 5000.0, 300.0)]);
}

#[test]
fn silence_has_no_level() {
    for frames in [1, 100, 8192, 100_000] {
        let listened = whole(&[vec![0.0; frames], vec![0.0; frames]]);
        let silence = Frames(frames as u64);
        let expected = Measured {
            dc: vec![0.0, 0.0],
            silence_head_frames: silence,
            silence_tail_frames: silence,
            ..Measured::default()
        };
        assert_eq!(listened.measured, expected);
        assert!(
            listened
                .waveform
                .points
                .iter()
                .all(|point| [point.min, point.max, point.rms] == [0; 3])
        );
    }
}

#[test]
fn silence_is_counted_at_both_ends() {
    #[track_caller]
    fn check(heard: &[(usize, usize, f32)], expected: [u64; 2]) {
        let mut sound = vec![vec![1e-5; 30_000]; 2];
        for (channel, frame, sample) in heard {
            sound[*channel][*frame] = *sample;
        }
        let measured = whole(&sound).measured;
        let silence = [measured.silence_head_frames, measured.silence_tail_frames];
        assert_eq!(silence.map(|frames| frames.0), expected, "{heard:?}");
    }
    check(&[(0, 0, 0.5), (0, 29_999, -0.5)], [0, 0]);
    check(&[(0, 12_345, 0.5)], [12_345, 17_654]);
    check(&[(0, 100, 0.5), (1, 99, -4e-5), (1, 20_000, 0.5), (0, 20_001, 0.5)], [99, 9998]);
    check(&[(0, 8191, 0.5), (1, 8192, 0.5)], [8191, 21_807]);
    check(&[(0, 5000, 3e-5)], [30_000, 30_000]);
}

#[test]
fn what_is_too_short_for_a_window_has_no_loudness() {
    let loudness = |frames: usize| {
        let measured = whole(&[signal::sine(RATE, 1000.0, -12.0, 4.0)[..frames].to_vec()]).measured;
        [
            measured.max_momentary_lufs,
            measured.integrated_lufs,
            measured.max_short_term_lufs,
            measured.lra_lu,
        ]
        .map(|value| value.is_some())
    };
    assert_eq!(loudness(19_199), [false, false, false, false]);
    assert_eq!(loudness(19_200), [true, true, false, false]);
    assert_eq!(loudness(143_999), [true, true, false, false]);
    assert_eq!(loudness(144_000), [true, true, true, true]);
}

#[test]
fn places_of_broken_samples_are_joined_and_limited() {
    let mut sound = vec![vec![0.25; 40_000]; 2];
    sound[0][8190..8195].fill(f32::NAN);
    sound[1][8194] = f32::INFINITY;
    assert_eq!(whole(&sound).not_finite, (6, vec![Span(Frames(8190), Frames(8195))]));
    sound[1].iter_mut().step_by(2).for_each(|sample| *sample = f32::NAN);
    let (count, places) = whole(&sound).not_finite;
    assert_eq!((count, places.len()), (20_005, 100));
}

#[test]
fn finite_samples_of_any_size_lead_to_finite_numbers() {
    for size in [1e-40, 1e-20, 1e14, 1e25, f32::MAX] {
        let sound: Sound = vec![[size, -size, 0.5, 0.0].repeat(50_000); 2];
        let measured = whole(&sound).measured;
        let values =
            [PEAK, TRUE_PEAK, RMS, LEFT_DC, CORRELATION, BANDWIDTH].map(|value| value(&measured));
        assert!(values.iter().flatten().all(|value| value.is_finite()), "{size}: {values:?}");
    }
}

#[test]
fn loudness_makes_sense_at_any_sample_rate() {
    #[track_caller]
    fn check(rates: &[u32], tolerance: f64) {
        for rate in rates {
            let sound = [signal::sine(*rate, 1000.0, -23.01, 5.0)];
            let got = measured(*rate, &sound).integrated_lufs;
            near("odd rate", *rate, got, -26.02, [tolerance; 2]);
        }
    }
    check(&[22_050, 32_000, 88_200, 176_400, 384_000, 768_000], 0.1);
    // The bilinear transform squeezes the shelf where the sound itself ends early.
    check(&[8000, 11_025, 16_000], 0.3);
    for rate in [100, 3999, 4_000_000_000] {
        let sound = vec![vec![0.5; 10_000]; 2];
        assert_eq!(measured(rate, &sound).integrated_lufs, None, "{rate}");
    }
}

#[test]
fn the_waveform_shows_extremes_and_rms_of_256_frames() {
    let mut left = vec![0.0; 600];
    left[255] = 0.5;
    left[256] = -1.0;
    left[512..].fill(0.25);
    let points = whole(&[left, vec![0.0; 600]]).waveform.points;
    let points: Vec<_> = points.iter().map(|point| [point.min, point.max, point.rms]).collect();
    // 0.5/√512, 1/√512 and 0.25/√2 of 127.
    assert_eq!(points, [[0, 64, 3], [-127, 0, 6], [0, 32, 22]]);
}

#[test]
fn the_traits_show_when_and_where_it_sounds() {
    let sound = signal::concat(&[
        signal::silence(RATE, 1.0),
        signal::sine(RATE, 600.0, -12.0, 1.0),
        signal::sine(RATE, 3000.0, -20.0, 1.0),
    ]);
    let traits = whole(&[sound]).traits;
    assert_eq!((traits.envelope_hop, traits.envelope.len()), (Frames(480), 300));
    let onsets: Vec<_> = traits.onsets().collect();
    let highest = onsets.iter().copied().fold(0.0, f32::max);
    assert_eq!(onsets.iter().position(|onset| *onset >= highest), Some(100));

    let rows: Vec<_> = traits.bands.chunks(BANDS).collect();
    assert_eq!(rows.len() as u64, 144_000_u64.div_ceil(traits.bands_hop.0));
    let loudest = |seconds: f64| {
        let row = rows[(seconds * f64::from(RATE) / traits.bands_hop.0 as f64) as usize];
        let (band, level) =
            row.iter().enumerate().max_by_key(|(_, level)| **level).unwrap_or((0, &0));
        (EDGES[band]..EDGES[band + 1], decibels(*level))
    };
    let (band, level) = loudest(1.5);
    assert!(band.contains(&600) && (level + 15.0).abs() < 0.5, "{band:?} {level}");
    let (band, level) = loudest(2.5);
    assert!(band.contains(&3000) && (level + 23.0).abs() < 0.5, "{band:?} {level}");
    assert!(rows[1].iter().all(|level| *level == 0));
}
