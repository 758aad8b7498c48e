//! What the stand-in does with a request.

use std::sync::Arc;

use axum::Json;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};

use super::fault::Call;
use super::refuse::{Refused, debug_id};
use super::rules::SEARCH;
use super::{Shared, judge, page};

/// Follows a request.
pub(super) fn follow(
    shared: &Arc<Shared>,
    call: Call,
    id: &str,
    parts: &Parts,
    body: &Bytes,
) -> Response {
    match call {
        Call::Token => return token(shared, &parts.headers, body),
        Call::Certificate => return shared.signer().chain().into_response(),
        _ if !has_token(shared, &parts.headers) => return expired(),
        _ => {}
    }
    match guarded(shared, call, id, parts, body) {
        Ok(response) => response,
        Err(refused) => refused.into_response(),
    }
}

fn guarded(
    shared: &Arc<Shared>,
    call: Call,
    id: &str,
    parts: &Parts,
    body: &Bytes,
) -> Result<Response, Refused> {
    let body = read(body)?;
    let base = shared.base.as_str();
    let mut state = shared.state();
    match call {
        Call::Create => {
            let kept = state.ledger.create(body)?;
            let (id, shown) = (kept.id.clone(), kept.shown(base));
            drop(state);
            shared.tell("INVOICING.INVOICE.CREATED", &id);
            let whole = parts.headers.get("prefer").is_some_and(|it| it == "return=representation");
            let link = json!({
                "href": format!("{base}/v2/invoicing/invoices/{id}"), "rel": "self", "method": "GET",
            });
            Ok((StatusCode::CREATED, Json(if whole { shown } else { link })).into_response())
        }
        Call::Search => {
            judge::body(&SEARCH, &body)?;
            let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
            let found = state.ledger.search(&text("invoice_number"), &text("reference"), base);
            paged(parts.uri.query().unwrap_or_default(), &found)
        }
        Call::Read => Ok(Json(state.ledger.read(id, base)?).into_response()),
        Call::Delete => {
            state.ledger.delete(id)?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Call::Send => {
            state.ledger.send(id, &body)?;
            drop(state);
            shared.tell("INVOICING.INVOICE.UPDATED", id);
            let href = format!("{base}/invoice/p/{id}");
            Ok(Json(json!({ "href": href, "rel": "payer-view", "method": "GET" })).into_response())
        }
        Call::Cancel => {
            state.ledger.cancel(id, &body)?;
            drop(state);
            shared.tell("INVOICING.INVOICE.CANCELLED", id);
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Call::Remind => {
            state.ledger.remind(id, &body)?;
            Ok(StatusCode::NO_CONTENT.into_response())
        }
        Call::RecordPayment => {
            let payment = state.ledger.record_payment(id, &body)?;
            drop(state);
            shared.tell("INVOICING.INVOICE.PAID", id);
            Ok(Json(json!({ "payment_id": payment })).into_response())
        }
        Call::RecordRefund => {
            let refund = state.ledger.record_refund(id, &body)?;
            drop(state);
            shared.tell("INVOICING.INVOICE.REFUNDED", id);
            Ok(Json(json!({ "refund_id": refund })).into_response())
        }
        Call::Token | Call::Certificate => Err(Refused::unknown()),
    }
}

/// What people and tests may ask for, beside PayPal's interface.
pub(super) fn beside(shared: &Arc<Shared>, method: &str, path: &str) -> Response {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let done = match (method, parts.as_slice()) {
        ("GET", ["test", "root.pem"]) => {
            return shared.signer().root_pem().to_owned().into_response();
        }
        ("GET", ["invoice", "p", id]) => shared.invoice(id).map(|_| *id),
        ("POST", ["invoice", "p", id]) => shared.pay(id, None).map(|()| *id),
        ("POST", ["test", "refund", id]) => shared.refund(id, None).map(|()| *id),
        _ => Err(Refused::unknown()),
    };
    match done.and_then(|id| shared.invoice(id)) {
        Ok(kept) => Html(page::invoice(&kept).into_string()).into_response(),
        Err(refused) => refused.into_response(),
    }
}

fn token(shared: &Arc<Shared>, headers: &HeaderMap, body: &[u8]) -> Response {
    let right =
        format!("Basic {}", STANDARD.encode(format!("{}:{}", shared.client, shared.secret)));
    if headers.get(header::AUTHORIZATION).is_none_or(|given| given.as_bytes() != right.as_bytes()) {
        let wrong = json!({
            "error": "invalid_client", "error_description": "Client Authentication failed",
        });
        return (StatusCode::UNAUTHORIZED, Json(wrong)).into_response();
    }
    if body != b"grant_type=client_credentials" {
        let wrong = json!({
            "error": "unsupported_grant_type", "error_description": "Grant Type is NULL",
        });
        return (StatusCode::BAD_REQUEST, Json(wrong)).into_response();
    }
    let (token, life) = shared.state().tokens.issue();
    let answer = json!({
        "scope": "https://uri.paypal.com/services/invoicing",
        "access_token": token,
        "token_type": "Bearer",
        "app_id": "APP-STAND-IN",
        "expires_in": life,
    });
    Json(answer).into_response()
}

fn has_token(shared: &Arc<Shared>, headers: &HeaderMap) -> bool {
    let given = headers.get(header::AUTHORIZATION).and_then(|given| given.to_str().ok());
    let token = given.and_then(|given| given.strip_prefix("Bearer "));
    token.is_some_and(|token| shared.state().tokens.holds(token))
}

/// A token that is none, or none any more.
pub(super) fn expired() -> Response {
    let wrong = json!({
        "error": "invalid_token",
        "error_description": "The token passed in was not found in the system",
    });
    (StatusCode::UNAUTHORIZED, Json(wrong)).into_response()
}

/// A failure of PayPal's own.
pub(super) fn failed(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = json!({
        "name": "INTERNAL_SERVER_ERROR",
        "message": "An internal server error occurred.",
        "debug_id": debug_id(),
    });
    (status, Json(body)).into_response()
}

fn read(body: &[u8]) -> Result<Value, Refused> {
    if body.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(body).map_err(|_| {
        Refused::schema("", "MALFORMED_REQUEST_JSON", "The request JSON is not well formed.")
    })
}

fn paged(query: &str, found: &[Value]) -> Result<Response, Refused> {
    let number = |name: &str, usual: usize, most: usize| {
        let given = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        let value = given.map_or(Some(usual), |given| given.parse().ok());
        value.filter(|value| (1..=most).contains(value)).ok_or_else(|| {
            let description = "Value exceeds max value or is less than the minimum value.";
            Refused::schema(name, "INVALID_INTEGER_MAX_VALUE", description)
        })
    };
    let (page, size) = (number("page", 1, 1000)?, number("page_size", 20, 100)?);
    let items: Vec<&Value> = found.iter().skip((page - 1) * size).take(size).collect();
    let mut answer = json!({ "items": items, "links": [] });
    if query.contains("total_required=true") {
        answer["total_items"] = found.len().into();
        answer["total_pages"] = found.len().div_ceil(size).into();
    }
    Ok(Json(answer).into_response())
}
