//! Rounds and approval.

use bar_domain::project::{Act, Offering, Stage};
use bar_domain::song::{self, VersionId};
use uuid::Uuid;

use super::desk::*;

#[test]
fn the_latest_mix_is_approved_once_it_was_heard() {
    let mut desk = Desk::working();
    assert_eq!(desk.code(&ana(), approve(MIX_1)), "approval.no_mix");
    desk.ok(&ed(), mix(1));
    assert_eq!(desk.code(&ana(), approve(MIX_1)), "file.not_arrived");
    desk.ok(&service(), arrives(0x11)).mix(2);
    assert_eq!(desk.code(&ana(), approve(MIX_1)), "approval.not_latest");
    for other in [ed(), studio(), service()] {
        assert_eq!(desk.code(&other, approve(MIX_2)), "project.not_yours");
    }
    desk.ok(&ana(), approve(MIX_2));
    assert_eq!(desk.act(&ana(), approve(MIX_2)), Ok(0));
    for act in [mix(3), on_song(song::Act::RemoveVersion { version: MIX_2 })] {
        assert_eq!(desk.code(&ed(), act), "work.approved");
    }
    desk.ok(&ana(), write(1, MIX_2));
    assert_eq!(desk.code(&ana(), submit_round(MIX_2)), "work.approved");
}

#[test]
fn an_approval_is_taken_back_until_the_master_is_there() {
    let back = || Act::TakeApprovalBack { song: HARBOUR };
    assert_eq!(Desk::mixed().code(&ana(), back()), "approval.none");
    let mut desk = Desk::approved();
    assert_eq!(desk.code(&ed(), back()), "project.not_yours");
    assert_eq!(Desk::mastered().code(&ana(), back()), "approval.master_there");
    desk.ok(&ana(), back()).mix(2);
    desk.ok(&ana(), approve(MIX_2));
    let mut returned = Desk::mastered();
    let reason = "the mix was wrong after all".into();
    returned.ok(&ana(), Act::ReturnMaster { song: HARBOUR, version: MASTER, reason });
    returned.ok(&ana(), back());
}

#[test]
fn without_mastering_the_last_approval_completes_it() {
    let mut desk = Desk::wanting(&[Offering::Mixing]);
    desk.ok(&ana(), add_song(SALT, "Salt"));
    let rough_2 = VersionId(Uuid::from_u128(0x20));
    let mix_of_salt = VersionId(Uuid::from_u128(0x21));
    desk.ok(&ana(), version(SALT, rough_2, song::VersionKind::Rough)).ok(&ana(), Act::Submit);
    desk.ok(&ed(), draw(QUOTE, vec![offering(Offering::Mixing, 100)])).ok(&ana(), accept());
    desk.ok(&service(), paid(INVOICE, 100)).mix(1);
    desk.ok(&ed(), version(SALT, mix_of_salt, song::VersionKind::Mix { number: 1 }));
    desk.ok(&service(), arrives(0x21)).ok(&ana(), approve(MIX_1));
    assert_eq!(desk.stage(), Stage::Working);
    assert_eq!(desk.code(&ed(), master()), "work.not_mastered");
    desk.ok(&ana(), Act::ApproveMix { song: SALT, version: mix_of_salt });
    assert_eq!(desk.stage(), Stage::Completed);
    assert!(desk.project.stays(hash(0x11)), "it is what the artist paid for");
}

#[test]
fn a_mistake_of_the_engineers_costs_no_round() {
    let mut desk = Desk::mixed();
    desk.ok(&ana(), write(1, MIX_1)).ok(&ana(), submit_round(MIX_1));
    assert_eq!(desk.song().song.rounds_left(), Some(1));
    desk.ok(&ed(), on_song(song::Act::SetOurMistake { note: note(1), ours: true }));
    assert_eq!(desk.song().song.rounds_left(), Some(2));
}
