//! What the commands of [`list`] take and reply.

mod list;
mod player;
mod song;

use bar_domain::Code;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::views::{CheckId, Failure};

pub use player::{Deed, Heard, Hearing};
pub use song::{
    DropTarget, LoudnessCurve, MarkersWish, SongAct, SongWish, VersionAs, VersionOf, Wave,
    WaveQuery,
};

/// What every command returns.
pub type Answer<T> = Result<T, Failure>;

/// What the window needs to know first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Start {
    /// The check to show: one that the command line asked for, or that began before the window listened.
    pub show: Option<CheckId>,
    /// What is wrong with the app's own memory, though it works: shown until it is dismissed.
    pub trouble: Option<Failure>,
}

/// What the dialog lets people choose: a dialog shows folders or files, never both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Choosing {
    /// One folder or more.
    Folder,
    /// One file or more.
    Files,
}

/// Where the rough mix of a check is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReferenceChoice {
    /// Which check.
    pub check: CheckId,
    /// How it is found.
    pub from: ReferenceFrom,
}

/// How the rough mix is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceFrom {
    /// The artist chooses the file in a dialog.
    Dialog,
    /// By its name in the folder.
    Name,
}

/// Where a report or a sound is saved, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedReport {
    /// The name of the file.
    pub name: String,
    /// The folder that it lies in.
    pub place: String,
}

/// The artist's word on a finding of one stem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Explaining {
    /// Which check.
    pub check: CheckId,
    /// The stem, as its report calls it.
    pub file: String,
    /// Which finding of it.
    pub code: Code,
    /// One sentence; `None` takes the explanation back.
    pub text: Option<String>,
}

/// The artist's word on a finding of the set or of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetExplaining {
    /// Which check.
    pub check: CheckId,
    /// The rough mix, folder or session that the finding is about; `None` for the set as a whole.
    pub about: Option<String>,
    /// Which finding.
    pub code: Code,
    /// What it says: there may be two of a kind.
    pub message: String,
    /// One sentence; `None` takes the explanation back.
    pub text: Option<String>,
}

/// Asks for a stem's waveform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WaveformQuery {
    /// Which check.
    pub check: CheckId,
    /// The stem, as its report calls it.
    pub file: String,
    /// How many points at most.
    pub points: u32,
}

/// A waveform to draw.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Peaks {
    /// Minimum, maximum and RMS of every point, ±127 at full scale. Empty when the file could not be read.
    pub points: Vec<i8>,
    /// Frames of the file from one point to the next: they are evenly spread.
    pub frames_per_point: f64,
}

/// Asks for fixed copies of a check's stems; where they go is chosen in a dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Preparing {
    /// Which check.
    pub check: CheckId,
    /// Whether stems that go over full scale are turned down.
    pub trim_gain: bool,
}

/// Whose wishes the stems are checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ProfileFrom {
    /// The studio's own profile.
    Studio,
    /// A file that the engineer sent, chosen in a dialog.
    Dialog,
}
