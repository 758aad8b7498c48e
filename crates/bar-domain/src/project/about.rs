//! What a project is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Day, Money, Offering};

/// What a project becomes.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum ProjectKind {
    /// One song, perhaps with others beside it.
    #[default]
    Single,
    /// A few songs.
    Ep,
    /// Many.
    Album,
}

/// What a project is, and what is wanted of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct About {
    /// What people call it; empty while it is only asked about.
    pub title: String,
    /// What it becomes.
    pub kind: ProjectKind,
    /// What is wanted, each once.
    pub offerings: Vec<Offering>,
    /// What it may cost, where the artist says so.
    pub budget: Option<Money>,
    /// When it should be ready, where the artist says so.
    pub wished_for: Option<Day>,
}
