//! What a failure is answered with, and the one place where it is logged.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse;
use bar_protocol::Problem;

use crate::db::DbError;
use crate::failure::{Failure, Refusal};

impl IntoResponse for Failure {
    fn into_response(self) -> Response<Body> {
        match self {
            Self::Refused(refusal) => refusal.into_response(),
            Self::OfCommand { command, refusal } => answer(&problem(&refusal).of(command)),
            Self::Db(error @ DbError::Unavailable(_)) => {
                tracing::error!(error = &error as &dyn std::error::Error, "no database");
                answer(&Problem::new(
                    503,
                    "service.unavailable",
                    "Unavailable",
                    "the studio's service cannot reach its database: try again in a minute; nothing is lost".into(),
                ))
            }
            failure => {
                tracing::error!(error = &failure as &dyn std::error::Error, "a request failed");
                failed()
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response<Body> {
        let mut response = answer(&problem(&self));
        if let Self::TooOften { seconds } = self {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if let Self::TooLarge { .. } | Self::TooSlow = self {
            // What is still on its way is not waited for.
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        if let Self::NotSignedIn | Self::SessionEnded = self {
            let bearer = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, bearer);
        }
        response
    }
}

fn problem(refusal: &Refusal) -> Problem {
    let (status, code, title) = refusal.kind();
    Problem::new(status, code, title, refusal.to_string())
}

/// What is answered where it is our own fault.
#[must_use]
pub fn failed() -> Response<Body> {
    let words = "something went wrong in the studio's service: try again; it is written in its log";
    answer(&Problem::new(500, "service.failed", "Failed", words.into()))
}

/// The problem as it is sent.
#[must_use]
pub fn answer(problem: &Problem) -> Response<Body> {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, body).into_response()
}
