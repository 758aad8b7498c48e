//! Who may send and fetch files, as the projects say.

use std::sync::Weak;

use async_trait::async_trait;
use bar_domain::project::{AssetHash, Project, ProjectId};
use bar_domain::song::{Actor, ActorId, Role};
use uuid::Uuid;

use crate::assets::Access;
use crate::db::DbError;
use crate::failure::Failure;
use crate::service::Service;
use crate::tables::accounts;
use crate::vault::{self, Shelf};

/// A project in which nothing was agreed on holds this part of what another may: who only asks fills no disk.
const PART_OF_WHO_ASKS: u64 = 20;

/// Asks the projects.
pub struct Projects {
    /// It belongs to the service, so it does not keep it alive.
    pub service: Weak<Service>,
    /// The most bytes that a project may hold.
    pub largest: u64,
}

#[async_trait]
impl Access for Projects {
    async fn may_upload(
        &self,
        account: Uuid,
        project: Uuid,
        on: Shelf,
        asset: Option<&vault::AssetHash>,
    ) -> Result<Option<u64>, DbError> {
        let may = |state: &Project, actor: &Actor| {
            let mastered = on != Shelf::Masters || actor.role != Role::Artist;
            let named = asset.map(|asset| AssetHash(asset.0));
            let awaited = |it| state.assets.get(&it).is_some_and(|it| it.arrival.is_none());
            let known = named.is_none_or(|it| !awaited(it) || state.may_upload(actor, it));
            let may = mastered && known && state.has_member(actor);
            let part = if state.is_agreed() { 1 } else { PART_OF_WHO_ASKS };
            (may && state.retention.erasing.is_none()).then_some(self.largest / part)
        };
        Ok(self.ask(account, project, may).await?.flatten())
    }

    async fn may_fetch(
        &self,
        account: Uuid,
        project: Uuid,
        asset: &vault::AssetHash,
    ) -> Result<bool, DbError> {
        let may = |state: &Project, actor: &Actor| state.may_fetch(actor, AssetHash(asset.0));
        Ok(self.ask(account, project, may).await?.unwrap_or_default())
    }
}

impl Projects {
    /// What the project says of somebody; nothing where one of the two is not there.
    async fn ask<T>(
        &self,
        account: Uuid,
        project: Uuid,
        says: impl Fn(&Project, &Actor) -> T + Send,
    ) -> Result<Option<T>, DbError> {
        let Some(service) = self.service.upgrade() else { return Ok(None) };
        let account = accounts::get(&mut *service.db.read().await?, ActorId(account)).await?;
        let Some(account) = account else { return Ok(None) };
        let known = service.project(ProjectId(project)).await.map_err(database)?;
        let actor = Actor { id: account.id, name: account.name, role: account.role };
        Ok(known.map(|known| says(&known.state, &actor)))
    }
}

/// Whatever else went wrong, it was found out by the database.
fn database(failure: Failure) -> DbError {
    match failure {
        Failure::Db(error) => error,
        other => DbError::Broken(other.into()),
    }
}
