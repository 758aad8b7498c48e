//! Whether a webhook is PayPal's.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::HeaderMap;
use bar_domain::song::Time;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use reqwest::{Url, redirect};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use rustls::pki_types::UnixTime;
use tokio::sync::Mutex;

use super::{CertificateError, Notice, Trust};
use crate::paypal::SettingsError;

/// Bytes that a webhook may have.
pub const MOST_BODY: usize = 1 << 20;
/// Bytes that a certificate may have, with those above it.
const MOST_CERTIFICATE: usize = 64 << 10;
/// Certificates that are kept. PayPal has few.
const MOST_KEPT: usize = 16;
/// A webhook may be this old, since PayPal repeats it for three days…
const OLD: Duration = Duration::from_hours(24 * 4);
/// …and come from this far ahead of our clock.
const AHEAD: Duration = Duration::from_mins(15);

/// Tells PayPal's webhooks from others.
#[derive(Debug)]
pub struct Verifier {
    trust: Trust,
    http: reqwest::Client,
    certificates: Mutex<HashMap<Url, Bytes>>,
}

/// Why a webhook is not heard.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// A header is missing, or not what PayPal writes.
    #[error("the webhook has no proper {0}")]
    Header(&'static str),
    /// It is older than PayPal would repeat it, or from the future.
    #[error("the webhook is not of this time")]
    Stale,
    /// PayPal's certificate did not come. PayPal repeats the webhook.
    #[error("the certificate of the webhook did not come")]
    NoCertificate(#[source] reqwest::Error),
    /// The certificate is not PayPal's.
    #[error("the certificate of the webhook is not PayPal's: {0}")]
    Certificate(#[from] CertificateError),
    /// Its signature is not that of what came.
    #[error("the webhook is not signed by PayPal")]
    Signature,
    /// It is PayPal's, and cannot be read.
    #[error("the webhook cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

impl WebhookError {
    /// Whether PayPal should send it again.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Self::NoCertificate(_))
    }
}

impl Verifier {
    /// Hears whom this trusts.
    ///
    /// # Errors
    /// When certificates cannot be fetched on this machine.
    pub fn new(trust: Trust) -> Result<Self, SettingsError> {
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(10))
            .redirect(redirect::Policy::none())
            .build()
            .map_err(SettingsError::Client)?;
        Ok(Self { trust, http, certificates: Mutex::default() })
    }

    /// What a webhook is about, if it is PayPal's. `None` where it is about no invoice.
    ///
    /// # Errors
    /// When it is not PayPal's, or that cannot be told now.
    pub async fn hear(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Time,
    ) -> Result<Option<Notice>, WebhookError> {
        let header = |name: &'static str| {
            let value = headers.get(name).and_then(|value| value.to_str().ok());
            value.filter(|it| it.len() <= 2048).ok_or(WebhookError::Header(name))
        };
        let id = header("paypal-transmission-id")?;
        let time = header("paypal-transmission-time")?;
        let algorithm = header("paypal-auth-algo")?;
        if algorithm != "SHA256withRSA" {
            return Err(WebhookError::Header("paypal-auth-algo"));
        }
        let signature = STANDARD.decode(header("paypal-transmission-sig")?);
        let signature = signature.map_err(|_| WebhookError::Header("paypal-transmission-sig"))?;
        is_of_this_time(time, now)?;

        let place = self.trust.place(header("paypal-cert-url")?)?;
        let certificate = self.certificate(&place).await?;
        let seconds = UnixTime::since_unix_epoch(Duration::from_millis(now.0.max(0) as u64));
        let key = self.trust.key(&certificate, seconds)?;
        let sum = crc32fast::hash(body);
        let message = format!("{id}|{time}|{}|{sum}", self.trust.webhook());
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key)
            .verify(message.as_bytes(), &signature)
            .map_err(|_| WebhookError::Signature)?;
        // Not before, so that nobody else fills what is kept.
        self.keep(place, certificate).await;
        Notice::read(body).map_err(WebhookError::Unreadable)
    }

    async fn certificate(&self, place: &Url) -> Result<Bytes, WebhookError> {
        if let Some(kept) = self.certificates.lock().await.get(place) {
            return Ok(kept.clone());
        }
        let gone = |error: reqwest::Error| WebhookError::NoCertificate(error);
        let answer = self.http.get(place.clone()).send().await.map_err(gone)?;
        let mut answer = answer.error_for_status().map_err(gone)?;
        let mut whole = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(gone)? {
            if whole.len() + piece.len() > MOST_CERTIFICATE {
                return Err(CertificateError::Unreadable.into());
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole.into())
    }

    async fn keep(&self, place: Url, certificate: Bytes) {
        let mut kept = self.certificates.lock().await;
        if kept.len() >= MOST_KEPT && !kept.contains_key(&place) {
            kept.clear();
        }
        kept.insert(place, certificate);
    }
}

fn is_of_this_time(time: &str, now: Time) -> Result<(), WebhookError> {
    let sent: Timestamp =
        time.parse().map_err(|_| WebhookError::Header("paypal-transmission-time"))?;
    let age = now.0.saturating_sub(sent.as_millisecond());
    let (ahead, old) = (AHEAD.as_millis() as i64, OLD.as_millis() as i64);
    if (-ahead..=old).contains(&age) { Ok(()) } else { Err(WebhookError::Stale) }
}
