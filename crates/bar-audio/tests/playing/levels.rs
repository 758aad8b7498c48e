//! Level match, and the meters.

use bar_audio::measure::{self, Watch};
use bar_audio::play::{Change, Reel, Tape};
use bar_testkit::{Wav, signal};

use super::rig::{RATE, Rig, constant, rig};

fn loudness(path: &std::path::Path) -> Option<f64> {
    let watch = Watch { cancelled: &false.into(), progress: &|_| () };
    measure::measure(path, &watch).unwrap().measured.integrated_lufs
}

/// Noise at three levels and a silent file, measured as everything is measured.
fn four(rig: &Rig) -> Reel {
    let noise = |db| signal::noise(7, 48_000, db, 8.0);
    let loud = [noise(-6.0), noise(-9.7), noise(-12.5), signal::silence(48_000, 8.0)];
    Reel::versions(
        RATE,
        loud.iter().enumerate().map(|(number, sound)| {
            let file = Wav::pcm(24).rate(48_000).channels(&[sound, sound]);
            let path = rig.file(&format!("{number}.wav"), &file);
            let measured = loudness(&path);
            (Tape::new(path), measured)
        }),
    )
}

#[test]
fn every_side_is_as_loud_as_the_quietest_within_a_tenth() {
    let rig = rig();
    let reel = four(&rig);
    let quietest = reel.sides[2].loudness.unwrap();
    rig.load(reel);
    for side in 0..3 {
        rig.player.hear(side);
        rig.seek(0).player.play();
        if side > 0 {
            rig.player.reset_meters();
            rig.wait("the meters begin anew", |now| now.meters.seconds <= 0.0);
        }
        for _ in 0..15 {
            rig.pull_in(24_000, &[4096]);
            // The meters have a ring of a second.
            let frames = rig.player.now().position.0;
            rig.wait("the meters", |now| now.meters.seconds >= frames as f64 / 48_000.0 - 0.01);
        }
        rig.wait("loudness", |now| {
            let heard = now.meters.integrated_lufs.unwrap_or(0.0);
            (heard - quietest).abs() < 0.1
        });
        assert_eq!(rig.player.now().meters.missed, 0);
    }
    let db = rig.player.now().match_db;
    assert!((db[0] + 6.5).abs() < 0.05 && (db[1] + 2.8).abs() < 0.05, "{db:?}");
    assert_eq!(db[2..], [0.0, 0.0], "the quietest and the silent one are left alone");
}

#[test]
fn matching_is_on_until_it_is_turned_off_and_the_gain_is_told() {
    let rig = rig();
    let reel = four(&rig);
    rig.load(reel).player.play();
    rig.pull(1000);
    let now = rig.player.now();
    assert!(now.match_levels);
    assert_eq!(now.output.to_string(), "Level match −6.5 dB");
    rig.player.match_levels(false);
    rig.pull(1000);
    assert_eq!(rig.output(), "Bit-exact, 48 kHz");
    rig.player.match_levels(true);
    rig.player.measured(2, None);
    let db = rig.player.now().match_db;
    assert!(
        (db[0] + 3.7).abs() < 0.05 && db[1].abs() < 1e-9,
        "the next one is the quietest: {db:?}"
    );
    rig.player.volume(-6.0);
    assert_eq!(rig.player.now().output.changes[1], Change::Volume { db: -6.0 });
    rig.player.volume(3.0);
    assert!(rig.player.now().volume_db.abs() < 1e-9, "nothing is turned up");
}

#[test]
fn the_meters_tell_what_the_output_got() {
    let rig = rig();
    let sine = signal::sine(48_000, 997.0, -20.0, 5.0);
    let file = Wav::float(32).rate(48_000).channels(&[&sine, &sine]);
    let path = rig.file("Sine.wav", &file);
    rig.load(super::rig::versions(&[path])).player.play();
    for half in 1..=9 {
        rig.pull_in(24_000, &[4096]);
        rig.wait("the meters", |now| now.meters.seconds >= f64::from(half) * 0.5 - 0.01);
    }
    // Two channels of a sine at −20 dBFS: −20 LUFS, by definition of the scale.
    rig.wait("all of it", |now| {
        let meters = &now.meters;
        let all = [meters.momentary_lufs, meters.short_term_lufs, meters.integrated_lufs];
        let peaks = [meters.true_peak_dbtp, meters.peak_dbfs, meters.levels_dbfs[1]];
        all.into_iter()
            .chain(peaks)
            .all(|level| level.is_some_and(|level| (level + 20.0).abs() < 0.1))
            && meters.correlation.is_some_and(|together| together > 0.999)
            && meters.range_lu.is_some_and(|range| range < 0.1)
    });
    rig.player.volume(-20.0);
    rig.pull_in(24_000, &[4096]);
    rig.wait("the peak is held", |now| {
        now.meters.momentary_lufs.is_some_and(|level| level < -39.0)
            && now.meters.peak_dbfs.is_some_and(|level| level > -20.1)
    });
    rig.player.reset_meters();
    rig.wait("nothing", |now| {
        now.meters.peak_dbfs.is_none() && now.meters.integrated_lufs.is_none()
    });
}

#[test]
fn what_the_meters_could_not_take_is_counted_and_the_sound_is_not_held_up() {
    let rig = rig();
    let path = rig.file("Long.wav", &constant(400_000, 0.5));
    rig.load(super::rig::versions(&[path])).player.play();
    // More than the ring holds, before the meters look again.
    let out = rig.mock.with_voice(|voice| {
        let mut out = vec![0.0; 96_002];
        while !voice.is_ready(1000) {
            std::thread::yield_now();
        }
        voice.render(&mut out);
        out
    });
    assert!(out.is_some());
    rig.wait("a word about it", |now| now.meters.missed > 0 || now.underruns > 0);
}
