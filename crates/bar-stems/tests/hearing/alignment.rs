//! Where one mix of a song lies in another.

use std::sync::atomic::AtomicBool;

use bar_stems::hear::{InMemory, Wanted, locate, loud};
use bar_testkit::signal;

use crate::song::{BAND, RATE, Sound, cut, later, part, sum};

/// The same song as somebody else would mix it: another balance, louder, and saturated.
fn another_mix() -> Sound {
    let side = |side: usize| {
        let level = |file: &str| match file {
            "Lead Vox.wav" => 4.0,
            "Bass DI.wav" => -5.0,
            "Pad.wav" => -9.0,
            _ => 0.0,
        };
        let stems = BAND.map(|file| {
            let mut sound =
                part(file).into_iter().nth(side).unwrap_or_else(|| part(file)[0].clone());
            signal::amplify(&mut sound, signal::gain(level(file)));
            sound
        });
        signal::mix(&stems).iter().map(|sample| (1.5 * sample).tanh()).collect::<Vec<f32>>()
    };
    vec![side(0), side(1)]
}

/// Every second sample but one: a third slower.
fn at_32_khz(sound: &Sound) -> Sound {
    let resample = |channel: &Vec<f32>| {
        let between = |at: usize| {
            let (place, part) = (at * 3 / 2, if at.is_multiple_of(2) { 0.0 } else { 0.5 });
            let next = channel.get(place + 1).copied().unwrap_or(0.0);
            channel[place] * (1.0 - part) + next * part
        };
        (0..channel.len() * 2 / 3).map(between).collect()
    };
    sound.iter().map(resample).collect()
}

/// Seconds of `first` at which `other` begins.
fn begins(first: &Sound, other: &Sound, rate: u32) -> Option<f64> {
    let seconds = |sound: &Sound, rate: u32| sound[0].len() as f64 / f64::from(rate);
    let level = |piece: &[f32]| {
        let mean = piece.iter().map(|sample| sample * sample).sum::<f32>() / piece.len() as f32;
        10.0 * mean.max(1e-12).log10()
    };
    let loud = loud(other[0].chunks(rate as usize / 10).map(level), 0.1);
    let sound = Box::new(InMemory { rate, samples: other });
    let wanted = Wanted { sound, seconds: seconds(other, rate), loud };
    let mix = Box::new(InMemory { rate: RATE, samples: first });
    let spot = locate(mix, seconds(first, RATE), wanted, &|_| {}, &AtomicBool::new(false));
    spot.unwrap().map(|spot| spot.start)
}

#[test]
fn another_mix_is_found_to_the_frame_wherever_it_begins() {
    let first = sum();
    let check = |other: &Sound, wanted: f64| {
        let start = begins(&first, other, RATE).expect("it is the same song");
        let frames = (start - wanted) * f64::from(RATE);
        assert!(frames.abs() < 0.5, "{start} instead of {wanted}");
    };
    check(&another_mix(), 0.0);
    // The delay of an MP3, a count-in of four bars, a start that was cut.
    check(&later(another_mix(), 1_105), -1_105.0 / 48_000.0);
    check(&later(another_mix(), 384_000), -8.0);
    check(&cut(another_mix(), 240_001), 240_001.0 / 48_000.0);
}

#[test]
fn another_rate_is_found_as_well_and_another_song_is_not() {
    let first = sum();
    let start = begins(&first, &at_32_khz(&another_mix()), 32_000).expect("it is the same song");
    assert!(start.abs() * f64::from(RATE) < 1.0, "{start}");
    let other = vec![signal::noise(3, RATE, -12.0, 30.0)];
    assert_eq!(begins(&first, &other, RATE), None);
    let short = cut(another_mix(), another_mix()[0].len() - 7 * RATE as usize);
    assert_eq!(begins(&first, &short, RATE), None, "seven seconds are too few");
}
