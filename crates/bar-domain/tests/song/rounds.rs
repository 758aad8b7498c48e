//! How often an artist may ask for changes.

use bar_domain::song::{Act, VersionId};

use super::desk::{Desk, MIX_1, MIX_2, MIX_3, ana, ed, mix, note, studio};

/// A round on `mix` with one note of that number; the code of the refusal, or `ok`.
#[track_caller]
fn round(desk: &mut Desk, number: u128, on: VersionId) -> &'static str {
    desk.writes(number, on, 10).code(&ana(), Act::SubmitRound { mix: on })
}

#[test]
fn two_rounds_are_agreed_on_and_the_third_is_bought() {
    let mut desk = Desk::agreed();
    assert_eq!(desk.song.rounds_left(), Some(2));
    assert_eq!(round(&mut desk, 1, MIX_1), "ok");
    desk.ok(&ed(), mix(2));
    assert_eq!(round(&mut desk, 2, MIX_2), "ok");
    assert_eq!(desk.song.rounds_left(), Some(0));
    desk.ok(&ed(), mix(3));
    assert_eq!(round(&mut desk, 3, MIX_3), "round.used_up");
    assert_eq!(desk.code(&studio(), Act::SetRounds { allowed: Some(1) }), "round.too_few");
    desk.ok(&studio(), Act::SetRounds { allowed: Some(3) });
    desk.ok(&ana(), Act::SubmitRound { mix: MIX_3 });
    let rounds: Vec<_> = desk.song.rounds.iter().map(|it| (it.number, it.mix)).collect();
    assert_eq!(rounds, [(1, MIX_1), (2, MIX_2), (3, MIX_3)]);
}

#[test]
fn what_the_engineer_calls_their_mistake_costs_no_round() {
    let mut desk = Desk::agreed();
    desk.writes(1, MIX_1, 10);
    assert_eq!(round(&mut desk, 2, MIX_1), "ok");
    let ours = |number, ours| Act::SetOurMistake { note: note(number), ours };
    desk.ok(&ed(), ours(1, true));
    assert_eq!(desk.song.rounds_left(), Some(1), "the other note was a wish");
    desk.ok(&ed(), ours(2, true));
    assert_eq!(desk.song.rounds_left(), Some(2));
    assert_eq!(round(&mut desk, 3, MIX_1), "ok");
    assert_eq!(round(&mut desk, 4, MIX_1), "ok");
    assert_eq!(desk.song.rounds_left(), Some(0));
    assert_eq!(desk.code(&ed(), ours(1, false)), "round.used_up", "the artist counted on it");
    assert_eq!(desk.act(&ed(), ours(1, true)), Ok(0));
}

#[test]
fn a_local_song_has_no_limit() {
    let mut desk = Desk::local();
    for number in 1..=7 {
        assert_eq!(round(&mut desk, number, MIX_1), "ok");
    }
    assert_eq!((desk.song.rounds_left(), desk.song.rounds_used()), (None, 7));
    assert_eq!(desk.code(&studio(), Act::SetRounds { allowed: Some(2) }), "round.too_few");
    assert_eq!(desk.code(&ana(), Act::SubmitRound { mix: MIX_1 }), "round.nothing_to_submit");
}
