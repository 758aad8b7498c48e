//! What happened to a song. Events are facts: they are kept for ever and never refused.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Actor, Bpm, NoteId, Place, ReplyId, SongId, Time, VersionId, VersionKind};
use crate::{Frames, SampleRate};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Who did it.
    pub by: Actor,
    /// When.
    pub at: Time,
    /// What.
    pub fact: Fact,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "did", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Fact {
    /// The song began.
    SongCreated {
        /// Names it.
        song: SongId,
        /// What people call it.
        title: String,
        /// How fast it is, where known.
        bpm: Option<Bpm>,
    },
    /// The song is called something else.
    SongRenamed {
        /// What people call it from now on.
        title: String,
    },
    /// The song's tempo is known, or not any more.
    BpmSet {
        /// How fast it is, where known.
        bpm: Option<Bpm>,
    },
    /// So many rounds were agreed on.
    RoundsSet {
        /// Included plus bought rounds; `None` on a local song.
        allowed: Option<u16>,
    },
    /// There is something more to listen to.
    VersionAdded {
        /// Names it.
        version: VersionId,
        /// What it is to the song.
        kind: VersionKind,
        /// What people call it.
        name: String,
        /// Frames per second of its file.
        rate: SampleRate,
        /// Frames of its file.
        frames: Frames,
        /// How many of its frames after the start of the song's timeline it begins.
        #[ts(type = "number")]
        offset: i64,
    },
    /// A version is called something else.
    VersionRenamed {
        /// Which.
        version: VersionId,
        /// What people call it from now on.
        name: String,
    },
    /// A version was taken away.
    VersionRemoved {
        /// Which.
        version: VersionId,
    },
    /// It came back.
    VersionRestored {
        /// Which.
        version: VersionId,
    },
    /// A version lies elsewhere on the song's timeline.
    OffsetSet {
        /// Which.
        version: VersionId,
        /// How many of its frames after the start of the song's timeline it begins.
        #[ts(type = "number")]
        offset: i64,
    },
    /// There is a draft more.
    #[serde(rename_all = "camelCase")]
    NoteWritten {
        /// Names it.
        note: NoteId,
        /// The version that was heard.
        on: VersionId,
        /// Where, in frames of that version.
        place: Place,
        /// What is wished for.
        text: String,
        /// What to compare with.
        compare_with: Option<VersionId>,
    },
    /// A draft says something else.
    #[serde(rename_all = "camelCase")]
    NoteEdited {
        /// Which.
        note: NoteId,
        /// Where it is from now on.
        place: Place,
        /// What it says from now on.
        text: String,
        /// What to compare with from now on.
        compare_with: Option<VersionId>,
    },
    /// A draft was taken away.
    NoteWithdrawn {
        /// Which.
        note: NoteId,
    },
    /// It came back.
    NoteRestored {
        /// Which.
        note: NoteId,
    },
    /// A note was answered.
    NoteReplied {
        /// Which.
        note: NoteId,
        /// Names the answer.
        reply: ReplyId,
        /// The answer.
        text: String,
    },
    /// Drafts went off to the engineer.
    RoundSubmitted {
        /// Counted from 1.
        round: u16,
        /// The mix that was listened to.
        mix: VersionId,
        /// Which drafts.
        notes: Vec<NoteId>,
    },
    /// A note is done.
    NoteDone {
        /// Which.
        note: NoteId,
        /// The mix in which it is.
        mix: VersionId,
    },
    /// It is not, after all.
    DoneTakenBack {
        /// Which.
        note: NoteId,
    },
    /// A note is heard to be done.
    NoteVerified {
        /// Which.
        note: NoteId,
        /// The mix that was heard.
        mix: VersionId,
    },
    /// A note is heard not to be done.
    NoteReopened {
        /// Which.
        note: NoteId,
        /// The mix that was heard.
        mix: VersionId,
    },
    /// The artist took the last of the two back.
    VerdictTakenBack {
        /// Which.
        note: NoteId,
    },
    /// A note was needed through a mistake of the engineer's, or not.
    OurMistakeSet {
        /// Which.
        note: NoteId,
        /// Whether it was.
        ours: bool,
    },
}
