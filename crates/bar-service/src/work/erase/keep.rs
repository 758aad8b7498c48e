//! What the artist paid for is sealed anew, under the key that stays, before the other one goes.

use bar_domain::project::{AssetHash, Project, ProjectId};
use bytes::BytesMut;
use futures::TryStreamExt;
use uuid::Uuid;

use crate::assets::Asset;
use crate::failure::Failure;
use crate::service::Service;
use crate::tables::assets;
use crate::vault::seal::{FRAME, Place, Seal};
use crate::vault::{self, ObjectName, Shelf, VaultError};

/// Puts a file on the shelf of masters, where it is not there yet.
pub async fn keep(service: &Service, project: ProjectId, hash: AssetHash) -> Result<(), Failure> {
    let (project, hash) = (project.0, vault::AssetHash(hash.0));
    let mut tx = service.db.read().await?;
    let there = assets::find(&mut *tx, project, Shelf::Masters, &hash).await?;
    let original = assets::find(&mut *tx, project, Shelf::Originals, &hash).await?;
    drop(tx);
    let (None, Some(original)) = (there, original) else { return Ok(()) };
    let on = Shelf::Masters;
    let name = ObjectName::asset(project, on, &hash);
    copy(service, &original, &name).await?;
    let mut tx = service.db.begin().await?;
    assets::add(&mut *tx, &Asset { shelf: on, ..original }).await?;
    tx.commit().await?;
    Ok(())
}

async fn copy(service: &Service, original: &Asset, name: &ObjectName) -> Result<(), Failure> {
    let (project, on) = (original.project, Shelf::Masters);
    let key = service.keys.find_or_make(project, on, service.now()).await?;
    let seal = Seal::begin(&key).map_err(broken)?;
    let growing = ObjectName::growing(project, on, Uuid::now_v7());
    let growth = service.vault.begin(&growing, Some(name)).await?;
    let mut appender = service.vault.append(&growth).await?;
    appender.write(bytes::Bytes::copy_from_slice(seal.header())).await?;
    let mut bytes = service.assets.open(original).await?.read(0..original.bytes).await?;
    let (mut waiting, mut frames) = (BytesMut::new(), 0);
    while let Some(piece) = bytes.try_next().await? {
        waiting.extend_from_slice(&piece);
        // A whole frame is the last one where nothing follows it.
        while waiting.len() > FRAME {
            let frame = waiting.split_to(FRAME);
            let mut sealed = Vec::new();
            seal.seal(Place::Within(frames), &frame, &mut sealed).map_err(broken)?;
            appender.write(sealed.into()).await?;
            frames += 1;
        }
    }
    let mut sealed = Vec::new();
    seal.seal(Place::Last(frames), &waiting, &mut sealed).map_err(broken)?;
    appender.write(sealed.into()).await?;
    let growth = appender.keep().await?;
    drop(appender);
    service.vault.finish(&growth, name).await?;
    Ok(())
}

fn broken(error: vault::seal::SealError) -> VaultError {
    VaultError::Broken(error.into())
}

/// Deletes what lies on the shelf of masters and does not stay: masters that were returned or replaced.
pub async fn drop_masters(
    service: &Service,
    state: &Project,
    project: ProjectId,
) -> Result<(), Failure> {
    let on = Shelf::Masters;
    let all = assets::of_shelf(&mut *service.db.read().await?, project.0, on).await?;
    for asset in all.iter().filter(|asset| !state.stays(AssetHash(asset.hash.0))) {
        service.vault.delete(&ObjectName::asset(project.0, on, &asset.hash)).await?;
        let mut tx = service.db.begin().await?;
        assets::erase_one(&mut *tx, asset, service.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}
