//! What the window is shown. Paths stay in Rust: the window holds opaque ids.

mod player;
mod song;

use bar_domain::Code;
use bar_domain::song::SongId;
use bar_stems::prepare::Plan;
use bar_stems::{SessionReport, SetReport, Skipped, StemReport};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commands::SavedReport;

pub use player::{AbxView, BlindView, Devices, Loaded, LoadedOf, PlayerView, Revealed, SideView};
pub use song::{Adding, NoteView, SongSummary, SongView, VersionView};

/// Names one check; opaque to the window.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(type = "string")]
pub struct CheckId(pub String);

/// How far a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CheckState {
    /// Files are being measured.
    Running,
    /// The verdict stands.
    Done,
    /// Stopped by the artist; what was measured is kept.
    Cancelled,
    /// It could not be run: see the failure.
    Failed,
}

/// One line of the list of recent checks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckSummary {
    /// Which check.
    pub id: CheckId,
    /// The folder's own name, or of the only file, or `3 files`.
    pub name: String,
    /// Where it lies, for people to read.
    pub place: String,
    /// How far it is.
    pub state: CheckState,
    /// Stems with nothing that blocks or only what the artist explained.
    pub ready: u32,
    /// Stems.
    pub total: u32,
    /// When it ended or was last looked at, in milliseconds since 1970 (UTC).
    pub checked_at: f64,
}

/// A check as the screen *Stem check* shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckView {
    /// What the list of recent checks says of it.
    pub summary: CheckSummary,
    /// The rough mix, relative to the folder.
    pub reference: Option<String>,
    /// What is true of the files together; filled when the check is done.
    pub set: SetReport,
    /// One row per stem, in the order of the report.
    pub stems: Vec<StemRow>,
    /// Sessions of DAWs.
    #[serde(default)]
    pub sessions: Vec<SessionReport>,
    /// What the artist said about findings of the set and of sessions.
    #[serde(default)]
    pub words: SetWords,
    /// Files that take no part.
    pub skipped: Vec<Skipped>,
    /// While it runs.
    pub progress: Option<CheckProgress>,
    /// Why it could not be run.
    pub failure: Option<Failure>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StemRow {
    /// Place in the report.
    pub index: u32,
    /// False while it waits or is being measured.
    pub judged: bool,
    /// What there is to say; only `file` is filled until it is judged.
    pub report: StemReport,
    /// What the artist said about findings they want to keep.
    pub explained: Vec<Explanation>,
    /// What they said when another sound had this name: it explains nothing any more, but may still be true.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(as = "Option<Vec<Explanation>>", optional)]
    pub suggested: Vec<Explanation>,
}

/// The artist's reason for keeping something; travels with the stem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Explanation {
    /// Which finding of the stem.
    pub code: Code,
    /// One sentence.
    pub text: String,
}

/// What the artist said about findings of no single stem.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetWords {
    /// About findings that they want to keep.
    pub explained: Vec<SetExplanation>,
    /// What they said when such a finding read otherwise: it explains nothing any more, but may still be true.
    pub suggested: Vec<SetExplanation>,
}

/// The artist's reason for keeping a finding of the set or of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SetExplanation {
    /// The rough mix, folder or session that the finding is about; `None` for the set as a whole.
    pub about: Option<String>,
    /// Which finding.
    pub code: Code,
    /// What it says: there may be two of a kind.
    pub message: String,
    /// One sentence.
    pub text: String,
}

/// How far a running check is; sent a few times a second.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct CheckProgress {
    /// Share of the sound that was measured, 0 to 1.
    pub done: f64,
    /// Seconds left, once that can be told.
    pub seconds_left: Option<f64>,
    /// Rows being measured now, and the share of each that is done.
    pub measuring: Vec<(u32, f64)>,
    /// Share of an archive that is unpacked, before any row is known.
    #[serde(default)]
    pub unpacking: Option<f64>,
    /// Share of the comparison with the rough mix that is done, once all rows are judged.
    #[serde(default)]
    pub comparing: Option<f64>,
}

/// What went wrong, for people; the window shows it where the mistake is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Failure {
    /// Stable, where the window branches on it.
    pub code: String,
    /// A sentence that says what to do.
    pub message: String,
}

