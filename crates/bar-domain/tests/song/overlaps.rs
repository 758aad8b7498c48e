//! Notes that the artist should read once more.

use bar_domain::Frames;
use bar_domain::song::{Act, Place};

use super::desk::{Desk, MIX_1, MIX_2, ana, mix, moment, note, range, write};

#[track_caller]
fn check(places: &[Place], wanted: &[(u128, u128)]) {
    let mut desk = Desk::local();
    for (number, place) in (1..).zip(places) {
        desk.ok(&ana(), write(number, MIX_1, *place));
    }
    assert_eq!(pairs(&desk), wanted.iter().map(|(a, b)| (note(*a), note(*b))).collect::<Vec<_>>());
}

fn pairs(desk: &Desk) -> Vec<(bar_domain::song::NoteId, bar_domain::song::NoteId)> {
    desk.song.overlaps().iter().map(|pair| (pair.first, pair.second)).collect()
}

#[test]
fn drafts_about_the_same_stretch_are_paired() {
    let later = |frames: u64| Place::Moment { at: Frames(480_000 + frames) };
    check(&[range(1, 5), range(4, 8)], &[(1, 2)]);
    check(&[range(4, 8), range(1, 5)], &[(2, 1)]);
    check(&[range(1, 5), range(5, 8)], &[]);
    check(&[range(1, 9), moment(4), moment(20)], &[(1, 2)]);
    check(&[moment(10), later(47_999)], &[(1, 2)]);
    check(&[moment(10), later(48_000)], &[]);
    check(&[moment(10), moment(10)], &[(1, 2)]);
    check(&[Place::Whole, range(1, 5), Place::Whole], &[]);
    check(&[range(0, 60), range(1, 2), range(3, 4)], &[(1, 2), (1, 3)]);
}

#[test]
fn what_was_submitted_counts_against_drafts_alone() {
    let mut desk = Desk::local();
    desk.ok(&ana(), write(1, MIX_1, range(1, 5))).ok(&ana(), write(2, MIX_1, range(2, 6)));
    desk.ok(&ana(), Act::SubmitRound { mix: MIX_1 });
    assert_eq!(pairs(&desk), []);
    desk.ok(&ana(), write(3, MIX_1, range(4, 5)));
    assert_eq!(pairs(&desk), [(note(1), note(3)), (note(2), note(3))]);
    desk.ok(&ana(), mix(2)).ok(&ana(), Act::Verify { note: note(1), mix: MIX_2 });
    assert_eq!(pairs(&desk), [(note(2), note(3))], "what is settled is not in the way");
    desk.ok(&ana(), write(4, MIX_2, range(4, 5)));
    assert_eq!(pairs(&desk), [(note(2), note(3))], "another mix is another tape");
    desk.ok(&ana(), Act::WithdrawNote { note: note(3) });
    assert_eq!(pairs(&desk), []);
}
