//! What people did, pushed by their apps.

use axum::extract::State;
use bar_domain::song::CommandId;
use bar_protocol::limits::MOST_COMMANDS;
use bar_protocol::{Answers, Push, Pushed};
use serde::Deserialize;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::answers::{Public, Signed};
use super::asked::Json;
use super::auth::Caller;
use crate::failure::{Failure, Refusal};
use crate::service::Shared;

/// As [`Push`], of which each command is read by itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unread {
    /// Only the app needs to know.
    #[serde(rename = "device")]
    _device: Uuid,
    commands: Vec<Box<RawValue>>,
}

/// As much of a command as names it.
#[derive(Deserialize)]
struct Named {
    id: CommandId,
}

/// Does what was done in an app, in order. What is answered is kept. A command that came before is answered
/// as it was then; to push again what was not answered is always right.
///
/// Where one of them does not read (`request.unfit`), or has the id of another (`command.another`), all before it
/// is done and kept, and the problem names it as `command`: set that one aside, and push the others again.
#[utoipa::path(
    post, path = "/v1/commands", tag = "projects", security(("session" = [])), request_body = Push,
    responses((status = 200, body = Answers), Public, Signed),
)]
pub async fn push(
    State(service): State<Shared>,
    caller: Caller,
    Json(push): Json<Unread>,
) -> Result<Json<Answers>, Failure> {
    if push.commands.len() > MOST_COMMANDS {
        let why = format!("{MOST_COMMANDS} commands at a time are the most");
        return Err(Refusal::Unfit { why }.into());
    }
    let (mut commands, mut bad) = (Vec::with_capacity(push.commands.len()), Ok(()));
    for raw in &push.commands {
        match read(raw) {
            Ok(command) => commands.push(command),
            Err(why) => {
                bad = Err(why);
                break;
            }
        }
    }
    let answers = service.act(&caller.actor(), commands).await?;
    bad?;
    Ok(Json(Answers { answers, epoch: service.epoch }))
}

/// A command, or why this service cannot tell what it wants.
fn read(raw: &RawValue) -> Result<Pushed, Failure> {
    serde_json::from_str(raw.get()).map_err(|error| {
        let refusal = Refusal::Unfit { why: error.to_string() };
        match serde_json::from_str(raw.get()) {
            Ok(Named { id: command }) => Failure::OfCommand { command, refusal },
            Err(_) => refusal.into(),
        }
    })
}
