//! Assets as they are stored, and what becomes of those that arrive.

use std::sync::Weak;

use async_trait::async_trait;
use bar_domain::project::{AssetHash, ProjectId};

use crate::assets::Asset;
use crate::db::{DbError, Transaction};
use crate::failure::Failure;
use crate::service::Service;
use crate::tables::assets;
use crate::tables::jobs::{self, Name};
use crate::tables::journal;
use crate::uploads::Arrivals;
use crate::vault::{self, ByteStream, Shelf};
use crate::work;

impl Service {
    /// A file of a project, on whichever shelf it lies, with its bytes; nothing where it is not there.
    ///
    /// # Errors
    /// When database or vault do not answer, or its key was destroyed.
    pub async fn stored(
        &self,
        project: ProjectId,
        hash: AssetHash,
    ) -> Result<Option<(Asset, ByteStream)>, Failure> {
        let hash = vault::AssetHash(hash.0);
        let mut tx = self.db.read().await?;
        let mut found = None;
        for on in [Shelf::Originals, Shelf::Masters] {
            found = found.or(assets::find(&mut *tx, project.0, on, &hash).await?);
        }
        drop(tx);
        let Some(asset) = found else { return Ok(None) };
        let sealed = self.assets.open(&asset).await?;
        let bytes = sealed.read(0..asset.bytes).await?;
        Ok(Some((asset, bytes)))
    }
}

/// Has measured what arrives. It belongs to the service, so it does not keep it alive.
pub struct Measured(pub Weak<Service>);

#[async_trait]
impl Arrivals for Measured {
    async fn arrived(&self, tx: &mut dyn Transaction, asset: &Asset) -> Result<(), DbError> {
        let Some(service) = self.0.upgrade() else { return Ok(()) };
        let name = Name::new(asset.project, work::MEASURE, &asset.hash.to_string());
        let now = service.now();
        // Whoever names the file at this moment sees it, or is seen by the job.
        journal::lock_project(tx, &*service.db, asset.project, now).await?;
        if !jobs::enqueue(tx, &name, "", now).await? {
            jobs::hasten(tx, &name, now).await?;
        }
        Ok(())
    }
}
