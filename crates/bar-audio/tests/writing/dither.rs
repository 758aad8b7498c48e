//! The dither, held against its theory: triangular, two steps wide, white, and blind to the sound.

use bar_audio::write::{Change, Dither, ToIntegers};
use bar_testkit::{Wav, signal};
use realfft::RealFftPlanner;

use crate::support::{RATE, copy, hear, nothing};

/// One step of 24 bits.
const STEP: f64 = 1.0 / 8_388_608.0;
const LENGTH: usize = 1 << 20;

/// What the copy differs by from the original, in steps.
fn error(sound: &[f32], channel: u16, seed: u64) -> Vec<f64> {
    let mut dither = Dither::new(seed, channel);
    let rounded =
        |sample: &f32| f64::from(dither.round(f64::from(*sample))) - f64::from(*sample) / STEP;
    sound.iter().map(rounded).collect()
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u64), |(sum, count), value| (sum + value, count + 1));
    sum / count as f64
}

fn variance(values: &[f64]) -> f64 {
    let centre = mean(values.iter().copied());
    mean(values.iter().map(|value| (value - centre).powi(2)))
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let (ma, mb) = (mean(a.iter().copied()), mean(b.iter().copied()));
    let joint = mean(a.iter().zip(b).map(|(a, b)| (a - ma) * (b - mb)));
    joint / (variance(a) * variance(b)).sqrt()
}

/// Power of every bin, in steps²; all of them together are the mean square.
fn power(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    let forward = RealFftPlanner::<f64>::new().plan_fft_forward(values.len());
    let mut spectrum = forward.make_output_vec();
    let squared = (values.len() as f64).powi(2);
    forward.process(&mut values, &mut spectrum).unwrap();
    spectrum.iter().map(|bin| 2.0 * bin.norm_sqr() / squared).collect()
}

#[test]
fn the_error_is_a_quarter_of_a_step_squared_whatever_is_played() {
    let seconds = LENGTH as f64 / f64::from(RATE);
    let sounds = [
        ("silence", vec![0.0; LENGTH]),
        ("a third of a step", vec![(STEP / 3.0) as f32; LENGTH]),
        ("half a step", vec![(STEP / 2.0) as f32; LENGTH]),
        ("under a step", signal::sine(RATE, 997.0, -140.0, seconds)),
        ("loud", signal::sine(RATE, 997.0, -1.0, seconds)),
        ("noise", signal::noise(5, RATE, -20.0, seconds)),
    ];
    for (name, sound) in sounds {
        let error = error(&sound[..sound.len().min(LENGTH)], 0, 7);
        // Triangular noise has a variance of 1/6 step², rounding adds 1/12.
        let (centre, spread) = (mean(error.iter().copied()), variance(&error));
        assert!(centre.abs() < 0.003, "{name}: the mean is {centre}");
        assert!((spread - 0.25).abs() < 0.002, "{name}: the variance is {spread}");
        let sound: Vec<f64> =
            sound[..error.len()].iter().map(|sample| f64::from(*sample)).collect();
        if variance(&sound) > 0.0 {
            let heard = correlation(&sound, &error);
            assert!(heard.abs() < 0.005, "{name}: it follows the sound by {heard}");
            let squared: Vec<f64> = error.iter().map(|error| error * error).collect();
            let loudness: Vec<f64> = sound.iter().map(|sample| sample * sample).collect();
            let pumping = correlation(&loudness, &squared);
            assert!(pumping.abs() < 0.005, "{name}: it breathes with the sound by {pumping}");
        }
    }
}

#[test]
fn the_noise_is_triangular_and_two_steps_wide() {
    let mut dither = Dither::new(3, 0);
    // From half a step off, so finely that rounding does not matter: where does it flip?
    let mut counts = [0_u32; 4];
    for _ in 0..LENGTH {
        // A quarter of a step above 0: the noise decides between −1, 0 and 1.
        let rounded = dither.round(STEP * 0.25);
        counts[usize::try_from(rounded + 1).unwrap()] += 1;
    }
    // Triangular on (−1, 1): below −3/4 lies 1/32, above 1/4 lie 9/32.
    for (count, wanted) in counts.iter().zip([1.0 / 32.0, 22.0 / 32.0, 9.0 / 32.0, 0.0]) {
        let share = f64::from(*count) / LENGTH as f64;
        assert!((share - wanted).abs() < 0.002, "{counts:?}");
    }
}

