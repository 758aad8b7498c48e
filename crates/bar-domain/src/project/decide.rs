//! What a command leads to.

use super::judge::Judge;
use super::limits::MOST_EVENTS;
use super::{Act, Command, Event, Fact, Project, Refusal, consequences};
use crate::song::{Actor, Role, text};

type Facts = Result<Vec<Fact>, Refusal>;

/// Decides what `command` leads to, or why it leads to nothing. What is so already leads to no event.
///
/// # Errors
/// A sentence for whoever wanted it.
pub fn decide(project: &Project, command: &Command) -> Result<Vec<Event>, Refusal> {
    let actor = Actor { name: text::line(&command.actor.name), ..command.actor.clone() };
    text::short_enough(&actor.name)?;
    addressed(project, command)?;
    let judge = Judge { project, actor: &actor, command };
    let mut facts = facts(&judge, &command.act)?;
    consequences::follow(project, &mut facts, &actor, command.at);
    let event = |fact| Event { by: actor.clone(), at: command.at, fact };
    Ok(facts.into_iter().map(event).collect())
}

/// Whether it is about this project, and from somebody who is in it.
fn addressed(project: &Project, command: &Command) -> Result<(), Refusal> {
    let begins = matches!(command.act, Act::OpenEnquiry { .. } | Act::CreateProject { .. });
    if begins {
        return if project.has_begun() { Err(Refusal::ProjectExists) } else { Ok(()) };
    }
    if !project.has_begun() {
        return Err(Refusal::UnknownProject);
    }
    if project.id != command.project {
        return Err(Refusal::OtherProject);
    }
    if !project.has_member(&command.actor) {
        return Err(Refusal::UnknownProject);
    }
    let full = project.events() >= MOST_EVENTS && !comes_to_an_end(command);
    if full { Err(Refusal::Full) } else { Ok(()) }
}

/// What can be done in a project that holds as much as one can: finishing, keeping and leaving it.
fn comes_to_an_end(command: &Command) -> bool {
    let ends = matches!(
        command.act,
        Act::ApproveMix { .. }
            | Act::AcceptMaster { .. }
            | Act::Cancel { .. }
            | Act::KeepLonger { .. }
            | Act::RemoveMember { .. }
            | Act::Leave
    );
    ends || command.actor.role == Role::Service
}

/// One arm for each act, and nothing but that: the rules are the judge's.
fn facts(judge: &Judge<'_>, act: &Act) -> Facts {
    match act {
        Act::OpenEnquiry { engineer, message, text } => {
            judge.enquiry(engineer.as_ref(), *message, text)
        }
        Act::CreateProject { engineer, title, kind } => {
            judge.new_project(engineer.as_ref(), title, *kind)
        }
        Act::Describe { about, text, seen } => judge.described(about, text, *seen),
        Act::AssignEngineer { engineer } => judge.engineer_assigned(engineer),
        Act::AddSong { song, title, bpm, key, brief } => {
            judge.new_song(*song, title, *bpm, key, brief)
        }
        Act::EditSong { song, title, bpm, key, brief, seen } => {
            judge.song_edited(*song, title, *bpm, key, (brief, *seen))
        }
        Act::MoveSong { song, to } => judge.song_moved(*song, *to),
        Act::RemoveSong { song } => judge.song_removed(*song),
        Act::AddVersion { .. } => judge.new_version(act),
        Act::Song { song, act } => judge.of_song(*song, act),
        Act::Submit => judge.submitted(),
        Act::HoldQuotes { held } => judge.quotes_held(*held),
        Act::DrawQuote { quote, terms } => judge.quote_drawn(*quote, terms),
        Act::ReleaseQuote { quote } => judge.quote_released(*quote),
        Act::AcceptQuote { quote, invoice } => judge.quote_accepted(*quote, *invoice),
        Act::DeclineQuote { quote, reason } => judge.quote_declined(*quote, reason),
        Act::AskForChange { quote, reason } => judge.change_asked(*quote, reason),
        Act::ExpireQuote { quote } => judge.quote_expired(*quote),
        Act::InvoiceStands { invoice, standing } => judge.invoice_stands(*invoice, standing),
        Act::RecordPayment { .. } => judge.payment(act),
        Act::RecordRefund { .. } => judge.refund(act),
        Act::CancelInvoice { invoice, reason } => judge.invoice_cancelled(*invoice, reason),
        Act::SendStems { song, set, stems, remark } => judge.stems_sent(*song, *set, stems, remark),
        Act::AcceptStems { song, set } => judge.stems_accepted(*song, *set),
        Act::ReturnStems { song, set, reasons } => judge.stems_returned(*song, *set, reasons),
        Act::AssetArrived { asset, arrival } => judge.asset_arrived(*asset, arrival),
        Act::Say { message, thread, song, text, references } => {
            judge.said(*message, *thread, *song, text, references)
        }
        Act::ApproveMix { song, version } => judge.mix_approved(*song, *version),
        Act::TakeApprovalBack { song } => judge.approval_taken_back(*song),
        Act::DeliverMaster { song, version, asset, format, sheet } => {
            judge.master_delivered(*song, *version, asset, *format, sheet)
        }
        Act::AcceptMaster { song, version } => judge.master_accepted(*song, *version),
        Act::ReturnMaster { song, version, reason } => {
            judge.master_returned(*song, *version, reason)
        }
        Act::Cancel { reason } => judge.cancelled(reason),
        Act::DeclineProject { reason } => judge.project_declined(reason),
        Act::KeepLonger { keep } => judge.kept_longer(*keep),
        Act::Remind { days } => judge.reminded(*days),
        Act::BeginErasure => judge.erasure_begun(),
        Act::FinishErasure { receipt } => judge.erased(receipt),
        Act::Join { member, role } => judge.joined(member, *role),
        Act::RemoveMember { member } => judge.member_removed(*member),
        Act::Leave => judge.left(),
    }
}
