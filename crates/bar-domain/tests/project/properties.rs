//! Whatever anybody does, in whatever order, a project stays sound.

use std::collections::{BTreeMap, BTreeSet};

use bar_domain::project::{
    Event, Fact, InvoiceStatus, Project, Stage, Use, kept_until, limits::MOST_MONEY,
};
use bar_domain::song::{self, Actor, Role, Time};
use proptest::prelude::*;

use super::desk::*;
use super::dice::Dice;
use super::wishes::wish;

/// A story of so many wishes; what came of each is looked at.
fn story(seed: u64, length: usize, mut look: impl FnMut(&Project, &[Event], &Project)) -> Desk {
    let (mut desk, mut dice) = (Desk::default(), Dice(seed));
    for _ in 0..length {
        let wish = wish(&desk.project, desk.now(), &mut dice);
        // A clock that ran wrong may have put something off for ever.
        desk.clock += wish.wait.min(20 * 366 * DAY);
        is_due(&desk);
        let (before, known) = (desk.project.clone(), desk.events.len());
        let mut command = desk.command(&wish.actor, wish.act);
        // The service has the right time; anybody's clock may show anything.
        if wish.actor.role != Role::Service && dice.chance(3) {
            command.at = Time(dice.one(&[i64::MIN, -1, 0, TODAY.0 * 100, i64::MAX]));
        }
        if desk.take(&command).is_ok() {
            look(&before, &desk.events[known..], &desk.project);
        }
        assert!(desk.project.folded.total() as usize == desk.events.len());
    }
    desk
}

/// What time brings is accepted of the service when it is said to be, and not before.
fn is_due(desk: &Desk) {
    let Some(due) = desk.project.next_due() else { return };
    if !(TODAY.0..TODAY.0 * 10).contains(&due.at.0) {
        return;
    }
    // The desk's clock ticks once for each command.
    let at = |time: i64| Desk { clock: time - TODAY.0 - 1, ..desk.clone() };
    assert_eq!(at(due.at.0).act(&service(), due.act.clone()), Ok(1), "{due:?}");
    assert!(at(due.at.0 - 1).act(&service(), due.act).is_err());
}

/// Whose each fact is, told once more and in other words than the rules.
fn is_theirs(fact: &Fact, role: Role) -> bool {
    use Role::{Artist, Engineer, Service, Studio};
    match fact {
        Fact::ProjectBegun { .. }
        | Fact::Described { .. }
        | Fact::DescriptionWritten { .. }
        | Fact::SongAdded { .. }
        | Fact::KeySet { .. }
        | Fact::BriefWritten { .. }
        | Fact::SongMoved { .. }
        | Fact::SongRemoved { .. }
        | Fact::NotesShown { .. }
        | Fact::Submitted
        | Fact::QuoteAccepted { .. }
        | Fact::QuoteDeclined { .. }
        | Fact::ChangeAsked { .. }
        | Fact::InvoiceMade { .. }
        | Fact::StemsSent { .. }
        | Fact::MixApproved { .. }
        | Fact::ApprovalTakenBack { .. }
        | Fact::MasterAccepted { .. }
        | Fact::MasterReturned { .. }
        | Fact::KeepingSet { .. } => role == Artist,
        Fact::StemsAccepted { .. }
        | Fact::StemsReturned { .. }
        | Fact::MasterDelivered { .. }
        | Fact::ProjectDeclined { .. } => role == Engineer,
        Fact::QuotesHeld { .. } | Fact::PaymentRecorded { .. } | Fact::RefundRecorded { .. } => {
            role == Studio
        }
        Fact::QuoteExpired { .. }
        | Fact::InvoiceStood { .. }
        | Fact::Reminded { .. }
        | Fact::ErasureBegun
        | Fact::Erased { .. } => role == Service,
        Fact::QuoteDrawn { .. } | Fact::QuoteReleased { .. } => matches!(role, Engineer | Studio),
        Fact::VersionAdded { kind, .. } => role == if kind.is_mix() { Engineer } else { Artist },
        Fact::InvoiceCancelled { .. }
        | Fact::ProjectCancelled { .. }
        | Fact::EngineerAssigned { .. }
        | Fact::MemberRemoved { .. } => matches!(role, Artist | Studio),
        Fact::MemberLeft => matches!(role, Artist | Engineer),
        Fact::Said { .. } => role != Service,
        Fact::MemberJoined { .. } => matches!(role, Artist | Studio | Service),
        // The service when bytes arrive; others when they name what is there.
        Fact::AssetArrived { .. } => true,
        // These follow from what was paid or accepted.
        Fact::WorkStarted | Fact::ProjectCompleted { .. } => role != Engineer,
        Fact::Song { fact, .. } => match fact {
            song::Fact::RoundsSet { .. } => role != Engineer,
            song::Fact::RoundSubmitted { .. }
            | song::Fact::NoteWritten { .. }
            | song::Fact::NoteEdited { .. }
            | song::Fact::NoteWithdrawn { .. }
            | song::Fact::NoteRestored { .. }
            | song::Fact::NoteVerified { .. }
            | song::Fact::NoteReopened { .. }
            | song::Fact::VerdictTakenBack { .. }
            | song::Fact::SongRenamed { .. }
            | song::Fact::BpmSet { .. } => role == Artist,
            song::Fact::NoteDone { .. } | song::Fact::DoneTakenBack { .. } => role == Engineer,
            song::Fact::OurMistakeSet { .. } => matches!(role, Engineer | Studio),
            song::Fact::SongCreated { .. } | song::Fact::VersionAdded { .. } => false,
            _ => role != Service,
        },
    }
}

