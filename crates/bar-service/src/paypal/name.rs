//! What an invoice is called: by us, and by PayPal.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Letters and digits that nobody mistakes for one another.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number of an invoice, which people see on it: 22 characters, where PayPal takes 25.
///
/// It follows from the invoice's id, so it is the same however often it is asked for, and another one
/// for every invoice that any installation ever makes: PayPal knows an account's numbers for good.
#[must_use]
pub fn number(invoice: Uuid) -> String {
    let hash = Sha256::digest(invoice.as_bytes());
    let letters = hash.iter().take(15).map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let letters: String = letters.collect();
    format!("BAR1-{}-{}-{}", &letters[..5], &letters[5..10], &letters[10..])
}

/// What PayPal calls an invoice. Safe to stand in an address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PayPalId(String);

/// A text that is no name of PayPal's for an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no id of an invoice of PayPal's")]
pub struct NoPayPalId;

impl TryFrom<String> for PayPalId {
    type Error = NoPayPalId;

    fn try_from(text: String) -> Result<Self, NoPayPalId> {
        let fits = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-';
        if (1..=30).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text))
        } else {
            Err(NoPayPalId)
        }
    }
}

impl From<PayPalId> for String {
    fn from(id: PayPalId) -> Self {
        id.0
    }
}

impl fmt::Display for PayPalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_every_time_and_fits() {
        let invoice = Uuid::from_u128(7);
        assert_eq!(number(invoice), number(invoice));
        assert_ne!(number(invoice), number(Uuid::from_u128(8)));
        assert_eq!(number(invoice).len(), 22);
    }

    #[test]
    fn an_id_leads_to_no_other_place() {
        for wrong in ["", "../oauth2/token", "INV2?x", "INV2-ü", "INV2 ", &"A".repeat(31)] {
            assert_eq!(PayPalId::try_from(wrong.to_owned()), Err(NoPayPalId), "{wrong}");
        }
        assert!(PayPalId::try_from("INV2-Z56S-5LLA-Q52L-CPZ5".to_owned()).is_ok());
    }
}
