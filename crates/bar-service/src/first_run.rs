//! The first account of a studio: there is no default password, but a token that counts once.

use bar_domain::song::{Role, Time};
use uuid::Uuid;

use crate::failure::Failure;
use crate::secret;
use crate::service::Service;
use crate::tables::invitations::{Invitation, Kind};
use crate::tables::{accounts, invitations};

/// How long it counts; a new one is made with the next start.
const FOR: i64 = 24 * 60 * 60 * 1000;

impl Service {
    /// The token by which the first account of the studio is made; none where there is one. An earlier
    /// token does not count any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn first_run(&self) -> Result<Option<String>, Failure> {
        let mut tx = self.db.begin().await?;
        if !accounts::of_role(&mut *tx, Role::Studio).await?.is_empty() {
            return Ok(None);
        }
        let (secret, now) = (secret::new()?, self.now());
        let invitation = Invitation {
            id: Uuid::now_v7(),
            kind: Kind::FirstRun,
            role: Role::Studio,
            project: None,
            account: None,
            made_by: None,
            made_by_name: self.choices.name.clone(),
            expires_at: Time(now.0 + FOR),
            taken: false,
        };
        invitations::replace(&mut *tx, Kind::FirstRun, None).await?;
        invitations::add(&mut *tx, &invitation, secret::kept(&secret), now).await?;
        tx.commit().await?;
        Ok(Some(secret))
    }
}
