//! Files at other rates than the device.

use std::f64::consts::TAU;

use bar_audio::play::{Change, Tape};
use bar_domain::{Frames, SampleRate};
use bar_testkit::Wav;

use super::rig::{left, rig_with, same, versions};

/// A sine at a rate, as it would be if that had been its rate from the first.
fn sine(rate: u32, hertz: f64, frames: std::ops::Range<i64>) -> Vec<f32> {
    let step = TAU * hertz / f64::from(rate);
    frames.map(|frame| (0.5 * (step * frame as f64).sin()) as f32).collect()
}

/// Signal to noise of a sine that was resampled by playing it, in decibels.
fn snr(from: u32, to: u32, hertz: f64) -> f64 {
    let rig = rig_with(&[to]);
    let sound = sine(from, hertz, 0..i64::from(from) * 2);
    let path = rig.file("Sine.wav", &Wav::float(32).rate(from).channels(&[&sound, &sound]));
    let mut reel = versions(&[path]);
    reel.rate = SampleRate(from);
    rig.load(reel).seek(u64::from(from / 2)).player.play();
    let got = left(&rig.pull_in(to as usize, &[512]));
    let start = i64::from(to / 2);
    let wanted = sine(to, hertz, start..start + i64::from(to));
    let power = |of: &mut dyn Iterator<Item = f64>| of.map(|x| x * x).sum::<f64>();
    let signal = power(&mut wanted.iter().map(|x| f64::from(*x)));
    let noise = power(&mut got.iter().zip(&wanted).map(|(got, wanted)| f64::from(got - wanted)));
    10.0 * (signal / noise).log10()
}

#[test]
fn resampled_sound_is_in_its_place_and_clean_over_the_pass_band() {
    for (from, to) in [(44_100, 48_000), (48_000, 44_100), (96_000, 44_100), (192_000, 48_000)] {
        for hertz in [50.0, 1000.0, 10_000.0, 19_000.0] {
            let snr = snr(from, to, hertz);
            println!("{from} → {to}, {hertz} Hz: {snr:.1} dB");
            assert!(snr >= 134.0, "{from} → {to} at {hertz} Hz: only {snr:.1} dB");
        }
    }
}

#[test]
fn a_device_of_another_rate_says_so_and_the_timeline_stays_that_of_the_reel() {
    let rig = rig_with(&[44_100]);
    rig.load_counting(48_000).player.play();
    rig.pull_in(22_050, &[512]);
    let now = rig.player.now();
    assert_eq!(now.output.rate, SampleRate(44_100));
    assert_eq!(now.position, Frames(24_000));
    assert_eq!(now.length, Some(Frames(48_000)));
    assert_eq!(now.output.to_string(), "48 → 44.1 kHz");
    rig.pull_in(22_051, &[512]);
    rig.wait("the end", |now| now.ended && now.position == Frames(48_000));
}

#[test]
fn a_device_that_can_runs_at_the_rate_of_the_reel() {
    let rig = rig_with(&[44_100, 48_000, 96_000]);
    for rate in [96_000, 44_100, 48_000] {
        let sound = sine(rate, 440.0, 0..4800);
        let path = rig.file("Sine.wav", &Wav::float(32).rate(rate).mono(&sound));
        let mut reel = versions(&[path]);
        reel.rate = SampleRate(rate);
        rig.load(reel).wait("its rate", |now| now.output.rate == SampleRate(rate) && now.ready);
        rig.player.play();
        same(&left(&rig.pull(4000)), &sound[..4000]);
        assert!(rig.player.now().output.is_exact());
    }
}

#[test]
fn a_version_at_another_rate_is_heard_at_the_same_place_and_the_same_wherever_one_jumps_in() {
    let rig = rig_with(&[48_000]);
    let write = |name: &str, rate: u32| {
        let sound = sine(rate, 1000.0, 0..i64::from(rate) * 2);
        Tape::new(rig.file(name, &Wav::float(32).rate(rate).mono(&sound)))
    };
    let tapes = [(write("48.wav", 48_000), None), (write("44.wav", 44_100), None)];
    rig.load(bar_audio::play::Reel::versions(SampleRate(48_000), tapes)).player.play();
    let first = rig.pull(10_000);
    rig.player.hear(1);
    rig.pull(1000);
    rig.seek(0).player.play();
    let second = rig.pull(10_000);
    let off = first[2000..].iter().zip(&second[2000..]).map(|(a, b)| (a - b).abs());
    assert!(off.fold(0.0, f32::max) < 1e-5, "the two are one sound");
    let from = SampleRate(44_100);
    assert_eq!(
        rig.player.now().output.changes,
        [Change::Resampled { from, to: SampleRate(48_000) }]
    );
    for place in [1, 2048, 5003, 9000] {
        rig.seek(place).player.play();
        same(&rig.pull(500), &second[2 * place as usize..][..1000]);
    }
}
