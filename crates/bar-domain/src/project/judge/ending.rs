//! The rules of ending a project, keeping its files, and erasing them.

use super::{Facts, Judge, unless};
use crate::project::asset::from_hex;
use crate::project::day::days_later;
use crate::project::limits::LONGEST_REMARK;
use crate::project::{Fact, Receipt, Refusal, WARNED_DAYS, kept_until, text};
use crate::song::Role;

/// Hex characters of a signature: more than any kind of it needs.
const LONGEST_SIGNATURE: usize = 1024;

impl Judge<'_> {
    /// Whatever was not paid need not be any more.
    pub fn cancelled(&self, reason: &str) -> Facts {
        let who = "artist or the studio";
        self.only(&[Role::Artist, Role::Studio], who, "cancel the project")?;
        self.going()?;
        let reason = text::words(reason, "why it is cancelled", LONGEST_REMARK)?;
        let due = self.project.invoices.iter().filter(|it| it.is_due());
        let cancelled = |it: &crate::project::Invoice| Fact::InvoiceCancelled {
            invoice: it.id,
            reason: reason.clone(),
        };
        let mut facts: Vec<_> = due.map(cancelled).collect();
        facts.push(Fact::ProjectCancelled { reason, until: kept_until(self.command.at) });
        Ok(facts)
    }

    pub fn project_declined(&self, reason: &str) -> Facts {
        self.engineer("decline the project")?;
        self.going()?;
        if self.project.engineer.as_ref().is_none_or(|it| it.id != self.actor.id) {
            return Err(Refusal::NotYours { what: "decline it", who: "engineer who does it" });
        }
        if self.project.is_agreed() {
            return Err(Refusal::Agreed);
        }
        let reason = text::words(reason, "why you decline", LONGEST_REMARK)?;
        Ok(vec![Fact::ProjectDeclined { reason }])
    }

    /// Turned off, it leaves time to change one's mind.
    pub fn kept_longer(&self, keep: bool) -> Facts {
        self.artist("say how long files are kept")?;
        self.with_files()?;
        let retention = &self.project.retention;
        let until = retention.until.map(|until| {
            let later = days_later(self.command.at, WARNED_DAYS);
            if keep { until } else { until.max(later) }
        });
        Ok(unless(keep == retention.keep, Fact::KeepingSet { keep, until }))
    }

    pub fn reminded(&self, days: u16) -> Facts {
        self.service("remind the artist")?;
        self.with_files()?;
        let retention = &self.project.retention;
        if retention.reminded.iter().any(|it| it.days == days) {
            return Ok(Vec::new());
        }
        let next = retention.next_reminder().ok_or(Refusal::NotDue)?;
        if next.days != days {
            return Err(Refusal::WrongReminder);
        }
        let time = self.command.at >= next.at;
        if time { Ok(vec![Fact::Reminded { days }]) } else { Err(Refusal::NotDue) }
    }

    pub fn erasure_begun(&self) -> Facts {
        self.service("erase files")?;
        let retention = &self.project.retention;
        if retention.erasing.is_some() {
            return Ok(Vec::new());
        }
        let due = retention.is_due(self.command.at);
        if due { Ok(vec![Fact::ErasureBegun]) } else { Err(Refusal::NotDue) }
    }

    /// The receipt names exactly what had to go.
    pub fn erased(&self, receipt: &Receipt) -> Facts {
        self.service("say that files are erased")?;
        let retention = &self.project.retention;
        if retention.erasing.is_none() {
            return Err(Refusal::NotErasing);
        }
        if retention.receipt.is_some() {
            return Ok(Vec::new());
        }
        let mut named = receipt.files.clone();
        named.sort_by_key(|it| it.hash);
        let signed = !receipt.signature.is_empty()
            && receipt.signature.len() <= LONGEST_SIGNATURE
            && from_hex(&receipt.signature).is_some();
        if !signed || !named.iter().copied().eq(self.project.to_erase()) {
            return Err(Refusal::Receipt);
        }
        Ok(vec![Fact::Erased { receipt: receipt.clone() }])
    }
}
