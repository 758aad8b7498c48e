//! Who may have which file.

use bar_domain::project::{Act, AssetRef, Reference, Thread};
use bar_domain::song::Role;

use super::desk::*;

fn attach(number: u128, thread: Thread, asset: AssetRef) -> Act {
    let (message, text) = (message(number), "listen".into());
    let references = vec![Reference::File { asset }];
    Act::Say { message, thread, song: None, text, references }
}

#[test]
fn a_file_is_for_those_who_know_what_it_is_for() {
    let mut desk = Desk::submitted();
    desk.ok(&ana(), attach(1, Thread::Enquiry, file(1)));
    desk.ok(&ed(), attach(2, Thread::Studio, file(2)));
    desk.ok(&ana(), attach(3, Thread::Everyone, file(3)));
    for (number, ana_may, ed_may) in [(1, true, false), (2, false, true), (3, true, true)] {
        for (actor, may) in [(ana(), ana_may), (ed(), ed_may), (studio(), true), (service(), true)]
        {
            assert_eq!(desk.project.may_fetch(&actor, hash(number)), may, "{number} {actor:?}");
            assert_eq!(desk.project.may_upload(&actor, hash(number)), may, "{number} {actor:?}");
        }
        for role in [Role::Artist, Role::Engineer] {
            assert!(!desk.project.may_fetch(&mallory(role), hash(number)));
            assert!(!desk.project.may_upload(&mallory(role), hash(number)));
        }
    }
    assert!(
        !desk.project.may_fetch(&studio(), hash(4)) && !desk.project.may_upload(&ana(), hash(4))
    );
    desk.ok(&service(), arrives(1));
    assert!(!desk.project.may_upload(&ana(), hash(1)), "it is there");
}

#[test]
fn naming_a_file_of_the_other_side_does_not_open_it() {
    let mut desk = Desk::accepted();
    desk.ok(&ana(), send_stems(SET, &[stem(1)])).ok(&service(), arrives(0x501));
    let take = attach(1, Thread::Everyone, file(0x501));
    assert_eq!(desk.code(&ed(), take), "file.others");
    assert!(!desk.project.may_fetch(&ed(), hash(0x501)));
    // The artist may show it.
    desk.ok(&ana(), attach(2, Thread::Everyone, file(0x501)));
    assert!(desk.project.may_fetch(&ed(), hash(0x501)));
}

#[test]
fn a_file_that_gets_another_use_is_known_to_have_arrived() {
    let mut desk = Desk::submitted();
    desk.ok(&ana(), attach(1, Thread::Enquiry, file(1))).ok(&service(), arrives(1));
    assert!(!desk.fold_of(Role::Engineer).assets.contains_key(&hash(1)));
    desk.ok(&ana(), attach(2, Thread::Everyone, file(1)));
    assert!(desk.fold_of(Role::Engineer).has_arrived(hash(1)));
    assert_eq!(desk.fold_of(Role::Engineer), desk.view_of(Role::Engineer));
}

#[test]
fn what_a_file_must_be() {
    let mut desk = Desk::submitted();
    for (asset, code) in [
        (AssetRef { bytes: 0, ..file(1) }, "file.size"),
        (AssetRef { bytes: (64 << 30) + 1, ..file(1) }, "file.size"),
        (AssetRef { bytes: 1, ..file(0x10) }, "file.length"),
    ] {
        assert_eq!(desk.code(&ana(), attach(1, Thread::Everyone, asset)), code);
    }
    let asset = AssetRef { name: "../../etc/CON.wav".into(), ..file(1) };
    desk.ok(&ana(), attach(1, Thread::Everyone, asset));
    let Reference::File { asset } = &desk.project.messages[0].references[0] else { unreachable!() };
    assert_eq!(asset.name, ".._.._etc_CON.wav");
    assert_eq!(desk.code(&service(), arrives(99)), "file.unknown");
    assert_eq!(desk.code(&studio(), arrives(1)), "project.not_yours");
}
