//! What can be listened to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Actor, Time, VersionId};
use crate::{Frames, SampleRate};

/// A recording of the song, or one to compare it with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Names it for good.
    pub id: VersionId,
    /// What it is to the song.
    pub kind: VersionKind,
    /// What people call it.
    pub name: String,
    /// Frames per second of its file.
    pub rate: SampleRate,
    /// Frames of its file.
    pub frames: Frames,
    /// How many of its own frames after the start of the song's timeline it begins; negative where
    /// it begins before. Of a reference it is what the listener likes.
    #[ts(type = "number")]
    pub offset: i64,
    /// Who added it.
    pub by: Actor,
    /// When it was added.
    pub at: Time,
    /// Whether it was taken away. It is kept, since notes may be pinned to it.
    pub removed: bool,
}

/// What a version is to the song.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum VersionKind {
    /// What the artist made before the mix.
    Rough,
    /// A mix as the artist counts them: Mix 1 is the first one delivered.
    Mix {
        /// Counted from 1.
        number: u16,
    },
    /// Another recording, own or somebody else's; not on the song's timeline.
    Reference,
}

impl VersionKind {
    /// The place in the song's history: a rough mix is 0, Mix 1 is 1; a reference has none.
    #[must_use]
    pub fn rank(self) -> Option<u16> {
        match self {
            Self::Rough => Some(0),
            Self::Mix { number } => Some(number),
            Self::Reference => None,
        }
    }

    /// Whether it is a mix.
    #[must_use]
    pub fn is_mix(self) -> bool {
        matches!(self, Self::Mix { .. })
    }
}
