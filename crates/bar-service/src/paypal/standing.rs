//! How an invoice stands with PayPal.

use bar_domain::project::{self, Currency};
use serde::{Deserialize, Serialize};

use super::PayPalId;

/// What PayPal says an invoice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    /// Nobody was asked yet.
    Draft,
    /// It went to the artist.
    Sent,
    /// It will go to the artist.
    Scheduled,
    /// It was paid.
    Paid,
    /// It was paid elsewhere, and somebody said so on PayPal's page.
    MarkedAsPaid,
    /// It need not be paid any more.
    Cancelled,
    /// All was paid back.
    Refunded,
    /// A part was paid.
    PartiallyPaid,
    /// A part was paid back.
    PartiallyRefunded,
    /// It was paid back elsewhere, and somebody said so on PayPal's page.
    MarkedAsRefunded,
    /// It can be paid, and went to nobody.
    Unpaid,
    /// A payment is on its way.
    PaymentPending,
    /// Something that PayPal thought of later.
    #[serde(other)]
    Unknown,
}

/// How an invoice stands with PayPal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The number on it.
    pub number: String,
    /// What PayPal calls it.
    pub id: PayPalId,
    /// What PayPal says it is.
    pub status: Status,
    /// What was paid so far, in the currency's minor unit; what was given back is not taken off.
    pub paid: i64,
    /// What was given back so far.
    pub refunded: i64,
    /// What it asks for.
    pub total: i64,
    /// Its currency.
    pub currency: Currency,
    /// Where the artist can pay it: an address on PayPal's site.
    pub link: Option<String>,
}

/// As the rules of a project want to be told.
impl From<&Standing> for project::Standing {
    fn from(it: &Standing) -> Self {
        Self {
            number: it.number.clone(),
            reference: it.id.to_string(),
            link: it.link.clone(),
            sent: it.status.is_sent(),
            paid: it.paid,
            refunded: it.refunded,
            cancelled: it.status == Status::Cancelled,
        }
    }
}

impl Status {
    /// Whether the artist has it, or had it.
    #[must_use]
    pub fn is_sent(self) -> bool {
        !matches!(self, Self::Draft | Self::Scheduled | Self::Unknown)
    }

    /// Whether money may still come.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Self::Sent
                | Self::Scheduled
                | Self::Unpaid
                | Self::PartiallyPaid
                | Self::PaymentPending
                | Self::Unknown
        )
    }

    /// Whether it can be cancelled: once something was paid, PayPal refuses.
    #[must_use]
    pub fn can_be_cancelled(self) -> bool {
        matches!(self, Self::Sent | Self::Unpaid)
    }

    /// Whether nothing can become of it any more.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Cancelled | Self::Refunded | Self::MarkedAsRefunded)
    }
}
