//! Where a project is on its way.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Project;

/// Where a project is on its way. It follows from what happened.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Somebody asked the studio something.
    Enquiry,
    /// The artist puts it together.
    Draft,
    /// The engineer listens and prices it.
    Submitted,
    /// A quote waits for the artist.
    Quoted,
    /// A quote is agreed on and not paid yet.
    Accepted,
    /// It is paid: the engineer works.
    Working,
    /// Everything that was agreed on is done.
    Completed,
    /// It ended before it was finished.
    Cancelled,
    /// Its files are being erased.
    Erasing,
    /// Its files are erased; masters and the record stay.
    Erased,
}

impl Project {
    /// Where it is on its way.
    #[must_use]
    pub fn stage(&self) -> Stage {
        if self.retention.receipt.is_some() {
            Stage::Erased
        } else if self.retention.erasing.is_some() {
            Stage::Erasing
        } else if let Some(ending) = &self.ending {
            if ending.cancelled.is_some() { Stage::Cancelled } else { Stage::Completed }
        } else if self.started.is_some() {
            Stage::Working
        } else if self.is_agreed() {
            Stage::Accepted
        } else if self.open_quote().is_some() {
            Stage::Quoted
        } else if self.submitted.is_some() {
            Stage::Submitted
        } else if self.enquiry && self.about.title.is_empty() && self.songs.is_empty() {
            Stage::Enquiry
        } else {
            Stage::Draft
        }
    }
}
