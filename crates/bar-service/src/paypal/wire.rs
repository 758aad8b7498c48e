//! Bodies, as PayPal writes and wants them.

use bar_domain::project::{Currency, Money};
use reqwest::Url;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::settings::From;
use super::{Bill, PayPalId, Standing, Status};

/// An invoice, as far as we read it. A search tells less of it.
#[derive(Debug, Clone, Deserialize)]
pub struct Invoice {
    /// PayPal's name for it.
    pub id: PayPalId,
    /// What it is.
    pub status: Status,
    /// Number and link.
    pub detail: Detail,
    #[serde(default, deserialize_with = "sum")]
    amount: Option<Money>,
    #[serde(default)]
    payments: Payments,
    #[serde(default)]
    refunds: Refunds,
}

/// What stands at the head of an invoice.
#[derive(Debug, Clone, Deserialize)]
pub struct Detail {
    /// Our number.
    #[serde(default)]
    pub invoice_number: String,
    /// Our name for it.
    #[serde(default)]
    pub reference: String,
    currency_code: Currency,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Metadata {
    recipient_view_url: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Payments {
    #[serde(default, deserialize_with = "sum")]
    paid_amount: Option<Money>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct Refunds {
    #[serde(default, deserialize_with = "sum")]
    refund_amount: Option<Money>,
}

/// A page of what was found.
#[derive(Debug, Default, Deserialize)]
pub struct Found {
    /// Invoices.
    #[serde(default)]
    pub items: Vec<Invoice>,
}

#[derive(Deserialize)]
struct Sum {
    currency_code: Currency,
    value: String,
}

fn sum<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Money>, D::Error> {
    let Some(sum) = Option::<Sum>::deserialize(from)? else { return Ok(None) };
    let money = Money::from_decimal(&sum.value, sum.currency_code);
    money.map(Some).ok_or_else(|| serde::de::Error::custom("an amount with too many decimals"))
}

impl Invoice {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        let currency = self.detail.currency_code;
        let minor = |money: Option<Money>| {
            money.filter(|money| money.currency == currency).map_or(0, |money| money.amount)
        };
        Standing {
            number: self.detail.invoice_number.clone(),
            id: self.id.clone(),
            status: self.status,
            paid: minor(self.payments.paid_amount),
            refunded: minor(self.refunds.refund_amount),
            total: minor(self.amount),
            currency,
            link: self.detail.metadata.recipient_view_url.clone().filter(|link| is_web(link)),
        }
    }
}

/// It is opened in the artist's browser.
fn is_web(link: &str) -> bool {
    let url = Url::parse(link).ok();
    url.is_some_and(|url| url.scheme() == "https" || super::settings::is_loopback(&url))
}

/// The body that makes a draft.
///
/// It has no date: PayPal's own today is not always ours, and a date after it would be a schedule.
pub fn draft(bill: &Bill, from: &From) -> Value {
    let line = |line: &super::Line| {
        json!({
            "name": line.what,
            "quantity": "1",
            "unit_amount": money(line.amount),
            "unit_of_measure": "QUANTITY",
        })
    };
    let mut billing = json!({ "email_address": bill.email });
    if !bill.name.is_empty() {
        billing["name"] = json!({ "full_name": bill.name });
    }
    let mut detail = json!({
        "invoice_number": bill.number,
        "reference": bill.reference,
        "currency_code": bill.total().map(|total| total.currency),
        "payment_term": { "term_type": "DUE_ON_RECEIPT" },
    });
    if !bill.note.is_empty() {
        detail["note"] = bill.note.clone().into();
    }
    let mut invoicer = json!({});
    if !from.name.is_empty() {
        invoicer["business_name"] = from.name.clone().into();
    }
    if !from.email.is_empty() {
        invoicer["email_address"] = from.email.clone().into();
    }
    json!({
        "detail": detail,
        "invoicer": invoicer,
        "primary_recipients": [{ "billing_info": billing }],
        "items": bill.lines.iter().map(line).collect::<Vec<Value>>(),
        "configuration": {
            "partial_payment": { "allow_partial_payment": false },
            "allow_tip": false,
            "tax_inclusive": false,
        },
    })
}

fn money(money: Money) -> Value {
    json!({ "currency_code": money.currency, "value": money.decimal() })
}
