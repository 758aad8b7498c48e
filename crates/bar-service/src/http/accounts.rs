//! Making an account, and its password.

use axum::extract::State;
use axum::http::StatusCode;
use bar_domain::song::{ActorId, Role, Time};
use bar_protocol::{Account, Forgot, NewAccount, NewPassword, ResetPassword, Session};
use uuid::Uuid;

use super::answers::{Public, Signed};
use super::asked::Json;
use super::auth::Caller;
use super::limits::Origin;
use super::sessions::sign_in;
use crate::db::{DbError, Transaction};
use crate::failure::{Failure, Refusal};
use crate::mail::{self, Address, Letter};
use crate::poke;
use crate::secret;
use crate::service::{Service, Shared};
use crate::tables::invitations::{Invitation, Kind};
use crate::tables::{accounts, invitations, sessions};

/// How long a secret that resets a password counts.
const RESET_FOR: i64 = 60 * 60 * 1000;

/// Makes an account, and signs it in.
#[utoipa::path(
    post, path = "/v1/accounts", tag = "accounts", request_body = NewAccount,
    responses(
        (status = 201, body = Session),
        (status = 403, body = bar_protocol::Problem, content_type = "application/problem+json"),
        (status = 409, body = bar_protocol::Problem, content_type = "application/problem+json"),
        (status = 410, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn create(
    State(service): State<Shared>,
    from: Origin,
    Json(asked): Json<NewAccount>,
) -> Result<(StatusCode, Json<Session>), Failure> {
    service.limits.guess(from, None)?;
    let name = name(&asked.name)?;
    let email = email(&asked.email)?;
    let now = service.now();
    let secret = asked.invitation.as_deref().map(secret::kept);
    if secret.is_none() && !service.choices.open {
        return Err(Refusal::ByInvitation.into());
    }
    // Before the long work on the password, and again when it is taken.
    if let Some(secret) = secret {
        entrance(&mut *service.db.read().await?, secret, now).await?;
    }
    let password = service.passwords.hash(asked.password).await?;

    let mut tx = service.db.begin().await?;
    let (id, mut role) = (ActorId(Uuid::now_v7()), Role::Artist);
    if let Some(secret) = secret {
        let invitation = entrance(&mut *tx, secret, now).await?;
        role = invitation.role;
        // One into a project is taken by whoever is signed in.
        let taken = invitation.project.is_some()
            || invitations::take(&mut *tx, invitation.id, id, now).await?;
        if !taken {
            return Err(Refusal::InvitationGone.into());
        }
        if invitation.kind == Kind::FirstRun {
            // Each instance that was started printed one.
            if !accounts::of_role(&mut *tx, Role::Studio).await?.is_empty() {
                return Err(Refusal::InvitationGone.into());
            }
            invitations::replace(&mut *tx, Kind::FirstRun, None).await?;
        }
    }
    let account = Account { id, name, email, role, created_at: now };
    accounts::add(&mut *tx, &account, &password).await.map_err(|error| match error {
        DbError::Conflict(_) => Failure::from(Refusal::EmailTaken),
        error => error.into(),
    })?;
    let session = sign_in(&mut *tx, account, &asked.device, now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, Json(session)))
}

/// Whoever is signed in.
#[utoipa::path(
    get, path = "/v1/accounts/me", tag = "accounts", security(("session" = [])),
    responses((status = 200, body = Account), Public, Signed),
)]
pub async fn me(caller: Caller) -> Json<Account> {
    Json(caller.account)
}

