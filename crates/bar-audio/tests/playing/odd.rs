//! Odd material: what is broken, vanishes or has other numbers of channels.

use bar_audio::play::{Change, TapeTrouble, Trouble};
use bar_domain::Frames;
use bar_testkit::Wav;

use super::rig::{constant, counted, counting, near, rig, same, versions};

#[test]
fn a_file_that_is_not_there_is_silent_and_told_and_the_others_are_heard() {
    let rig = rig();
    let there = rig.file("There.wav", &counting(5000, 1.0));
    rig.load(versions(&[there.with_file_name("Gone.wav"), there])).player.play();
    assert_eq!(rig.pull(100), [0.0; 200]);
    assert_eq!(rig.output(), "A file cannot be read");
    rig.player.hear(1);
    same(&rig.pull(1000)[960..], &counted(580..1100, 1.0));
    let troubles = rig.player.now().troubles;
    assert_eq!(troubles.len(), 1);
    assert_eq!(troubles[0].tape, 0);
    assert!(troubles[0].trouble.to_string().starts_with("it is silent: it could not be read"));
}

#[test]
fn a_file_that_shrinks_while_it_plays_is_silent_from_there_on_and_told() {
    let rig = rig();
    let path = rig.file("Long.wav", &counting(200_000, 1.0));
    let other = rig.file("Other.wav", &constant(200_000, 0.25));
    rig.load(versions(&[path.clone(), other])).player.play();
    same(&rig.pull(1000), &counted(0..1000, 1.0));
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(44 + 6 * 2000).unwrap();
    rig.seek(150_000).player.play();
    assert_eq!(rig.pull(1000), [0.0; 2000]);
    rig.wait("a word about it", |now| {
        matches!(now.troubles[..], [TapeTrouble { tape: 0, trouble: Trouble::Short { .. } }])
    });
    rig.player.hear(1);
    near(&rig.pull(1000)[960..], &[0.25; 1040], 0.0);
}

#[test]
fn a_file_that_is_deleted_while_it_plays_is_heard_to_its_end() {
    let rig = rig();
    let path = rig.file("Long.wav", &counting(50_000, 1.0));
    rig.load(versions(std::slice::from_ref(&path))).player.play();
    rig.pull(1000);
    std::fs::remove_file(path).unwrap();
    rig.seek(40_000).player.play();
    same(&rig.pull(10_000), &counted(40_000..50_000, 1.0));
}

#[test]
fn samples_that_are_no_numbers_are_silent_and_told() {
    let rig = rig();
    let mut sound = vec![0.5; 5000];
    sound[100] = f32::NAN;
    sound[200] = f32::INFINITY;
    sound[4999] = f32::NEG_INFINITY;
    let path = rig.file("Odd.wav", &Wav::float(32).rate(48_000).mono(&sound));
    rig.load(versions(&[path])).player.play();
    let mut wanted = vec![0.5; 10_000];
    for frame in [100, 200, 4999] {
        wanted[2 * frame..2 * frame + 2].fill(0.0);
    }
    same(&rig.pull(5000), &wanted);
    rig.wait("a word about it", |now| {
        now.troubles == [TapeTrouble { tape: 0, trouble: Trouble::NotFinite { samples: 3 } }]
    });
    assert_eq!(rig.player.now().output.changes, [Change::Mended]);
}

#[test]
fn mono_goes_to_both_sides_as_it_is_and_surround_is_mixed_down_and_says_so() {
    let rig = rig();
    let mono: Vec<f32> = counted(0..2000, 1.0).into_iter().step_by(2).collect();
    let path = rig.file("Mono.wav", &Wav::pcm(24).rate(48_000).mono(&mono));
    rig.load(versions(&[path])).player.play();
    let both: Vec<f32> = mono.iter().flat_map(|sample| [*sample, *sample]).collect();
    same(&rig.pull(2000), &both);
    assert!(rig.player.now().output.is_exact());

    let channels: [Vec<f32>; 6] = std::array::from_fn(|_| vec![0.5; 2000]);
    let path = rig.file("Surround.wav", &Wav::pcm(24).rate(48_000).channels(&channels));
    rig.load(versions(&[path])).player.play();
    near(&rig.pull(1000), &[0.5; 2000], 1e-6);
    assert_eq!(rig.output(), "5.1 → stereo (BS.775)");
}

#[test]
fn a_compressed_file_that_breaks_is_heard_as_far_as_it_goes() {
    let rig = rig();
    let fixture =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/step16.flac");
    let mut bytes = std::fs::read(fixture).unwrap();
    let keep = bytes.len() / 2;
    bytes.truncate(keep);
    let path = rig.file("Broken.flac", &constant(1, 0.0)).with_extension("cut");
    std::fs::write(&path, bytes).unwrap();
    rig.load(versions(&[path])).player.play();
    let out = rig.pull(500);
    assert!(out.iter().any(|sample| sample.abs() > 0.0));
    rig.wait("a word about it", |now| now.troubles.len() == 1);
}

#[test]
fn nothing_loaded_plays_nothing_and_a_reel_can_be_put_away() {
    let rig = rig();
    rig.player.play();
    rig.player.seek(Frames(1000));
    rig.player.hear(3);
    rig.load_counting(5000).player.play();
    same(&rig.pull(500), &counted(0..500, 1.0));
    rig.player.unload();
    rig.wait("the device is closed", |_| rig.mock.open_device().is_none());
    let now = rig.player.now();
    assert_eq!((now.position, now.running, now.strips.len()), (Frames(0), false, 0));
    rig.load_counting(5000).player.play();
    same(&rig.pull(500), &counted(0..500, 1.0));
}
