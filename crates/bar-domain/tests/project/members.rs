//! Who is in a project.

use bar_domain::project::{Act, Thread};
use bar_domain::song::{self, Role};

use super::desk::*;

fn join(actor: &bar_domain::song::Actor, role: Role) -> Act {
    Act::Join { member: named(actor), role }
}

fn remove(actor: &bar_domain::song::Actor) -> Act {
    Act::RemoveMember { member: actor.id }
}

#[test]
fn who_takes_an_invitation_is_in_until_they_leave() {
    let mut desk = Desk::working();
    assert_eq!(desk.code(&ben(), say(1, Thread::Everyone, "hi")), "project.unknown");
    assert_eq!(desk.code(&ana(), join(&ben(), Role::Artist)), "project.not_yours");
    for role in [Role::Studio, Role::Service] {
        assert_eq!(desk.code(&service(), join(&ben(), role)), "member.no_such_role");
    }
    desk.ok(&service(), join(&ben(), Role::Artist));
    assert_eq!(desk.act(&service(), join(&ben(), Role::Artist)), Ok(0));
    assert_eq!(desk.code(&service(), join(&ben(), Role::Engineer)), "member.other_role");
    desk.ok(&ben(), say(1, Thread::Everyone, "hi"));
    desk.ok(&ben(), Act::Leave);
    assert_eq!(desk.code(&ben(), say(2, Thread::Everyone, "still there")), "project.unknown");
}

#[test]
fn the_service_does_nothing_that_is_peoples_to_do() {
    let desk = Desk::mixed();
    let (version, name) = (MIX_1, "mine".into());
    for act in [
        Act::Submit,
        Act::Leave,
        approve(MIX_1),
        write(1, MIX_1),
        on_song(song::Act::RenameVersion { version, name }),
        Act::KeepLonger { keep: true },
        Act::Cancel { reason: "because".into() },
        pay(INVOICE, 1, 1),
    ] {
        assert_eq!(desk.would(&service(), act.clone()), "project.not_yours", "{act:?}");
    }
}

#[test]
fn some_can_be_taken_out_and_some_cannot() {
    let mut desk = Desk::working();
    desk.ok(&service(), join(&ben(), Role::Artist)).ok(&service(), join(&eve(), Role::Engineer));
    for (actor, whom, code) in [
        (ana(), ana(), "member.owner"),
        (ben(), ana(), "member.owner"),
        (studio(), ana(), "member.owner"),
        (studio(), ed(), "member.is_engineer"),
        (ed(), ben(), "project.not_yours"),
        (ana(), eve(), "project.not_yours"),
        (ana(), mallory(Role::Artist), "member.unknown"),
        (ana(), ben(), "ok"),
        (studio(), ben(), "ok"),
        (studio(), eve(), "ok"),
    ] {
        assert_eq!(desk.would(&actor, remove(&whom)), code, "{} {}", actor.name, whom.name);
    }
    assert_eq!(desk.code(&ana(), Act::Leave), "member.owner");
    assert_eq!(desk.code(&ed(), Act::Leave), "member.is_engineer");
    assert_eq!(desk.code(&studio(), Act::Leave), "project.not_yours");
}
