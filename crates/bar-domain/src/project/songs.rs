//! A song as part of a project.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Approval, AssetRef, Kept, Master, MasterState, StemSet, StemSetState};
use crate::song::{Song, VersionId};

/// A song of a project: what can be listened to and what was said about it, and what belongs to it here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct ProjectSong {
    /// Its versions, notes and rounds.
    pub song: Song,
    /// The key that it is in, as musicians write it; may be empty.
    pub key: String,
    /// What the artist wants.
    pub brief: Kept,
    /// The files of its versions.
    pub files: BTreeMap<VersionId, VersionFile>,
    /// The sets of stems that were sent, in order.
    pub stems: Vec<StemSet>,
    /// The mix that the artist approved, where there is one.
    pub approval: Option<Approval>,
    /// The masters that were delivered, in order.
    pub masters: Vec<Master>,
}

/// The file of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct VersionFile {
    /// The file.
    pub asset: AssetRef,
    /// What changed since the version before; may be empty.
    pub changes: String,
}

impl ProjectSong {
    /// The set of stems that counts: sent or accepted.
    #[must_use]
    pub fn standing_stems(&self) -> Option<&StemSet> {
        let stands =
            |it: &&StemSet| matches!(it.state, StemSetState::Sent | StemSetState::Accepted);
        self.stems.last().filter(stands)
    }

    /// The master that waits for the artist, or is accepted.
    #[must_use]
    pub fn standing_master(&self) -> Option<&Master> {
        self.masters.last().filter(|master| master.stands())
    }

    /// The master that the artist accepted.
    #[must_use]
    pub fn accepted_master(&self) -> Option<&Master> {
        self.masters.last().filter(|master| master.state == MasterState::Accepted)
    }
}
