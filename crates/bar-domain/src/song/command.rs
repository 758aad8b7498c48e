//! What somebody wants to happen to a song.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{
    ActorId, Bpm, CommandId, NoteId, Place, ReplyId, SongId, Time, VersionId, VersionKind,
};
use crate::{Frames, SampleRate};

/// What a person wants to happen to a song.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// Names it for good: the same command counts once.
    pub id: CommandId,
    /// Which song.
    pub song: SongId,
    /// Who wants it.
    pub actor: Actor,
    /// When.
    pub at: Time,
    /// What.
    pub act: Act,
}

/// A person who does something, as they were called then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Actor {
    /// Names the person for good.
    pub id: ActorId,
    /// What others call them; may be empty, on a computer that was never told.
    pub name: String,
    /// As what they act.
    pub role: Role,
}

/// As what a person acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Sends songs, listens, asks for changes.
    Artist,
    /// Mixes and masters.
    Engineer,
    /// Runs the service.
    Studio,
    /// The service itself: money that arrived, dates that passed. No person acts as it.
    Service,
}

/// What can be wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "do", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Act {
    /// Begins a song, as a local one.
    CreateSong {
        /// What people call it.
        title: String,
        /// How fast it is, where known.
        bpm: Option<Bpm>,
    },
    /// Calls the song something else.
    RenameSong {
        /// What people call it from now on.
        title: String,
    },
    /// Says how fast the song is, or that nobody knows.
    SetBpm {
        /// How fast it is, where known.
        bpm: Option<Bpm>,
    },
    /// Says how many rounds were agreed on. The studio's, when a quote is accepted or a round bought.
    SetRounds {
        /// Included plus bought rounds; `None` makes it a local song.
        allowed: Option<u16>,
    },
    /// Adds something to listen to.
    AddVersion {
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
    /// Calls a version something else.
    RenameVersion {
        /// Which.
        version: VersionId,
        /// What people call it from now on.
        name: String,
    },
    /// Takes a version away.
    RemoveVersion {
        /// Which.
        version: VersionId,
    },
    /// Takes that back.
    RestoreVersion {
        /// Which.
        version: VersionId,
    },
    /// Aligns a version with the song's timeline.
    SetOffset {
        /// Which.
        version: VersionId,
        /// How many of its frames after the start of the song's timeline it begins.
        #[ts(type = "number")]
        offset: i64,
    },
    /// Writes a draft of a note.
    #[serde(rename_all = "camelCase")]
    WriteNote {
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
    /// Changes a draft.
    #[serde(rename_all = "camelCase")]
    EditNote {
        /// Which.
        note: NoteId,
        /// Where it is from now on, in frames of the version it was written on.
        place: Place,
        /// What it says from now on.
        text: String,
        /// What to compare with from now on.
        compare_with: Option<VersionId>,
    },
    /// Takes a draft away.
    WithdrawNote {
        /// Which.
        note: NoteId,
    },
    /// Takes that back.
    RestoreNote {
        /// Which.
        note: NoteId,
    },
    /// Answers a note that was submitted.
    Reply {
        /// Which.
        note: NoteId,
        /// Names the answer.
        reply: ReplyId,
        /// The answer.
        text: String,
    },
    /// Sends all drafts off as one round.
    SubmitRound {
        /// The mix that was listened to.
        mix: VersionId,
    },
    /// Says that a note is done.
    MarkDone {
        /// Which.
        note: NoteId,
        /// The mix in which it is.
        mix: VersionId,
    },
    /// Takes that back.
    TakeDoneBack {
        /// Which.
        note: NoteId,
    },
    /// Says that a note is heard to be done. On a local song also of a note that nobody marked.
    Verify {
        /// Which.
        note: NoteId,
        /// The mix that was heard.
        mix: VersionId,
    },
    /// Says that a note is heard not to be done.
    Reopen {
        /// Which.
        note: NoteId,
        /// The mix that was heard.
        mix: VersionId,
    },
    /// Takes back that a note was verified or reopened.
    TakeVerdictBack {
        /// Which.
        note: NoteId,
    },
    /// Says whether a note was needed through a mistake of the engineer's, which costs no round.
    SetOurMistake {
        /// Which.
        note: NoteId,
        /// Whether it was.
        ours: bool,
    },
}

impl Actor {
    /// What to call this person in a sentence.
    pub(crate) fn called(&self) -> String {
        let name = if self.name.is_empty() { self.role.name() } else { &self.name };
        name.to_owned()
    }
}
