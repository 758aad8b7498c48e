//! What an invoice asks for, and of whom.

use bar_domain::project::Money;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::number;

/// Lines that PayPal takes.
const MOST_LINES: usize = 100;
/// What PayPal takes for one line, in the currency's main unit.
const MOST: i64 = 1_000_000;

/// What an invoice asks for, and of whom. It is fit to be sent: see [`Bill::new`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bill {
    /// The number on it, which we gave it.
    pub number: String,
    /// Our name for it, which PayPal keeps for us.
    pub reference: String,
    /// What the artist is called.
    pub name: String,
    /// Where it goes.
    pub email: String,
    /// A line for the artist; may be empty.
    pub note: String,
    /// What is asked for.
    pub lines: Vec<Line>,
}

/// A line of an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What for.
    pub what: String,
    /// How much.
    pub amount: Money,
}

/// Why PayPal would not take a bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotBillable {
    /// It asks for nothing.
    #[error("an invoice needs an amount: a quote that costs nothing needs none")]
    Nothing,
    /// It asks for too many things.
    #[error("an invoice has at most {MOST_LINES} lines: put some of the quote's together")]
    TooManyLines,
    /// A price out of bounds.
    #[error("PayPal takes up to a million for a line: split it, or record the payment by hand")]
    OutOfBounds,
    /// Two currencies.
    #[error("all lines of an invoice are in one currency: make one of the quote's lines anew")]
    Currencies,
    /// Not an address that PayPal takes.
    #[error("PayPal does not take the artist's e-mail address: ask for another one")]
    Email,
}

impl Bill {
    /// Asks for these lines. Texts are cut to what PayPal takes.
    ///
    /// # Errors
    /// When PayPal would not take it.
    pub fn new(
        invoice: Uuid,
        (name, email): (&str, &str),
        note: &str,
        lines: &[Line],
    ) -> Result<Self, NotBillable> {
        let first = lines.first().ok_or(NotBillable::Nothing)?.amount.currency;
        if lines.len() > MOST_LINES {
            return Err(NotBillable::TooManyLines);
        }
        if lines.iter().any(|line| line.amount.currency != first) {
            return Err(NotBillable::Currencies);
        }
        let most = MOST * 10_i64.pow(first.decimals());
        if lines.iter().any(|line| !(0..=most).contains(&line.amount.amount)) {
            return Err(NotBillable::OutOfBounds);
        }
        if lines.iter().all(|line| line.amount.amount == 0) {
            return Err(NotBillable::Nothing);
        }
        if !is_email(email) {
            return Err(NotBillable::Email);
        }
        let line = |line: &Line| Line { what: clipped(&line.what, 200), ..line.clone() };
        Ok(Self {
            number: number(invoice),
            reference: invoice.to_string(),
            name: clipped(name, 300),
            email: email.to_owned(),
            note: clipped(note, 4000),
            lines: lines.iter().map(line).collect(),
        })
    }

    /// What it asks for in all.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        let amount = self.lines.iter().map(|line| line.amount.amount).sum();
        self.lines.first().map(|line| Money { amount, currency: line.amount.currency })
    }
}

/// At most so many characters, on one line.
fn clipped(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = line.trim();
    if line.chars().count() <= most {
        return line.to_owned();
    }
    line.chars().take(most - 1).chain(['…']).collect()
}

/// What PayPal takes for one, and no characters that are never part of one.
fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    let has_odd = text.chars().any(|c| c.is_control() || c.is_whitespace() || "<>,;\"".contains(c));
    (3..=254).contains(&text.chars().count())
        && !has_odd
        && parts.is_some_and(|(name, host)| {
            !name.is_empty() && !name.contains('@') && host.len() > 1 && !host.starts_with('-')
        })
}

#[cfg(test)]
mod tests {
    use bar_domain::project::Currency;

    use super::*;

    #[test]
    fn what_paypal_would_refuse_is_said_before() {
        let gbp = |amount| Line {
            what: "Mix".to_owned(),
            amount: Money { amount, currency: Currency::Gbp },
        };
        let jpy = Line {
            what: "Mix".to_owned(),
            amount: Money { amount: 40_000, currency: Currency::Jpy },
        };
        let check = |email: &str, lines: &[Line], expected: Option<NotBillable>| {
            let bill = Bill::new(Uuid::from_u128(1), ("Ana", email), "", lines);
            assert_eq!(bill.err(), expected, "{email} {lines:?}");
        };
        check("ana@example.com", &[gbp(35_000)], None);
        check("ana@example.com", &[gbp(0), gbp(1)], None);
        check("ana@example.com", &[], Some(NotBillable::Nothing));
        check("ana@example.com", &[gbp(0)], Some(NotBillable::Nothing));
        check("ana@example.com", &[gbp(-1)], Some(NotBillable::OutOfBounds));
        check("ana@example.com", &[gbp(100_000_001)], Some(NotBillable::OutOfBounds));
        check("ana@example.com", &[gbp(1), jpy], Some(NotBillable::Currencies));
        check("ana@example.com", &vec![gbp(1); 101], Some(NotBillable::TooManyLines));
        for email in ["ana", "@example.com", "ana@-example.com", "a b@c.de", "a@b\r\nBcc: c@d.ef"] {
            check(email, &[gbp(1)], Some(NotBillable::Email));
        }
    }

    #[test]
    fn long_words_are_cut_where_paypal_would_refuse_them() {
        let line = Line {
            what: format!("Mix\n{}", "ü".repeat(300)),
            amount: Money { amount: 1, currency: Currency::Eur },
        };
        let bill = Bill::new(Uuid::from_u128(1), ("Ana", "ana@example.com"), "", &[line]).unwrap();
        assert_eq!(bill.lines[0].what.chars().count(), 200);
        assert!(bill.lines[0].what.starts_with("Mix ü") && bill.lines[0].what.ends_with('…'));
    }
}
