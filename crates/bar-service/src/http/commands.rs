//! What people did, pushed by their apps.

use axum::extract::State;
use bar_protocol::limits::MOST_COMMANDS;
use bar_protocol::{Answers, Push};

use super::answers::{Public, Signed};
use super::asked::Json;
use super::auth::Caller;
use crate::failure::{Failure, Refusal};
use crate::service::Shared;

/// Does what was done in an app, in order. What is answered is kept. A command that came before is answered
/// as it was then; to push again what was not answered is always right.
#[utoipa::path(
    post, path = "/v1/commands", tag = "projects", security(("session" = [])), request_body = Push,
    responses((status = 200, body = Answers), Public, Signed),
)]
pub async fn push(
    State(service): State<Shared>,
    caller: Caller,
    Json(push): Json<Push>,
) -> Result<Json<Answers>, Failure> {
    if push.commands.len() > MOST_COMMANDS {
        let why = format!("{MOST_COMMANDS} commands at a time are the most");
        return Err(Refusal::Unfit { why }.into());
    }
    let answers = service.act(&caller.actor(), push.commands).await?;
    Ok(Json(Answers { answers, epoch: service.epoch }))
}
