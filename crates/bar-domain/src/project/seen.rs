//! Who sees what.
//!
//! Two ways lead to what a role sees: folding the events that it sees, and taking from the whole what it
//! does not. Both are the same, for every project, and a test holds them to it.

use super::Project;
use crate::song::Role;

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
        self.messages.retain(|message| message.thread.audience().includes(role));
        for asset in self.assets.values_mut() {
            asset.uses.retain(|it| it.audience().includes(role));
        }
        self.assets.retain(|_, asset| !asset.uses.is_empty());
        self.folded = self.folded.as_seen_by(role);
        if role != Role::Studio {
            self.beyond = 0;
        }
        if role == Role::Artist {
            self.hold_quotes = false;
            self.quotes.retain(|quote| quote.released.is_some());
        }
        self
    }
}
