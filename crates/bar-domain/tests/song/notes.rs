//! Writing notes, and what becomes of them.

use bar_domain::Frames;
use bar_domain::song::{Act, NoteState, Place, Role, Verdict};

use super::desk::{
    Desk, MIX_1, MIX_2, MIX_3, REFERENCE, ROUGH, ana, ed, mix, moment, note, person, range, reply,
    studio, version, write,
};

fn edit(number: u128, text: &str) -> Act {
    let (place, text) = (moment(1), text.to_owned());
    Act::EditNote { note: note(number), place, text, compare_with: Some(ROUGH) }
}

#[test]
fn a_note_goes_from_draft_to_verified() {
    let mut desk = Desk::agreed();
    desk.writes(1, MIX_1, 10);
    assert_eq!(desk.state(1), NoteState::Draft);
    desk.ok(&ana(), Act::SubmitRound { mix: MIX_1 });
    assert_eq!(desk.state(1), NoteState::Open);
    desk.ok(&ed(), mix(2)).ok(&ed(), Act::MarkDone { note: note(1), mix: MIX_2 });
    assert_eq!(desk.state(1), NoteState::Done);
    desk.ok(&ana(), Act::Reopen { note: note(1), mix: MIX_2 });
    assert_eq!(desk.state(1), NoteState::Reopened);
    desk.ok(&ed(), mix(3)).ok(&ed(), Act::MarkDone { note: note(1), mix: MIX_3 });
    desk.ok(&ana(), Act::Verify { note: note(1), mix: MIX_3 });
    assert_eq!(desk.state(1), NoteState::Verified);
    let said = desk.song.notes[0].marks.iter().map(|mark| (mark.verdict, mark.mix, &mark.by));
    let said: Vec<_> = said.map(|(verdict, mix, by)| (verdict, mix, by.name.as_str())).collect();
    let wanted = [
        (Verdict::Done, MIX_2, "Ed"),
        (Verdict::Reopened, MIX_2, "Ana"),
        (Verdict::Done, MIX_3, "Ed"),
        (Verdict::Verified, MIX_3, "Ana"),
    ];
    assert_eq!(said, wanted);
}

#[test]
fn a_draft_can_be_changed_and_withdrawn_until_it_is_submitted() {
    let mut desk = Desk::local();
    desk.writes(1, MIX_1, 10).ok(&ana(), edit(1, "  louder\r\nplease\u{0}  "));
    assert_eq!(desk.song.notes[0].text, "louder\nplease");
    assert_eq!(desk.song.notes[0].compare_with, Some(ROUGH));
    assert_eq!(desk.act(&ana(), edit(1, "louder\nplease")), Ok(0), "nothing has changed");
    desk.ok(&ana(), Act::WithdrawNote { note: note(1) });
    assert_eq!(desk.code(&ana(), edit(1, "x")), "note.withdrawn");
    assert_eq!(desk.code(&ana(), Act::SubmitRound { mix: MIX_1 }), "round.nothing_to_submit");
    desk.ok(&ana(), Act::RestoreNote { note: note(1) });
    assert_eq!(desk.code(&ana(), Act::RestoreNote { note: note(1) }), "note.not_withdrawn");
    desk.ok(&ana(), Act::SubmitRound { mix: MIX_1 });
    assert_eq!(desk.code(&ana(), edit(1, "x")), "note.submitted");
    assert_eq!(desk.code(&ana(), Act::WithdrawNote { note: note(1) }), "note.submitted");
    desk.ok(&ana(), reply(1, "I mean the snare"));
    assert_eq!(desk.song.notes[0].replies[0].text, "I mean the snare");
    assert_eq!(desk.code(&ana(), reply(1, "again")), "note.reply_id_taken");
}

#[test]
fn drafts_are_the_artists_own() {
    let mut desk = Desk::agreed();
    desk.writes(1, MIX_1, 10);
    let seen = |desk: &Desk, role| desk.song.notes_on(MIX_1, role).len();
    assert_eq!((seen(&desk, Role::Artist), seen(&desk, Role::Engineer)), (1, 0));
    // As if it were not there, so that an answer gives nothing away.
    assert_eq!(desk.code(&ed(), reply(1, "hm")), "note.unknown");
    assert_eq!(desk.code(&ana(), reply(1, "hm")), "note.still_a_draft");
    let ben = person(9, "Ben", Role::Artist);
    assert_eq!(desk.code(&ben, edit(1, "x")), "note.not_yours");
    desk.ok(&ben, Act::SubmitRound { mix: MIX_1 });
    assert_eq!((seen(&desk, Role::Artist), seen(&desk, Role::Studio)), (1, 1));
}

