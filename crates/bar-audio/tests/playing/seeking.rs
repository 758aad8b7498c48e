//! Going to a place.

use std::path::Path;

use bar_domain::Frames;
use bar_testkit::Wav;
use proptest::prelude::*;

use super::rig::{RATE, counted, counting, near, rig, same, versions};

#[test]
fn nothing_of_the_old_place_is_heard_at_the_new_one() {
    let rig = rig();
    rig.load_counting(60_000).player.play();
    rig.pull(3000);
    for place in [40_000_i64, 100, 59_990, 0] {
        rig.seek(place as u64);
        let out = rig.pull(1000);
        let there = (60_000 - place).min(1000);
        same(&out[..2 * there as usize], &counted(place..place + there, 1.0));
        rig.player.play();
    }
}

#[test]
fn nothing_of_another_reel_is_heard_however_soon_one_plays() {
    let rig = rig();
    rig.load_counting(48_000);
    rig.player.play();
    rig.pull(1_000);
    let other = rig.file("C.wav", &counting(48_000, -1.0));
    rig.player.load(versions(&[other])).unwrap();
    rig.player.play();
    same(&rig.pull(512), &counted(0..512, -1.0));
}

#[test]
fn until_the_new_place_is_there_the_old_one_plays_on() {
    let rig = rig();
    rig.load_counting(60_000).player.play();
    rig.pull(3000);
    rig.player.seek(Frames(50_000));
    assert_eq!(rig.player.now().position, Frames(50_000), "it is shown where it will be");
    let out = rig.pull(5000);
    let old = out.chunks(2).take_while(|frame| frame[0] < 0.3).count() as i64;
    let wanted = [counted(3000..3000 + old, 1.0), counted(50_000..55_000 - old, 1.0)].concat();
    same(&out, &wanted);
}

#[test]
fn beyond_the_end_is_the_end_and_from_there_it_begins_anew() {
    let rig = rig();
    rig.load_counting(1000);
    rig.wait("its length", |now| now.length == Some(Frames(1000)));
    rig.player.seek(Frames(u64::MAX));
    rig.wait("the end", |now| now.ready && now.position == Frames(1000));
    rig.player.play();
    rig.wait("the beginning", |now| now.ready && now.position == Frames(0));
    same(&rig.pull(10), &counted(0..10, 1.0));
}

#[test]
fn compressed_files_play_and_are_sought_like_others() {
    let check = |name: &str, within: f32| {
        let rig = rig();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let mut whole = bar_audio::source::Excerpts::open(&path).unwrap();
        let rate = whole.format().rate;
        assert_eq!(rate, RATE, "{name}");
        let mut planes = vec![vec![0.0; 3000]; 2];
        whole.read(0, &mut planes).unwrap();
        let wanted: Vec<f32> =
            planes[0].iter().zip(&planes[1]).flat_map(|(l, r)| [*l, *r]).collect();
        rig.load(versions(&[path])).player.play();
        near(&rig.pull(3000), &wanted, within);
        rig.wait("its length", |now| now.length == Some(Frames(3000)));
        rig.seek(1234).player.play();
        near(&rig.pull(1000), &wanted[2468..][..2000], within);
    };
    for name in ["step24.flac", "step16.flac", "step24.m4a", "step16.m4a", "step16.oga"] {
        check(name, 0.0);
    }
}

#[test]
fn three_hours_at_192_khz_are_sought_without_being_read() {
    let rig = super::rig::rig_with(&[192_000]);
    let sound: Vec<f32> = (0..1000).map(|n| n as f32 / 1000.0).collect();
    let hours = 3 * 3600 * 192_000_u64;
    // A hole of three hours on the disk takes no room there, and the sound is before it.
    let file = Wav::pcm(16).rf64().rate(192_000).mono(&sound).then_hole(hours);
    let path = rig.file("Three hours.wav", &file);
    let mut reel = versions(&[path]);
    reel.rate = bar_domain::SampleRate(192_000);
    rig.load(reel).wait("its length", |now| now.length == Some(Frames(hours + 1000)));
    rig.seek(hours - 5).player.play();
    assert_eq!(rig.pull(512), [0.0; 1024]);
    rig.seek(500).player.play();
    near(&rig.pull(1), &[0.5, 0.5], 1e-4);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn any_places_in_any_order(
        places in prop::collection::vec(0_u64..39_000, 1..10),
        block in 1_usize..900,
    ) {
        let rig = rig();
        rig.load_counting(40_000).player.play();
        for place in places {
            rig.seek(place);
            same(&rig.pull_in(1000, &[block]), &counted(place as i64..place as i64 + 1000, 1.0));
        }
    }
}
