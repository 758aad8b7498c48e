//! Tells a project how its invoice stands with PayPal.

use std::error::Error;

use async_trait::async_trait;
use bar_domain::project::{self, Act, InvoiceId, ProjectId};
use bar_domain::song::CommandId;
use uuid::Uuid;

use crate::failure::Failure;
use crate::paypal::Standing;
use crate::paypal::job::Hears;
use crate::service::Shared;

/// The projects, as those who want to know.
pub struct Invoices(pub Shared);

#[async_trait]
impl Hears for Invoices {
    async fn stands(
        &self,
        project: Uuid,
        invoice: Uuid,
        standing: &Standing,
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.tell(ProjectId(project), InvoiceId(invoice), standing.into()).await?)
    }
}

impl Invoices {
    async fn tell(
        &self,
        project: ProjectId,
        invoice: InvoiceId,
        standing: project::Standing,
    ) -> Result<(), Failure> {
        let known = self.0.project(project).await?;
        let known = known.and_then(|it| it.state.invoice(invoice)?.standing.clone());
        if known.as_ref() == Some(&standing) {
            return Ok(());
        }
        let act = Act::InvoiceStands { invoice, standing };
        let answer = self.0.act_itself(project, CommandId(Uuid::now_v7()), act).await?;
        if let Some(refusal) = answer.and_then(|answer| answer.refusal) {
            tracing::error!(code = refusal.code, "what PayPal says does not fit the project");
        }
        Ok(())
    }
}
