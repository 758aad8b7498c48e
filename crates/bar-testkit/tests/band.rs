//! Songs of the band and their rough mixes. They are played on a sound font: without one (see
//! `bar_testkit::band::FONT`) the tests that need sound end with a note.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use bar_testkit::band::{
    Extra, FONT, Part, Recipe, RoughMix, Severity, Song, Timing, mix, write_song,
};

const RATE: u32 = 44_100;

fn parts(seed: u64, seconds: f64) -> Option<Vec<Part>> {
    if std::env::var_os("BAR_SOUND_FONT").is_none() && !Path::new(FONT).exists() {
        eprintln!("skipped: no sound font at {FONT}");
        return None;
    }
    Some(Song::compose(seed, seconds).render(RATE).unwrap())
}

fn rms(sound: &[f32]) -> f64 {
    (sound.iter().map(|x| f64::from(x * x)).sum::<f64>() / sound.len() as f64).sqrt()
}

fn recipe(severity: Severity, parts: &[Part]) -> Recipe {
    Recipe::new(severity, 5, parts)
}

#[test]
fn a_seed_is_a_song_for_ever() {
    let (Some(one), Some(again), Some(other)) = (parts(3, 8.0), parts(3, 8.0), parts(14, 8.0))
    else {
        return;
    };
    assert!(one == again, "the same seed plays other samples");
    assert!(one[0].samples != other[0].samples, "another seed plays the same");
    assert_ne!(Song::compose(3, 60.0), Song::compose(14, 60.0), "the same style is the same song");
}

#[test]
fn every_song_is_a_band() {
    for seed in 0..44 {
        for seconds in [10.0, 60.0] {
            let song = Song::compose(seed, seconds);
            assert!((70.0..=170.0).contains(&song.bpm), "{seed}: {} bpm", song.bpm);
        }
    }
    for seed in 0..11 {
        let Some(parts) = parts(seed, 16.0) else { return };
        assert!((5..=15).contains(&parts.len()), "{seed}: {} parts", parts.len());
        let mut names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
        for part in &parts {
            assert_eq!(part.samples[0].len(), 16 * RATE as usize, "{seed}: {}", part.name);
            let loudest = part.samples.iter().map(|channel| rms(channel)).fold(0.0, f64::max);
            assert!(loudest > 1e-4, "{seed}: {} is silent", part.name);
            assert!(
                part.samples.iter().flatten().all(|x| x.abs() <= 1.0),
                "{seed}: {} clips",
                part.name
            );
            if let Some(tie) = &part.tie {
                assert!(names.contains(&tie.to.as_str()), "{seed}: {} follows nobody", part.name);
            }
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), parts.len(), "{seed}: names come twice");
    }
}

#[test]
fn the_plain_mix_is_the_sum() {
    let Some(parts) = parts(1, 6.0) else { return };
    let rough = mix(&parts, &recipe(Severity::Plain, &parts));
    for n in 0..rough.left.len() {
        let sum: f32 = parts.iter().map(|part| part.samples[0][n]).sum();
        assert!((rough.left[n] - sum).abs() < 1e-6, "frame {n}");
        assert!(rough.left[n].abs() < 1.0, "frame {n} clips");
    }
}

#[test]
fn shares_say_what_is_in_the_mix() {
    let Some(parts) = parts(0, 12.0) else { return };
    for severity in [Severity::Plain, Severity::Eq, Severity::Full, Severity::Heavy] {
        let recipe = recipe(severity, &parts);
        let rough = mix(&parts, &recipe);
        let sum: f64 = rough.shares.iter().map(|share| 10f64.powf(share.db / 10.0)).sum();
        assert!((0.5..2.0).contains(&sum), "{severity}: the shares sum to {sum}");
        assert!(rough.left.iter().chain(&rough.right).all(|x| x.abs() <= 1.0), "{severity} clips");
        let muted = mix(&parts, &recipe.without(4));
        assert!(muted.shares[4].db < -200.0, "{severity}: a muted part has a share");
        assert!(muted.left != rough.left, "{severity}: muting changes nothing");
    }
}

