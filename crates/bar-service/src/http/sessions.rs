//! Signing in and out, device by device.

use axum::extract::State;
use axum::http::StatusCode;
use bar_domain::song::Time;
use bar_protocol::{Account, Device, Refresh, Session, SignIn};
use uuid::Uuid;

use super::answers::{Public, Signed};
use super::asked::{Json, Path};
use super::auth::Caller;
use super::limits::Origin;
use crate::db::Transaction;
use crate::failure::{Failure, Refusal};
use crate::poke;
use crate::secret;
use crate::service::Shared;
use crate::tables::sessions::Secrets;
use crate::tables::{accounts, sessions};

/// How long a token counts.
const TOKEN_FOR: i64 = 60 * 60 * 1000;
/// How long a device may be away and still be signed in.
const REFRESH_FOR: i64 = 90 * 24 * 60 * 60 * 1000;
/// How long the refresh token before still counts: the answer that brought the new one may be lost.
const SECOND_CHANCE: i64 = 60 * 1000;

/// Signs in.
#[utoipa::path(
    post, path = "/v1/sessions", tag = "sessions", request_body = SignIn,
    responses(
        (status = 201, body = Session),
        (status = 401, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn create(
    State(service): State<Shared>,
    from: Origin,
    Json(asked): Json<SignIn>,
) -> Result<(StatusCode, Json<Session>), Failure> {
    service.limits.guess(from, Some(&asked.email))?;
    let email = asked.email.trim();
    let found = accounts::by_email(&mut *service.db.read().await?, email).await?;
    let (account, kept) = found.unzip();
    let right = service.passwords.is(asked.password, kept).await?;
    let account = account.filter(|_| right).ok_or(Refusal::WrongPassword)?;
    let mut tx = service.db.begin().await?;
    let session = sign_in(&mut *tx, account, &asked.device, service.now()).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(session)))
}

/// Stays signed in: brings new tokens. One that was replaced, but for a moment, or was never given, has been
/// copied or guessed, and signs the device out.
#[utoipa::path(
    post, path = "/v1/sessions/refresh", tag = "sessions", request_body = Refresh,
    responses(
        (status = 200, body = Session),
        (status = 401, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn refresh(
    State(service): State<Shared>,
    from: Origin,
    Json(asked): Json<Refresh>,
) -> Result<Json<Session>, Failure> {
    service.limits.guess(from, None)?;
    let (shown, now) = (secret::kept(&asked.refresh), service.now());
    let id = asked.refresh.split_once('.').and_then(|(id, _)| id.parse::<Uuid>().ok());
    let id = id.ok_or(Refusal::SessionEnded)?;
    let mut tx = service.db.begin().await?;
    let found = sessions::to_refresh(&mut *tx, id, service.db.for_update()).await?;
    let found = found.filter(|it| it.until > now).ok_or(Refusal::SessionEnded)?;
    let counts = found.refresh == shown;
    let just_now = (now.0 - found.at.0).abs() <= SECOND_CHANCE;
    let again = just_now && found.before.as_deref() == Some(&shown[..]);
    if !counts && !again {
        sessions::end(&mut *tx, found.account.id, id).await?;
        tx.commit().await?;
        service.db.poke(&poke::signed_out(found.account.id));
        return Err(Refusal::SessionEnded.into());
    }
    // A second chance does not make the moment longer.
    let at = if counts { now } else { found.at };
    let (session, secrets) = session(id, found.account, now)?;
    sessions::rotate(&mut *tx, id, shown, &secrets, at).await?;
    tx.commit().await?;
    Ok(Json(session))
}

/// My devices that are signed in.
#[utoipa::path(
    get, path = "/v1/sessions", tag = "sessions", security(("session" = [])),
    responses((status = 200, body = Vec<Device>), Public, Signed),
)]
pub async fn list(
    State(service): State<Shared>,
    caller: Caller,
) -> Result<Json<Vec<Device>>, Failure> {
    let mut tx = service.db.read().await?;
    let (of, current) = (caller.account.id, caller.session);
    Ok(Json(sessions::of(&mut *tx, of, current, service.now()).await?))
}

/// Signs a device of mine out.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "sessions", security(("session" = [])),
    params(("id" = Uuid, Path, description = "Names the session")),
    responses((status = 204), Public, Signed),
)]
pub async fn end(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let mut tx = service.db.begin().await?;
    if !sessions::end(&mut *tx, caller.account.id, id).await? {
        return Err(Refusal::NotFound.into());
    }
    tx.commit().await?;
    service.db.poke(&poke::signed_out(caller.account.id));
    Ok(StatusCode::NO_CONTENT)
}

/// A new session of this account.
pub(super) async fn sign_in(
    tx: &mut dyn Transaction,
    account: Account,
    device: &str,
    now: Time,
) -> Result<Session, Failure> {
    let device: String = device.chars().filter(|c| !c.is_control()).take(200).collect();
    let (session, secrets) = session(Uuid::now_v7(), account, now)?;
    sessions::add(tx, session.id, session.account.id, &device, &secrets, now).await?;
    Ok(session)
}

/// A session with new secrets, and what is kept of them.
fn session(id: Uuid, account: Account, now: Time) -> Result<(Session, Secrets), Failure> {
    // It names its session, so that one that counts no more is told from one that never was.
    let (token, refresh) = (secret::new()?, format!("{}.{}", id.simple(), secret::new()?));
    let (token_until, refresh_until) = (Time(now.0 + TOKEN_FOR), Time(now.0 + REFRESH_FOR));
    let secrets = Secrets {
        token: secret::kept(&token),
        token_until,
        refresh: secret::kept(&refresh),
        refresh_until,
    };
    let (expires_at, refresh_expires_at) = (token_until, refresh_until);
    let session = Session { id, token, expires_at, refresh, refresh_expires_at, account };
    Ok((session, secrets))
}
