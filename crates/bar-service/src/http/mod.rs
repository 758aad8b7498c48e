//! What is asked over HTTP, and answered.

pub(crate) mod accounts;
mod answers;
mod asked;
mod assets;
pub mod auth;
mod changes;
mod commands;
mod engineers;
mod events;
mod health;
mod invitations;
pub mod limits;
mod open;
mod openapi;
mod paypal;
pub mod problem;
mod retention;
mod sessions;
mod stream;
mod uploads;
mod version;

use std::any::Any;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use bar_protocol::limits::MOST_BYTES;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::failure::Refusal;
use crate::metrics::counted;
use crate::serve::Patience;
use crate::service::Shared;

/// The document that describes all routes.
#[must_use]
pub fn document() -> OpenApi {
    routes().into_openapi()
}

fn routes() -> OpenApiRouter<Shared> {
    let quick = OpenApiRouter::new()
        .routes(routes!(accounts::create))
        .routes(routes!(accounts::me))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::forgot))
        .routes(routes!(accounts::reset))
        .routes(routes!(sessions::create, sessions::list))
        .routes(routes!(sessions::refresh))
        .routes(routes!(sessions::end))
        .routes(routes!(invitations::create, invitations::list))
        .routes(routes!(invitations::look))
        .routes(routes!(invitations::take))
        .routes(routes!(invitations::withdraw))
        .routes(routes!(engineers::list))
        .routes(routes!(engineers::get, engineers::put))
        .routes(routes!(engineers::publish))
        .routes(routes!(commands::push))
        .routes(routes!(events::page))
        .routes(routes!(events::snapshot))
        .routes(routes!(changes::list))
        .routes(routes!(retention::erasing))
        .routes(routes!(retention::go_on))
        .routes(routes!(retention::key))
        .routes(routes!(paypal::webhook))
        .routes(routes!(open::open))
        .routes(routes!(health::health))
        .routes(routes!(openapi::document))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(middleware::from_fn(in_time));
    let long = OpenApiRouter::new()
        .routes(routes!(stream::stream))
        .routes(routes!(assets::get, assets::head))
        .routes(routes!(uploads::create, uploads::options))
        .routes(routes!(uploads::look, uploads::append, uploads::end, uploads::otherwise))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::with_openapi(openapi::about()).merge(quick).merge(long)
}

/// All routes.
pub fn router(service: Shared) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .fallback(async || Refusal::NotFound)
        .method_not_allowed_fallback(async || Refusal::Method)
        .layer(middleware::from_fn(version::spoken))
        .layer(middleware::from_fn_with_state(service.clone(), limits::not_in_the_clear))
        .layer(middleware::from_fn_with_state(service.clone(), limits::limited))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(hardened))
        .layer(middleware::from_fn_with_state(service.clone(), counted))
        .with_state(service)
}

/// Ends what takes too long, also where the client sends too slowly.
async fn in_time(request: Request, next: Next) -> Response {
    let patience = request.extensions().get::<Patience>().copied().unwrap_or_default();
    let answer = tokio::time::timeout(patience.request, next.run(request)).await;
    answer.unwrap_or_else(|_| Refusal::TooSlow.into_response())
}

/// Nothing of it is a page, and nothing of it is kept on the way, unless a route says so.
async fn hardened(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let value = HeaderValue::from_static;
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, value("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, value("default-src 'none'; sandbox"));
    headers.insert(header::REFERRER_POLICY, value("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(value("no-store"));
    response
}

#[expect(clippy::needless_pass_by_value, reason = "the layer wants it so")]
fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let words = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    tracing::error!(panic = words, "a request failed badly");
    problem::failed()
}
