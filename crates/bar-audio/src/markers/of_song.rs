//! Which notes of a song become markers, and what they say.

use bar_domain::song::{Note, NoteState, Role, Song, Version, VersionId, VersionKind};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Marker, Sheet};

/// Which notes are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "WhichNotes")]
pub enum Which {
    /// Those to be done: open and reopened.
    Open,
    /// Those that are done, heard or not.
    Done,
    /// Those that were not submitted yet.
    Drafts,
    /// All of them, drafts too.
    All,
}

impl Which {
    /// As in the name of a file.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "open notes",
            Self::Done => "done notes",
            Self::Drafts => "drafts",
            Self::All => "all notes",
        }
    }

    const fn holds(self, state: NoteState) -> bool {
        match self {
            Self::Open => matches!(state, NoteState::Open | NoteState::Reopened),
            Self::Done => matches!(state, NoteState::Done | NoteState::Verified),
            Self::Drafts => matches!(state, NoteState::Draft),
            Self::All => true,
        }
    }
}

impl Sheet {
    /// The notes that people of this role see on a version of a song, carried over ones too; `None`
    /// where it is not there or is a reference. `offset` is where the version begins in the
    /// engineer's session, in its frames.
    #[must_use]
    pub fn of(
        song: &Song,
        version: VersionId,
        role: Role,
        which: Which,
        offset: i64,
    ) -> Option<Self> {
        let mix = song.version(version).filter(|version| version.kind.rank().is_some())?;
        let shown = song.notes_on(version, role).into_iter();
        let wanted = shown.filter(|shown| which.holds(shown.note.state()));
        let markers = wanted.map(|shown| {
            let note = shown.note;
            let like = note.compare_with.and_then(|id| song.version(id)).map(called);
            let like = like.map(|like| format!(" (like {like})")).unwrap_or_default();
            Marker {
                place: shown.place,
                name: super::one_line(&format!("{}{like}", note.text)),
                text: with_replies(note, &like),
                author: note.by.name.clone(),
                state: note.state(),
            }
        });
        Some(Self {
            song: song.title.clone(),
            mix: called(mix),
            which,
            bpm: song.bpm,
            rate: mix.rate,
            frames: mix.frames,
            offset,
            markers: markers.collect(),
        })
    }
}

/// A version in a sentence.
fn called(version: &Version) -> String {
    match version.kind {
        VersionKind::Rough => "Rough".to_owned(),
        VersionKind::Mix { number } => format!("Mix {number}"),
        VersionKind::Reference => version.name.clone(),
    }
}

fn with_replies(note: &Note, like: &str) -> String {
    let mut text = format!("{}{like}", note.text);
    for reply in &note.replies {
        let name = if reply.by.name.is_empty() { "Reply" } else { &reply.by.name };
        text = format!("{text}\n{name}: {}", reply.text);
    }
    text
}

/// A state in a word.
pub(super) const fn word(state: NoteState) -> &'static str {
    match state {
        NoteState::Draft => "draft",
        NoteState::Withdrawn => "withdrawn",
        NoteState::Open => "open",
        NoteState::Done => "done",
        NoteState::Verified => "verified",
        NoteState::Reopened => "reopened",
    }
}