/// Changes the password, and signs out all other devices.
#[utoipa::path(
    post, path = "/v1/accounts/me/password", tag = "accounts", security(("session" = [])),
    request_body = NewPassword, responses((status = 204), Public, Signed),
)]
pub async fn change_password(
    State(service): State<Shared>,
    from: Origin,
    caller: Caller,
    Json(asked): Json<NewPassword>,
) -> Result<StatusCode, Failure> {
    let of = caller.account.id;
    service.limits.guess(from, Some(&caller.account.email))?;
    let kept = accounts::password(&mut *service.db.read().await?, of).await?;
    if !service.passwords.is(asked.current, kept).await? {
        return Err(Refusal::WrongPassword.into());
    }
    let password = service.passwords.hash(asked.new).await?;
    let mut tx = service.db.begin().await?;
    accounts::set_password(&mut *tx, of, &password).await?;
    sessions::end_all(&mut *tx, of, Some(caller.session)).await?;
    tx.commit().await?;
    service.db.poke(&poke::signed_out(of));
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password by a secret that was given to whoever forgot theirs, and signs out all devices.
#[utoipa::path(
    post, path = "/v1/accounts/reset", tag = "accounts", request_body = ResetPassword,
    responses(
        (status = 204),
        (status = 410, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn reset(
    State(service): State<Shared>,
    from: Origin,
    Json(asked): Json<ResetPassword>,
) -> Result<StatusCode, Failure> {
    service.limits.guess(from, None)?;
    let (secret, now) = (secret::kept(&asked.secret), service.now());
    resetting(&mut *service.db.read().await?, secret, now).await?;
    let password = service.passwords.hash(asked.new).await?;
    let mut tx = service.db.begin().await?;
    let invitation = resetting(&mut *tx, secret, now).await?;
    let of = invitation.account.ok_or(Refusal::InvitationGone)?;
    if !invitations::take(&mut *tx, invitation.id, of, now).await? {
        return Err(Refusal::InvitationGone.into());
    }
    accounts::set_password(&mut *tx, of, &password).await?;
    sessions::end_all(&mut *tx, of, None).await?;
    tx.commit().await?;
    service.db.poke(&poke::signed_out(of));
    Ok(StatusCode::NO_CONTENT)
}

/// Mails a secret to whoever forgot their password. The answer is the same whether there is such an account.
#[utoipa::path(
    post, path = "/v1/accounts/forgot", tag = "accounts", request_body = Forgot,
    responses((status = 202), Public),
)]
pub async fn forgot(
    State(service): State<Shared>,
    from: Origin,
    Json(asked): Json<Forgot>,
) -> Result<StatusCode, Failure> {
    service.limits.guess(from, Some(&asked.email))?;
    let email = asked.email.trim();
    let found = accounts::by_email(&mut *service.db.read().await?, email).await?;
    if let Some((account, _)) = found
        && service.has_mail
    {
        let secret = service.reset_secret(&account).await?;
        let until = Time(service.now().0 + RESET_FOR);
        let mut tx = service.db.begin().await?;
        let letter = |address: &str| Letter::NewPassword {
            link: format!("{address}/open/password/{secret}"),
            until,
        };
        service.mail_secret(&mut *tx, &account.email, Uuid::now_v7(), letter).await?;
        tx.commit().await?;
        service.send_mails().await;
    }
    Ok(StatusCode::ACCEPTED)
}

impl Service {
    /// Queues a mail with a secret in it, where there is a mail server.
    pub(super) async fn mail_secret(
        &self,
        tx: &mut dyn Transaction,
        email: &str,
        key: Uuid,
        letter: impl FnOnce(&str) -> Letter,
    ) -> Result<(), Failure> {
        // An address that mail cannot be sent to was never taken; see [`email`].
        let Some(to) = Address::new("", email).ok().filter(|_| self.has_mail) else {
            return Ok(());
        };
        let key = format!("secret/{key}");
        let letter = letter(&self.choices.address);
        mail::queue(tx, (Uuid::nil(), &key), &to, &letter, self.now()).await?;
        Ok(())
    }

    /// The secret by which somebody may set a new password; an earlier one does not count any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn reset_secret(&self, of: &Account) -> Result<String, Failure> {
        let mut tx = self.db.begin().await?;
        let secret = new_reset(&mut *tx, of, self.now()).await?;
        tx.commit().await?;
        Ok(secret)
    }
}

/// A new secret that resets a password, instead of an earlier one.
pub(crate) async fn new_reset(
    tx: &mut dyn Transaction,
    of: &Account,
    now: Time,
) -> Result<String, Failure> {
    let secret = secret::new()?;
    let invitation = Invitation {
        id: Uuid::now_v7(),
        kind: Kind::Reset,
        role: of.role,
        project: None,
        account: Some(of.id),
        made_by: None,
        made_by_name: String::new(),
        expires_at: Time(now.0 + RESET_FOR),
        taken: false,
    };
    invitations::replace(tx, Kind::Reset, Some(of.id)).await?;
    invitations::add(tx, &invitation, secret::kept(&secret), now).await?;
    Ok(secret)
}

/// The invitation or first-run token of this hash.
async fn entrance(
    tx: &mut dyn Transaction,
    secret: [u8; 32],
    now: Time,
) -> Result<Invitation, Failure> {
    for kind in [Kind::Invitation, Kind::FirstRun] {
        if let Some(found) = invitations::by_secret(tx, secret, kind, now).await? {
            return Ok(found);
        }
    }
    Err(Refusal::InvitationGone.into())
}

/// What a secret that resets a password is about.
async fn resetting(
    tx: &mut dyn Transaction,
    secret: [u8; 32],
    now: Time,
) -> Result<Invitation, Failure> {
    let found = invitations::by_secret(tx, secret, Kind::Reset, now).await?;
    Ok(found.ok_or(Refusal::InvitationGone)?)
}

/// What somebody can be called, on one line.
fn name(text: &str) -> Result<String, Refusal> {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let name = spaced.collect::<String>().trim().to_owned();
    if (1..=200).contains(&name.chars().count()) { Ok(name) } else { Err(Refusal::Name) }
}

/// An address that a mail can be sent to.
pub(super) fn email(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let address = text.parse::<lettre::Address>().map_err(|_| Refusal::Email)?;
    // `lettre` takes domains without a dot, which are nobody's outside a house.
    if text.len() > 254 || !address.domain().contains('.') || !text.is_ascii() {
        return Err(Refusal::Email);
    }
    Ok(text.to_owned())
}
