//! What a mix is made of.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{AssetRef, StemId, StemSetId};
use crate::song::{Actor, Time};

/// One file of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Stem {
    /// Names it.
    pub id: StemId,
    /// What it is.
    pub kind: StemKind,
    /// The file.
    pub asset: AssetRef,
    /// What the artist calls it.
    pub name: String,
    /// Why it is as it is, where the stem check asked; may be empty.
    #[serde(default)]
    pub explanation: String,
}

/// What a file of a set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum StemKind {
    /// Sound of one part.
    Audio,
    /// The session of a DAW, or what belongs to it.
    Session,
}

/// Stems that were sent together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct StemSet {
    /// Names it.
    pub id: StemSetId,
    /// What is in it.
    pub stems: Vec<Stem>,
    /// What the artist says about all of it; may be empty.
    pub remark: String,
    /// Who sent it.
    pub by: Actor,
    /// When.
    pub at: Time,
    /// What became of it.
    pub state: StemSetState,
}

/// What became of a set of stems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum StemSetState {
    /// The engineer has not answered yet.
    Sent,
    /// The engineer mixes with it.
    Accepted,
    /// The engineer needs another one.
    Returned {
        /// Which stems, and why.
        reasons: Vec<ReturnedStem>,
    },
    /// The artist sent another one before the engineer had answered.
    Replaced,
}

/// A stem that cannot be mixed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnedStem {
    /// Which.
    pub stem: StemId,
    /// What is wrong with it.
    pub reason: String,
}