/// What differs between two mixes, against the first.
fn changed(plain: &RoughMix, other: &RoughMix) -> f64 {
    let rest: Vec<f32> = plain.left.iter().zip(&other.left).map(|(a, b)| a - b).collect();
    rms(&rest) / rms(&plain.left)
}

#[test]
fn extras_do_something_and_end() {
    let Some(parts) = parts(2, 8.0) else { return };
    let bare = recipe(Severity::Plain, &parts);
    let plain = mix(&parts, &bare);
    for extra in [
        Extra::Delay { seconds: 0.25, feedback: 0.4, level: 0.5 },
        Extra::Rides { depth_db: 6.0 },
        Extra::Tuned { cents: 30.0 },
        Extra::Reamped { drive_db: 18.0 },
        Extra::Sweep { from_hz: 300.0, to_hz: 6000.0, seconds: 4.0 },
        Extra::Chorus { depth_ms: 3.0, wet: 0.7 },
        Extra::Flanger { feedback: 0.5 },
        Extra::Chopped { seconds: 0.25 },
        Extra::Polarity,
        Extra::Later { frames: 300 },
        Extra::Later { frames: -300 },
    ] {
        let rough = mix(&parts, &bare.clone().with(5, extra));
        let change = changed(&plain, &rough);
        assert!((0.003..3.0).contains(&change), "{extra:?} changes the mix by {change}");
    }
    let crushed = mix(&parts, &bare.crushed(&[0, 1, 2], 0.7));
    assert!(changed(&plain, &crushed) > 0.01);
}

#[test]
fn a_mix_may_lie_elsewhere_in_time() {
    let Some(parts) = parts(2, 6.0) else { return };
    let bare = recipe(Severity::Plain, &parts);
    let plain = mix(&parts, &bare);
    let timed = |timing| mix(&parts, &bare.clone().timed(timing));

    let later = timed(Timing { lead_in: 1_000, count_in: true, ..Timing::default() });
    assert_eq!(later.left[1_000..], plain.left);
    assert!(rms(&later.left[..200]) > 0.01);
    let cut = timed(Timing { lead_in: -1_000, ..Timing::default() });
    assert_eq!(cut.left, plain.left[1_000..]);

    let slow = timed(Timing { drift_ppm: 100.0, ..Timing::default() });
    assert_eq!(slow.left.len() - plain.left.len(), 26, "100 millionths of six seconds");
    let there = timed(Timing { rate: Some(48_000), ..Timing::default() });
    assert_eq!((there.rate, there.left.len()), (48_000, 6 * 48_000));
    assert!((rms(&there.left) / rms(&plain.left) - 1.0).abs() < 0.01);
}

#[test]
fn a_song_is_written_as_a_session() {
    let Some(parts) = parts(6, 4.0) else { return };
    let folder = tempfile::tempdir().unwrap();
    let rough = mix(&parts, &recipe(Severity::Full, &parts));
    write_song(folder.path(), &parts, &rough).unwrap();
    let first = format!("stems/01 {}.wav", parts[0].name);
    let (stem, whole) = (folder.path().join(first), folder.path().join("Rough mix.wav"));
    let header = 44;
    let frames = 4 * u64::from(RATE);
    assert!(stem.metadata().unwrap().len() >= header + 3 * frames);
    assert!(whole.metadata().unwrap().len() >= header + 6 * frames);
}

#[test]
fn an_mp3_of_a_mix_is_the_mix_and_less() {
    let Some(parts) = parts(1, 4.0) else { return };
    if std::process::Command::new("ffmpeg").arg("-version").output().is_err() {
        eprintln!("skipped: no ffmpeg");
        return;
    }
    let rough = mix(&parts, &recipe(Severity::Full, &parts));
    let (good, poor) = (rough.through_mp3(320).unwrap(), rough.through_mp3(64).unwrap());
    assert_eq!(good.rate, rough.rate);
    assert!(changed(&rough, &good) < 0.1, "{}", changed(&rough, &good));
    assert!(changed(&rough, &poor) > changed(&rough, &good));
}