fn accepted(project: &Project) -> BTreeMap<bar_domain::project::QuoteId, String> {
    let accepted = project.quotes.iter().filter(|it| it.is_accepted());
    accepted.map(|it| (it.id, serde_json::to_string(&it.terms).unwrap())).collect()
}

/// What may not change from one step to the next.
fn is_kept(before: &Project, after: &Project) {
    let now = accepted(after);
    for (id, terms) in accepted(before) {
        assert_eq!(now.get(&id), Some(&terms), "an accepted quote is frozen");
    }
    let scope = |it: &Project| -> Vec<_> {
        let mut songs: Vec<_> = it.songs.iter().map(|it| (it.song.id, it.brief.clone())).collect();
        songs.sort_by_key(|it| it.0);
        songs.into_iter().map(|(_, brief)| brief).collect()
    };
    if before.is_agreed() && after.is_agreed() {
        assert_eq!(scope(before), scope(after), "what was agreed on is frozen");
        assert_eq!(before.about.offerings, after.about.offerings);
    }
    for invoice in &before.invoices {
        let now = after.invoice(invoice.id).unwrap();
        assert_eq!((now.amount, now.quote), (invoice.amount, invoice.quote));
        assert!(now.paid() >= invoice.paid() && now.refunded() >= invoice.refunded());
    }
    assert!(before.started.is_none() || after.started == before.started);
    assert!(before.ending.is_none() || after.ending == before.ending);
    assert!(
        before.retention.receipt.is_none() || after.retention.receipt == before.retention.receipt
    );
    for (hash, asset) in &before.assets {
        assert_eq!(after.assets[hash].bytes, asset.bytes);
    }
}

/// What holds at any time.
fn is_sound(project: &Project) {
    let open = project.quotes.iter().filter(|it| it.is_open()).count();
    let held = project.quotes.iter().filter(|it| it.is_held()).count();
    assert!(open <= 1 && held <= 1);
    assert!(project.ending.is_none() || open + held == 0);
    let ids: BTreeSet<_> = project.quotes.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), project.quotes.len());
    for quote in project.quotes.iter().filter(|it| it.is_accepted()) {
        let total = quote.terms.total();
        assert!((0..=MOST_MONEY).contains(&total.amount));
        let invoice = project.invoice_of(quote.id).map(|it| it.amount);
        assert_eq!(invoice, Some(total).filter(|it| it.amount > 0));
    }
    for invoice in &project.invoices {
        assert!(project.quote(invoice.quote).unwrap().is_accepted());
        assert!(invoice.left() >= 0 && invoice.paid() >= 0 && invoice.refunded() >= 0);
        let recorded: i64 = invoice.payments.iter().map(|it| it.amount).sum();
        assert!(recorded <= invoice.amount.amount);
    }
    if project.has_begun() {
        assert!(project.has_member(&Actor {
            id: project.owner,
            name: String::new(),
            role: Role::Artist
        }));
    }
    if project.started.is_some() {
        let base = project.base_quote().unwrap();
        assert!(project.songs.iter().all(|it| base.terms.prices(it.song.id)));
    }
    for it in &project.songs {
        assert_eq!(it.song.allowed.is_some(), project.started.is_some());
        if let Some(allowed) = it.song.allowed {
            assert!(it.song.rounds_used() <= allowed);
        }
        if let Some(approval) = &it.approval {
            let (latest, _) = it.song.latest_mix().unwrap();
            assert_eq!(latest.id, approval.mix);
        }
        assert!(it.masters.iter().filter(|it| it.stands()).count() <= 1);
        for version in &it.song.versions {
            assert!(it.files.contains_key(&version.id));
        }
    }
    if project.ending.as_ref().is_some_and(|it| it.cancelled.is_none()) {
        assert!(project.songs.iter().all(|it| project.is_done(it.song.id)));
    }
    for (hash, asset) in &project.assets {
        let only_stem = asset.uses.iter().all(|it| *it == Use::Stem);
        if only_stem && project.started.is_none() {
            assert!(!project.may_fetch(&ed(), *hash), "stems are released on payment");
        }
        assert!(!project.may_fetch(&mallory(Role::Artist), *hash));
        assert!(!project.may_fetch(&mallory(Role::Engineer), *hash));
    }
}