#[test]
fn the_noise_floor_is_flat_and_where_theory_has_it() {
    let sound = vec![0.0; LENGTH];
    let power = power(&error(&sound, 0, 11));
    // Means over 64 bands: with 8192 bins each, they scatter by 1.1 %.
    let band = power.len() / 64;
    let wanted = 0.25 / (LENGTH as f64 / 2.0);
    for (number, band) in power.chunks_exact(band).enumerate() {
        let level = mean(band.iter().copied()) / wanted;
        assert!((level - 1.0).abs() < 0.06, "band {number} is at {level} of the floor");
    }
    let floor_dbfs = 10.0 * (0.25 * STEP * STEP).log10();
    assert!((floor_dbfs + 144.5).abs() < 0.1, "{floor_dbfs}");
}

#[test]
fn a_sine_at_minus_110_dbfs_has_no_harmonics_in_the_copy() {
    // 1000 whole periods, so that everything it has falls into bins of its own.
    let (periods, length) = (2_000, LENGTH);
    let hz = f64::from(RATE) * f64::from(periods) / length as f64;
    let mut sine = signal::sine(RATE, hz, -110.0, length as f64 / f64::from(RATE));
    sine.truncate(length);
    let original = Wav::float(32).rate(RATE).mono(&sine).bytes();
    let depth = Some(ToIntegers { gain_db: 0.0, seed: 99 });
    let (format, samples) =
        hear(&copy(&original, &Change { depth, ..nothing(length as u64) }).unwrap());
    assert_eq!(format.bits, Some(24));
    let steps: Vec<f64> = samples[0].iter().map(|sample| f64::from(*sample) / STEP).collect();
    let dithered = power(&steps);
    let rounded: Vec<f64> = sine.iter().map(|sample| (f64::from(*sample) / STEP).round()).collect();
    let rounded = power(&rounded);
    let own = 0.5 * (10f64.powf(-110.0 / 20.0) / STEP).powi(2);
    assert!(
        (10.0 * (dithered[periods as usize] / own).log10()).abs() < 0.05,
        "it is as loud as it was"
    );
    let floor = 0.25 / (length as f64 / 2.0);
    let mut plain_worst = 0.0_f64;
    for harmonic in 2..=20 {
        let bin = (periods * harmonic) as usize;
        // One bin of noise exceeds 16 times its mean once in ten million.
        assert!(dithered[bin] < 16.0 * floor, "harmonic {harmonic}: {}", dithered[bin] / floor);
        plain_worst = plain_worst.max(rounded[bin] / floor);
    }
    assert!(plain_worst > 100.0, "without dither they would be heard: {plain_worst}");
}

#[test]
fn channels_and_seeds_are_independent_and_repeatable() {
    let sound = vec![0.0; LENGTH];
    let [left, right, other] =
        [(0, 1), (1, 1), (0, 2)].map(|(channel, seed)| error(&sound, channel, seed));
    assert!(correlation(&left, &right).abs() < 0.005);
    assert!(correlation(&left, &other).abs() < 0.005);
    assert_eq!(left, error(&sound, 0, 1));
    let lagged = correlation(&left[..LENGTH - 1], &left[1..]);
    assert!(lagged.abs() < 0.005, "a sample tells nothing of the next: {lagged}");
}

#[test]
fn full_scale_stays_full_scale() {
    let mut dither = Dither::new(1, 0);
    for _ in 0..1_000 {
        assert!((8_388_606..=8_388_607).contains(&dither.round(1.0)));
        assert!((-8_388_608..=-8_388_607).contains(&dither.round(-1.0)));
    }
}

#[test]
fn turning_down_is_as_much_as_was_said() {
    let loud = signal::sine(RATE, 1_000.0, 3.0, 1.0);
    let original = Wav::float(64).rate(RATE).mono(&loud).bytes();
    let depth = Some(ToIntegers { gain_db: -3.1, seed: 4 });
    let (_, samples) = hear(&copy(&original, &Change { depth, ..nothing(48_000) }).unwrap());
    let peak = samples[0].iter().fold(0_f32, |peak, sample| peak.max(sample.abs()));
    assert!((20.0 * f64::from(peak).log10() + 0.1).abs() < 0.001);
}
