//! What somebody said about a song, pinned to where they heard it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Actor, NoteId, ReplyId, Role, Time, VersionId};
use crate::Frames;

/// A wish about the song. Private to the artist until its round is submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// Names it for good.
    pub id: NoteId,
    /// The version that was heard while it was written.
    pub on: VersionId,
    /// Where, in frames of that version.
    pub place: Place,
    /// What is wished for: 1 to [`LONGEST_TEXT`](super::LONGEST_TEXT) characters.
    pub text: String,
    /// What to compare with ("like the rough").
    pub compare_with: Option<VersionId>,
    /// Who wrote it.
    pub by: Actor,
    /// When it was written.
    pub at: Time,
    /// When its words or place last changed, where they did.
    pub edited: Option<Time>,
    /// When it was withdrawn, where it is.
    pub withdrawn: Option<Time>,
    /// The round it was submitted in, counted from 1; `None` while it is a draft.
    pub round: Option<u16>,
    /// Whether the engineer said that this was a mistake of theirs, which costs no round.
    pub our_mistake: bool,
    /// What became of it since it was submitted, in order; the last one counts.
    pub marks: Vec<Mark>,
    /// What was said about it, in order.
    pub replies: Vec<Reply>,
}

/// Where a note is pinned to, in frames of the version it was written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum Place {
    /// The song as a whole.
    Whole,
    /// One moment.
    Moment {
        /// Its frame.
        at: Frames,
    },
    /// A stretch.
    Range {
        /// Its first frame.
        from: Frames,
        /// The frame after its last one.
        to: Frames,
    },
}

/// An answer to a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// Names it for good.
    pub id: ReplyId,
    /// What was answered.
    pub text: String,
    /// Who answered.
    pub by: Actor,
    /// When.
    pub at: Time,
}

/// What somebody said became of a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// What it is now.
    pub verdict: Verdict,
    /// The mix in which it is so.
    pub mix: VersionId,
    /// Who said so.
    pub by: Actor,
    /// When.
    pub at: Time,
}

/// What somebody says became of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// The engineer did it.
    Done,
    /// The artist heard that it is done.
    Verified,
    /// The artist heard that it is not.
    Reopened,
}

/// How a note stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum NoteState {
    /// Only the artist sees it, and can still change it.
    Draft,
    /// A draft that was taken away; that can be taken back.
    Withdrawn,
    /// Submitted, to be done.
    Open,
    /// Done, to be heard by the artist.
    Done,
    /// Done, and heard.
    Verified,
    /// Said to be done, and not heard: to be done.
    Reopened,
}

impl NoteState {
    /// Whether the engineer has something to do.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Reopened)
    }
}

impl Note {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> NoteState {
        match (self.withdrawn, self.round, self.marks.last().map(|mark| mark.verdict)) {
            (Some(_), _, _) => NoteState::Withdrawn,
            (None, None, _) => NoteState::Draft,
            (None, Some(_), None) => NoteState::Open,
            (None, Some(_), Some(Verdict::Done)) => NoteState::Done,
            (None, Some(_), Some(Verdict::Verified)) => NoteState::Verified,
            (None, Some(_), Some(Verdict::Reopened)) => NoteState::Reopened,
        }
    }

    /// Whether people of this role may see it: drafts are the artist's own.
    #[must_use]
    pub fn is_seen_by(&self, role: Role) -> bool {
        self.round.is_some() || role == Role::Artist
    }
}
