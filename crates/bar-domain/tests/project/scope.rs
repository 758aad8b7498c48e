//! Songs and what is wanted of them, until it is agreed on.

use bar_domain::project::{Act, Offering};
use bar_domain::song::{self, SongId, VersionKind};

use super::desk::*;

fn edit(brief: &str, seen: u32) -> Act {
    let (title, key, brief) = ("Harbour Lights".into(), "Am".into(), brief.into());
    Act::EditSong { song: HARBOUR, title, bpm: Some(97.5.into()), key, brief, seen }
}

#[test]
fn the_scope_is_frozen_once_agreed_on_and_while_a_quote_waits() {
    let acts = || {
        [
            add_song(SALT, "Salt"),
            Act::RemoveSong { song: HARBOUR },
            edit("cold and far", 0),
            describe(&[Offering::Mixing]),
        ]
    };
    for (desk, code) in [
        (Desk::draft(), "ok"),
        (Desk::quoted(), "scope.quote_waits"),
        (Desk::accepted(), "scope.agreed"),
        (Desk::working(), "scope.agreed"),
        (Desk::completed(), "project.ended"),
    ] {
        for act in acts() {
            assert_eq!(desk.would(&ana(), act.clone()), code, "{act:?} at {:?}", desk.stage());
        }
    }
    // What is no part of the price can still be put right.
    let mut desk = Desk::working();
    desk.ok(&ana(), edit("warm and close", 0));
    let (title, key, brief) = ("Harbour Light".into(), "C".into(), "warm and close".into());
    desk.ok(&ana(), Act::EditSong { song: HARBOUR, title, bpm: None, key, brief, seen: 0 });
    assert_eq!((desk.song().song.title.as_str(), desk.song().key.as_str()), ("Harbour Light", "C"));
}

#[test]
fn who_wrote_without_having_seen_the_latest_loses_nothing() {
    let mut desk = Desk::draft();
    desk.ok(&service(), Act::Join { member: named(&ben()), role: song::Role::Artist });
    desk.ok(&ana(), edit("warm, with a long reverb", 0));
    desk.ok(&ben(), edit("warm, and dry", 0));
    let brief = &desk.song().brief;
    assert_eq!((brief.text.as_str(), brief.revision), ("warm, with a long reverb", 2));
    assert_eq!(
        brief.beside.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(),
        ["warm, and dry"]
    );
    assert_eq!(desk.act(&ben(), edit("warm, and dry", 0)), Ok(0), "it is there");
    desk.ok(&ana(), edit("warm, a short reverb", 2));
    let brief = &desk.song().brief;
    assert_eq!((brief.text.as_str(), brief.beside.len()), ("warm, a short reverb", 0));
    // One text of each is kept: the last.
    desk.ok(&ben(), edit("drier", 0)).ok(&ben(), edit("as dry as can be", 0));
    assert_eq!(desk.song().brief.beside.len(), 1);
    for number in 1..11 {
        let other = person(0x40 + number, "One of many", song::Role::Artist);
        desk.ok(&service(), Act::Join { member: named(&other), role: song::Role::Artist });
        let code = desk.code(&other, edit(&format!("no. {number}"), 0));
        assert_eq!(code, if number < 10 { "ok" } else { "text.beside" });
    }
    // Keeping the text that stands is an answer too, for who has seen the others.
    desk.ok(&ana(), edit("warm, a short reverb", desk.song().brief.revision));
    assert!(desk.song().brief.beside.is_empty());
}

#[test]
fn songs_have_an_order() {
    let mut desk = Desk::draft();
    desk.ok(&ana(), add_song(SALT, "Salt"));
    assert_eq!(desk.code(&ana(), add_song(SALT, "Salt")), "project.id_taken");
    desk.ok(&ana(), Act::MoveSong { song: SALT, to: 0 });
    let order = |desk: &Desk| desk.project.songs.iter().map(|it| it.song.id).collect::<Vec<_>>();
    assert_eq!(order(&desk), [SALT, HARBOUR]);
    assert_eq!(desk.act(&ana(), Act::MoveSong { song: HARBOUR, to: 99 }), Ok(0), "it is the last");
    desk.ok(&ana(), Act::RemoveSong { song: SALT });
    assert_eq!(order(&desk), [HARBOUR]);
    assert_eq!(desk.code(&ana(), Act::MoveSong { song: SALT, to: 0 }), "scope.unknown_song");
    assert_eq!(desk.code(&ana(), add_song(SongId::default(), "Nil")), "project.id_taken");
}

#[test]
fn rough_mixes_are_the_artists_and_mixes_the_engineers() {
    let remove = |version| on_song(song::Act::RemoveVersion { version });
    let mut desk = Desk::mixed();
    for (actor, act, code) in [
        (ed(), version(HARBOUR, MASTER, VersionKind::Reference), "project.not_yours"),
        (ana(), mix(2), "project.not_yours"),
        (ed(), mix(3), "version.next_mix"),
        (ed(), remove(ROUGH), "version.others"),
        (ana(), remove(MIX_1), "version.others"),
        (ana(), remove(ROUGH), "version.last_rough"),
        (ana(), on_song(song::Act::SetRounds { allowed: None }), "song.not_this_way"),
        (studio(), on_song(song::Act::SetRounds { allowed: None }), "song.not_this_way"),
        (ana(), version(HARBOUR, MASTER, VersionKind::Reference), "ok"),
        (ed(), remove(MIX_1), "ok"),
    ] {
        assert_eq!(desk.would(&actor, act.clone()), code, "{act:?}");
    }
    let silent = |mut act| {
        let Act::AddVersion { changes, .. } = &mut act else { unreachable!() };
        changes.clear();
        act
    };
    assert_eq!(desk.code(&ed(), silent(mix(2))), "text.missing", "a mix says what changed");
    assert_eq!(Desk::accepted().code(&ed(), mix(1)), "work.not_started");
}
