//! The rules: who may do what, when.

mod beginning;
mod ending;
mod files;
mod invoices;
mod masters;
mod members;
mod messages;
mod mixes;
mod quotes;
mod songs;
mod stems;
mod submitting;
mod terms;
mod versions;

use super::{Command, Fact, Project, ProjectSong, Refusal, Stage};
use crate::song::{Actor, Role, SongId};

/// Judges what `actor` wants of `project`.
pub(super) struct Judge<'a> {
    pub project: &'a Project,
    /// As in the command, with a tidy name.
    pub actor: &'a Actor,
    pub command: &'a Command,
}

type Facts = Result<Vec<Fact>, Refusal>;

impl<'a> Judge<'a> {
    fn artist(&self, what: &'static str) -> Result<(), Refusal> {
        self.only(&[Role::Artist], "artist", what)
    }

    fn engineer(&self, what: &'static str) -> Result<(), Refusal> {
        self.only(&[Role::Engineer], "engineer", what)
    }

    fn studio(&self, what: &'static str) -> Result<(), Refusal> {
        self.only(&[Role::Studio], "studio", what)
    }

    fn service(&self, what: &'static str) -> Result<(), Refusal> {
        self.only(&[Role::Service], "service itself", what)
    }

    fn only(&self, roles: &[Role], who: &'static str, what: &'static str) -> Result<(), Refusal> {
        if roles.contains(&self.actor.role) { Ok(()) } else { Err(Refusal::NotYours { what, who }) }
    }

    /// It has not ended.
    fn going(&self) -> Result<(), Refusal> {
        self.with_files()?;
        match self.project.stage() {
            Stage::Completed => Err(Refusal::Ended { how: "completed" }),
            Stage::Cancelled => Err(Refusal::Ended { how: "cancelled" }),
            _ => Ok(()),
        }
    }

    /// Its files are not going.
    fn with_files(&self) -> Result<(), Refusal> {
        if self.project.retention.erasing.is_some() { Err(Refusal::Erasing) } else { Ok(()) }
    }

    /// What is to be done is not agreed on, and nobody waits for an answer about it.
    fn scope_is_open(&self) -> Result<(), Refusal> {
        self.going()?;
        if self.project.is_agreed() {
            return Err(Refusal::Agreed);
        }
        if self.project.open_quote().is_some() { Err(Refusal::QuoteWaits) } else { Ok(()) }
    }

    /// The engineer works.
    fn working(&self) -> Result<(), Refusal> {
        self.going()?;
        if self.project.started.is_some() { Ok(()) } else { Err(Refusal::NotStarted) }
    }

    fn song(&self, id: SongId) -> Result<&'a ProjectSong, Refusal> {
        self.project.song(id).ok_or(Refusal::UnknownSong)
    }

    fn unapproved(song: &ProjectSong) -> Result<(), Refusal> {
        if song.approval.is_some() { Err(Refusal::Approved) } else { Ok(()) }
    }
}

/// There is room for one more.
fn room(
    there: usize,
    most: usize,
    what: &'static str,
    instead: &'static str,
) -> Result<(), Refusal> {
    if there < most { Ok(()) } else { Err(Refusal::TooMany { most, what, instead }) }
}

/// Nothing has this name yet.
fn free(taken: bool, what: &'static str) -> Result<(), Refusal> {
    if taken { Err(Refusal::IdTaken { what }) } else { Ok(()) }
}

/// What is so already need not happen.
fn unless(already: bool, fact: Fact) -> Vec<Fact> {
    if already { Vec::new() } else { vec![fact] }
}