/// What moved, pushed to the window.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// A check began, ended, or its counts moved; also one that a drop on the window started.
    Check {
        /// Its line in the list.
        summary: CheckSummary,
        /// True when the window should show this check now (a drop, a dialog, the command line).
        show: bool,
    },
    /// The rows of a check are known.
    Rows {
        /// Which check.
        id: CheckId,
        /// The rough mix, relative to the folder.
        reference: Option<String>,
        /// Its files, in the order of the report.
        files: Vec<String>,
    },
    /// A running check came further.
    Progress {
        /// Which check.
        id: CheckId,
        /// How far.
        progress: CheckProgress,
    },
    /// Rows were judged, or what is said of them changed.
    Stems {
        /// Which check.
        id: CheckId,
        /// The rows.
        rows: Vec<StemRow>,
    },
    /// The check is over (or was judged anew): everything there is to show.
    Finished {
        /// All of it.
        view: Box<CheckView>,
    },
    /// Files are being dragged over the window, or no longer are.
    Dragging {
        /// True while a drop here would start a check.
        over: bool,
    },
    /// Something that the window did not ask for did not happen; shown until it is dismissed.
    Failed {
        /// What, and what to do.
        failure: Failure,
    },
    /// Fixed copies are being written; sent a few times a second.
    Preparing {
        /// Of which check.
        id: CheckId,
        /// How far.
        progress: PrepareProgress,
    },
    /// Writing fixed copies is over.
    Prepared {
        /// Of which check.
        id: CheckId,
        /// How it ended.
        outcome: PrepareOutcome,
    },
    /// What no stem explains is being saved, a few times a second, or that is over.
    Residual {
        /// Of which check.
        id: CheckId,
        /// How far it is, or how it ended.
        state: ResidualState,
    },
    /// A check was taken from the list.
    Forgotten {
        /// Which check.
        id: CheckId,
    },
    /// What is heard moved: about 30 times a second while it plays.
    Player {
        /// All of it.
        player: Box<PlayerView>,
    },
    /// A song changed without the window having asked for it in this call: a file was added, or came
    /// further; sent a few times a second.
    Song {
        /// All of it.
        song: Box<SongView>,
        /// True when the window should show it now (a drop, a dialog).
        show: bool,
    },
    /// A song was taken from the list.
    SongForgotten {
        /// Which.
        id: SongId,
    },
}

/// How far the saving of what no stem explains is, or how it ended.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ResidualState {
    /// It goes on.
    Saving {
        /// Share of the work that is done, 0 to 1.
        done: f64,
    },
    /// The file is whole.
    Saved {
        /// Where it is.
        saved: SavedReport,
    },
    /// It was made only to be heard, and can be; nothing was saved.
    Made,
    /// The artist stopped it; nothing of it is left on disk.
    Cancelled,
    /// It could not be done.
    Failed {
        /// Why, and what to do.
        failure: Failure,
    },
}

/// What *Fix automatically* would do, before it is done.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PreparePlan {
    /// What is done without turning anything down.
    pub plan: Plan,
    /// The same where stems that go over full scale are turned down; `None` where that changes nothing.
    pub trimmed: Option<Plan>,
    /// How far it is, where it is being done already.
    pub progress: Option<PrepareProgress>,
}

/// How far fixed copies are written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct PrepareProgress {
    /// Where they are written to.
    pub folder: NewFolder,
    /// Share of the work that is done, 0 to 1.
    pub done: f64,
    /// Seconds left, once that can be told.
    pub seconds_left: Option<f64>,
}

/// A new folder, for people to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NewFolder {
    /// Its own name.
    pub name: String,
    /// Where it lies.
    pub place: String,
}

/// How writing fixed copies ended.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum PrepareOutcome {
    /// The new folder is whole.
    Done {
        /// Where it is.
        folder: NewFolder,
        /// What was done, and what is left to do by hand; the same stands in a text file in it.
        plan: Box<Plan>,
    },
    /// The artist stopped it; nothing of it is left on disk.
    Cancelled,
    /// It could not be done.
    Failed {
        /// Why, what is there now, and what to do.
        failure: Failure,
    },
}

/// What the window lets people choose, remembered between starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Preferences {
    /// `system`, `dark` or `light`.
    pub theme: Theme,
    /// Whose steps the fixes show first.
    pub daw: Daw,
    /// Name of the engineer's profile in use; `None` for the studio's own.
    pub profile: Option<String>,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the desktop.
    #[default]
    System,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

pub use bar_stems::guide::{Daw, Guide};
