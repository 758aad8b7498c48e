//! The document that describes all this.

use std::sync::OnceLock;

use axum::http::header;
use axum::response::IntoResponse;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Info, OpenApi, OpenApiBuilder};

/// Its head.
pub fn about() -> OpenApi {
    let mut info = Info::new("Bar One", "1");
    info.description = Some(
        "What the apps of artists, engineers and the studio sync with. Whatever is refused is answered \
         by a problem (RFC 9457) with a stable `code` and a sentence."
            .into(),
    );
    let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
    let components = ComponentsBuilder::new().security_scheme("session", bearer).build();
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}

/// This document.
#[utoipa::path(
    get, path = "/v1/openapi.json", tag = "service",
    responses((status = 200, content_type = "application/json", body = serde_json::Value), super::answers::Public),
)]
pub async fn document() -> impl IntoResponse {
    static DOCUMENT: OnceLock<String> = OnceLock::new();
    let text = DOCUMENT.get_or_init(|| super::document().to_json().unwrap_or_default());
    ([(header::CONTENT_TYPE, "application/json")], text.as_str())
}
