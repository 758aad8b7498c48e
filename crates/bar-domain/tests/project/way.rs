//! The whole way of one song.

use bar_domain::project::{Act, InvoiceStatus, Stage, Thread};
use bar_domain::song::{self, NoteState};

use super::desk::*;

#[test]
fn from_a_question_to_the_erasing_of_its_files() {
    let mut desk = Desk::default();
    let (engineer, text) = (Some(named(&ed())), "Would Ed mix my song?".into());
    desk.ok(&ana(), Act::OpenEnquiry { engineer, message: message(1), text });
    assert_eq!(desk.stage(), Stage::Enquiry);
    desk.ok(&studio(), say(2, Thread::Enquiry, "He would love to."));

    desk.ok(&ana(), describe(&[bar_domain::project::Offering::Mixing]));
    assert_eq!(desk.stage(), Stage::Draft);
    desk.ok(&ana(), add_song(HARBOUR, "Harbour Lights")).ok(&ana(), rough());
    desk.ok(&ana(), write(1, ROUGH)).ok(&service(), arrives(0x10));
    desk.ok(&ana(), Act::Submit);
    assert_eq!(desk.stage(), Stage::Submitted);
    assert_eq!(desk.song().song.note(note(1)).unwrap().state(), NoteState::Open);

    desk.ok(&ed(), draw(QUOTE, both()));
    assert_eq!(desk.stage(), Stage::Quoted);
    desk.ok(&ana(), accept());
    assert_eq!(desk.stage(), Stage::Accepted);
    assert_eq!(desk.invoice().amount.to_string(), "EUR 450.00");

    desk.ok(&ana(), send_stems(SET, &[stem(1)])).ok(&service(), arrives(0x501));
    desk.ok(&service(), paid(INVOICE, 0));
    assert_eq!(desk.invoice().status(), InvoiceStatus::Sent);
    desk.ok(&service(), paid(INVOICE, 45_000));
    assert_eq!((desk.invoice().status(), desk.stage()), (InvoiceStatus::Paid, Stage::Working));
    desk.ok(&ed(), Act::AcceptStems { song: HARBOUR, set: SET });

    desk.mix(1).ok(&ana(), write(2, MIX_1)).ok(&ana(), submit_round(MIX_1));
    assert_eq!(desk.song().song.rounds_left(), Some(1), "what was said of the rough mix is free");
    desk.mix(2).ok(&ed(), on_song(song::Act::MarkDone { note: note(2), mix: MIX_2 }));
    desk.ok(&ana(), on_song(song::Act::Verify { note: note(2), mix: MIX_2 }));
    desk.ok(&ana(), approve(MIX_2));
    assert_eq!(desk.stage(), Stage::Working);
    desk.ok(&ed(), master()).ok(&service(), arrives(0x1f));
    desk.ok(&ana(), Act::AcceptMaster { song: HARBOUR, version: MASTER });
    assert_eq!(desk.stage(), Stage::Completed);

    for days in [30, 7, 1] {
        let next = desk.project.retention.next_reminder().unwrap();
        desk.clock = next.at.0 - TODAY.0;
        desk.ok(&service(), Act::Remind { days });
    }
    desk.days(1).ok(&service(), Act::BeginErasure);
    assert_eq!(desk.stage(), Stage::Erasing);
    let files: Vec<_> = desk.project.to_erase().collect();
    let gone = [0x10, 0x11, 0x12, 0x501].map(hash);
    assert_eq!(files.iter().map(|it| it.hash).collect::<Vec<_>>(), gone, "the master stays");
    let receipt =
        bar_domain::project::Receipt { files, erased_at: desk.now(), signature: "c0ffee".into() };
    desk.ok(&service(), Act::FinishErasure { receipt });
    assert_eq!(desk.stage(), Stage::Erased);
    assert!(desk.project.may_fetch(&ana(), hash(0x1f)));
    assert!(!desk.project.may_fetch(&ana(), hash(0x11)));
}