#[test]
fn what_is_refused() {
    #[track_caller]
    fn check(act: Act, code: &str) {
        let mut desk = Desk::agreed();
        desk.ok(&ana(), version(REFERENCE, bar_domain::song::VersionKind::Reference));
        desk.writes(1, MIX_1, 10);
        assert_eq!(desk.code(&ana(), act), code);
    }
    let with = |text: &str, compare_with| Act::WriteNote {
        note: note(2),
        on: MIX_1,
        place: Place::Whole,
        text: text.into(),
        compare_with,
    };
    let frames = 60 * 48_000;
    let stretch = |from, to| Place::Range { from: Frames(from), to: Frames(to) };
    check(write(2, MIX_1, moment(60)), "ok");
    check(write(1, MIX_1, moment(1)), "note.id_taken");
    check(write(2, MIX_2, moment(1)), "version.unknown");
    check(write(2, REFERENCE, moment(1)), "note.on_reference");
    check(write(2, ROUGH, moment(1)), "note.not_latest_mix");
    check(write(2, MIX_1, Place::Moment { at: Frames(frames + 1) }), "note.place");
    check(write(2, MIX_1, stretch(5, 5)), "note.place");
    check(write(2, MIX_1, stretch(6, 5)), "note.place");
    check(write(2, MIX_1, stretch(0, u64::MAX)), "note.place");
    check(write(2, MIX_1, range(0, 60)), "ok");
    check(with(" \n\u{7}", None), "note.text_missing");
    check(with(&"ä".repeat(4000), None), "ok");
    check(with(&"ä".repeat(4001), None), "note.text_too_long");
    check(with("like that", Some(REFERENCE)), "ok");
    check(with("like that", Some(MIX_1)), "note.compares_with_itself");
    check(with("like that", Some(MIX_3)), "version.unknown");
    check(edit(7, "x"), "note.unknown");
    check(Act::SubmitRound { mix: ROUGH }, "note.not_latest_mix");
    check(Act::SubmitRound { mix: REFERENCE }, "note.on_reference");
    check(Act::SetRounds { allowed: None }, "role.not_yours");
    check(Act::MarkDone { note: note(1), mix: MIX_1 }, "role.not_yours");
    check(Act::Verify { note: note(1), mix: MIX_1 }, "note.still_a_draft");
    check(Act::RenameSong { title: "\n".into() }, "name.missing");
    check(Act::RenameSong { title: "x".repeat(201) }, "name.too_long");
    check(Act::SetBpm { bpm: Some(19.9.into()) }, "song.bpm");
    check(Act::SetBpm { bpm: Some(f64::NAN.into()) }, "song.bpm");
    check(Act::CreateSong { title: "Again".into(), bpm: None }, "song.exists");
}

#[test]
fn every_step_is_somebodys() {
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "literals read better without `&`")]
    fn check(act: Act, artist: &str, engineer: &str, bystander: &str) {
        let mut said = Vec::new();
        for actor in [ana(), ed(), studio()] {
            let mut desk = Desk::agreed();
            desk.writes(1, MIX_1, 10).ok(&ana(), Act::SubmitRound { mix: MIX_1 });
            desk.ok(&ed(), mix(2));
            desk.ok(&ed(), Act::MarkDone { note: note(1), mix: MIX_2 });
            said.push(desk.code(&actor, act.clone()));
        }
        assert_eq!(said, [artist, engineer, bystander], "{act:?}");
    }
    const NO: &str = "role.not_yours";
    check(write(2, MIX_2, moment(1)), "ok", NO, NO);
    check(mix(3), NO, "ok", NO);
    check(Act::TakeDoneBack { note: note(1) }, NO, "ok", NO);
    check(Act::MarkDone { note: note(1), mix: MIX_2 }, NO, "note.done_already", NO);
    check(Act::Verify { note: note(1), mix: MIX_2 }, "ok", NO, NO);
    check(Act::Verify { note: note(1), mix: MIX_1 }, "note.not_a_later_mix", NO, NO);
    check(Act::Reopen { note: note(1), mix: MIX_2 }, "ok", NO, NO);
    check(Act::TakeVerdictBack { note: note(1) }, "note.not_heard", NO, NO);
    check(Act::SetOurMistake { note: note(1), ours: true }, NO, "ok", "ok");
    check(Act::SetRounds { allowed: Some(3) }, NO, NO, "ok");
    check(reply(1, "ok"), "ok", "ok", "ok");
    check(Act::RenameSong { title: "Salt".into() }, "ok", "ok", "ok");
}

