//! What time alone brings. The service does it, by its own clock.

use super::{Act, Project};
use crate::song::Time;

/// Something that the service does once a day has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// From when on.
    pub at: Time,
    /// What.
    pub act: Act,
}

impl Project {
    /// What comes next without anybody wanting it: a quote is over, the artist is reminded, files are
    /// erased. [`decide`](super::decide) accepts it of the service from then on, and not before.
    #[must_use]
    pub fn next_due(&self) -> Option<Due> {
        if let Some(quote) = self.open_quote() {
            let at = Time(quote.terms.valid_until.0.saturating_add(1));
            return Some(Due { at, act: Act::ExpireQuote { quote: quote.id } });
        }
        let retention = &self.retention;
        if retention.erasing.is_some() {
            return None;
        }
        match retention.next_reminder() {
            Some(next) => Some(Due { at: next.at, act: Act::Remind { days: next.days } }),
            None => retention.due().map(|at| Due { at, act: Act::BeginErasure }),
        }
    }
}
