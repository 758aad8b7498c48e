//! How commands and events are written down. They are kept for ever: what is in these files must be read
//! by every version to come. Lines are added, never changed.

use std::collections::BTreeSet;

use bar_domain::project::{
    About, Act, Command, Currency, Event, Fact, Line, LineKind, Money, Offering, Project, QuoteId,
    Receipt, Recorded, Reference, Refusal, ReturnedStem, Terms, Thread, VERSION, read,
};
use bar_domain::song::{self, Actor, Role, VersionId, VersionKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::desk::*;
use super::properties::{name_of, names};

pub const COMMANDS: &str = include_str!("golden/commands.jsonl");
pub const EVENTS: &str = include_str!("golden/events.jsonl");
/// As they were written down before a quote that is released was called `drawn`, and before a sheet said
/// where its master begins.
const EVENTS_1: &str = include_str!("golden/events.v1.jsonl");

type Wish = (Actor, Act);

/// From the first question to a quote that is agreed on.
fn agreeing() -> Vec<Wish> {
    let budget = Some(Money { amount: 90_000, currency: Currency::Jpy });
    let wished_for = Some("2027-02-28".parse().unwrap());
    let offerings = vec![Offering::Mixing, Offering::StemMastering];
    let about = About { budget, wished_for, ..about(&offerings) };
    let (title, key, brief) = ("Harbour Lights".into(), "F♯m".into(), "“warm”\nclose".into());
    let edit = Act::EditSong { song: HARBOUR, title, bpm: Some(98.25.into()), key, brief, seen: 0 };
    let (engineer, text) = (Some(named(&eve())), "Would she?".into());
    let lines = vec![
        Line { song: Some(HARBOUR), ..offering(Offering::Mixing, 40_000) },
        line(LineKind::Extra, 0),
        offering(Offering::StemMastering, 5_000),
    ];
    let terms = Terms { remark: "as told".into(), ..terms(lines) };
    let third = QuoteId(Uuid::from_u128(0x93));
    let assign = |it| Act::AssignEngineer { engineer: named(&it) };
    vec![
        (ana(), Act::OpenEnquiry { engineer, message: message(1), text }),
        (ana(), Act::Describe { about, text: "an EP".into(), seen: 0 }),
        (ana(), add_song(HARBOUR, "Harbour")),
        (ana(), edit),
        (ana(), add_song(SALT, "Salt")),
        (ana(), Act::MoveSong { song: SALT, to: 0 }),
        (ana(), Act::RemoveSong { song: SALT }),
        (ana(), assign(eve())),
        (ana(), assign(ed())),
        (ana(), rough()),
        (service(), arrives(0x10)),
        (ana(), write(1, ROUGH)),
        (ana(), Act::Submit),
        (ed(), Act::DeclineProject { reason: "no time".into() }),
        (studio(), assign(ed())),
        (studio(), Act::HoldQuotes { held: true }),
        (ed(), Act::DrawQuote { quote: QUOTE, terms: terms.clone() }),
        (studio(), Act::ReleaseQuote { quote: QUOTE }),
        (ana(), Act::AskForChange { quote: QUOTE, reason: "cheaper".into() }),
        (studio(), Act::HoldQuotes { held: false }),
        (ed(), Act::DrawQuote { quote: MORE, terms: terms.clone() }),
        (ana(), Act::DeclineQuote { quote: MORE, reason: String::new() }),
        (ed(), Act::DrawQuote { quote: third, terms }),
        (ana(), Act::AcceptQuote { quote: third, invoice: INVOICE }),
    ]
}

/// From the invoice to the master.
fn making() -> Vec<Wish> {
    let references = vec![
        Reference::File { asset: file(0x800) },
        Reference::Link { url: "https://example.com/a?b#c".into() },
    ];
    let (message, thread, song) = (message(2), Thread::Everyone, Some(HARBOUR));
    let say = Act::Say { message, thread, song, text: "like this 🥁".into(), references };
    let reasons = vec![ReturnedStem { stem: stem(1).id, reason: "clipped".into() }];
    let (second, reason) = (VersionId(Uuid::from_u128(0x2f)), "too loud".into());
    let (asset, format, sheet) = (file(0x2f), format(), sheet());
    let again = Act::DeliverMaster { song: HARBOUR, version: second, asset, format, sheet };
    vec![
        (service(), paid(INVOICE, 20_000)),
        (studio(), pay(INVOICE, 1, 25_000)),
        (studio(), give_back(INVOICE, 2, 1_000)),
        (service(), Act::Join { member: named(&ben()), role: Role::Artist }),
        (service(), Act::Join { member: named(&eve()), role: Role::Engineer }),
        (ben(), say),
        (ben(), Act::Leave),
        (studio(), Act::RemoveMember { member: eve().id }),
        (ana(), send_stems(SET, &[stem(1)])),
        (ed(), Act::ReturnStems { song: HARBOUR, set: SET, reasons }),
        (ana(), send_stems(set(2), &[stem(2)])),
        (service(), arrives(0x502)),
        (ed(), Act::AcceptStems { song: HARBOUR, set: set(2) }),
        (ed(), mix(1)),
        (service(), arrives(0x11)),
        (ana(), write(2, MIX_1)),
        (ana(), submit_round(MIX_1)),
        (ana(), approve(MIX_1)),
        (ana(), Act::TakeApprovalBack { song: HARBOUR }),
        (ana(), approve(MIX_1)),
        (ed(), master()),
        (ana(), Act::ReturnMaster { song: HARBOUR, version: MASTER, reason }),
        (ed(), again),
        (service(), arrives(0x2f)),
        (ana(), Act::AcceptMaster { song: HARBOUR, version: second }),
        (ana(), Act::KeepLonger { keep: true }),
        (ana(), Act::KeepLonger { keep: false }),
    ]
}

/// One of everything, from the first question to the erasing.
pub fn finished() -> (Vec<Command>, Desk) {
    let mut desk = Desk::default();
    let mut commands = Vec::new();
    let mut does = |desk: &mut Desk, (actor, act): Wish| {
        // A scribe whose clock shows the same.
        let mut scribe = Desk { clock: desk.clock, ..Desk::default() };
        commands.push(scribe.command(&actor, act.clone()));
        desk.ok(&actor, act);
    };
    agreeing().into_iter().chain(making()).for_each(|wish| does(&mut desk, wish));
    for days in [30, 7, 1] {
        desk.clock = desk.project.retention.next_reminder().unwrap().at.0 - TODAY.0;
        does(&mut desk, (service(), Act::Remind { days }));
    }
    desk.days(1);
    does(&mut desk, (service(), Act::BeginErasure));
    let (files, erased_at) = (desk.project.to_erase().collect(), desk.now());
    let receipt = Receipt { files, erased_at, signature: "c0ffee".into() };
    does(&mut desk, (service(), Act::FinishErasure { receipt }));
    (commands, desk)
}

/// What only happens when it goes wrong.
fn cancelled() -> (Vec<Command>, Desk) {
    let (mut scribe, mut desk) = (Desk::default(), Desk::default());
    let (title, kind) = ("Harbour".into(), bar_domain::project::ProjectKind::Ep);
    let version = |id, kind| version(HARBOUR, VersionId(Uuid::from_u128(id)), kind);
    let all = [
        (ana(), Act::CreateProject { engineer: Some(named(&ed())), title, kind }),
        (ana(), describe(&[Offering::Mixing])),
        (ana(), add_song(HARBOUR, "Harbour Lights")),
        (ana(), version(0x10, VersionKind::Rough)),
        (ana(), version(0x19, VersionKind::Reference)),
        (ana(), on_song(song::Act::SetBpm { bpm: None })),
        (ana(), Act::Submit),
        (ed(), draw(QUOTE, both())),
        (ana(), accept()),
        (studio(), Act::CancelInvoice { invoice: INVOICE, reason: "wrong address".into() }),
        (ed(), draw(MORE, both())),
        (service(), Act::ExpireQuote { quote: MORE }),
        (ana(), Act::Cancel { reason: "the band split up".into() }),
    ];
    let commands = all.map(|(actor, act)| {
        if matches!(act, Act::ExpireQuote { .. }) {
            desk.days(15);
            scribe.days(15);
        }
        desk.ok(&actor, act.clone());
        scribe.command(&actor, act)
    });
    (commands.to_vec(), desk)
}

fn all<T>(of: impl Fn((Vec<Command>, Desk)) -> Vec<T>) -> Vec<T> {
    [finished(), cancelled()].into_iter().flat_map(of).collect()
}

/// Writes each as it is in the file, and reads it back.
#[track_caller]
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(golden: &str, all: &[T]) {
    let written: Vec<String> = all.iter().map(|it| serde_json::to_string(it).unwrap()).collect();
    assert_eq!(written, golden.lines().collect::<Vec<_>>(), "\n{}", written.join("\n"));
    let read: Vec<T> = golden.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read, all);
}

