//! What somebody wants to happen to a project.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Act, ProjectId};
use crate::song::{Actor, CommandId, Time};

/// What somebody wants to happen to a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "ProjectCommand")]
#[schema(as = ProjectCommand)]
pub struct Command {
    /// Names it for good: the same command counts once.
    pub id: CommandId,
    /// Which project.
    pub project: ProjectId,
    /// Who wants it.
    pub actor: Actor,
    /// When, by their own clock; decides nothing, but where the service itself acts.
    pub at: Time,
    /// What.
    pub act: Act,
}
