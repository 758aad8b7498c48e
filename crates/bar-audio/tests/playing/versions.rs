//! A against B: the same place, no jump, bit for bit.

use bar_audio::play::{Change, Reel, Tape};
use bar_domain::Frames;
use bar_testkit::{Wav, signal};
use proptest::prelude::*;

use super::rig::{RATE, count, counted, left, rig, same, versions};

/// Frames of a fade: 10 ms at 48 kHz.
const FADE: usize = 480;

#[test]
fn a_file_at_unity_comes_out_bit_for_bit_and_the_line_says_so() {
    let rig = rig();
    let (l, r) = (signal::noise(1, 48_000, -0.1, 2.0), signal::noise(2, 48_000, -6.0, 2.0));
    let file = rig.file("Noise.wav", &Wav::float(32).rate(48_000).channels(&[&l, &r]));
    rig.load(versions(&[file])).player.play();
    let wanted: Vec<f32> = l.iter().zip(&r).flat_map(|(l, r)| [*l, *r]).collect();
    same(&rig.pull_in(l.len(), &[512, 1, 333, 2048]), &wanted);
    assert_eq!(rig.output(), "Bit-exact, 48 kHz");
    assert!(rig.player.now().output.is_exact());
}

#[test]
fn at_the_end_it_stops_and_says_so_and_begins_again_from_the_front() {
    let rig = rig();
    rig.load_counting(5000).player.play();
    let out = rig.pull(6000);
    same(&out[..10_000], &counted(0..5000, 1.0));
    assert_eq!(out[10_000..], [0.0; 2000], "behind the end there is silence");
    rig.wait("the end", |now| now.ended && !now.running);
    let now = rig.player.now();
    assert_eq!((now.position, now.length), (Frames(5000), Some(Frames(5000))));
    assert_eq!(now.underruns, 0, "an end is not late");
    rig.player.play();
    rig.wait("it begins again", |now| now.ready && now.running && !now.ended);
    same(&rig.pull(100), &counted(0..100, 1.0));
}

#[test]
fn pausing_holds_the_place() {
    let rig = rig();
    rig.load_counting(50_000).player.play();
    rig.pull(1000);
    rig.player.pause();
    assert_eq!(rig.pull(700), [0.0; 1400]);
    assert_eq!(rig.player.now().position, Frames(1000));
    rig.player.play();
    same(&rig.pull(500), &counted(1000..1500, 1.0));
}

#[test]
fn versions_that_begin_elsewhere_are_heard_where_they_belong() {
    let rig = rig();
    let path = rig.file("A.wav", &super::rig::counting(20_000, 1.0));
    let tape = |starts_at| (Tape { starts_at, ..Tape::new(path.clone()) }, None);
    rig.load(Reel::versions(RATE, [tape(0), tape(700), tape(-300)])).player.play();
    same(&rig.pull(600), &counted(0..600, 1.0));
    rig.player.hear(1);
    same(&rig.pull(2 * FADE)[2 * FADE..], &counted(600 + 480 - 700..600 + 960 - 700, 1.0));
    rig.player.hear(2);
    same(&rig.pull(2 * FADE)[2 * FADE..], &counted(1560 + 480 + 300..1560 + 960 + 300, 1.0));
    assert_eq!(rig.player.now().length, Some(Frames(20_700)), "the last one decides");
}

#[test]
fn a_side_that_is_not_there_is_silent_and_another_is_heard_again() {
    let rig = rig();
    rig.load_counting(50_000).player.play();
    rig.player.hear(9);
    assert_eq!(rig.pull(1000)[2 * FADE..], [0.0; 2000 - 2 * FADE]);
    rig.player.hear(0);
    same(&rig.pull(1000)[2 * FADE..], &counted(1000 + FADE as i64..2000, 1.0));
}

#[test]
fn the_line_says_that_a_switch_is_being_faded_and_then_no_longer() {
    let rig = rig();
    rig.load_counting(50_000).player.play();
    rig.pull(100);
    rig.player.hear(1);
    rig.pull(100);
    assert_eq!(rig.player.now().output.changes, [Change::Fade]);
    rig.pull(FADE);
    assert!(rig.player.now().output.is_exact());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// B is A upside down, so every frame that is heard lies between the two, and says its number
    /// once the fade is over.
    #[test]
    fn a_switch_at_any_moment_keeps_the_place_and_never_jumps(
        switches in prop::collection::vec((1_usize..3000, any::<bool>()), 1..12),
        blocks in prop::collection::vec(1_usize..1500, 1..6),
    ) {
        let rig = rig();
        rig.load_counting(60_000).player.play();
        let (mut at, mut since, mut gain) = (0_i64, FADE, 1.0_f32);
        for (frames, to_b) in switches {
            let target = if to_b { -1.0 } else { 1.0 };
            rig.player.hear(usize::from(to_b));
            since = 0;
            for got in left(&rig.pull_in(frames, &blocks)) {
                since += 1;
                let heard = got / count(at, 1.0);
                prop_assert!((heard - gain).abs() < 2.1 / FADE as f32, "a jump at frame {at}");
                if since >= FADE {
                    prop_assert_eq!(got.to_bits(), count(at, target).to_bits(), "frame {}", at);
                }
                gain = heard;
                at += 1;
            }
        }
        prop_assert_eq!(rig.player.now().position, Frames(at as u64));
        prop_assert_eq!(rig.player.now().underruns, 0);
        prop_assert!(since > 0);
    }
}
