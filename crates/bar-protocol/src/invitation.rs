//! Asking somebody in.

use bar_domain::project::ProjectId;
use bar_domain::song::{Role, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::account::secret;

/// Asks somebody in: the studio anybody, an artist another one into a project of theirs.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invite {
    /// As what.
    pub role: Role,
    /// Into which project, if into one.
    pub project: Option<ProjectId>,
    /// Where to mail it, if anywhere.
    #[schema(max_length = 254)]
    pub email: Option<String>,
}

/// An invitation, for whoever made it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Names it.
    pub id: Uuid,
    /// To be given to whoever is invited; it is told this once only, and counts once.
    pub secret: Option<String>,
    /// As what they come.
    pub role: Role,
    /// Into which project, if into one.
    pub project: Option<ProjectId>,
    /// Until when it counts.
    pub expires_at: Time,
    /// Whether it was taken.
    pub taken: bool,
}

/// Shows or takes an invitation.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Invited {
    /// Its secret.
    #[schema(max_length = 200)]
    pub secret: String,
}

/// An invitation, for whoever is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// Who invites.
    pub by: String,
    /// As what.
    pub role: Role,
    /// Into which project, if into one.
    pub project: Option<ProjectId>,
    /// Until when it counts.
    pub expires_at: Time,
}

secret! { Invite Invitation Invited }
