//! Asking people in.

use axum::extract::State;
use axum::http::StatusCode;
use bar_domain::project::{Act, Person, ProjectId};
use bar_domain::song::{Actor, ActorId, CommandId, Role, Time};
use bar_protocol::{Invitation, Invite, Invited, Welcome};
use uuid::Uuid;

use super::answers::{Public, Signed};
use super::asked::{Json, Path};
use super::auth::Caller;
use super::limits::Origin;
use crate::db::Transaction;
use crate::failure::{Failure, Refusal};
use crate::mail::Letter;
use crate::secret;
use crate::service::{Service, Shared};
use crate::tables::accounts;
use crate::tables::invitations::{self, Kind};

/// How long an invitation counts.
const FOR: i64 = 14 * 24 * 60 * 60 * 1000;

/// Shows an invitation to whoever has its secret.
#[utoipa::path(
    post, path = "/v1/invitations/look", tag = "invitations", request_body = Invited,
    responses(
        (status = 200, body = Welcome),
        (status = 410, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public,
    ),
)]
pub async fn look(
    State(service): State<Shared>,
    from: Origin,
    Json(asked): Json<Invited>,
) -> Result<Json<Welcome>, Failure> {
    service.limits.guess(from, None)?;
    let mut tx = service.db.read().await?;
    let secret = secret::kept(&asked.secret);
    let found = invitations::by_secret(&mut *tx, secret, Kind::Invitation, service.now()).await?;
    let found = found.ok_or(Refusal::InvitationGone)?;
    let invitations::Invitation { made_by_name: by, role, project, expires_at, .. } = found;
    Ok(Json(Welcome { by, role, project, expires_at }))
}

/// The invitations that I made.
#[utoipa::path(
    get, path = "/v1/invitations", tag = "invitations", security(("session" = [])),
    responses((status = 200, body = Vec<Invitation>), Public, Signed),
)]
pub async fn list(
    State(service): State<Shared>,
    caller: Caller,
) -> Result<Json<Vec<Invitation>>, Failure> {
    let made = invitations::made_by(&mut *service.db.read().await?, caller.account.id).await?;
    let told = made.iter().map(|made| told(made, None));
    Ok(Json(told.collect()))
}

