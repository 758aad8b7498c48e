//! Files that arrived and that nobody said anything about.

use bar_domain::project::{AssetHash, ProjectId};
use bar_domain::song::Time;

use crate::failure::Failure;
use crate::jobs::Done;
use crate::service::Service;
use crate::tables::assets;
use crate::vault::{self, ObjectName};

/// How long they wait for it.
const WAIT: i64 = 7 * 24 * 60 * 60 * 1000;

/// Throws a file away that nobody has named for a week, or says when that will be. May break off anywhere, and
/// be done again.
///
/// # Errors
/// When database or vault do not answer.
pub async fn wait_or_drop(
    service: &Service,
    project: ProjectId,
    hash: AssetHash,
) -> Result<Done, Failure> {
    let (now, stored) = (service.now(), vault::AssetHash(hash.0));
    let mut tx = service.db.begin().await?;
    // Whoever names it at this moment has done so, or learns that it is not there.
    let state = service.hold_project(&mut *tx, project).await?.state;
    if state.assets.contains_key(&hash) || state.retention.erasing.is_some() {
        return Ok(Done::Finished);
    }
    let there = assets::anywhere(&mut *tx, &stored).await?;
    let there = there.into_iter().filter(|asset| asset.project == project.0);
    let until = there.map(|asset| Time(asset.arrived_at.0 + WAIT)).max();
    if let Some(until) = until.filter(|until| now < *until) {
        return Ok(Done::Again(until));
    }
    assets::let_go(&mut *tx, project.0, &stored, Time(now.0 - WAIT), now).await?;
    tx.commit().await?;
    // The row goes last: until then nothing else gets the name.
    for asset in assets::going(&mut *service.db.read().await?, project.0, &stored).await? {
        let name = ObjectName::asset(asset.project, asset.shelf, &asset.hash);
        service.vault.delete(&name).await?;
    }
    let mut tx = service.db.begin().await?;
    assets::forget(&mut *tx, project.0, &stored).await?;
    tx.commit().await?;
    Ok(Done::Finished)
}
