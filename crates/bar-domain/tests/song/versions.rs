//! What can be listened to.

use bar_domain::song::{Act, Role, VersionId, VersionKind};
use bar_domain::{Frames, SampleRate};
use uuid::Uuid;

use super::desk::{Desk, MIX_1, MIX_2, ROUGH, ana, ed, mix, moment, person, version, write};

#[test]
fn mixes_are_numbered_once() {
    let mut desk = Desk::local();
    let other = VersionId(Uuid::from_u128(0x99));
    assert_eq!(desk.song.next_mix(), 2);
    let again = |number| version(other, VersionKind::Mix { number });
    assert_eq!(desk.code(&ana(), again(1)), "version.mix_taken");
    assert_eq!(desk.code(&ana(), again(0)), "version.mix_zero");
    assert_eq!(desk.code(&ana(), version(MIX_1, VersionKind::Reference)), "version.id_taken");
    // A wrong file was dropped: the right one takes its number.
    desk.ok(&ana(), Act::RemoveVersion { version: MIX_1 }).ok(&ana(), again(1));
    let restore = Act::RestoreVersion { version: MIX_1 };
    assert_eq!(desk.code(&ana(), restore.clone()), "version.mix_taken");
    desk.ok(&ana(), Act::RemoveVersion { version: other }).ok(&ana(), restore.clone());
    assert_eq!(desk.act(&ana(), restore), Ok(0), "it is there already");
}

#[test]
fn a_removed_version_keeps_its_notes() {
    let mut desk = Desk::local();
    desk.writes(1, MIX_1, 10).ok(&ana(), mix(2));
    desk.ok(&ana(), Act::RemoveVersion { version: MIX_1 });
    assert_eq!(desk.code(&ana(), write(2, MIX_1, moment(1))), "version.unknown");
    assert_eq!(desk.song.notes_on(MIX_2, Role::Artist).len(), 1);
    assert_eq!(desk.song.present().count(), 2);
}

#[test]
fn what_was_agreed_on_stays() {
    let mut desk = Desk::agreed();
    desk.ok(&ed(), mix(2));
    let remove = |version| Act::RemoveVersion { version };
    assert_eq!(desk.code(&ana(), remove(MIX_2)), "version.not_yours");
    desk.ok(&ed(), remove(MIX_2)).ok(&ed(), Act::RestoreVersion { version: MIX_2 });
    desk.writes(1, MIX_2, 10).ok(&ana(), Act::SubmitRound { mix: MIX_2 });
    assert_eq!(desk.code(&ed(), remove(MIX_2)), "version.in_round");
    assert_eq!(desk.code(&ana(), remove(ROUGH)), "ok");
}

#[test]
fn versions_are_named_and_aligned() {
    let mut desk = Desk::local();
    desk.ok(&ana(), Act::RenameVersion { version: MIX_1, name: " Louder\n ".into() });
    assert_eq!(desk.song.version(MIX_1).unwrap().name, "Louder");
    let offset = |offset| Act::SetOffset { version: MIX_1, offset };
    desk.ok(&ana(), offset(-96_000));
    assert_eq!(desk.act(&ana(), offset(-96_000)), Ok(0));
    assert_eq!(desk.code(&ana(), offset(i64::MIN)), "version.offset");
    assert_eq!(desk.song.version(MIX_1).unwrap().offset, -96_000);
    let odd = |rate, frames| Act::AddVersion {
        version: MIX_2,
        kind: VersionKind::Reference,
        name: "x".into(),
        rate: SampleRate(rate),
        frames: Frames(frames),
        offset: 0,
    };
    assert_eq!(desk.code(&ana(), odd(0, 1)), "version.no_sound");
    assert_eq!(desk.code(&ana(), odd(44_100, 0)), "version.no_sound");
}

#[test]
fn a_song_begins_once_and_a_command_reaches_its_own() {
    let mut desk = Desk::default();
    assert_eq!(desk.code(&ana(), mix(1)), "song.unknown");
    let mut desk = Desk::local();
    let mut command = desk.command(&ana(), mix(2));
    command.song = bar_domain::song::SongId(Uuid::from_u128(8));
    let refused = bar_domain::song::decide(&desk.song, &command).unwrap_err();
    assert_eq!(refused.code(), "song.other");
    let nobody = person(4, &"n".repeat(201), Role::Artist);
    assert_eq!(desk.code(&nobody, mix(2)), "name.too_long");
    assert_eq!(
        desk.code(&person(4, "", Role::Artist), mix(2)),
        "ok",
        "nobody was asked for a name"
    );
}
