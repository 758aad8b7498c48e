//! What a mix is made of.

use bar_domain::project::{Act, ReturnedStem, Stem, StemSetState};

use super::desk::*;

fn accept_set(set: bar_domain::project::StemSetId) -> Act {
    Act::AcceptStems { song: HARBOUR, set }
}

fn give_back_stem(set: bar_domain::project::StemSetId, stem: &Stem, reason: &str) -> Act {
    let reasons = vec![ReturnedStem { stem: stem.id, reason: reason.into() }];
    Act::ReturnStems { song: HARBOUR, set, reasons }
}

#[test]
fn they_are_sent_once_agreed_on_and_the_engineer_has_them_once_paid() {
    assert_eq!(Desk::quoted().code(&ana(), send_stems(SET, &[stem(1)])), "work.not_agreed");
    let mut desk = Desk::accepted();
    assert_eq!(desk.code(&ed(), send_stems(SET, &[stem(1)])), "project.not_yours");
    assert_eq!(desk.code(&ana(), send_stems(SET, &[])), "stems.none");
    assert_eq!(desk.code(&ana(), send_stems(SET, &[stem(1), stem(1)])), "project.id_taken");
    desk.ok(&ana(), send_stems(SET, &[stem(1), stem(2)]));
    assert_eq!(desk.code(&ana(), send_stems(SET, &[stem(3)])), "project.id_taken");
    desk.ok(&service(), arrives(0x501));
    let fetches = |desk: &Desk, actor| desk.project.may_fetch(&actor, hash(0x501));
    assert!(fetches(&desk, ana()) && fetches(&desk, studio()) && !fetches(&desk, ed()));
    assert_eq!(desk.code(&ed(), accept_set(SET)), "work.not_started");

    desk.ok(&service(), paid(INVOICE, 45_000));
    assert!(fetches(&desk, ed()));
    assert_eq!(desk.code(&ed(), accept_set(SET)), "file.not_arrived");
    desk.ok(&service(), arrives(0x502));
    assert_eq!(desk.code(&ana(), accept_set(SET)), "project.not_yours");
    desk.ok(&ed(), accept_set(SET));
    assert_eq!(desk.act(&ed(), accept_set(SET)), Ok(0));
    assert_eq!(desk.code(&ana(), send_stems(set(2), &[stem(3)])), "stems.accepted");
}

#[test]
fn what_was_returned_is_replaced_and_never_overwritten() {
    let mut desk = Desk::working();
    desk.ok(&ana(), send_stems(SET, &[stem(1), stem(2)]));
    assert_eq!(desk.code(&ed(), give_back_stem(SET, &stem(3), "who is this?")), "stems.no_reasons");
    assert_eq!(desk.code(&ed(), give_back_stem(SET, &stem(1), " ")), "text.missing");
    desk.ok(&ed(), give_back_stem(SET, &stem(1), "it is clipped"));
    assert_eq!(desk.code(&ed(), accept_set(SET)), "stems.not_the_set");
    assert_eq!(desk.code(&ana(), send_stems(set(2), &[stem(1), stem(2)])), "stems.same");
    let renamed = Stem { id: stem(9).id, ..stem(1) };
    assert_eq!(desk.code(&ana(), send_stems(set(2), &[renamed])), "stems.same");
    let overwritten = Stem { asset: file(0x600), ..stem(1) };
    assert_eq!(desk.code(&ana(), send_stems(set(2), &[overwritten])), "stems.overwritten");
    let explained = Stem { explanation: "It is meant to".into(), ..stem(1) };
    assert_eq!(desk.would(&ana(), send_stems(set(2), &[explained])), "ok");
    desk.ok(&ana(), send_stems(set(2), &[stem(3), stem(2)]));
    assert!(matches!(desk.song().stems[0].state, StemSetState::Returned { .. }));
    assert_eq!(desk.song().standing_stems().unwrap().id, set(2));
}

#[test]
fn a_set_that_was_not_answered_gives_way_to_the_next() {
    let mut desk = Desk::working();
    desk.ok(&ana(), send_stems(SET, &[stem(1)])).ok(&ana(), send_stems(set(2), &[stem(2)]));
    assert_eq!(desk.song().stems[0].state, StemSetState::Replaced);
    assert_eq!(desk.code(&ed(), accept_set(SET)), "stems.not_the_set");
    desk.ok(&service(), arrives(0x502)).ok(&ed(), accept_set(set(2)));
    // What turns out later is told later.
    desk.ok(&ed(), give_back_stem(set(2), &stem(2), "the second verse is missing"));
    desk.ok(&ana(), send_stems(set(3), &[stem(4)]));
}
