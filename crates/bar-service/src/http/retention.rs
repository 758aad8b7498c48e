//! The studio's word on erasing that was stopped.

use axum::extract::State;
use axum::http::StatusCode;
use bar_domain::song::{Role, Time};
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::{Public, Signed};
use super::asked::Json;
use super::auth::Caller;
use crate::failure::Failure;
use crate::service::Shared;
use crate::tables::retention;
use crate::work::receipt_key;

/// How erasing stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Erasing {
    /// Why it is stopped, where it is.
    pub stopped: Option<String>,
    /// Since when.
    pub stopped_at: Option<Time>,
    /// How many projects are due.
    pub due: u64,
}

/// The key by which receipts are checked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptKey {
    /// An Ed25519 public key, in 64 hexadecimal digits. It signs the JSON of project, files and erasedAt,
    /// in this order and without spaces.
    pub ed25519: String,
}

/// How erasing stands. It stops where the clock leapt, or where too much is due at once.
#[utoipa::path(
    get, path = "/v1/erasing", tag = "studio", security(("session" = [])),
    responses((status = 200, body = Erasing), Public, Signed),
)]
pub async fn erasing(
    State(service): State<Shared>,
    caller: Caller,
) -> Result<Json<Erasing>, Failure> {
    caller.must_be(Role::Studio)?;
    let stopped = service.erasing_stopped().await?;
    let (due, _) = retention::due(&mut *service.db.read().await?, service.now()).await?;
    let (stopped, stopped_at) = stopped.map(|it| (it.why, it.at)).unzip();
    Ok(Json(Erasing { stopped, stopped_at, due }))
}

/// Lets erasing go on, for a day whatever is due.
#[utoipa::path(
    post, path = "/v1/erasing/go-on", tag = "studio", security(("session" = [])),
    responses((status = 204), Public, Signed),
)]
pub async fn go_on(State(service): State<Shared>, caller: Caller) -> Result<StatusCode, Failure> {
    caller.must_be(Role::Studio)?;
    service.let_erasing_go_on().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The key by which anybody can check receipts of erasure.
#[utoipa::path(
    get, path = "/v1/receipt-key", tag = "service",
    responses((status = 200, body = ReceiptKey), Public),
)]
pub async fn key(State(service): State<Shared>) -> Json<ReceiptKey> {
    Json(ReceiptKey { ed25519: receipt_key(&service.signing) })
}
