//! Webhooks: PayPal says that something became of an invoice.
//!
//! They come early, late, twice or never, and say what was true when they were written. So a webhook
//! that is PayPal's leads to one thing only: its invoice is read anew. Therefore one that is sent again
//! by somebody who overheard it does no harm, and one that is a few days old still counts: PayPal
//! repeats an unanswered one for three days.

mod certificate;
mod verify;

use serde::Deserialize;

pub use certificate::{CertificateError, Trust};
pub use verify::{MOST_BODY, Verifier, WebhookError};

use super::PayPalId;

/// Which invoice a webhook is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Such as `INVOICING.INVOICE.PAID`.
    pub event: String,
    /// What PayPal calls the invoice.
    pub id: Option<PayPalId>,
    /// The number on it; may be empty.
    pub number: String,
}

#[derive(Deserialize)]
struct Body {
    event_type: String,
    #[serde(default)]
    resource: Resource,
}

/// Of version 2 the invoice is in it, of version 1 it is the invoice.
#[derive(Default, Deserialize)]
struct Resource {
    invoice: Option<Told>,
    id: Option<PayPalId>,
}

#[derive(Default, Deserialize)]
struct Told {
    id: Option<PayPalId>,
    #[serde(default)]
    detail: Detail,
}

#[derive(Default, Deserialize)]
struct Detail {
    #[serde(default)]
    invoice_number: String,
}

impl Notice {
    /// Reads the body of a webhook that is PayPal's. `None` where it is about no invoice.
    pub(super) fn read(body: &[u8]) -> Result<Option<Self>, serde_json::Error> {
        #[derive(Deserialize)]
        struct Kind {
            event_type: String,
        }
        if !serde_json::from_slice::<Kind>(body)?.event_type.starts_with("INVOICING.INVOICE.") {
            return Ok(None);
        }
        let Body { event_type, resource } = serde_json::from_slice(body)?;
        let told = resource.invoice.unwrap_or_default();
        Ok(Some(Self {
            event: event_type,
            id: told.id.or(resource.id),
            number: told.detail.invoice_number,
        }))
    }
}
