//! What PayPal tells: a hint to ask how an invoice stands.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};

use super::answers::Public;
use crate::failure::{Failure, Refusal};
use crate::jobs::POKE;
use crate::paypal;
use crate::service::Shared;

/// Hears a webhook of PayPal's: where its signature is right, PayPal is asked how the invoice stands.
#[utoipa::path(
    post, path = "/v1/paypal/webhook", tag = "service",
    request_body(content = Object, content_type = "application/json"),
    responses(
        (status = 204),
        (status = 404, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn webhook(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Failure> {
    // Where there is no PayPal there is nothing here.
    let verifier = service.verifier.as_ref().ok_or(Refusal::NotFound)?;
    let now = service.now();
    let notice = match verifier.hear(&headers, &body, now).await {
        Ok(notice) => notice,
        Err(error) => {
            let passes = error.passes();
            tracing::warn!(error = &error as &dyn std::error::Error, "a webhook is not believed");
            let why = "its signature is not PayPal's".to_owned();
            // PayPal repeats what it got no 2xx for.
            return Err(if passes {
                Refusal::Busy.into()
            } else {
                Refusal::Malformed { why }.into()
            });
        }
    };
    let Some(notice) = notice else { return Ok(StatusCode::NO_CONTENT) };
    let mut tx = service.db.begin().await?;
    if paypal::job::heed(&mut *tx, &notice, now).await? {
        tx.commit().await?;
        service.db.poke(POKE);
    }
    Ok(StatusCode::NO_CONTENT)
}
