//! Projects as they stand, and what people do to them.

mod act;
mod known;

use bar_domain::project::ProjectId;
use bar_domain::song::Actor;

pub use known::{Cache, Known};

use crate::failure::{Failure, Refusal};
use crate::service::Service;
use crate::tables::journal;

impl Service {
    /// A project as it stands, and after how many events; nothing where there is none.
    ///
    /// # Errors
    /// When the database refuses, or what is stored does not read.
    pub async fn project(&self, id: ProjectId) -> Result<Option<Known>, Failure> {
        let mut tx = self.db.read().await?;
        let head = journal::last(&mut *tx, id.0).await?;
        let known = known::load(&self.known, &mut *tx, id, head).await?;
        self.known.put(id, known.clone());
        Ok(Some(known).filter(|known| known.state.has_begun()))
    }

    /// The same for somebody who is in it. Everybody else learns that there is nothing.
    ///
    /// # Errors
    /// When there is none for them.
    pub async fn project_of(&self, actor: &Actor, id: ProjectId) -> Result<Known, Failure> {
        let known = self.project(id).await?;
        let known = known.filter(|known| known.state.has_member(actor));
        Ok(known.ok_or(Refusal::NotFound)?)
    }
}
