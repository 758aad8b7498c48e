//! What a command leads to.

use super::judge::{Judge, near, sensible};
use super::{Act, Actor, Command, Event, Fact, Refusal, Song, text};

/// Decides what `command` leads to, or why it leads to nothing. What is so already leads to no event.
///
/// # Errors
/// A sentence for whoever wanted it.
pub fn decide(song: &Song, command: &Command) -> Result<Vec<Event>, Refusal> {
    if let Act::CreateSong { .. } = command.act {
        if song.has_begun() {
            return Err(Refusal::SongExists);
        }
    } else if !song.has_begun() {
        return Err(Refusal::UnknownSong);
    } else if song.id != command.song {
        return Err(Refusal::OtherSong);
    }
    let actor = Actor { name: text::line(&command.actor.name), ..command.actor.clone() };
    text::short_enough(&actor.name)?;
    let facts = facts(&Judge { song, actor: &actor }, command)?;
    let event = |fact| Event { by: actor.clone(), at: command.at, fact };
    Ok(facts.into_iter().map(event).collect())
}

fn facts(judge: &Judge<'_>, command: &Command) -> Result<Vec<Fact>, Refusal> {
    let song = judge.song;
    let one = |fact| Ok(vec![fact]);
    match &command.act {
        Act::CreateSong { title, bpm } => {
            let (title, bpm) = (text::name(title)?, sensible(*bpm)?);
            if command.song == super::SongId::default() {
                return Err(Refusal::UnknownSong);
            }
            one(Fact::SongCreated { song: command.song, title, bpm })
        }
        Act::RenameSong { title } => {
            let title = text::name(title)?;
            Ok(unless(title == song.title, Fact::SongRenamed { title }))
        }
        Act::SetBpm { bpm } => {
            let bpm = sensible(*bpm)?;
            Ok(unless(bpm == song.bpm, Fact::BpmSet { bpm }))
        }
        Act::SetRounds { allowed } => judge.rounds(*allowed),
        Act::AddVersion { version, kind, name, rate, frames, offset } => {
            judge.new_version(*version, *kind, *rate, *frames, *offset)?;
            let (version, kind, rate, frames) = (*version, *kind, *rate, *frames);
            let (name, offset) = (text::name(name)?, *offset);
            one(Fact::VersionAdded { version, kind, name, rate, frames, offset })
        }
        Act::RenameVersion { version, name } => {
            let (known, name) = (judge.version(*version)?, text::name(name)?);
            Ok(unless(name == known.name, Fact::VersionRenamed { version: *version, name }))
        }
        Act::RemoveVersion { version } => {
            judge.may_remove(judge.version(*version)?)?;
            one(Fact::VersionRemoved { version: *version })
        }
        Act::RestoreVersion { version } => judge.restored(*version),
        Act::SetOffset { version, offset } => {
            let known = judge.version(*version)?;
            near(known.rate, *offset)?;
            let fact = Fact::OffsetSet { version: *version, offset: *offset };
            Ok(unless(known.offset == *offset, fact))
        }
        Act::WriteNote { note, on, place, text, compare_with } => {
            judge.new_note(*note, *on)?;
            judge.place(*on, *place)?;
            judge.comparable(*on, *compare_with)?;
            let (note, on, place, compare_with) = (*note, *on, *place, *compare_with);
            one(Fact::NoteWritten { note, on, place, text: text::words(text)?, compare_with })
        }
        Act::EditNote { note, place, text, compare_with } => {
            let known = judge.own_draft(*note)?;
            let (place, text, compare_with) = (*place, text::words(text)?, *compare_with);
            judge.place(known.on, place)?;
            if compare_with != known.compare_with {
                judge.comparable(known.on, compare_with)?;
            }
            let same =
                (known.place, &known.text, known.compare_with) == (place, &text, compare_with);
            Ok(unless(same, Fact::NoteEdited { note: *note, place, text, compare_with }))
        }
        Act::WithdrawNote { note } => {
            judge.own_draft(*note)?;
            one(Fact::NoteWithdrawn { note: *note })
        }
        Act::RestoreNote { note } => judge.note_restored(*note),
        Act::Reply { note, reply, text } => {
            judge.may_reply(*note, *reply)?;
            one(Fact::NoteReplied { note: *note, reply: *reply, text: text::words(text)? })
        }
        Act::SubmitRound { mix } => judge.round(*mix),
        Act::MarkDone { note, mix } => judge.done(*note, *mix),
        Act::TakeDoneBack { note } => judge.done_taken_back(*note),
        Act::Verify { note, mix } => judge.verified(*note, *mix),
        Act::Reopen { note, mix } => judge.reopened(*note, *mix),
        Act::TakeVerdictBack { note } => judge.verdict_taken_back(*note),
        Act::SetOurMistake { note, ours } => judge.our_mistake(*note, *ours),
    }
}

/// What is so already need not happen.
pub(super) fn unless(already: bool, fact: Fact) -> Vec<Fact> {
    if already { Vec::new() } else { vec![fact] }
}
