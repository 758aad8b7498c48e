//! A song that is listened to: its versions, the notes on them, and the rounds they are sent in.
//!
//! [`decide`] judges what somebody wants ([`Command`]), [`Song::apply`] tells what has become of the
//! song after what happened ([`Event`]). Ids and times come from outside. The app runs `decide` on
//! what it knows, so that people have an answer offline; the service runs the same function on what
//! everybody did, and its answer is the one kept.
//!
//! A song without an agreed number of rounds is *local*: nobody has quoted it, there may be no
//! engineer in the app, so the artist may also do what is else the engineer's.

mod apply;
mod bpm;
mod command;
mod decide;
mod event;
pub(crate) mod ids;
mod judge;
mod note;
mod overlap;
mod refusal;
mod round;
pub(crate) mod text;
mod version;
mod view;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

pub use bpm::Bpm;
pub use command::{Act, Actor, Command, Role};
pub use decide::decide;
pub use event::{Event, Fact};
pub use ids::{ActorId, CommandId, NoteId, ReplyId, SongId, Time, VersionId};
pub use note::{Mark, Note, NoteState, Place, Reply, Verdict};
pub use overlap::Overlap;
pub use refusal::Refusal;
pub use round::Round;
pub use text::{LONGEST_NAME, LONGEST_TEXT};
pub use version::{Version, VersionKind};
pub use view::{Counts, Shown};

/// Everything that is known of a song. [`Song::default`] is one that nobody has created yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Song {
    /// Names it for good; nil until it is created.
    pub id: SongId,
    /// What people call it.
    pub title: String,
    /// How fast it is, where somebody said so.
    pub bpm: Option<Bpm>,
    /// Rounds that were agreed on; `None` on a local song, which has no limit.
    pub allowed: Option<u16>,
    /// What can be listened to, in the order it came; removed ones too.
    pub versions: Vec<Version>,
    /// What was said about it, in the order it was written; withdrawn ones too.
    pub notes: Vec<Note>,
    /// The rounds that were submitted, in order.
    pub rounds: Vec<Round>,
}
