//! How much of everything a project holds, and what is said then.

use bar_domain::project::{Act, LineKind, ProjectId, Reference, Thread, limits};
use bar_domain::song::{SongId, VersionKind};
use uuid::Uuid;

use super::desk::*;

#[test]
fn there_is_an_end_to_everything() {
    let mut desk = Desk::draft();
    for number in 1..limits::MOST_SONGS {
        desk.ok(&ana(), add_song(SongId(Uuid::from_u128(0x1000 + number as u128)), "Song"));
    }
    assert_eq!(
        desk.act(&ana(), add_song(SALT, "Salt")).unwrap_err().to_string(),
        "there are 60 songs already, which is the most: begin another project for the rest"
    );

    let mut desk = Desk::mixed();
    for number in 0..limits::MOST_DRAFTS {
        desk.ok(&ana(), write(number as u128, MIX_1));
    }
    assert_eq!(desk.code(&ana(), write(9_999, MIX_1)), "project.too_many");
    desk.ok(&ana(), submit_round(MIX_1)).ok(&ana(), write(9_999, MIX_1));

    let lines = |count| vec![line(LineKind::Extra, 1); count];
    let desk = Desk::submitted();
    assert_eq!(desk.would(&ed(), draw(QUOTE, lines(limits::MOST_LINES))), "ok");
    assert_eq!(desk.would(&ed(), draw(QUOTE, lines(limits::MOST_LINES + 1))), "project.too_many");
    let say = |count| Act::Say {
        message: message(1),
        thread: Thread::Everyone,
        song: None,
        text: String::new(),
        references: vec![Reference::Link { url: "https://example.com".into() }; count],
    };
    assert_eq!(desk.would(&ana(), say(limits::MOST_REFERENCES)), "ok");
    assert_eq!(desk.would(&ana(), say(limits::MOST_REFERENCES + 1)), "project.too_many");

    let stems = |count: usize| (0..count).map(|it| stem(it as u128)).collect::<Vec<_>>();
    let desk = Desk::accepted();
    assert_eq!(desk.would(&ana(), send_stems(SET, &stems(limits::MOST_STEMS))), "ok");
    let more = send_stems(SET, &stems(limits::MOST_STEMS + 1));
    assert_eq!(desk.would(&ana(), more), "project.too_many");
}

#[test]
fn what_was_meant_for_another_project_is_not_done_here() {
    let mut desk = Desk::draft();
    let mut command = desk.command(&ana(), rough());
    command.project = ProjectId(Uuid::from_u128(0xb));
    assert_eq!(desk.take(&command).unwrap_err().code(), "project.other");
    let mut nil = Desk::default().command(
        &ana(),
        Act::CreateProject {
            engineer: None,
            title: "EP".into(),
            kind: bar_domain::project::ProjectKind::Ep,
        },
    );
    nil.project = ProjectId::default();
    assert_eq!(Desk::default().take(&nil).unwrap_err().code(), "project.unknown");
}

#[test]
fn a_song_has_one_master() {
    let mut desk = Desk::draft();
    desk.ok(&ana(), add_song(SALT, "Salt"));
    let other = bar_domain::song::VersionId(Uuid::from_u128(0x20));
    desk.ok(&ana(), version(SALT, other, VersionKind::Rough)).ok(&ana(), Act::Submit);
    desk.ok(&ed(), draw(QUOTE, both())).ok(&ana(), accept()).ok(&service(), paid(INVOICE, 45_000));
    desk.mix(1).ok(&ana(), approve(MIX_1)).ok(&ed(), master()).ok(&service(), arrives(0x1f));
    desk.ok(&ana(), Act::AcceptMaster { song: HARBOUR, version: MASTER });
    assert_eq!(desk.code(&ed(), master()), "master.accepted");
    assert_eq!(desk.code(&ana(), Act::TakeApprovalBack { song: HARBOUR }), "approval.master_there");
}
