//! Which version of the contract an app speaks.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bar_protocol::{OLDEST, VERSION, VERSION_HEADER};

use crate::failure::Refusal;

/// Refuses apps that are too old to be understood.
pub async fn spoken(request: Request, next: Next) -> Response {
    let spoken = request.headers().get(VERSION_HEADER);
    let spoken = spoken.map_or(Some(VERSION), |value| value.to_str().ok()?.parse().ok());
    match spoken {
        Some(version) if version >= OLDEST => next.run(request).await,
        Some(_) => Refusal::TooOld.into_response(),
        None => {
            let why = format!("`{VERSION_HEADER}` is a number");
            Refusal::Malformed { why }.into_response()
        }
    }
}
