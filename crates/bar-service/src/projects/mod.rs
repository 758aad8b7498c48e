//! Projects as they stand, and what people do to them.

mod act;
mod known;

use bar_domain::project::ProjectId;
use bar_domain::song::Actor;

pub use known::{Cache, Known};

use crate::db::Transaction;
use crate::failure::{Failure, Refusal};
use crate::service::Service;
use crate::tables::journal;

impl Service {
    /// A project as it stands, and after how many events; nothing where there is none.
    ///
    /// # Errors
    /// When the database refuses, or what is stored does not read.
    pub async fn project(&self, id: ProjectId) -> Result<Option<Known>, Failure> {
        self.project_in(&mut *self.db.read().await?, id).await
    }

    async fn project_in(
        &self,
        tx: &mut dyn Transaction,
        id: ProjectId,
    ) -> Result<Option<Known>, Failure> {
        let head = journal::last(tx, id.0).await?;
        let known = known::load(&self.known, tx, id, head).await?;
        self.known.put(id, known.clone());
        Ok(Some(known).filter(|known| known.state.has_begun()))
    }

    /// A project as it stands until the transaction ends: nobody does anything to it meanwhile.
    ///
    /// # Errors
    /// When the database refuses, or what is stored does not read.
    pub async fn hold_project(
        &self,
        tx: &mut dyn Transaction,
        id: ProjectId,
    ) -> Result<Known, Failure> {
        let head = journal::lock_project(tx, &*self.db, id.0, self.now()).await?;
        known::load(&self.known, tx, id, head.seq).await
    }

    /// The same for somebody who is in it. Everybody else learns that there is nothing.
    ///
    /// # Errors
    /// When there is none for them.
    pub async fn project_of(
        &self,
        tx: &mut dyn Transaction,
        actor: &Actor,
        id: ProjectId,
    ) -> Result<Known, Failure> {
        let known = self.project_in(tx, id).await?;
        let known = known.filter(|known| known.state.has_member(actor));
        Ok(known.ok_or(Refusal::NotFound)?)
    }
}