#[test]
fn every_verdict_can_be_taken_back() {
    let mut desk = Desk::agreed();
    desk.writes(1, MIX_1, 10).ok(&ana(), Act::SubmitRound { mix: MIX_1 });
    desk.ok(&ed(), mix(2)).ok(&ed(), Act::MarkDone { note: note(1), mix: MIX_2 });
    for verdict in
        [Act::Verify { note: note(1), mix: MIX_2 }, Act::Reopen { note: note(1), mix: MIX_2 }]
    {
        desk.ok(&ana(), verdict).ok(&ana(), Act::TakeVerdictBack { note: note(1) });
        assert_eq!(desk.state(1), NoteState::Done);
    }
    desk.ok(&ana(), Act::Verify { note: note(1), mix: MIX_2 });
    assert_eq!(desk.code(&ed(), Act::TakeDoneBack { note: note(1) }), "note.heard");
    desk.ok(&ana(), Act::TakeVerdictBack { note: note(1) });
    desk.ok(&ed(), Act::TakeDoneBack { note: note(1) });
    assert_eq!(desk.state(1), NoteState::Open);
}

#[test]
fn alone_with_a_song_the_artist_ticks_off_by_themselves() {
    let mut desk = Desk::local();
    desk.writes(1, ROUGH, 10).ok(&ana(), Act::SubmitRound { mix: MIX_1 });
    desk.ok(&ana(), mix(2)).ok(&ana(), Act::Verify { note: note(1), mix: MIX_2 });
    assert_eq!(desk.state(1), NoteState::Verified);
    // Taken back, it is done, and that can be taken back too.
    desk.ok(&ana(), Act::TakeVerdictBack { note: note(1) });
    desk.ok(&ana(), Act::TakeDoneBack { note: note(1) });
    assert_eq!(desk.state(1), NoteState::Open);
    let mut agreed = Desk::agreed();
    agreed.writes(1, MIX_1, 10).ok(&ana(), Act::SubmitRound { mix: MIX_1 }).ok(&ed(), mix(2));
    assert_eq!(agreed.code(&ana(), Act::Verify { note: note(1), mix: MIX_2 }), "note.not_done");
}

#[test]
fn what_is_not_settled_carries_over() {
    let mut desk = Desk::agreed();
    for number in 1..=4 {
        desk.writes(number, MIX_1, 50 - u64::try_from(number).unwrap());
    }
    desk.ok(&ana(), Act::SubmitRound { mix: MIX_1 }).ok(&ed(), mix(2));
    for number in 1..=3 {
        desk.ok(&ed(), Act::MarkDone { note: note(number), mix: MIX_2 });
    }
    desk.ok(&ana(), Act::Verify { note: note(1), mix: MIX_2 });
    desk.ok(&ana(), Act::Reopen { note: note(2), mix: MIX_2 });
    desk.writes(5, MIX_2, 0).ok(&ed(), mix(3));
    let on = |version, role| -> Vec<_> {
        let shown = desk.song.notes_on(version, role);
        shown.iter().map(|it| (it.note.id, it.carried)).collect()
    };
    let old = |numbers: &[u128]| numbers.iter().map(|it| (note(*it), false)).collect::<Vec<_>>();
    let carried = |numbers: &[u128]| numbers.iter().map(|it| (note(*it), true)).collect::<Vec<_>>();
    assert_eq!(on(MIX_1, Role::Engineer), old(&[4, 3, 2, 1]));
    assert_eq!(on(MIX_2, Role::Engineer), carried(&[4, 3, 2, 1]), "with the one that was ticked");
    assert_eq!(on(MIX_3, Role::Engineer), carried(&[4, 3, 2]));
    assert_eq!(on(MIX_3, Role::Artist), carried(&[5, 4, 3, 2]), "a draft is not left behind");
    assert_eq!(on(ROUGH, Role::Artist), []);
    let counts = desk.song.counts(Role::Artist);
    assert_eq!((counts.drafts, counts.open, counts.done, counts.verified), (1, 2, 1, 1));
    assert_eq!(desk.song.counts(Role::Engineer).drafts, 0);
}
