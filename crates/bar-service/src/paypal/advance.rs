//! One step after the other, from an invoice that is written down to one that is paid.
//!
//! A step asks PayPal one thing at most whose outcome could be lost, and what was found out is kept
//! before the next one. So whatever is cut off, by PayPal, the network or a power cut, the next run
//! finds out by searching for the number and goes on from there.
//!
//! **Never two.** An invoice is sent only under the id that is kept, so the artist gets one, whatever
//! else there may be. And there is no second draft either, for three reasons: a number that PayPal has
//! is refused by it; after an answer that got lost, nothing is made again before searches had time to
//! catch up ([`SETTLES`]); and of two who would make it at once, one notices and leaves it. Should
//! PayPal have two drafts all the same, one of them is thrown away.

use std::time::Duration;

use bar_domain::song::Time;
use uuid::Uuid;

use super::wire::Invoice;
use super::{AdvanceError, Bill, PayPal, PayPalError, PayPalId, Standing, Status};
use crate::db::{Database, DbError};
use crate::tables::invoices::{self, Invoice as Row};

/// How long PayPal's search may lag behind, and an e-mail behind its being sent.
pub const SETTLES: Duration = Duration::from_mins(1);
/// How long until PayPal is asked again where its own answers are still catching up.
const SOON: Duration = Duration::from_secs(10);
/// PayPal can pay back this long after a payment.
const REFUNDABLE: Duration = Duration::from_hours(24 * 180);

/// How far an invoice got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How it stands with PayPal, where that was read.
    pub standing: Option<Standing>,
    /// When to go on, unless a webhook comes first.
    pub next: Next,
}

/// When to go on with an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Then.
    At(Time),
    /// Never: nothing can become of it any more.
    Done,
}

/// Goes on with an invoice as far as it gets: makes it, sends it, cancels it, reads what became of it.
/// May be run at any time, however often, by however many.
///
/// # Errors
/// When something has to be done about it, or it did not work this time: [`AdvanceError::passes`].
pub async fn advance(
    db: &dyn Database,
    paypal: &PayPal,
    (project, invoice): (Uuid, Uuid),
    now: Time,
) -> Result<Step, AdvanceError> {
    let row = invoices::get(db.read().await?.as_mut(), project, invoice).await?;
    let Some(row) = row else { return Ok(Step::over()) };
    let mut run = Run { db, paypal, row, now };
    let found = match run.row.paypal_id.clone() {
        Some(id) => Some(PayPalId::try_from(id).map_err(|error| DbError::Broken(error.into()))?),
        None if run.row.cancel && run.row.asked_at.is_none() => return Ok(Step::over()),
        None => run.find().await?,
    };
    match found {
        Some(id) => run.follow(&id).await,
        None => run.make().await,
    }
}

struct Run<'a> {
    db: &'a dyn Database,
    paypal: &'a PayPal,
    row: Row,
    now: Time,
}

