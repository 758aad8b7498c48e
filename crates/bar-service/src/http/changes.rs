//! What of the caller's moved, across projects.

use axum::extract::State;
use bar_domain::project::ProjectId;
use bar_domain::song::{Role, Time};
use bar_protocol::{Changes, Moved};
use serde::Deserialize;
use utoipa::IntoParams;

use super::answers::{Public, Signed};
use super::asked::{Json, Query};
use super::auth::Caller;
use crate::failure::{Failure, Refusal};
use crate::service::Shared;
use crate::tables::journal;

/// A project that moved becomes visible a little after the time at which it moved, never longer than a
/// transaction may take: so far the cursor stays behind.
const OVERLAP: i64 = 60 * 1000;
/// Projects told at a time.
const MOST: u32 = 500;

/// Since when.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// What the last answer said to ask with; all projects where it is not given.
    #[param(max_length = 64)]
    cursor: Option<String>,
}

/// Projects that moved.
#[utoipa::path(
    get, path = "/v1/changes", tag = "projects", security(("session" = [])), params(Since),
    responses((status = 200, body = Changes), Public, Signed),
)]
pub async fn list(
    State(service): State<Shared>,
    caller: Caller,
    Query(since): Query<Since>,
) -> Result<Json<Changes>, Failure> {
    let cursor = since
        .cursor
        .as_deref()
        .filter(|it| !it.is_empty())
        .map_or(Ok(Cursor::default()), Cursor::read)?;
    let now = service.now();
    let cursor = cursor.by_this_clock(now);
    let of = (caller.account.role != Role::Studio).then_some(caller.account.id.0);
    let mut tx = service.db.read().await?;
    let moved = journal::moved_since(&mut *tx, of, cursor.at, cursor.after, MOST).await?;
    let more = moved.len() == MOST as usize;
    let next = match moved.last() {
        Some(last) if more => Cursor { at: last.moved_at, after: last.project },
        _ => Cursor { at: Time(now.0 - OVERLAP).max(cursor.at), after: uuid::Uuid::nil() },
    };
    let told =
        |it: journal::Moved| Moved { project: ProjectId(it.project), head: it.head, left: it.left };
    let projects = moved.into_iter().map(told).collect();
    Ok(Json(Changes { projects, cursor: next.text(), more, epoch: service.epoch }))
}

/// Where to go on: after a time, and among those of that time after a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cursor {
    at: Time,
    after: uuid::Uuid,
}

impl Cursor {
    /// Where the last answer is from the future the clock was set back since, and what moved meanwhile bears
    /// earlier times: all is told again. In the midst of an answer it is for the projects that moved then.
    fn by_this_clock(self, now: Time) -> Self {
        if self.after.is_nil() && self.at > now { Self::default() } else { self }
    }

    fn text(self) -> String {
        format!("{}.{}", self.at.0, self.after.simple())
    }

    fn read(text: &str) -> Result<Self, Refusal> {
        let why = "`cursor` is not one that was given: leave it out";
        let read = text.split_once('.').and_then(|(at, after)| {
            Some(Self { at: Time(at.parse().ok()?), after: after.parse().ok()? })
        });
        read.ok_or_else(|| Refusal::Malformed { why: why.into() })
    }
}
