//! What people did, on the way between their app and the service.

use bar_domain::project::{Act, Event, Project, ProjectId};
use bar_domain::song::{CommandId, Time};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::limits::MOST_COMMANDS;

/// What somebody did in their app since it was last sent, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Push {
    /// Names the app's journal.
    pub device: Uuid,
    /// What was done, the first one first; at most [`MOST_COMMANDS`].
    #[schema(max_items = 500)]
    pub commands: Vec<Pushed>,
}

const _: () = assert!(MOST_COMMANDS == 500, "the schema says so too");

/// Something that somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pushed {
    /// Names it for good: the same command counts once, however often it arrives.
    pub id: CommandId,
    /// Its place in the app's journal.
    #[schema(minimum = 0)]
    pub seq: u64,
    /// To which project.
    pub project: ProjectId,
    /// When, by the app's clock. It is shown, and decides nothing.
    pub at: Time,
    /// What.
    pub body: Act,
}

/// What became of what was pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answers {
    /// Each command's, in the order they came.
    pub answers: Vec<Answer>,
    /// Names the service's journal; another one after it was restored from a backup.
    pub epoch: Uuid,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Which.
    pub id: CommandId,
    /// What became of it now.
    pub outcome: Outcome,
    /// How many events the project had after it, when it was first judged.
    pub seq: u64,
    /// Why it was refused, where it was; then nothing happened.
    pub refusal: Option<Refused>,
}

/// What became of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// It happened.
    Applied,
    /// It had been judged before; this is what became of it then.
    Duplicate,
    /// It did not happen.
    Refused,
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Refused {
    /// The stable name of the reason.
    pub code: String,
    /// A sentence that a person can act on.
    pub sentence: String,
}

/// Events of a project, as the caller may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// In order. Those that the caller may not see are left out.
    pub events: Vec<Numbered>,
    /// Ask for what comes after this one next.
    pub upto: u64,
    /// The number of the project's last event.
    pub head: u64,
    /// Names the service's journal.
    pub epoch: Uuid,
    /// Whether so much is missing that a snapshot is the shorter way.
    pub far_behind: bool,
}

/// An event with its place in the project's journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Numbered {
    /// Counted from 1 in the project.
    pub seq: u64,
    /// In which version of the rules it is written.
    pub version: u16,
    /// What happened. An app that does not know it keeps it, and says that an update would show it.
    #[schema(value_type = Event)]
    pub event: serde_json::Value,
}

/// A project as it stands, as the caller may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// How it stands.
    pub state: Project,
    /// After how many events.
    pub seq: u64,
    /// [`digest`] of the state.
    pub digest: String,
    /// Names the service's journal.
    pub epoch: Uuid,
}

/// What moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Changes {
    /// Projects of the caller's that moved since the cursor, the one that moved last at the end. What
    /// moved about then is told again: compare the heads.
    pub projects: Vec<Moved>,
    /// Ask with this next.
    pub cursor: String,
    /// Whether there is more: ask again at once.
    pub more: bool,
    /// Names the service's journal.
    pub epoch: Uuid,
}

/// A project that moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    /// Which.
    pub project: ProjectId,
    /// The number of its last event.
    pub head: u64,
    /// Whether the caller is in it no more: what the app knows of it is all there will be.
    pub left: bool,
}

/// By which app and service see that they hold the same: BLAKE3 of the state as JSON, whose fields and
/// keys are in order, in 64 hexadecimal digits.
///
/// # Errors
/// When the state cannot be written as JSON.
pub fn digest(state: &Project) -> Result<String, serde_json::Error> {
    Ok(blake3::hash(&serde_json::to_vec(state)?).to_hex().to_string())
}
