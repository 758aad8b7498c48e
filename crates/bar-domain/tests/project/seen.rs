//! Who sees what.

use bar_domain::project::{Thread, VERSION, read};
use bar_domain::song::{self, Role};

use super::desk::*;

const ROLES: [Role; 4] = [Role::Artist, Role::Engineer, Role::Studio, Role::Service];

#[track_caller]
fn alike(desk: &Desk) {
    for role in ROLES {
        assert_eq!(desk.fold_of(role), desk.view_of(role), "{role:?}");
    }
}

#[test]
fn drafts_are_the_artists_until_the_round_is_submitted() {
    let mut desk = Desk::mixed();
    desk.ok(&ana(), write(1, MIX_1)).ok(&ana(), write(2, MIX_1));
    desk.ok(&ana(), on_song(song::Act::WithdrawNote { note: note(1) }));
    let notes = |desk: &Desk, role| {
        let project = desk.fold_of(role);
        project.song(HARBOUR).unwrap().song.notes.iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(notes(&desk, Role::Artist), [note(1), note(2)]);
    for other in [Role::Engineer, Role::Studio] {
        assert!(notes(&desk, other).is_empty());
    }
    desk.ok(&ana(), submit_round(MIX_1));
    assert_eq!(notes(&desk, Role::Engineer), [note(2)]);
    // What comes back later comes later for everybody.
    desk.ok(&ana(), on_song(song::Act::RestoreNote { note: note(1) }))
        .ok(&ana(), submit_round(MIX_1));
    for role in ROLES {
        assert_eq!(notes(&desk, role), [note(2), note(1)]);
    }
    alike(&desk);
}

#[test]
fn the_enquiry_is_between_artist_and_studio() {
    let mut desk = Desk::submitted();
    desk.ok(&ana(), say(1, Thread::Enquiry, "is he always late?"));
    desk.ok(&ed(), say(2, Thread::Studio, "she pays late"));
    desk.ok(&ana(), say(3, Thread::Everyone, "hello"));
    let seen = |role| desk.fold_of(role).messages.iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(seen(Role::Artist), [1, 3].map(message));
    assert_eq!(seen(Role::Engineer), [2, 3].map(message));
    assert_eq!(seen(Role::Studio), [1, 2, 3].map(message));
    alike(&desk);
}

#[test]
fn what_these_rules_do_not_know_only_the_studio_sees() {
    let desk = Desk::submitted();
    let unknown = read(VERSION + 1, "{}");
    let whole = desk.project.clone().apply_recorded(&unknown);
    for role in ROLES {
        let before = desk.fold_of(role);
        let sees = unknown.seen_by(role);
        assert_eq!(sees, [Role::Studio, Role::Service].contains(&role));
        let folded = if sees { before.apply_recorded(&unknown) } else { before };
        assert_eq!(folded, whole.clone().as_seen_by(role), "{role:?}");
    }
}

#[test]
fn what_a_role_sees_is_the_same_two_ways_at_every_stage() {
    for desk in [
        Desk::draft(),
        Desk::submitted(),
        Desk::quoted(),
        Desk::accepted(),
        Desk::working(),
        Desk::mixed(),
        Desk::approved(),
        Desk::mastered(),
        Desk::completed(),
    ] {
        alike(&desk);
    }
}
