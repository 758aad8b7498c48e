//! How PayPal says no.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// A request that the stand-in does not follow, told as PayPal tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// PayPal's word for the fine-grained reason.
    pub issue: String,
    /// The field that is wrong, as a JSON pointer; may be empty.
    pub field: String,
    /// For people.
    pub description: String,
}

impl Refused {
    /// The body breaks the schema.
    #[must_use]
    pub fn schema(field: &str, issue: &str, description: impl Into<String>) -> Self {
        Self {
            status: 400,
            issue: issue.to_owned(),
            field: field.to_owned(),
            description: description.into(),
        }
    }

    /// The body is fine, and what it asks for is not.
    #[must_use]
    pub fn semantics(issue: &str, description: &str) -> Self {
        Self {
            status: 422,
            issue: issue.to_owned(),
            field: String::new(),
            description: description.to_owned(),
        }
    }

    /// There is no such thing.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            status: 404,
            issue: "INVALID_RESOURCE_ID".to_owned(),
            field: String::new(),
            description: "The specified resource ID does not exist.".to_owned(),
        }
    }

    fn body(&self) -> Value {
        let (name, message) = match self.status {
            400 => (
                "INVALID_REQUEST",
                "Request is not well-formed, syntactically incorrect, or violates schema.",
            ),
            404 => ("RESOURCE_NOT_FOUND", "The specified resource does not exist."),
            _ => (
                "UNPROCESSABLE_ENTITY",
                "The requested action could not be performed, semantically incorrect, or failed \
                 business validation.",
            ),
        };
        let mut detail =
            json!({ "issue": self.issue, "description": self.description, "location": "body" });
        if !self.field.is_empty() {
            detail["field"] = self.field.clone().into();
        }
        json!({ "name": name, "message": message, "debug_id": debug_id(), "details": [detail] })
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, Json(self.body())).into_response()
    }
}

/// What PayPal wants to be told when somebody asks about an answer.
pub fn debug_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()[..13].to_owned()
}
