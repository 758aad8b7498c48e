//! Whether the service can do its work.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::answers::Public;
use super::asked::Json;
use crate::failure::Failure;
use crate::service::Shared;

/// The service can do its work.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `well`.
    pub service: &'static str,
    /// Which program it is.
    pub version: &'static str,
}

/// Whether the database answers. 503 where it does not.
#[utoipa::path(
    get, path = "/health", tag = "service",
    responses((status = 200, body = Health), Public),
)]
pub async fn health(State(service): State<Shared>) -> Result<Json<Health>, Failure> {
    service.db.look("SELECT 1", &[]).await?;
    Ok(Json(Health { service: "well", version: env!("CARGO_PKG_VERSION") }))
}
