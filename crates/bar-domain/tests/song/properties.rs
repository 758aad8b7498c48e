//! Whatever anybody does, in whatever order, a song stays sound.

use std::collections::HashSet;

use bar_domain::song::{
    Act, Actor, NoteId, NoteState, Place, ReplyId, Role, Song, VersionId, VersionKind,
};
use bar_domain::{Frames, SampleRate};
use proptest::prelude::*;
use uuid::Uuid;

use super::desk::{Desk, ana, ed, note, person, studio};

fn frames() -> impl Strategy<Value = Frames> {
    prop_oneof![0..200_u64, Just(u64::MAX), any::<u64>()].prop_map(Frames)
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        Just(Place::Whole),
        frames().prop_map(|at| Place::Moment { at }),
        (frames(), frames()).prop_map(|(from, to)| Place::Range { from, to }),
    ]
}

fn versions() -> impl Strategy<Value = VersionId> {
    (0..5_u128).prop_map(|id| VersionId(Uuid::from_u128(id)))
}

fn notes() -> impl Strategy<Value = NoteId> {
    (0..6_u128).prop_map(note)
}

fn kind() -> impl Strategy<Value = VersionKind> {
    prop_oneof![
        Just(VersionKind::Rough),
        Just(VersionKind::Reference),
        (0..4_u16).prop_map(|number| VersionKind::Mix { number }),
        Just(VersionKind::Mix { number: u16::MAX }),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z]{1,3}", 1 => ".{0,20}", 1 => Just("x".repeat(4001)), 1 => Just(" \u{0}".into())]
}

fn offset() -> impl Strategy<Value = i64> {
    prop_oneof![-100..100_i64, any::<i64>()]
}

fn version_act() -> impl Strategy<Value = Act> {
    let rate = prop_oneof![Just(1_u32), Just(44_100), Just(48_000), any::<u32>()];
    prop_oneof![
        3 => (versions(), kind(), text(), rate, frames(), offset()).prop_map(
            |(version, kind, name, rate, frames, offset)| {
                Act::AddVersion { version, kind, name, rate: SampleRate(rate), frames, offset }
            }
        ),
        1 => versions().prop_map(|version| Act::RemoveVersion { version }),
        1 => versions().prop_map(|version| Act::RestoreVersion { version }),
        1 => (versions(), offset()).prop_map(|(version, offset)| Act::SetOffset { version, offset }),
        1 => (versions(), text()).prop_map(|(version, name)| Act::RenameVersion { version, name }),
    ]
}

fn note_act() -> impl Strategy<Value = Act> {
    let with = || prop::option::of(versions());
    prop_oneof![
        4 => (notes(), versions(), place(), text(), with()).prop_map(
            |(note, on, place, text, compare_with)| {
                Act::WriteNote { note, on, place, text, compare_with }
            }
        ),
        1 => (notes(), place(), text(), with()).prop_map(|(note, place, text, compare_with)| {
            Act::EditNote { note, place, text, compare_with }
        }),
        1 => notes().prop_map(|note| Act::WithdrawNote { note }),
        1 => notes().prop_map(|note| Act::RestoreNote { note }),
        1 => (notes(), 0..4_u128, text()).prop_map(|(note, reply, text)| {
            Act::Reply { note, reply: ReplyId(Uuid::from_u128(reply)), text }
        }),
        2 => versions().prop_map(|mix| Act::SubmitRound { mix }),
        2 => (notes(), versions()).prop_map(|(note, mix)| Act::MarkDone { note, mix }),
        1 => notes().prop_map(|note| Act::TakeDoneBack { note }),
        2 => (notes(), versions()).prop_map(|(note, mix)| Act::Verify { note, mix }),
        2 => (notes(), versions()).prop_map(|(note, mix)| Act::Reopen { note, mix }),
        1 => notes().prop_map(|note| Act::TakeVerdictBack { note }),
        1 => (notes(), any::<bool>()).prop_map(|(note, ours)| Act::SetOurMistake { note, ours }),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let bpm = || prop::option::of(any::<f64>().prop_map(Into::into));
    prop_oneof![
        6 => note_act(),
        4 => version_act(),
        1 => (text(), bpm()).prop_map(|(title, bpm)| Act::CreateSong { title, bpm }),
        1 => text().prop_map(|title| Act::RenameSong { title }),
        1 => bpm().prop_map(|bpm| Act::SetBpm { bpm }),
        1 => prop::option::of(0..3_u16).prop_map(|allowed| Act::SetRounds { allowed }),
    ]
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        4 => Just(ana()),
        3 => Just(ed()),
        1 => Just(studio()),
        1 => Just(person(4, "Ben", Role::Artist)),
        1 => Just(person(5, "", Role::Engineer)),
    ]
}

fn different<T: std::hash::Hash + Eq>(mut all: impl Iterator<Item = T>) -> bool {
    let mut seen = HashSet::new();
    all.all(|each| seen.insert(each))
}

fn is_sound(song: &Song) -> Result<(), TestCaseError> {
    prop_assert!(different(song.notes.iter().map(|note| note.id)));
    prop_assert!(different(song.versions.iter().map(|version| version.id)));
    let mixes = song.present().filter(|version| version.kind.is_mix());
    prop_assert!(different(mixes.map(|version| version.kind)));
    if let Some(allowed) = song.allowed {
        prop_assert!(song.rounds_used() <= allowed);
    }
    for note in &song.notes {
        prop_assert!((1..=4000).contains(&note.text.chars().count()));
        prop_assert_eq!(note.text.trim(), &note.text);
        let rounds = song.rounds.iter().filter(|round| round.notes.contains(&note.id));
        prop_assert_eq!(rounds.map(|round| round.number).next(), note.round);
        prop_assert!(note.round.is_some() || note.marks.is_empty() && note.replies.is_empty());
        prop_assert!(note.round.is_none() || note.withdrawn.is_none());
        let on = song.version(note.on).unwrap();
        prop_assert!(on.kind != VersionKind::Reference);
        if let Some((from, to)) = note.place.span() {
            prop_assert!(from <= to && to <= on.frames);
        }
    }
    for version in &song.versions {
        for shown in song.notes_on(version.id, Role::Engineer) {
            let state = shown.note.state();
            prop_assert!(!matches!(state, NoteState::Draft | NoteState::Withdrawn));
        }
        for shown in song.notes_on(version.id, Role::Artist) {
            if let Some((from, to)) = shown.place.span() {
                prop_assert!(from <= to && to <= version.frames);
            }
        }
    }
    for pair in song.overlaps() {
        prop_assert!(pair.first != pair.second);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_acts_by_anybody_leave_a_sound_song(
        begun in any::<bool>(),
        story in prop::collection::vec((actor(), act()), 0..80),
    ) {
        let mut desk = if begun { Desk::local() } else { Desk::default() };
        for (actor, act) in story {
            let before = desk.song.clone();
            if desk.act(&actor, act).is_err() {
                prop_assert_eq!(&before, &desk.song);
            }
            is_sound(&desk.song)?;
        }
        prop_assert_eq!(&Song::replay(&desk.events), &desk.song);
        let events = serde_json::to_string(&desk.events).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<bar_domain::song::Event>>(&events).unwrap(), desk.events);
        let song = serde_json::to_string(&desk.song).unwrap();
        prop_assert_eq!(serde_json::from_str::<Song>(&song).unwrap(), desk.song);
    }
}
