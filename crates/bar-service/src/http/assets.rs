//! Downloads: what they do stands in [`crate::assets`].

use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::answers::{Bytes, Public, Signed};
use super::asked::Path;
use super::auth::Caller;
use crate::service::Shared;

/// A file by its hash, or a range of it, for those who may have it.
#[utoipa::path(
    get, path = "/v1/assets/{hash}", tag = "assets", security(("session" = [])),
    params(
        ("hash" = String, Path, description = "BLAKE3 of its bytes, in 64 hexadecimal digits"),
        ("Range" = Option<String>, Header, description = "Which bytes, as in bytes=0-99"),
    ),
    responses(
        (status = 200, content_type = "application/octet-stream", body = inline(Bytes)),
        (status = 206, content_type = "application/octet-stream", body = inline(Bytes)),
        (status = 304),
        (status = 416, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public, Signed,
    ),
)]
pub async fn get(
    State(service): State<Shared>,
    caller: Caller,
    Path(hash): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    service.assets.answer(caller.account.id.0, &hash, &method, &headers).await
}

/// The same without its bytes.
#[utoipa::path(
    head, path = "/v1/assets/{hash}", tag = "assets", security(("session" = [])),
    params(("hash" = String, Path, description = "BLAKE3 of its bytes, in 64 hexadecimal digits")),
    responses((status = 200), (status = 206), (status = 304), (status = 416), Public, Signed),
)]
pub async fn head(
    State(service): State<Shared>,
    caller: Caller,
    Path(hash): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    service.assets.answer(caller.account.id.0, &hash, &method, &headers).await
}