fn is_right(event: &Event, before: &Project, after: &Project) {
    let role = event.by.role;
    assert!(is_theirs(&event.fact, role), "{:?} by {role:?}", event.fact);
    // Who does something was in it before, or takes part in beginning it.
    let begins = !before.has_begun();
    assert!(begins || before.has_member(&event.by), "{event:?}");
    match &event.fact {
        Fact::WorkStarted => {
            let base = after.base_quote().unwrap();
            let status = after.invoice_of(base.id).map(bar_domain::project::Invoice::status);
            assert!(matches!(status, None | Some(InvoiceStatus::Paid)));
        }
        Fact::ErasureBegun => {
            let retention = &before.retention;
            assert!(!retention.keep && event.at >= retention.until.unwrap());
            assert!(event.at.0 >= retention.reminded[0].at.0 + 30 * DAY);
        }
        Fact::ProjectCompleted { until } | Fact::ProjectCancelled { until, .. } => {
            assert_eq!(*until, kept_until(event.at));
        }
        _ => {}
    }
}

#[track_caller]
fn two_ways_alike(desk: &Desk) {
    for role in [Role::Artist, Role::Engineer, Role::Studio, Role::Service] {
        assert_eq!(desk.fold_of(role), desk.view_of(role), "{role:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_wishes_of_anybody_leave_a_sound_project(seed in any::<u64>(), length in 0..250_usize) {
        let desk = story(seed, length, |before, events, after| {
            for event in events {
                is_right(event, before, after);
            }
            is_kept(before, after);
            is_sound(after);
        });
        prop_assert_eq!(&Project::replay(&desk.events), &desk.project);
        two_ways_alike(&desk);
        let events = serde_json::to_string(&desk.events).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Vec<Event>>(&events).unwrap(), &desk.events);
        let project = serde_json::to_string(&desk.project).unwrap();
        prop_assert_eq!(serde_json::from_str::<Project>(&project).unwrap(), desk.project);
    }
}

/// The name that a fact is written down by.
pub fn name_of(fact: &Fact) -> String {
    let json = serde_json::to_value(fact).unwrap();
    json["did"].as_str().unwrap().to_owned()
}

/// Every name that facts or acts are written down by, as serde tells it to who used another one.
pub fn names<T: serde::de::DeserializeOwned>(tag: &str) -> BTreeSet<String> {
    let nonsense = format!(r#"{{"{tag}":"?"}}"#);
    let Err(refused) = serde_json::from_str::<T>(&nonsense) else { return BTreeSet::new() };
    let told = refused.to_string();
    told.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_stories_of_chance_get_everywhere() {
    use Stage::{
        Accepted, Cancelled, Completed, Draft, Enquiry, Erased, Erasing, Quoted, Submitted, Working,
    };
    let mut stages: BTreeMap<Stage, usize> = BTreeMap::new();
    let mut facts: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..150 {
        story(seed, 250, |_, events, after| {
            *stages.entry(after.stage()).or_default() += 1;
            for event in events {
                *facts.entry(name_of(&event.fact)).or_default() += 1;
            }
        });
    }
    for stage in [
        Enquiry, Draft, Submitted, Quoted, Accepted, Working, Completed, Cancelled, Erasing, Erased,
    ] {
        assert!(stages.get(&stage).is_some_and(|it| *it >= 20), "{stage:?} of {stages:?}");
    }
    let rare: Vec<_> = names::<Fact>("did")
        .into_iter()
        .filter(|it| facts.get(it).is_none_or(|it| *it < 3))
        .collect();
    assert!(rare.is_empty(), "{rare:?} of {facts:?}");
}
