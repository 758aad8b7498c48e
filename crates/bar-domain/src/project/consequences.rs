//! What follows from what happened, without anybody wanting it.

use super::{Event, Fact, Project, kept_until};
use crate::song::{self, Actor, Time};

impl Fact {
    /// Whether something may follow from it: money moved, or a song may be done.
    fn has_consequences(&self) -> bool {
        matches!(
            self,
            Self::QuoteAccepted { .. }
                | Self::InvoiceStood { .. }
                | Self::PaymentRecorded { .. }
                | Self::RefundRecorded { .. }
                | Self::InvoiceCancelled { .. }
                | Self::MixApproved { .. }
                | Self::MasterAccepted { .. }
        )
    }
}

/// Adds to `facts` what follows from them.
pub(super) fn follow(project: &Project, facts: &mut Vec<Fact>, by: &Actor, at: Time) {
    if !facts.iter().any(Fact::has_consequences) {
        return;
    }
    let happened = |project: Project, fact: &Fact| {
        project.apply(&Event { by: by.clone(), at, fact: fact.clone() })
    };
    let mut after = facts.iter().fold(project.clone(), happened);
    while let Some(next) = after.next_consequence(at) {
        after = happened(after, &next);
        facts.push(next);
    }
}

impl Project {
    /// What follows from how things stand; each makes that it does not follow once more.
    fn next_consequence(&self, at: Time) -> Option<Fact> {
        if self.ending.is_some() {
            return None;
        }
        if self.started.is_none() {
            let base = self.base_quote()?.id;
            return self.paid().any(|it| it.id == base).then_some(Fact::WorkStarted);
        }
        let other = |it: &&super::ProjectSong| it.song.allowed != Some(self.rounds(it.song.id));
        if let Some(song) = self.songs.iter().find(other) {
            let song = song.song.id;
            let fact = song::Fact::RoundsSet { allowed: Some(self.rounds(song)) };
            return Some(Fact::Song { song, fact });
        }
        let done = self.songs.iter().all(|it| self.is_done(it.song.id));
        done.then(|| Fact::ProjectCompleted { until: kept_until(at) })
    }
}
