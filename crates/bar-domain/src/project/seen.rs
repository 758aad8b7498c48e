//! Who sees what.
//!
//! Two ways lead to what a role sees: folding the events that it sees, and taking from the whole what it
//! does not. Both are the same, for every project, and a test holds them to it.

use super::{Event, Fact, Project};
use crate::song::{self, Role};

impl Event {
    /// Whether people of this role see it. Drafts of notes are the artists' own; the artist sees a quote
    /// when it is released; the enquiry is between artist and studio.
    #[must_use]
    pub fn seen_by(&self, role: Role) -> bool {
        if role == Role::Service {
            return true;
        }
        match &self.fact {
            Fact::Song { fact, .. } => role == Role::Artist || !is_of_draft(fact),
            Fact::QuoteDrawn { .. } | Fact::QuotesHeld { .. } => role != Role::Artist,
            Fact::Said { thread, .. } => thread.is_seen_by(role),
            Fact::AssetArrived { uses, .. } => uses.iter().any(|it| it.is_seen_by(role)),
            _ => true,
        }
    }
}

fn is_of_draft(fact: &song::Fact) -> bool {
    use song::Fact::{NoteEdited, NoteRestored, NoteWithdrawn, NoteWritten};
    matches!(
        fact,
        NoteWritten { .. } | NoteEdited { .. } | NoteWithdrawn { .. } | NoteRestored { .. }
    )
}

impl Project {
    /// What people of this role see of it.
    #[must_use]
    pub fn as_seen_by(mut self, role: Role) -> Self {
        if role == Role::Service {
            return self;
        }
        for song in &mut self.songs {
            song.song.notes.retain(|note| note.is_seen_by(role));
        }
        self.messages.retain(|message| message.thread.is_seen_by(role));
        for asset in self.assets.values_mut() {
            asset.uses.retain(|it| it.is_seen_by(role));
        }
        self.assets.retain(|_, asset| !asset.uses.is_empty());
        if role == Role::Artist {
            self.hold_quotes = false;
            self.quotes.retain(|quote| quote.released.is_some());
        }
        self
    }
}
