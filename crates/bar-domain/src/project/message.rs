//! What people say to each other beside the notes.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{AssetRef, MessageId, Use};
use crate::song::{Actor, SongId, Time};

/// Who reads a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Thread {
    /// Artist and studio: what began as an enquiry goes on here.
    Enquiry,
    /// Everybody in the project.
    Everyone,
    /// Engineer and studio: prices are discussed here.
    Studio,
}

impl Thread {
    /// What a file attached here is to the project.
    pub(super) fn use_of_files(self) -> Use {
        match self {
            Self::Enquiry => Use::Enquiry,
            Self::Everyone => Use::Everyone,
            Self::Studio => Use::Studio,
        }
    }
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Message {
    /// Names it.
    pub id: MessageId,
    /// Who reads it.
    pub thread: Thread,
    /// The song that it is about; `None` for the project.
    pub song: Option<SongId>,
    /// What was said.
    pub text: String,
    /// What it points to.
    pub references: Vec<Reference>,
    /// Who said it.
    pub by: Actor,
    /// When.
    pub at: Time,
}

/// Something to listen to or look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(tag = "is", rename_all = "camelCase", deny_unknown_fields)]
pub enum Reference {
    /// A file.
    File {
        /// Which.
        asset: AssetRef,
    },
    /// A page.
    Link {
        /// Its address: `https://…` or `http://…`.
        url: String,
    },
}
