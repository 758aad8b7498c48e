//! What happened in a project, page by page or as it stands.

use axum::extract::State;
use bar_domain::project::{ProjectId, read};
use bar_protocol::limits::MOST_EVENTS;
use bar_protocol::{Numbered, Page, Snapshot, digest};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::answers::{Public, Signed};
use super::asked::{Json, Path, Query};
use super::auth::Caller;
use crate::failure::{Failure, Refusal};
use crate::service::Shared;
use crate::tables::journal;

/// From so many missing events on a snapshot is the shorter way.
const FAR: u64 = 5000;

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Those after this one; all where it is not given.
    #[serde(default)]
    #[param(minimum = 0)]
    after: u64,
    /// So many at most; 500 where it is not given, and at most.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
    /// The journal that `after` is counted in. Another one is answered with 410: ask for the snapshot.
    epoch: Option<Uuid>,
}

/// Events of a project.
#[utoipa::path(
    get, path = "/v1/projects/{project}/events", tag = "projects", security(("session" = [])),
    params(("project" = Uuid, Path, description = "Names the project"), Which),
    responses(
        (status = 200, body = Page),
        (status = 410, body = bar_protocol::Problem, content_type = "application/problem+json"),
        Public, Signed,
    ),
)]
pub async fn page(
    State(service): State<Shared>,
    caller: Caller,
    Path(project): Path<ProjectId>,
    Query(which): Query<Which>,
) -> Result<Json<Page>, Failure> {
    let mut tx = service.db.read().await?;
    let known = service.project_of(&mut *tx, &caller.actor(), project).await?;
    if which.epoch.is_some_and(|epoch| epoch != service.epoch) || which.after > known.head {
        return Err(Refusal::OtherEpoch.into());
    }
    let limit = which.limit.unwrap_or(MOST_EVENTS);
    if !(1..=MOST_EVENTS).contains(&limit) {
        let why = format!("`limit` is 1 to {MOST_EVENTS}");
        return Err(Refusal::Malformed { why }.into());
    }
    let kept = journal::events_after(&mut *tx, project.0, which.after, limit).await?;
    drop(tx);
    let role = caller.account.role;
    let upto = kept.last().map_or(which.after, |last| last.seq);
    let mut events = Vec::with_capacity(kept.len());
    for event in kept {
        if read(event.version, &event.event).seen_by(role) {
            let written = serde_json::from_str(&event.event).map_err(Failure::Stored)?;
            events.push(Numbered { seq: event.seq, version: event.version, event: written });
        }
    }
    let head = known.head.max(upto);
    let far_behind = head - which.after > FAR;
    Ok(Json(Page { events, upto, head, epoch: service.epoch, far_behind }))
}

/// A project as it stands.
#[utoipa::path(
    get, path = "/v1/projects/{project}/snapshot", tag = "projects", security(("session" = [])),
    params(("project" = Uuid, Path, description = "Names the project")),
    responses((status = 200, body = Snapshot), Public, Signed),
)]
pub async fn snapshot(
    State(service): State<Shared>,
    caller: Caller,
    Path(project): Path<ProjectId>,
) -> Result<Json<Snapshot>, Failure> {
    let mut tx = service.db.read().await?;
    let known = service.project_of(&mut *tx, &caller.actor(), project).await?;
    drop(tx);
    let state = (*known.state).clone().as_seen_by(caller.account.role);
    let digest = digest(&state).map_err(Failure::Stored)?;
    Ok(Json(Snapshot { state, seq: known.head, digest, epoch: service.epoch }))
}
