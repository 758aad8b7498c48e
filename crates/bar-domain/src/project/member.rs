//! Who is in a project.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::song::{ActorId, Role};

/// Somebody, by the name that others know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Names them for good.
    pub id: ActorId,
    /// What others call them.
    pub name: String,
}

/// Somebody in a project. The studio is in every one, without being listed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
pub struct Member {
    /// What others call them.
    pub name: String,
    /// As what they are in it.
    pub role: Role,
}
