//! Webhooks: what the stand-in tells of invoices.

use serde_json::json;
use uuid::Uuid;

use super::ledger::Kept;
use super::signer::Signer;

/// A webhook on its way.
#[derive(Debug, Clone)]
pub struct Hook {
    /// Such as `INVOICING.INVOICE.PAID`.
    pub event: String,
    /// The raw body.
    pub body: Vec<u8>,
    /// What PayPal's headers say, by their names.
    pub headers: Vec<(&'static str, String)>,
}

/// What there is to tell, before it is signed: keys take a while to make, and most tests want none.
#[derive(Debug)]
pub(super) struct Told {
    pub event: String,
    pub kept: Kept,
    pub time: String,
}

impl Hook {
    /// Tells of an invoice, signed.
    pub(super) fn new(
        Told { event, kept, time }: Told,
        signer: &Signer,
        webhook: &str,
        base: &str,
    ) -> Self {
        let id = format!("WH-{}", Uuid::new_v4().simple()).to_uppercase();
        let body = json!({
            "id": id,
            "event_version": "1.0",
            "create_time": time,
            "resource_type": "invoices",
            "resource_version": "2.0",
            "event_type": event,
            "summary": "An invoice changed.",
            "resource": { "invoice": kept.shown(base) },
            "links": [],
        });
        let body = body.to_string().into_bytes();
        let transmission = Uuid::new_v4().to_string();
        let signature = signer.sign(&transmission, &time, webhook, &body);
        let headers = vec![
            ("paypal-auth-algo", "SHA256withRSA".to_owned()),
            ("paypal-auth-version", "v2".to_owned()),
            ("paypal-cert-url", format!("{base}/v1/notifications/certs/CERT-STAND-IN")),
            ("paypal-transmission-id", transmission),
            ("paypal-transmission-time", time),
            ("paypal-transmission-sig", signature),
            ("content-type", "application/json".to_owned()),
        ];
        Self { event, body, headers }
    }

    /// Posts it, and says with which HTTP status it was taken.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn post(&self, url: &str) -> Result<u16, reqwest::Error> {
        let mut request = reqwest::Client::new().post(url).body(self.body.clone());
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        Ok(request.send().await?.status().as_u16())
    }
}
