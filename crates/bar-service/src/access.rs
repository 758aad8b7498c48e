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

/// Asks the projects. It belongs to the service, so it does not keep it alive.
pub struct Projects(pub Weak<Service>);

#[async_trait]
impl Access for Projects {
    async fn may_upload(&self, account: Uuid, project: Uuid, on: Shelf) -> Result<bool, DbError> {
        let may = |state: &Project, actor: &Actor| {
            let mastered = on != Shelf::Masters || actor.role != Role::Artist;
            mastered && state.has_member(actor) && state.retention.erasing.is_none()
        };
        self.ask(account, project, may).await
    }

    async fn may_fetch(
        &self,
        account: Uuid,
        project: Uuid,
        asset: &vault::AssetHash,
    ) -> Result<bool, DbError> {
        let may = |state: &Project, actor: &Actor| state.may_fetch(actor, AssetHash(asset.0));
        self.ask(account, project, may).await
    }
}

impl Projects {
    async fn ask(
        &self,
        account: Uuid,
        project: Uuid,
        may: impl Fn(&Project, &Actor) -> bool + Send,
    ) -> Result<bool, DbError> {
        let Some(service) = self.0.upgrade() else { return Ok(false) };
        let account = accounts::get(&mut *service.db.read().await?, ActorId(account)).await?;
        let Some(account) = account else { return Ok(false) };
        let known = service.project(ProjectId(project)).await.map_err(database)?;
        let actor = Actor { id: account.id, name: account.name, role: account.role };
        Ok(known.is_some_and(|known| may(&known.state, &actor)))
    }
}

/// Whatever else went wrong, it was found out by the database.
fn database(failure: Failure) -> DbError {
    match failure {
        Failure::Db(error) => error,
        other => DbError::Broken(other.into()),
    }
}
