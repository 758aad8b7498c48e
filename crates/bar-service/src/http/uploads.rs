//! Uploads by tus 1.0: what they do stands in [`crate::uploads`].

use axum::extract::{Request, State};
use axum::response::Response;

use super::answers::{Bytes, Public, Signed, Tus};
use super::asked::Path;
use super::auth::Caller;
use crate::service::Shared;

/// Begins an upload (tus: creation), perhaps with its first bytes. `Upload-Metadata` names the `project`
/// and the `filename`, and, where they are known, the `asset` by its hash and the `purpose`.
#[utoipa::path(
    post, path = "/v1/uploads", tag = "uploads", security(("session" = [])),
    params(
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Length" = Option<u64>, Header, description = "How long the file is, in bytes"),
        ("Upload-Metadata" = Option<String>, Header, description = "See the tus protocol"),
    ),
    responses((status = 201), Public, Signed, Tus),
)]
pub async fn create(State(service): State<Shared>, caller: Caller, request: Request) -> Response {
    service.uploads.answer(caller.account.id.0, None, request).await
}

/// What this server can do (tus: OPTIONS).
#[utoipa::path(
    options, path = "/v1/uploads", tag = "uploads",
    responses((status = 204), Public),
)]
pub async fn options(State(service): State<Shared>) -> Response {
    service.uploads.options()
}

/// How far an upload is (tus: HEAD).
#[utoipa::path(
    head, path = "/v1/uploads/{id}", tag = "uploads", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Names the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses((status = 200), Public, Signed, Tus),
)]
pub async fn look(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    one(&service, &caller, &id, request).await
}

/// Goes on with an upload (tus: PATCH).
#[utoipa::path(
    patch, path = "/v1/uploads/{id}", tag = "uploads", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Names the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("Upload-Offset" = u64, Header, description = "How many bytes there are"),
    ),
    request_body(content = inline(Bytes), content_type = "application/offset+octet-stream"),
    responses((status = 204), Public, Signed, Tus),
)]
pub async fn append(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    one(&service, &caller, &id, request).await
}

/// Ends an upload (tus: termination).
#[utoipa::path(
    delete, path = "/v1/uploads/{id}", tag = "uploads", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Names the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
    ),
    responses((status = 204), Public, Signed, Tus),
)]
pub async fn end(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    one(&service, &caller, &id, request).await
}

/// The same for clients that can only send POST: `X-HTTP-Method-Override` says what it is.
#[utoipa::path(
    post, path = "/v1/uploads/{id}", tag = "uploads", security(("session" = [])),
    params(
        ("id" = String, Path, description = "Names the upload"),
        ("Tus-Resumable" = String, Header, description = "1.0.0"),
        ("X-HTTP-Method-Override" = String, Header, description = "HEAD, PATCH or DELETE"),
    ),
    responses((status = 200), (status = 204), Public, Signed, Tus),
)]
pub async fn otherwise(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    one(&service, &caller, &id, request).await
}

async fn one(service: &Shared, caller: &Caller, id: &str, request: Request) -> Response {
    service.uploads.answer(caller.account.id.0, Some(id), request).await
}
