//! What is asked, read strictly: what does not read is a problem like any other.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::failure::{Failure, Refusal};
use bar_protocol::limits::MOST_BYTES;

/// JSON, asked or answered.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(Failure))]
pub struct Json<T>(pub T);

/// Parts of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Failure))]
pub struct Path<T>(pub T);

/// The query.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Failure))]
pub struct Query<T>(pub T);

impl<T: serde::Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> axum::response::Response {
        axum::Json(self.0).into_response()
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        let why = inner(&rejection);
        let refusal = match &rejection {
            JsonRejection::MissingJsonContentType(_) => Refusal::NotJson,
            JsonRejection::JsonDataError(_) => Refusal::Unfit { why },
            _ if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Refusal::TooLarge { most: MOST_BYTES }
            }
            _ => Refusal::Malformed { why },
        };
        refusal.into()
    }
}

impl From<PathRejection> for Failure {
    /// What cannot be an id is one that nobody has.
    fn from(_: PathRejection) -> Self {
        Refusal::NotFound.into()
    }
}

impl From<QueryRejection> for Failure {
    fn from(rejection: QueryRejection) -> Self {
        Refusal::Malformed { why: inner(&rejection) }.into()
    }
}

/// What serde said, without the words of the framework around it.
fn inner(rejection: &dyn std::error::Error) -> String {
    let mut deepest = rejection;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
