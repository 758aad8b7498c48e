//! Files whose bytes came before somebody said what they are.

use bar_domain::project::AssetHash;

use super::Happening;
use crate::failure::Failure;
use crate::service::Service;
use crate::tables::assets;
use crate::vault;
use crate::work;

/// Has those measured that are there already.
pub async fn measure(service: &Service, happening: &mut Happening<'_>) -> Result<(), Failure> {
    let (before, after) = (happening.before, happening.after);
    let is_new = |hash: &AssetHash| !before.assets.contains_key(hash);
    let awaited = after.assets.iter().filter(|(hash, it)| it.arrival.is_none() && is_new(hash));
    for (hash, _) in awaited {
        let of = assets::anywhere(happening.tx, &vault::AssetHash(hash.0)).await?;
        if of.iter().any(|it| it.project == happening.project.0) {
            happening.have_done(work::MEASURE, &hash.to_string(), service.now()).await?;
        }
    }
    Ok(())
}
