//! The finished record.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{AssetRef, Format, Level};
use crate::song::{Actor, Time, VersionId};

/// A mix that the artist is happy with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Approval {
    /// Which mix.
    pub mix: VersionId,
    /// Who approved it.
    pub by: Actor,
    /// When.
    pub at: Time,
}

/// A file that is meant to be released.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Master {
    /// Names it.
    pub id: VersionId,
    /// The mix that it was made from; `None` where only mastering was agreed on.
    pub mix: Option<VersionId>,
    /// The file.
    pub asset: AssetRef,
    /// How its sound is written down.
    pub format: Format,
    /// What goes with it.
    pub sheet: Sheet,
    /// Who delivered it.
    pub by: Actor,
    /// When.
    pub at: Time,
    /// What became of it.
    pub state: MasterState,
}

/// What the artist is given with a master. Its checksum is the hash of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sheet {
    /// The title as it is released.
    pub title: String,
    /// The recording's code, as `GBAYE0601498`, where it has one.
    pub isrc: Option<String>,
    /// Integrated loudness, in LUFS.
    pub loudness: Level,
    /// True peak, in dBTP.
    pub true_peak: Level,
    /// Runs of samples at full scale.
    pub clipped_runs: u32,
    /// How many frames after the approved mix it begins; negative where it begins before.
    #[serde(default)]
    #[ts(type = "number")]
    pub start: i64,
    /// Who did what; may be empty.
    #[serde(default)]
    pub credits: String,
    /// Why it begins elsewhere or is longer or shorter than the approved mix, where it is; may be empty.
    #[serde(default)]
    pub remark: String,
}

/// What became of a master.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum MasterState {
    /// The artist has not answered yet.
    Delivered,
    /// It is the one.
    Accepted,
    /// The artist needs another one.
    Returned {
        /// What is wrong with it.
        reason: String,
    },
    /// The engineer delivered another one before the artist had answered.
    Replaced,
}

impl Master {
    /// Whether it waits for the artist, or is the one.
    #[must_use]
    pub fn stands(&self) -> bool {
        matches!(self.state, MasterState::Delivered | MasterState::Accepted)
    }
}
