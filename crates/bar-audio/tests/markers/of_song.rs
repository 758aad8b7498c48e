//! Which notes of a song become markers.

use bar_audio::markers::{Format, Sheet, Which};
use bar_domain::song::{
    Act, Actor, ActorId, Command, CommandId, NoteId, NoteState, Place, ReplyId, Role, Song, SongId,
    Time, VersionId, VersionKind, decide,
};
use bar_domain::{Frames, SampleRate};
use uuid::Uuid;

use super::sheet::text;

const MIX_1: VersionId = VersionId(Uuid::from_u128(1));
const MIX_2: VersionId = VersionId(Uuid::from_u128(2));
const REFERENCE: VersionId = VersionId(Uuid::from_u128(3));

fn note(number: u128) -> NoteId {
    NoteId(Uuid::from_u128(number))
}

fn version(id: VersionId, kind: VersionKind, rate: u32, offset: i64) -> Act {
    let (rate, frames) = (SampleRate(rate), Frames(u64::from(rate) * 60));
    Act::AddVersion { version: id, kind, name: "Salt".into(), rate, frames, offset }
}

/// Note 1 is verified, note 2 open and answered, note 3 a draft.
fn song() -> Song {
    let write = |number, at, compare_with| Act::WriteNote {
        note: note(number),
        on: MIX_1,
        place: Place::Moment { at: Frames(at) },
        text: format!("note {number}\nlouder"),
        compare_with,
    };
    let reply = ReplyId(Uuid::from_u128(1));
    let acts = [
        Act::CreateSong { title: "Harbour Lights".into(), bpm: None },
        version(MIX_1, VersionKind::Mix { number: 1 }, 48_000, 0),
        version(REFERENCE, VersionKind::Reference, 48_000, 0),
        write(1, 48_000, None),
        write(2, 96_000, Some(REFERENCE)),
        Act::SubmitRound { mix: MIX_1 },
        Act::Reply { note: note(2), reply, text: "which one?".into() },
        version(MIX_2, VersionKind::Mix { number: 2 }, 44_100, -44_100),
        Act::Verify { note: note(1), mix: MIX_2 },
        write(3, 144_000, None),
    ];
    let actor = Actor { id: ActorId(Uuid::from_u128(1)), name: "Ana".into(), role: Role::Artist };
    acts.into_iter().enumerate().fold(Song::default(), |song, (at, act)| {
        let id = CommandId(Uuid::from_u128(at as u128));
        let (song_id, at) = (SongId(Uuid::from_u128(1)), Time(at as i64));
        let command = Command { id, song: song_id, actor: actor.clone(), at, act };
        decide(&song, &command).unwrap().iter().fold(song, Song::apply)
    })
}

#[test]
fn the_wanted_notes_are_taken_from_the_wanted_mix() {
    #[track_caller]
    fn check(version: VersionId, which: Which, wanted: &[(&str, u64, NoteState)]) {
        let sheet = Sheet::of(&song(), version, Role::Artist, which, 0).unwrap();
        let markers: Vec<_> = sheet
            .markers
            .iter()
            .map(|it| (it.name.as_str(), it.place.span().unwrap().0.0, it.state))
            .collect();
        assert_eq!(markers, wanted);
    }
    let open = ("note 2 / louder (like Salt)", NoteState::Open);
    check(MIX_1, Which::Open, &[(open.0, 96_000, open.1)]);
    // A second later, and at another rate.
    check(MIX_2, Which::Open, &[(open.0, 3 * 44_100, open.1)]);
    check(MIX_2, Which::Done, &[("note 1 / louder", 2 * 44_100, NoteState::Verified)]);
    check(MIX_2, Which::Drafts, &[("note 3 / louder", 4 * 44_100, NoteState::Draft)]);
    let all = Sheet::of(&song(), MIX_1, Role::Artist, Which::All, 0).unwrap();
    assert_eq!(all.markers.len(), 3);
    assert_eq!(Sheet::of(&song(), MIX_1, Role::Engineer, Which::All, 0).unwrap().markers.len(), 2);
    assert_eq!(Sheet::of(&song(), REFERENCE, Role::Artist, Which::All, 0), None);
}

#[test]
fn what_was_answered_is_read_with_the_note() {
    let sheet = Sheet::of(&song(), MIX_2, Role::Artist, Which::Open, 0).unwrap();
    let said = text(&sheet, Format::Text);
    let wanted =
        "1. 0:00:03.000 (open, Ana)\n   note 2\n   louder (like Salt)\n   Ana: which one?\n";
    assert!(said.ends_with(wanted), "{said}");
    assert_eq!(sheet.file_name(Format::Midi), "Harbour Lights – Mix 2 – open notes – Ana.mid");
}
