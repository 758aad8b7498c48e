//! Loops, to the frame.

use bar_domain::{Frames, Span};
use proptest::prelude::*;

use super::rig::{Rig, counted, rig, same};

fn loop_over(rig: &Rig, start: u64, end: u64) {
    rig.player.loop_over(Some(Frames(start)..Frames(end)));
    rig.wait("the loop", |now| now.ready && now.looped == Some(Span(Frames(start), Frames(end))));
}

#[test]
fn what_is_before_a_loop_plays_into_it_and_goes_round_without_a_seam() {
    let rig = rig();
    rig.load_counting(50_000);
    loop_over(&rig, 1000, 3500);
    rig.player.play();
    let wanted =
        [counted(0..3500, 1.0), counted(1000..3500, 1.0), counted(1000..2000, 1.0)].concat();
    same(&rig.pull_in(7000, &[512, 77]), &wanted);
    assert_eq!(rig.player.now().position, Frames(2000));
}

#[test]
fn a_loop_set_while_it_plays_changes_nothing_until_its_end() {
    let rig = rig();
    rig.load_counting(60_000).player.play();
    same(&rig.pull(5000), &counted(0..5000, 1.0));
    loop_over(&rig, 4000, 9000);
    let wanted = [counted(5000..9000, 1.0), counted(4000..9000, 1.0)].concat();
    same(&rig.pull_in(9000, &[256]), &wanted);
    rig.player.loop_over(None);
    rig.wait("no loop", |now| now.ready);
    same(&rig.pull_in(20_000, &[500]), &counted(4000..24_000, 1.0));
    assert_eq!(rig.player.now().underruns, 0);
}

#[test]
fn a_loop_behind_the_place_is_gone_to() {
    let rig = rig();
    rig.load_counting(60_000).seek(40_000).player.play();
    rig.pull(100);
    loop_over(&rig, 2000, 2500);
    assert_eq!(rig.player.now().position, Frames(2000));
    same(&rig.pull(600), &[counted(2000..2500, 1.0), counted(2000..2100, 1.0)].concat());
}

#[test]
fn a_loop_of_one_frame_and_one_beyond_the_end_are_played_as_asked() {
    let rig = rig();
    rig.load_counting(3000).seek(2990);
    loop_over(&rig, 2990, 2991);
    rig.player.play();
    same(&rig.pull(2), &counted(2990..2991, 1.0).repeat(2));
    loop_over(&rig, 2990, 3010);
    let beyond = [counted(2990..3000, 1.0), vec![0.0; 20]].concat();
    same(
        &rig.pull(40)[2..][..40],
        &beyond[2..].iter().chain(&beyond[..2]).copied().collect::<Vec<_>>(),
    );
    assert!(!rig.player.now().ended);
}

#[test]
fn switching_while_it_loops_keeps_the_place() {
    let rig = rig();
    rig.load_counting(50_000);
    loop_over(&rig, 100, 2100);
    rig.player.play();
    rig.pull(1900);
    rig.player.hear(1);
    let out = rig.pull(2000);
    same(&out[960..], &[counted(380..1900, -1.0)].concat());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_loop_at_any_block_size_gives_the_sequence_that_was_asked_for(
        start in 0_u64..20_000,
        length in 1_u64..6000,
        from in 0_u64..3000,
        blocks in prop::collection::vec(1_usize..1500, 1..5),
    ) {
        let rig = rig();
        rig.load_counting(40_000);
        let (end, from) = (start + length, start.saturating_sub(from));
        rig.seek(from);
        loop_over(&rig, start, end);
        rig.player.play();
        let frames = 15_000;
        let straight = from as i64..end as i64;
        let round = (start as i64..end as i64).cycle();
        let wanted: Vec<f32> = straight.chain(round).take(frames)
            .flat_map(|frame| counted(frame..frame + 1, 1.0)).collect();
        same(&rig.pull_in(frames, &blocks), &wanted);
    }
}
