//! How something is refused.

use bar_domain::song::CommandId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why the service did not do it: a problem by RFC 9457, sent as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem, as a URI reference.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same in a few words.
    pub title: String,
    /// The status of the answer.
    pub status: u16,
    /// The stable name of the reason, to branch on.
    pub code: String,
    /// A sentence that a person can act on.
    pub detail: String,
    /// Which of the commands that were pushed it is about, where it is about one. Those before it are done and
    /// kept; set this one aside, and push the others again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<CommandId>,
}

impl Problem {
    /// A problem with this stable name.
    #[must_use]
    pub fn new(status: u16, code: &str, title: &str, detail: String) -> Self {
        let kind = format!("/problems/{code}");
        let (title, code) = (title.to_owned(), code.to_owned());
        Self { kind, title, status, code, detail, command: None }
    }

    /// The same, about this command.
    #[must_use]
    pub fn of(self, command: CommandId) -> Self {
        Self { command: Some(command), ..self }
    }
}
