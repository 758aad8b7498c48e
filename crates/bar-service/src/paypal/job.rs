//! Following an invoice, as a job.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bar_domain::song::Time;
use uuid::Uuid;

use super::webhook::Notice;
use super::{AdvanceError, Bill, Next, PayPal, PayPalError, Standing, advance};
use crate::clock::Clock;
use crate::db::{Database, DbError, Transaction};
use crate::jobs::{Done, JobError, Kind};
use crate::tables::invoices;
use crate::tables::jobs::{self, Job, Name};

/// What jobs that follow an invoice are called.
pub const KIND: &str = "paypal.invoice";

/// Whoever wants to know how invoices stand.
#[async_trait]
pub trait Hears: Send + Sync + 'static {
    /// An invoice was read, and stands so. Told again and again, also where nothing changed.
    ///
    /// # Errors
    /// When it was not heard: it is told again.
    async fn stands(
        &self,
        project: Uuid,
        invoice: Uuid,
        standing: &Standing,
    ) -> Result<(), Box<dyn Error + Send + Sync>>;
}

/// Follows invoices.
pub struct Invoicing {
    /// Where they are written down.
    pub db: Arc<dyn Database>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Who sends them.
    pub paypal: PayPal,
    /// Who wants to know.
    pub hears: Arc<dyn Hears>,
}

/// Writes an invoice down, to be made and followed once this transaction is kept. `false` where it was
/// before.
///
/// # Errors
/// When the database refuses.
pub async fn begin(
    tx: &mut dyn Transaction,
    (project, invoice): (Uuid, Uuid),
    bill: &Bill,
    now: Time,
) -> Result<bool, DbError> {
    let text = serde_json::to_string(bill).map_err(|error| DbError::Broken(error.into()))?;
    let is_new = invoices::add(tx, (project, invoice), (&bill.number, &text), now).await?;
    jobs::enqueue(tx, &name(project, invoice), "", now).await?;
    Ok(is_new)
}

/// An invoice is not wanted any more. What was paid of it stays paid.
///
/// # Errors
/// When the database refuses.
pub async fn cancel(
    tx: &mut dyn Transaction,
    (project, invoice): (Uuid, Uuid),
    now: Time,
) -> Result<(), DbError> {
    invoices::cancel(tx, project, invoice).await?;
    jobs::hasten(tx, &name(project, invoice), now).await.map(drop)
}

/// PayPal says that something became of an invoice: it is read soon. `false` where it is none of ours.
///
/// # Errors
/// When the database refuses.
pub async fn heed(tx: &mut dyn Transaction, notice: &Notice, now: Time) -> Result<bool, DbError> {
    let id = notice.id.as_ref().map(ToString::to_string).unwrap_or_default();
    let Some(row) = invoices::named(tx, &id, &notice.number).await? else { return Ok(false) };
    jobs::hasten(tx, &name(row.project, row.invoice), now).await
}

fn name(project: Uuid, invoice: Uuid) -> Name {
    Name::new(project, KIND, &invoice.to_string())
}

#[async_trait]
impl Kind for Invoicing {
    fn name(&self) -> &'static str {
        KIND
    }

    async fn run(&self, job: &Job) -> Result<Done, JobError> {
        let never = |error: uuid::Error| JobError::Never(error.into());
        let invoice = Uuid::parse_str(&job.name.key).map_err(never)?;
        let (project, now) = (job.name.project, self.clock.now());
        let step = match advance(&*self.db, &self.paypal, (project, invoice), now).await {
            Ok(step) => step,
            Err(error) => return put_off(error, now),
        };
        if let Some(standing) = &step.standing {
            self.hears.stands(project, invoice, standing).await.map_err(JobError::Later)?;
        }
        Ok(match step.next {
            Next::At(then) => Done::Again(then),
            Next::Done => Done::Finished,
        })
    }
}

/// Wrong credentials are the studio's to mend, and then all goes on by itself.
fn put_off(error: AdvanceError, now: Time) -> Result<Done, JobError> {
    const LONGEST: Duration = Duration::from_hours(1);
    let wait = error.wait().map(|wait| wait.min(LONGEST).as_millis() as i64);
    let is_ours = matches!(error, AdvanceError::PayPal(PayPalError::Credentials));
    match wait {
        Some(wait) => Ok(Done::Again(Time(now.0 + wait))),
        None if error.passes() || is_ours => Err(JobError::Later(error.into())),
        None => Err(JobError::Never(error.into())),
    }
}
