//! Erases a project's files: what the artist paid for stays, everything else goes with the key that opens
//! it, and what is left is a receipt.

pub mod guard;
mod keep;
mod receipt;

use async_trait::async_trait;
use bar_domain::project::{Act, ProjectId};
use bar_domain::song::CommandId;
use uuid::Uuid;

use super::later;
use crate::failure::Failure;
use crate::jobs::{Done, JobError, Kind};
use crate::service::Shared;
use crate::tables::jobs::Job;
use crate::tables::{invoices, outbox};

use keep::{drop_masters, keep};
pub use receipt::{holds, key, public, signed};

/// Erases.
pub struct Erase(pub Shared);

#[async_trait]
impl Kind for Erase {
    fn name(&self) -> &'static str {
        super::ERASE
    }

    async fn run(&self, job: &Job) -> Result<Done, JobError> {
        self.erase(ProjectId(job.name.project)).await.map_err(later)?;
        Ok(Done::Finished)
    }
}

impl Erase {
    /// May break off anywhere, and be done again.
    async fn erase(&self, project: ProjectId) -> Result<(), Failure> {
        let service = &self.0;
        let Some(known) = service.project(project).await? else { return Ok(()) };
        let state = &known.state;
        if state.retention.erasing.is_none() || state.retention.receipt.is_some() {
            return Ok(());
        }
        for hash in state.assets.keys().filter(|hash| state.stays(**hash)) {
            keep(service, project, *hash).await?;
        }
        service.assets.erase_originals(project.0, service.now()).await?;
        drop_masters(service, state, project).await?;
        let mut tx = service.db.begin().await?;
        outbox::erase(&mut *tx, project.0).await?;
        invoices::erase(&mut *tx, project.0).await?;
        tx.commit().await?;
        let receipt = signed(&service.signing, project, state.to_erase().collect(), service.now())?;
        let act = Act::FinishErasure { receipt };
        service.act_itself(project, CommandId(Uuid::now_v7()), act).await?;
        Ok(())
    }
}
