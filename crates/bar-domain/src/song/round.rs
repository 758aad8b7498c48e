//! Revision rounds: the notes on a mix, sent off together.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Actor, NoteId, Song, Time, VersionId};

/// A batch of notes, however many, that went to the engineer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Round {
    /// Counted from 1.
    pub number: u16,
    /// The mix that was listened to.
    pub mix: VersionId,
    /// The notes that went off.
    pub notes: Vec<NoteId>,
    /// Who submitted it.
    pub by: Actor,
    /// When.
    pub at: Time,
}

impl Song {
    /// Rounds that count. One does not where the engineer marked all of its notes as their own mistake, nor
    /// where it was on the rough mix.
    #[must_use]
    pub fn rounds_used(&self) -> u16 {
        self.rounds.iter().filter(|round| self.is_counted(round, None)).count() as u16
    }

    /// Rounds that may still be submitted; `None` where there is no limit.
    #[must_use]
    pub fn rounds_left(&self) -> Option<u16> {
        self.allowed.map(|allowed| allowed.saturating_sub(self.rounds_used()))
    }

    /// Whether nobody has quoted it: no limit of rounds, and perhaps no engineer in the app.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.allowed.is_none()
    }

    /// Rounds that would count if `note` were no mistake of the engineer's.
    pub(super) fn rounds_used_counting(&self, note: NoteId) -> u16 {
        self.rounds.iter().filter(|round| self.is_counted(round, Some(note))).count() as u16
    }

    fn is_counted(&self, round: &Round, counting: Option<NoteId>) -> bool {
        // Notes on the rough mix say what is wished for before there is anything to revise.
        let revises = self.version(round.mix).is_none_or(|version| version.kind.is_mix());
        let wished = |id: &NoteId| {
            counting == Some(*id) || self.note(*id).is_none_or(|note| !note.our_mistake)
        };
        revises && round.notes.iter().any(wished)
    }
}
