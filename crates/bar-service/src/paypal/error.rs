//! Why PayPal did not do it.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;

use super::NotBillable;
use crate::db::DbError;

/// Why PayPal did not do it, or may have.
#[derive(Debug, thiserror::Error)]
pub enum PayPalError {
    /// Nothing came back: it may have happened.
    #[error("PayPal did not answer")]
    Silent(#[source] reqwest::Error),
    /// It has trouble of its own: it may have happened.
    #[error("PayPal has trouble of its own ({status})")]
    Trouble {
        /// The HTTP status.
        status: u16,
    },
    /// It did not happen: too much was asked for.
    #[error("PayPal was asked too often")]
    TooOften {
        /// How long to leave it alone, where it says so.
        wait: Option<Duration>,
    },
    /// It did not happen: PayPal does not know who asks.
    #[error(
        "PayPal does not take the client id and secret: copy both again from developer.paypal.com"
    )]
    Credentials,
    /// It did not happen: PayPal forgot a token that it just gave.
    #[error("PayPal does not take the token that it gave")]
    Token,
    /// It did not happen: there is no such invoice.
    #[error("PayPal has no such invoice")]
    Unknown,
    /// It did not happen: PayPal says what is wrong.
    #[error("PayPal refused it: {0}")]
    Refused(Complaint),
    /// Something else came back than PayPal promises: it may have happened.
    #[error("PayPal answered something that cannot be read")]
    Unreadable(#[source] serde_json::Error),
}

/// What PayPal says is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Complaint {
    /// PayPal's word for the kind of refusal.
    #[serde(default)]
    pub name: String,
    /// What to tell PayPal when asking them about it.
    #[serde(default)]
    pub debug_id: String,
    /// What is wrong, one by one.
    #[serde(default)]
    pub details: Vec<Detail>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Detail {
    /// PayPal's word for it.
    #[serde(default)]
    pub issue: String,
    /// Where, as a JSON pointer; may be empty.
    #[serde(default)]
    pub field: String,
}

/// Why an invoice did not get further.
#[derive(Debug, thiserror::Error)]
pub enum AdvanceError {
    /// PayPal did not do it.
    #[error(transparent)]
    PayPal(#[from] PayPalError),
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] DbError),
    /// What is stored does not read.
    #[error("what is stored of an invoice cannot be read")]
    Stored(#[source] serde_json::Error),
    /// It cannot be asked for.
    #[error(transparent)]
    NotBillable(#[from] NotBillable),
    /// Somebody else's invoice has its number.
    #[error("PayPal has another invoice by the number {number}: cancel that one there")]
    Foreign {
        /// The number.
        number: String,
    },
}

impl PayPalError {
    /// Whether PayPal gave this as the reason.
    #[must_use]
    pub fn is(&self, issue: &str) -> bool {
        let Self::Refused(complaint) = self else { return false };
        complaint.details.iter().any(|detail| detail.issue == issue)
    }

    /// Whether the same may work later without anybody doing anything.
    #[must_use]
    pub fn passes(&self) -> bool {
        // What was just made may not be found yet, so what is not there may be soon.
        !matches!(self, Self::Credentials | Self::Refused(_))
    }

    /// Whether what was asked for may have happened all the same.
    #[must_use]
    pub fn may_have_happened(&self) -> bool {
        matches!(self, Self::Silent(_) | Self::Trouble { .. } | Self::Unreadable(_))
    }
}

impl AdvanceError {
    /// Whether the same may work later without anybody doing anything.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::PayPal(error) => error.passes(),
            Self::Db(error) => !matches!(error, DbError::Broken(_)),
            Self::Stored(_) | Self::NotBillable(_) | Self::Foreign { .. } => false,
        }
    }

    /// How long PayPal wants to be left alone, where it says so.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::PayPal(PayPalError::TooOften { wait }) => *wait,
            _ => None,
        }
    }
}

/// Words of PayPal's alone: values of a field may be what nobody should read in a log.
impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        for detail in &self.details {
            write!(f, ", {} {}", detail.issue, detail.field)?;
        }
        write!(f, " (debug id {})", self.debug_id)
    }
}