#[test]
fn commands_are_written_down_like_this() {
    check(COMMANDS, &all(|it| it.0));
    let known: BTreeSet<String> = all(|it| it.0)
        .iter()
        .map(|it| serde_json::to_value(&it.act).unwrap()["do"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(known, names::<Act>("do"), "one of every act is here");
}

#[test]
fn events_are_written_down_like_this() {
    check::<Event>(EVENTS, &all(|it| it.1.events));
    let known: BTreeSet<String> =
        all(|it| it.1.events).iter().map(|it| name_of(&it.fact)).collect();
    assert_eq!(known, names::<Fact>("did"), "one of every fact is here");
}

#[test]
fn projects_come_back_from_their_events() {
    let events: Vec<Event> = EVENTS.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let begun = |it: &Event| matches!(it.fact, Fact::ProjectBegun { .. });
    let second = events.iter().rposition(begun).unwrap();
    assert_eq!(Project::replay(&events[..second]), finished().1.project);
    assert_eq!(Project::replay(&events[second..]), cancelled().1.project);
}

#[test]
fn events_of_every_version_are_read() {
    let events: Vec<Event> = all(|it| it.1.events);
    let read_all = |version, golden: &str| -> Vec<_> {
        golden.lines().map(|line| read(version, line)).collect()
    };
    let known: Vec<_> = events.iter().cloned().map(Recorded::Known).collect();
    assert_eq!(read_all(1, EVENTS_1), known);
    assert_eq!(read_all(VERSION, EVENTS), known);
    // Each says which version it needs, so that an app that is older reads what it can.
    for (event, line) in events.iter().zip(EVENTS.lines()) {
        assert_eq!(read(event.version(), line), Recorded::Known(event.clone()));
    }
    for ((first, now), event) in EVENTS_1.lines().zip(EVENTS.lines()).zip(&events) {
        assert_eq!(first != now, event.version() > 1, "a shape that changed says so: {now}");
    }
    let released = EVENTS_1.lines().filter(|it| it.contains("quoteReleased"));
    assert!(released.clone().count() > 0);
    for line in released {
        assert!(matches!(read(VERSION, line), Recorded::Unknown { .. }));
    }
}

#[test]
fn an_arrival_says_how_long_a_file_is_since_version_3() {
    let line = EVENTS.lines().find(|it| it.contains("assetArrived")).unwrap();
    let said = line.replace(r#""arrival":{"#, r#""arrival":{"bytes":1234,"#);
    let Recorded::Known(event) = read(3, &said) else { panic!("{said}") };
    assert_eq!((event.version(), serde_json::to_string(&event).unwrap()), (3, said));
    let Recorded::Known(before) = read(1, line) else { panic!("{line}") };
    assert_eq!((before.version(), serde_json::to_string(&before).unwrap().as_str()), (1, line));

    let Fact::AssetArrived { asset, .. } = event.fact else { panic!("{event:?}") };
    let project = finished().1.project;
    let named = project.assets[&asset].bytes;
    let long = |event: &Event| project.clone().apply(event).assets[&asset].bytes;
    assert_eq!((long(&event), long(&before)), (1234, named));
}

#[test]
fn what_nobody_knows_yet_is_kept_and_said() {
    let line = EVENTS.lines().next().unwrap();
    let other = line.replace("projectBegun", "projectFramed");
    let mut project = finished().1.project;
    let (folded, events) = (project.folded, project.events());
    for (version, json) in
        [(VERSION, other.as_str()), (VERSION + 1, line), (1, "{}"), (1, ""), (0, line)]
    {
        let recorded = read(version, json);
        assert_eq!(recorded, Recorded::Unknown { version, json: json.to_owned() });
        project = project.apply_recorded(&recorded);
    }
    assert_eq!((project.beyond, project.folded, project.events()), (5, folded, events + 5));
    let known = read(1, line);
    assert_eq!(Project::default().apply_recorded(&known).id, PROJECT);
}

#[test]
fn a_command_with_a_field_that_nobody_knows_is_refused() {
    let line = COMMANDS.lines().find(|it| it.contains(r#""do":"addSong""#)).unwrap();
    assert!(serde_json::from_str::<Command>(line).is_ok());
    for (at, with) in [
        (r#""do":"addSong""#, r#""do":"addSong","admin":true"#),
        (r#""act":"#, r#""force":true,"act":"#),
        (r#""song":"0"#, r#""songs":"0"#),
    ] {
        assert!(serde_json::from_str::<Command>(&line.replace(at, with)).is_err(), "{with}");
    }
}

#[test]
fn every_refusal_has_a_code_of_its_own_and_a_sentence() {
    let codes: BTreeSet<_> = Refusal::CODES.iter().chain(song::Refusal::CODES).collect();
    assert_eq!(codes.len(), Refusal::CODES.len() + song::Refusal::CODES.len());
    for code in codes {
        let named =
            code.split_once('.').is_some_and(|(area, name)| !area.is_empty() && !name.is_empty());
        assert!(named, "{code}");
    }
    let refused = Refusal::Song(song::Refusal::RoundsUsedUp { allowed: 2 });
    assert_eq!(refused.code(), "round.used_up");
}
