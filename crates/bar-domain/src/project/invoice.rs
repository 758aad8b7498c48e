//! What was asked for, and what was paid.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{InvoiceId, Money, PaymentId, QuoteId};
use crate::song::{Actor, Time};

/// What an accepted quote costs, to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Invoice {
    /// Names it.
    pub id: InvoiceId,
    /// The quote that was accepted.
    pub quote: QuoteId,
    /// What is asked for.
    pub amount: Money,
    /// When the quote was accepted.
    pub at: Time,
    /// How it stands with whoever sends it; `None` until it is there.
    pub standing: Option<Standing>,
    /// What was paid another way, as the studio recorded it.
    pub payments: Vec<Payment>,
    /// What was given back another way, as the studio recorded it.
    pub refunds: Vec<Payment>,
    /// Whether it was cancelled here.
    pub cancelled: bool,
    /// Whether all of it was paid at some time, whatever was given back since.
    #[serde(default)]
    pub settled: bool,
}

/// How an invoice stands with PayPal, in the currency of the invoice.
///
/// Tellings of it come early, late and twice, so they are only ever added up: money that was seen to have
/// arrived stays arrived, what was sent stays sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The number that is printed on it; empty until it is known.
    pub number: String,
    /// What PayPal calls it; empty until it is known.
    pub reference: String,
    /// Where the artist can pay it.
    pub link: Option<String>,
    /// Whether it went to the artist.
    pub sent: bool,
    /// What was paid so far, in minor units; what was given back is not taken off.
    #[ts(type = "number")]
    pub paid: i64,
    /// What was given back so far, in minor units.
    #[ts(type = "number")]
    pub refunded: i64,
    /// Whether it was cancelled there.
    pub cancelled: bool,
}

/// Money that the studio saw come or go, with who and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Payment {
    /// Names it.
    pub id: PaymentId,
    /// How much, in minor units of the invoice's currency.
    #[ts(type = "number")]
    pub amount: i64,
    /// How it was paid: bank transfer, cash …
    pub method: String,
    /// Why it is recorded by hand.
    pub why: String,
    /// Who recorded it.
    pub by: Actor,
    /// When.
    pub at: Time,
}

/// What an invoice is to those who wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum InvoiceStatus {
    /// It was not sent yet.
    Draft,
    /// It waits to be paid.
    Sent,
    /// Some of it was paid.
    PartlyPaid,
    /// All of it was paid.
    Paid,
    /// It need not be paid any more.
    Cancelled,
    /// All that was paid was given back.
    Refunded,
}

impl Standing {
    /// What is known after hearing `told` too, in whatever order the two were told.
    #[must_use]
    pub fn and(&self, told: &Self) -> Self {
        let known = |old: &String, new: &String| if new.is_empty() { old } else { new }.clone();
        Self {
            number: known(&self.number, &told.number),
            reference: known(&self.reference, &told.reference),
            link: told.link.clone().or_else(|| self.link.clone()),
            sent: self.sent || told.sent,
            paid: self.paid.max(told.paid),
            refunded: self.refunded.max(told.refunded),
            cancelled: self.cancelled || told.cancelled,
        }
    }
}

impl Invoice {
    /// How it stands: what arrived counts more than what was said.
    #[must_use]
    pub fn status(&self) -> InvoiceStatus {
        let (paid, refunded) = (self.paid(), self.refunded());
        if self.settled && refunded >= paid {
            InvoiceStatus::Refunded
        } else if self.settled {
            InvoiceStatus::Paid
        } else if self.was_cancelled() {
            InvoiceStatus::Cancelled
        } else if paid > refunded {
            InvoiceStatus::PartlyPaid
        } else if self.standing.as_ref().is_some_and(|it| it.sent) {
            InvoiceStatus::Sent
        } else {
            InvoiceStatus::Draft
        }
    }

    /// Whether somebody cancelled it, whatever was paid before or after.
    #[must_use]
    pub fn was_cancelled(&self) -> bool {
        self.cancelled || self.standing.as_ref().is_some_and(|it| it.cancelled)
    }

    /// What was paid so far, in minor units; what was given back is not taken off.
    #[must_use]
    pub fn paid(&self) -> i64 {
        sum(&self.payments, self.standing.as_ref().map_or(0, |it| it.paid))
    }

    /// What was given back so far, in minor units.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        sum(&self.refunds, self.standing.as_ref().map_or(0, |it| it.refunded))
    }

    /// What is still to be paid, in minor units. What was given back before all was paid is owed again.
    #[must_use]
    pub fn left(&self) -> i64 {
        if self.settled { 0 } else { self.amount.amount.saturating_sub(self.kept()).max(0) }
    }

    /// Whether all of it is paid: by what is kept, or by what PayPal says alone.
    pub(super) fn is_settled_now(&self) -> bool {
        let with_paypal = self.standing.as_ref().map_or(0, |it| it.paid);
        self.kept().max(with_paypal) >= self.amount.amount
    }

    /// What was paid and not given back.
    fn kept(&self) -> i64 {
        self.paid().saturating_sub(self.refunded())
    }

    /// Whether somebody may still pay it.
    #[must_use]
    pub fn is_due(&self) -> bool {
        use InvoiceStatus::{Draft, PartlyPaid, Sent};
        matches!(self.status(), Draft | Sent | PartlyPaid)
    }
}

fn sum(payments: &[Payment], start: i64) -> i64 {
    payments.iter().fold(start, |sum, payment| sum.saturating_add(payment.amount))
}
