//! What is asked of songs and their versions. Places are frames of the song's timeline.

use bar_audio::markers::{Format, Which};
use bar_domain::Frames;
use bar_domain::song::{Bpm, NoteId, Place, SongId, VersionId, VersionKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What somebody wants to happen to a song.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SongWish {
    /// Which song.
    pub song: SongId,
    /// What.
    pub act: SongAct,
}

/// What can be wanted; the desk adds who, when and the names for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum SongAct {
    /// Calls the song something else.
    Rename {
        /// What people call it from now on.
        title: String,
    },
    /// Says how fast the song is, or that nobody knows.
    SetBpm {
        /// Beats per minute.
        bpm: Option<Bpm>,
    },
    /// Calls a version something else.
    RenameVersion {
        /// Which.
        version: VersionId,
        /// What people call it from now on.
        name: String,
    },
    /// Takes a version away; its file is left alone.
    RemoveVersion {
        /// Which.
        version: VersionId,
    },
    /// Takes that back.
    RestoreVersion {
        /// Which.
        version: VersionId,
    },
    /// Lets a version begin elsewhere on the timeline.
    Align {
        /// Which.
        version: VersionId,
        /// Frame of the timeline; negative where its beginning lies before it.
        #[ts(type = "number")]
        starts_at: i64,
    },
    /// Writes a draft of a note.
    Write {
        /// The version that was heard; on a reference it goes to the newest mix.
        on: VersionId,
        /// Where.
        place: Place,
        /// What is wished for.
        text: String,
        /// What to compare with.
        compare_with: Option<VersionId>,
    },
    /// Changes a draft.
    Edit {
        /// Which.
        note: NoteId,
        /// Where it is from now on.
        place: Place,
        /// What it says from now on.
        text: String,
        /// What to compare with from now on.
        compare_with: Option<VersionId>,
    },
    /// Takes a draft away.
    Withdraw {
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
        /// The answer.
        text: String,
    },
    /// Sends all drafts off as one round.
    Submit {
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
    /// Says that a note is heard to be done.
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
}

/// A version of a song.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VersionOf {
    /// Which song.
    pub song: SongId,
    /// Which version of it.
    pub version: VersionId,
}

/// Says that a version is something else than its name told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VersionAs {
    /// Which song.
    pub song: SongId,
    /// Which version of it.
    pub version: VersionId,
    /// What it is.
    pub kind: VersionKind,
}

/// Where files go that are dropped on the window.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum DropTarget {
    /// They are checked as stems.
    #[default]
    Stems,
    /// They begin a song.
    NewSong,
    /// They are versions of a song.
    Song {
        /// Which.
        song: SongId,
    },
}

/// Asks for a stretch of a version's waveform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaveQuery {
    /// Which song.
    pub song: SongId,
    /// Which version of it.
    pub version: VersionId,
    /// First frame of the version's own file.
    pub from: Frames,
    /// Frames of the file from one point to the next: a power of two, 1 for single samples.
    pub frames_per_point: u32,
    /// How many points at most, up to 8,192.
    pub points: u32,
}

/// A stretch of a waveform. What lies beyond the end of the file is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Wave {
    /// Minimum, maximum and RMS of every point, ±32,767 at full scale.
    pub points: Vec<i16>,
}

/// How loud a version is over time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct LoudnessCurve {
    /// Short-term loudness (EBU Tech 3341, 3 s) in LUFS, each at the middle of its 3 s; `None` for
    /// silence.
    pub short_term: Vec<Option<f32>>,
    /// Frames of the file from one value to the next; the first is at frame 0.
    pub frames_per_value: f64,
}

/// Asks for the notes of a version as markers; where they go is chosen in a dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MarkersWish {
    /// Which song.
    pub song: SongId,
    /// The version that they are to be laid on.
    pub version: VersionId,
    /// What kind of file.
    pub format: Format,
    /// Which notes.
    pub which: Which,
    /// Where the mix begins in the engineer's session, in milliseconds.
    #[ts(type = "number")]
    pub offset_ms: i64,
}
