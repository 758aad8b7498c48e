//! How commands and events are written down. They are kept for ever: what is in these files must be
//! read the same by every version to come. Lines are added, never changed.

use std::collections::BTreeSet;

use bar_domain::song::{Act, Command, Event, Place, Refusal, Song, VersionKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::desk::{
    Desk, MIX_1, MIX_2, REFERENCE, ROUGH, ana, ed, mix, moment, note, range, reply, studio,
    version, write,
};

const COMMANDS: &str = include_str!("golden/commands.jsonl");
const EVENTS: &str = include_str!("golden/events.jsonl");
const SONG: &str = include_str!("golden/song.json");

/// One of everything.
fn story() -> (Vec<Command>, Desk) {
    let n = note;
    let edit = Act::EditNote {
        note: n(2),
        place: range(3, 4),
        text: "“Ça” 🥁\nlouder".into(),
        compare_with: Some(ROUGH),
    };
    let all = [
        (ana(), Act::CreateSong { title: "Harbour Lights".into(), bpm: None }),
        (ana(), Act::RenameSong { title: "Harbour Lights II".into() }),
        (ana(), Act::SetBpm { bpm: Some(97.5.into()) }),
        (ana(), version(ROUGH, VersionKind::Rough)),
        (ana(), version(REFERENCE, VersionKind::Reference)),
        (ana(), Act::RenameVersion { version: REFERENCE, name: "Salt".into() }),
        (ana(), Act::RemoveVersion { version: REFERENCE }),
        (ana(), Act::RestoreVersion { version: REFERENCE }),
        (studio(), Act::SetRounds { allowed: Some(2) }),
        (ed(), mix(1)),
        (ed(), Act::SetOffset { version: MIX_1, offset: -480 }),
        (ana(), write(1, MIX_1, moment(10))),
        (ana(), write(2, MIX_1, Place::Whole)),
        (ana(), edit),
        (ana(), Act::WithdrawNote { note: n(1) }),
        (ana(), Act::RestoreNote { note: n(1) }),
        (ana(), Act::SubmitRound { mix: MIX_1 }),
        (ed(), reply(1, "which snare?")),
        (ed(), mix(2)),
        (ed(), Act::MarkDone { note: n(1), mix: MIX_2 }),
        (ed(), Act::TakeDoneBack { note: n(1) }),
        (ed(), Act::MarkDone { note: n(1), mix: MIX_2 }),
        (ed(), Act::SetOurMistake { note: n(1), ours: true }),
        (ana(), Act::Reopen { note: n(1), mix: MIX_2 }),
        (ana(), Act::TakeVerdictBack { note: n(1) }),
        (ana(), Act::Verify { note: n(1), mix: MIX_2 }),
    ];
    // Two clocks that tick alike: one for what is wanted, one for what happens.
    let (mut scribe, mut desk) = (Desk::default(), Desk::default());
    let commands = all.map(|(actor, act)| {
        desk.ok(&actor, act.clone());
        scribe.command(&actor, act)
    });
    (commands.to_vec(), desk)
}

/// Writes each as it is in the file, and reads it back.
#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(golden: &str, all: &[T]) {
    let written: Vec<String> = all.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
    assert_eq!(written, golden.lines().collect::<Vec<_>>(), "{}", written.join("\n"));
    let read: Vec<T> = golden.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, all);
}

#[test]
fn commands_are_written_down_like_this() {
    check(COMMANDS, &story().0);
}

#[test]
fn events_are_written_down_like_this() {
    check::<Event>(EVENTS, &story().1.events);
}

#[test]
fn a_song_is_told_like_this_and_comes_back_from_its_events() {
    let song = story().1.song;
    let written = serde_json::to_string_pretty(&song).unwrap();
    assert_eq!(written, SONG.trim_end(), "{written}");
    assert_eq!(serde_json::from_str::<Song>(SONG).unwrap(), song);
    let events: Vec<Event> = EVENTS.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(Song::replay(&events), song);
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_a_sentence() {
    let codes: BTreeSet<_> = Refusal::CODES.iter().collect();
    assert_eq!(codes.len(), Refusal::CODES.len());
    for code in codes {
        assert!(
            code.split_once('.').is_some_and(|(area, name)| !area.is_empty() && !name.is_empty())
        );
    }
    let refused = Refusal::RoundsUsedUp { allowed: 2 };
    assert_eq!(refused.code(), "round.used_up");
    let wanted = "the 2 rounds of this song are used: another round can be added";
    assert_eq!(refused.to_string(), wanted);
}
