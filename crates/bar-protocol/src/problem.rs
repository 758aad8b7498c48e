//! How something is refused.

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
}

impl Problem {
    /// A problem with this stable name.
    #[must_use]
    pub fn new(status: u16, code: &str, title: &str, detail: String) -> Self {
        let kind = format!("/problems/{code}");
        Self { kind, title: title.to_owned(), status, code: code.to_owned(), detail }
    }
}