/// Takes an invitation back that nobody took yet.
#[utoipa::path(
    delete, path = "/v1/invitations/{id}", tag = "invitations", security(("session" = [])),
    params(("id" = Uuid, Path, description = "Names the invitation")),
    responses((status = 204), Public, Signed),
)]
pub async fn withdraw(
    State(service): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Failure> {
    let mut tx = service.db.begin().await?;
    if !invitations::withdraw(&mut *tx, caller.account.id, id).await? {
        return Err(Refusal::NotFound.into());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes an invitation into a project; an app that did not get the answer may take it again.
#[utoipa::path(
    post, path = "/v1/invitations/take", tag = "invitations", security(("session" = [])),
    request_body = Invited,
    responses(
        (status = 200, body = Welcome),
        (status = 410, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public, Signed,
    ),
)]
pub async fn take(
    State(service): State<Shared>,
    from: Origin,
    caller: Caller,
    Json(asked): Json<Invited>,
) -> Result<Json<Welcome>, Failure> {
    service.limits.guess(from, None)?;
    let (of, now) = (caller.account.id, service.now());
    let secret = secret::kept(&asked.secret);
    let mut tx = service.db.begin().await?;
    let found = invitations::for_taker(&mut *tx, secret, of, now).await?;
    let found = found.ok_or(Refusal::InvitationGone)?;
    // One that only makes an account is of no use to who has one.
    let project = found.project.ok_or(Refusal::InvitationGone)?;
    if found.role != caller.account.role {
        return Err(Refusal::InvitationForOthers { who: found.role }.into());
    }
    if !still_counts(&mut *tx, &service, project, found.made_by).await? {
        return Err(Refusal::InvitationGone.into());
    }
    if !invitations::take(&mut *tx, found.id, of, now).await? {
        return Err(Refusal::InvitationGone.into());
    }
    tx.commit().await?;
    // Of its own id, so that it happens once, however often the invitation is taken.
    let member = Person { id: of, name: caller.account.name };
    let body = Act::Join { member, role: found.role };
    let id = CommandId(Uuid::from_bytes(joining(found.id)));
    let answer = service.act_itself(project, id, body).await?;
    if answer.is_some_and(|answer| answer.refusal.is_some()) {
        return Err(Refusal::InvitationGone.into());
    }
    let invitations::Invitation { made_by_name: by, role, project, expires_at, .. } = found;
    Ok(Json(Welcome { by, role, project, expires_at }))
}

/// Asks somebody in: the studio anybody, an artist another artist into a project of theirs.
#[utoipa::path(
    post, path = "/v1/invitations", tag = "invitations", security(("session" = [])),
    request_body = Invite, responses((status = 201, body = Invitation), Public, Signed),
)]
pub async fn create(
    State(service): State<Shared>,
    caller: Caller,
    Json(asked): Json<Invite>,
) -> Result<(StatusCode, Json<Invitation>), Failure> {
    if asked.role == Role::Service {
        let why = "nobody comes as the service".to_owned();
        return Err(Refusal::Unfit { why }.into());
    }
    let email = asked.email.as_deref().map(super::accounts::email).transpose()?;
    match (caller.account.role, asked.project) {
        (Role::Studio, None) => {}
        (_, None) => return Err(Refusal::NotYours { who: Role::Studio }.into()),
        (role, Some(project)) => {
            let mut tx = service.db.read().await?;
            service.project_of(&mut *tx, &caller.actor(), project).await?;
            // Engineers are assigned, and the studio is in every project.
            if role == Role::Engineer || asked.role != Role::Artist {
                return Err(Refusal::NotYours { who: Role::Artist }.into());
            }
        }
    }
    let (secret, now) = (secret::new()?, service.now());
    let invitation = invitations::Invitation {
        id: Uuid::now_v7(),
        kind: Kind::Invitation,
        role: asked.role,
        project: asked.project,
        account: None,
        made_by: Some(caller.account.id),
        made_by_name: caller.account.name.clone(),
        expires_at: Time(now.0 + FOR),
        taken: false,
    };
    let mut tx = service.db.begin().await?;
    invitations::add(&mut *tx, &invitation, secret::kept(&secret), now).await?;
    let mails = service.has_mail && email.is_some();
    if let Some(email) = email {
        service
            .mail_secret(&mut *tx, &email, invitation.id, |address| Letter::Invitation {
                role: invitation.role,
                link: format!("{address}/open/invitation/{secret}"),
                until: invitation.expires_at,
            })
            .await?;
    }
    tx.commit().await?;
    if mails {
        service.send_mails().await;
    }
    Ok((StatusCode::CREATED, Json(told(&invitation, Some(secret)))))
}

/// Whether who made it may still ask people into the project.
async fn still_counts(
    tx: &mut dyn Transaction,
    service: &Service,
    project: ProjectId,
    made_by: Option<ActorId>,
) -> Result<bool, Failure> {
    let Some(made_by) = made_by else { return Ok(false) };
    let Some(maker) = accounts::get(tx, made_by).await? else { return Ok(false) };
    let known = service.project(project).await?;
    let actor = Actor { id: maker.id, name: maker.name, role: maker.role };
    Ok(known.is_some_and(|known| known.state.has_member(&actor)))
}

/// The id of the command that somebody joins by: always the same, and one that nobody else can take.
fn joining(invitation: Uuid) -> [u8; 16] {
    let hash =
        blake3::derive_key("bar-one 2026-11-28 joining by invitation", invitation.as_bytes());
    std::array::from_fn(|at| hash[at])
}

fn told(made: &invitations::Invitation, secret: Option<String>) -> Invitation {
    let invitations::Invitation { id, role, project, expires_at, taken, .. } = *made;
    Invitation { id, secret, role, project, expires_at, taken }
}
