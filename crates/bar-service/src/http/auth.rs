//! Who asks.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use bar_domain::song::{Actor, Role, Time};
use bar_protocol::Account;
use uuid::Uuid;

use crate::failure::{Failure, Refusal};
use crate::secret;
use crate::service::Shared;
use crate::tables::sessions;

/// How often it is written down that a device was heard of.
const SEEN_EVERY: i64 = 60 * 60 * 1000;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who.
    pub account: Account,
    /// On which device.
    pub session: Uuid,
}

impl Caller {
    /// Refuses everybody else.
    ///
    /// # Errors
    /// When it is not theirs to do.
    pub fn must_be(&self, who: Role) -> Result<(), Refusal> {
        if self.account.role == who { Ok(()) } else { Err(Refusal::NotYours { who }) }
    }

    /// As the rules know them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        let Account { id, name, role, .. } = &self.account;
        Actor { id: *id, name: name.clone(), role: *role }
    }
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, service: &Shared) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or(Refusal::NotSignedIn)?;
        let found = sessions::by_token(&*service.db, secret::kept(token)).await?;
        let now = service.now();
        let found = found.filter(|found| found.until > now).ok_or(Refusal::SessionEnded)?;
        if found.seen_at < Time(now.0 - SEEN_EVERY) {
            let mut tx = service.db.begin().await?;
            sessions::seen(&mut *tx, found.id, now).await?;
            tx.commit().await?;
        }
        Ok(Self { account: found.account, session: found.id })
    }
}

impl OptionalFromRequestParts<Shared> for Caller {
    type Rejection = Failure;

    /// Nobody, where no token is sent; a token that does not count is told.
    async fn from_request_parts(
        parts: &mut Parts,
        service: &Shared,
    ) -> Result<Option<Self>, Failure> {
        if parts.headers.contains_key(header::AUTHORIZATION) {
            let caller = <Self as FromRequestParts<Shared>>::from_request_parts(parts, service);
            return Ok(Some(caller.await?));
        }
        Ok(None)
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
