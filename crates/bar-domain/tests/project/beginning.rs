//! How a project begins and is submitted.

use bar_domain::project::{About, Act, Offering, ProjectKind, Stage};
use bar_domain::song::{self, NoteState, Role, VersionKind};

use super::desk::*;

fn enquire() -> Act {
    let text = "Would Ed mix my song?".into();
    Act::OpenEnquiry { engineer: Some(named(&ed())), message: message(1), text }
}

fn create(title: &str) -> Act {
    Act::CreateProject { engineer: None, title: title.into(), kind: ProjectKind::Ep }
}

#[test]
fn artists_begin_projects_and_others_do_not() {
    for other in [ed(), studio(), service()] {
        assert_eq!(Desk::default().code(&other, enquire()), "project.not_yours");
        assert_eq!(Desk::default().code(&other, create("EP")), "project.not_yours");
    }
    let mut desk = Desk::default();
    assert_eq!(desk.code(&ana(), Act::Submit), "project.unknown");
    assert_eq!(desk.code(&ana(), create(" \u{7} ")), "text.missing");
    assert_eq!(desk.code(&ana(), create("EP")), "ok");
    assert_eq!(desk.code(&ana(), create("EP")), "project.exists");
    assert_eq!((desk.project.owner, desk.stage()), (ana().id, Stage::Draft));
}

#[test]
fn nobody_else_is_in_it() {
    let desk = Desk::draft();
    for role in [Role::Artist, Role::Engineer] {
        assert_eq!(desk.would(&mallory(role), Act::Submit), "project.unknown");
    }
    // The engineer is chosen, and not in it before it is submitted; nor is an artist an engineer.
    assert_eq!(desk.would(&ed(), draw(QUOTE, both())), "project.unknown");
    let posing = bar_domain::song::Actor { role: Role::Engineer, ..ana() };
    assert_eq!(desk.would(&posing, draw(QUOTE, both())), "project.unknown");
}

#[test]
fn an_enquiry_becomes_a_draft_when_it_is_described() {
    let mut desk = Desk::default();
    desk.ok(&ana(), enquire());
    assert_eq!(desk.stage(), Stage::Enquiry);
    let nameless = Act::Describe { about: About::default(), text: String::new(), seen: 0 };
    assert_eq!(desk.code(&ana(), nameless), "text.missing");
    let twice = [Offering::Mixing, Offering::Mixing];
    assert_eq!(desk.code(&ana(), describe(&twice)), "scope.offering_twice");
    assert_eq!(desk.code(&studio(), describe(&[])), "project.not_yours");
    assert_eq!(desk.code(&ana(), describe(&[Offering::Mixing])), "ok");
    assert_eq!(desk.stage(), Stage::Draft);
    assert_eq!(desk.act(&ana(), describe(&[Offering::Mixing])), Ok(0), "it is so already");
}

#[test]
fn what_the_engineer_needs_is_asked_for_in_turn() {
    let mut desk = Desk::default();
    desk.ok(&ana(), Act::OpenEnquiry { engineer: None, message: message(1), text: "?".into() });
    assert_eq!(desk.code(&ana(), Act::Submit), "submit.no_title");
    desk.ok(&ana(), describe(&[]));
    assert_eq!(desk.code(&ana(), Act::Submit), "submit.no_songs");
    desk.ok(&ana(), add_song(HARBOUR, "Harbour Lights")).ok(&ana(), add_song(SALT, "Salt"));
    desk.ok(&ana(), rough());
    assert_eq!(
        desk.act(&ana(), Act::Submit).unwrap_err().to_string(),
        "add a rough mix of “Salt” before submitting the project"
    );
    desk.ok(&ana(), version(SALT, MIX_2, VersionKind::Rough));
    assert_eq!(desk.code(&ana(), Act::Submit), "submit.no_offerings");
    desk.ok(&ana(), describe(&[Offering::Mixing]));
    assert_eq!(desk.code(&ana(), Act::Submit), "submit.no_engineer");
    let myself = Act::AssignEngineer { engineer: named(&ana()) };
    assert_eq!(desk.code(&ana(), myself), "submit.engineer_is_member");
    desk.ok(&ana(), Act::AssignEngineer { engineer: named(&ed()) });
    assert_eq!(desk.code(&ed(), Act::Submit), "project.unknown");
    desk.ok(&ana(), Act::Submit);
    assert!(desk.project.has_member(&ed()));
    assert_eq!(desk.code(&ana(), Act::Submit), "submit.already");
}

#[test]
fn notes_on_the_rough_mix_go_along_and_cost_no_round() {
    let mut desk = Desk::draft();
    desk.ok(&ana(), write(1, ROUGH));
    assert_eq!(desk.code(&ana(), submit_round(ROUGH)), "submit.not_yet");
    desk.ok(&ana(), Act::Submit);
    assert_eq!(desk.song().song.note(note(1)).unwrap().state(), NoteState::Open);
    desk.ok(
        &ed(),
        on_song(song::Act::Reply {
            note: note(1),
            reply: song::ReplyId(uuid::Uuid::from_u128(1)),
            text: "which one?".into(),
        }),
    );
    // More may follow until there is a mix.
    desk.ok(&ana(), write(2, ROUGH)).ok(&ana(), submit_round(ROUGH));
    desk.ok(&ed(), draw(QUOTE, both())).ok(&ana(), accept()).ok(&service(), paid(INVOICE, 45_000));
    assert_eq!(desk.song().song.rounds_left(), Some(2));
    assert_eq!(desk.code(&ana(), write(3, ROUGH)), "note.no_mix_yet");
}

#[test]
fn another_engineer_takes_the_place_of_the_first() {
    let assign = |engineer| Act::AssignEngineer { engineer: named(&engineer) };
    let mut desk = Desk::submitted();
    assert_eq!(desk.code(&ana(), assign(eve())), "project.not_yours");
    desk.ok(&studio(), assign(eve()));
    assert!(desk.project.has_member(&eve()) && !desk.project.has_member(&ed()));
    desk.ok(&eve(), draw(QUOTE, both()));
    assert_eq!(desk.code(&studio(), assign(ed())), "scope.quote_waits");
    desk.ok(&ana(), accept());
    assert_eq!(desk.code(&studio(), assign(ed())), "scope.agreed");
}

#[test]
fn an_engineer_may_decline_before_anything_is_agreed_on() {
    let decline = || Act::DeclineProject { reason: "no time this year".into() };
    let mut desk = Desk::quoted();
    assert_eq!(desk.code(&ana(), decline()), "project.not_yours");
    assert_eq!(Desk::accepted().code(&ed(), decline()), "scope.agreed");
    desk.ok(&ed(), decline());
    assert_eq!(desk.stage(), Stage::Submitted);
    assert_eq!(desk.code(&ana(), accept()), "quote.answered");
    assert_eq!(desk.code(&ed(), draw(MORE, both())), "project.unknown");
    assert_eq!(desk.code(&studio(), draw(MORE, both())), "submit.no_engineer");
    desk.ok(&studio(), Act::AssignEngineer { engineer: named(&eve()) });
    desk.ok(&eve(), draw(MORE, both()));
    assert_eq!(desk.stage(), Stage::Quoted);
}
