//! Where a note is on another version.

use bar_domain::song::{Act, Place, Role, VersionId, VersionKind};
use bar_domain::{Frames, SampleRate};

use super::desk::{Desk, MIX_1, MIX_2, REFERENCE, ana, moment, note, range, version, write};

/// Adds Mix 2 and looks where a note on Mix 1 (48 kHz, offset 0) is on it.
#[track_caller]
fn check(rate: u32, frames: u64, offset: i64, place: Place, wanted: Place) {
    let mut desk = Desk::local();
    desk.ok(&ana(), write(1, MIX_1, place));
    desk.ok(
        &ana(),
        Act::AddVersion {
            version: MIX_2,
            kind: VersionKind::Mix { number: 2 },
            name: "Mix 2".into(),
            rate: SampleRate(rate),
            frames: Frames(frames),
            offset,
        },
    );
    assert_eq!(desk.song.notes_on(MIX_2, Role::Artist)[0].place, wanted);
}

#[test]
fn a_note_stays_at_its_place_in_the_music() {
    let at = |at| Place::Moment { at: Frames(at) };
    check(48_000, 9_999_999, 0, moment(10), moment(10));
    check(44_100, 9_999_999, 0, moment(10), at(441_000));
    check(44_100, 9_999_999, 0, at(1), at(1));
    check(96_000, 9_999_999, 0, range(1, 2), range(2, 4));
    // It begins two seconds before the song does.
    check(48_000, 9_999_999, -96_000, moment(10), moment(12));
    check(44_100, 9_999_999, -88_200, moment(10), at(529_200));
    // It begins later than the note, or ends before it.
    check(48_000, 9_999_999, 960_000, moment(10), moment(0));
    check(48_000, 48_000, 0, moment(10), moment(1));
    check(48_000, 9_999_999, 0, Place::Whole, Place::Whole);
}

#[test]
fn a_note_follows_the_alignment_of_its_own_mix() {
    let mut desk = Desk::local();
    desk.writes(1, MIX_1, 10).ok(&ana(), super::desk::mix(2));
    desk.ok(&ana(), Act::SetOffset { version: MIX_1, offset: 48_000 });
    let on = |desk: &Desk, version: VersionId| {
        desk.song.place_on(desk.song.note(note(1)).unwrap(), version)
    };
    assert_eq!(on(&desk, MIX_1), Some(moment(10)), "the sound that was heard is still there");
    assert_eq!(on(&desk, MIX_2), Some(moment(11)));
    desk.ok(&ana(), version(REFERENCE, VersionKind::Reference));
    assert_eq!(on(&desk, REFERENCE), None);
    assert_eq!(desk.song.notes_on(REFERENCE, Role::Artist), []);
}
