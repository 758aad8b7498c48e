//! What else must be so once something happened: mails, invoices, measuring, what time brings. It is
//! written down in the same transaction, as jobs that are done until they are done.

mod files;
mod invoices;
mod letters;

use bar_domain::project::{Event, Fact, Project, ProjectId};

use crate::db::{DbError, Transaction};
use crate::failure::Failure;
use crate::service::Service;
use crate::tables::jobs::{self, Name};
use crate::tables::retention;
use crate::work;

/// Something that happened to a project, in the transaction that writes it down.
pub struct Happening<'a> {
    /// Where it is written down.
    pub tx: &'a mut dyn Transaction,
    /// Whose.
    pub project: ProjectId,
    /// How many events it had before.
    pub head: u64,
    /// What it was before.
    pub before: &'a Project,
    /// What it is now.
    pub after: &'a Project,
    /// What happened, in order.
    pub events: &'a [Event],
    /// What is to be done because of it.
    pub work: Work,
}

/// What waits to be done once all is kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Work {
    /// Mails to be sent.
    pub mails: bool,
    /// Jobs.
    pub jobs: bool,
}

/// Writes down what is to be done, and says what.
///
/// # Errors
/// When the database refuses.
pub async fn follow(service: &Service, mut happening: Happening<'_>) -> Result<Work, Failure> {
    happening.work.mails = letters::write(service, &mut happening).await?;
    invoices::bill(service, &mut happening).await?;
    files::measure(service, &mut happening).await?;
    wait_for_what_is_due(service, &mut happening).await?;
    if happening.events.iter().any(|event| matches!(event.fact, Fact::ErasureBegun)) {
        happening.have_done(work::ERASE, "", service.now()).await?;
    }
    Ok(happening.work)
}

/// What time brings is looked at when it is due.
async fn wait_for_what_is_due(
    service: &Service,
    happening: &mut Happening<'_>,
) -> Result<(), Failure> {
    let erased =
        |project: &Project| project.retention.erasing.map_or(project.retention.due(), |_| None);
    if erased(happening.before) != erased(happening.after) {
        retention::set(happening.tx, happening.project.0, erased(happening.after)).await?;
    }
    let next = happening.after.next_due();
    if next == happening.before.next_due() {
        return Ok(());
    }
    let Some(next) = next else { return Ok(()) };
    happening.have_done(work::DUE, "", next.at.max(service.now())).await?;
    Ok(())
}

impl Happening<'_> {
    /// Has something done at that time, whether it was done before or not.
    async fn have_done(
        &mut self,
        kind: &str,
        key: &str,
        at: bar_domain::song::Time,
    ) -> Result<(), DbError> {
        self.work.jobs = true;
        let name = Name::new(self.project.0, kind, key);
        if !jobs::enqueue(self.tx, &name, "", at).await? {
            jobs::hasten(self.tx, &name, at).await?;
        }
        Ok(())
    }
}