impl Run<'_> {
    /// Looks whether PayPal has it, and keeps what it is called.
    async fn find(&mut self) -> Result<Option<PayPalId>, AdvanceError> {
        let found = self.paypal.search(&self.row.number).await?;
        let reference = self.row.invoice.to_string();
        let (ours, others): (Vec<Invoice>, Vec<Invoice>) =
            found.into_iter().partition(|it| it.detail.reference == reference);
        if !others.is_empty() {
            return Err(AdvanceError::Foreign { number: self.row.number.clone() });
        }
        // One that was sent before one that was not: it is what the artist has.
        let kept = ours.iter().find(|it| it.status.is_sent()).or(ours.first());
        let Some(kept) = kept.map(|it| it.id.clone()) else { return Ok(None) };
        for double in ours.iter().filter(|it| it.id != kept && it.status == Status::Draft) {
            tracing::warn!(number = %self.row.number, "a second draft is thrown away");
            self.paypal.delete(&double.id).await?;
        }
        self.row.paypal_id = Some(kept.to_string());
        self.row.asked_at = None;
        // Where somebody else was faster they know the same, and this run keeps nothing more.
        self.keep().await?;
        Ok(Some(kept))
    }

    /// Makes it, unless it may have been made just now.
    async fn make(&mut self) -> Result<Step, AdvanceError> {
        if let Some(asked) = self.row.asked_at {
            let settled = later(asked, SETTLES);
            if self.now < settled {
                return Ok(Step::at(later(self.now, SOON).min(settled)));
            }
        }
        if self.row.cancel {
            // It never turned up. Should it ever, it is a draft that nobody hears of.
            return Ok(Step::over());
        }
        let bill: Bill = serde_json::from_str(&self.row.bill).map_err(AdvanceError::Stored)?;
        self.row.asked_at = Some(self.now);
        if !self.keep().await? {
            return Ok(Step::at(later(self.now, SOON)));
        }
        let made = match self.paypal.create(&bill).await {
            Ok(made) => made,
            // It is there, and searches do not show it yet.
            Err(error) if error.is("DUPLICATE_INVOICE_NUMBER") => {
                return Ok(Step::at(later(self.now, SOON)));
            }
            Err(error) => {
                if !error.may_have_happened() {
                    self.row.asked_at = None;
                    self.keep().await?;
                }
                return Err(error.into());
            }
        };
        self.row.paypal_id = Some(made.id.to_string());
        self.row.asked_at = None;
        if self.keep().await? {
            self.follow(&made.id).await
        } else {
            Ok(Step::at(later(self.now, SOON)))
        }
    }

    /// Sends it where it was not sent, cancels it where it is not wanted, and reads how it stands.
    async fn follow(&mut self, id: &PayPalId) -> Result<Step, AdvanceError> {
        let standing = self.read(id).await?;
        let standing = match standing.status {
            Status::Draft if self.row.cancel => {
                self.paypal.delete(id).await?;
                return Ok(Step { standing: Some(standing), next: Next::Done });
            }
            // It was sent just now, and reads do not show it yet.
            Status::Draft if self.row.sent_at.is_some_and(|at| self.now < later(at, SETTLES)) => {
                return Ok(Step { standing: Some(standing), next: self.soon() });
            }
            Status::Draft => {
                self.row.sent_at = Some(self.now);
                if !self.keep().await? {
                    return Ok(Step { standing: Some(standing), next: self.soon() });
                }
                self.said(self.paypal.send(id).await)?;
                self.read(id).await?
            }
            status if self.row.cancel && status.can_be_cancelled() => {
                self.said(self.paypal.cancel(id).await)?;
                self.read(id).await?
            }
            _ => standing,
        };
        let next =
            if standing.status == Status::Draft { self.soon() } else { self.next(&standing) };
        Ok(Step { standing: Some(standing), next })
    }

    /// A refusal because of its status: it was done before, and reading says what it is.
    fn said(&self, answer: Result<(), PayPalError>) -> Result<(), PayPalError> {
        match answer {
            Err(PayPalError::Refused(complaint)) => {
                tracing::info!(number = %self.row.number, %complaint, "PayPal did it before");
                Ok(())
            }
            other => other,
        }
    }

    async fn read(&mut self, id: &PayPalId) -> Result<Standing, AdvanceError> {
        let standing = self.paypal.read(id).await?.standing();
        let text = serde_json::to_string(&standing).map_err(AdvanceError::Stored)?;
        if self.row.standing.as_ref() != Some(&text) {
            self.row.standing = Some(text);
            // Whoever was faster read the same or something newer.
            self.keep().await?;
        }
        Ok(standing)
    }

    /// Often while it is new, then less and less: this is for webhooks that got lost.
    fn next(&self, standing: &Standing) -> Next {
        const HOUR: Duration = Duration::from_hours(1);
        const DAY: Duration = Duration::from_hours(24);
        let age = self.now.0.saturating_sub(self.row.made_at.0).max(0) as u64;
        let age = Duration::from_millis(age);
        let wait = match standing.status {
            status if status.is_over() => return Next::Done,
            status if status.is_open() && age < HOUR => Duration::from_mins(5),
            status if status.is_open() && age < DAY => Duration::from_mins(30),
            status if status.is_open() => Duration::from_hours(6),
            _ if age < REFUNDABLE => DAY,
            _ => return Next::Done,
        };
        Next::At(later(self.now, wait))
    }

    fn soon(&self) -> Next {
        Next::At(later(self.now, SOON))
    }

    /// Keeps what is known of it; `false` where somebody else changed it meanwhile.
    async fn keep(&mut self) -> Result<bool, AdvanceError> {
        let mut transaction = self.db.begin().await?;
        let kept = invoices::put(transaction.as_mut(), &self.row).await?;
        transaction.commit().await?;
        if kept {
            self.row.turn += 1;
        }
        Ok(kept)
    }
}

impl Step {
    fn at(time: Time) -> Self {
        Self { standing: None, next: Next::At(time) }
    }

    fn over() -> Self {
        Self { standing: None, next: Next::Done }
    }
}

fn later(time: Time, wait: Duration) -> Time {
    Time(time.0.saturating_add(wait.as_millis() as i64))
}
