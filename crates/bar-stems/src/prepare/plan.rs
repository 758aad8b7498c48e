//! What will become of a checked folder, for people and programs to read before it is done.

use bar_audio::write::Change;
use bar_domain::{Code, Severity};
use serde::Serialize;
use ts_rs::TS;

use crate::report::Skipped;

/// What the new folder will hold, and what is left to do by hand.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct Plan {
    /// Version of this document's shape.
    pub version: u32,
    /// The folder that was checked.
    pub folder: String,
    /// Whether stems that go over full scale are turned down.
    pub trim_gain: bool,
    /// Stems that are only turned down if somebody asks for it.
    pub could_trim: usize,
    /// One entry per stem, in the order of the report.
    pub stems: Vec<PlannedStem>,
    /// The rough mix, copied byte for byte.
    pub reference: Option<PlannedCopy>,
    /// What is no stem and is not taken along, hidden files left aside.
    pub left_out: Vec<Skipped>,
    /// What is left to do about no single stem.
    pub remains: Vec<Remaining>,
    /// What the artist said to keep of that.
    pub kept: Vec<Kept>,
    /// Bytes that the stems take in the new folder, to the nearest few.
    pub bytes: u64,
}

/// A file that is copied byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PlannedCopy {
    /// As the report calls it.
    pub file: String,
    /// Its place in the new folder, with `/` between parts.
    pub to: String,
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) known: Known,
}

/// What will become of one stem.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PlannedStem {
    /// As the report calls it.
    pub file: String,
    /// Its place in the new folder, with `/` between parts; `None` where it is left out because it
    /// cannot be read.
    pub to: Option<String>,
    /// What is done to the copy, in this order; where it is empty or only a name, the copy is the
    /// same byte for byte.
    pub steps: Vec<Step>,
    /// What is left to do by hand, the gravest first.
    pub remains: Vec<Remaining>,
    /// What the artist said to keep, so that it is not touched.
    pub kept: Vec<Kept>,
    /// How the sound is changed; `None` for a copy byte for byte.
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) change: Option<Change>,
    /// Whether it would be turned down if somebody asked for it.
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) could_trim: bool,
    /// Bytes of the copy, without what lies around its sound.
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) bytes: u64,
    #[serde(skip)]
    #[ts(skip)]
    pub(crate) known: Known,
}

/// What tells that a file is still the one that was checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// Its hash; `None` where it was never measured.
    pub blake3: Option<String>,
}

/// One thing that is done to a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// A sentence without jargon.
    pub words: String,
    /// Findings that are gone once it is done.
    pub mends: Vec<Code>,
}

/// What is done to a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Silence in front is added or taken away, so that it begins at bar 1.
    Start,
    /// Silence is added at its end.
    Length,
    /// One of two equal channels is left out.
    Mono,
    /// It is turned down.
    TurnDown,
    /// Floats become 24-bit integers, with dither.
    Depth,
    /// The same samples in another kind of file.
    Container,
    /// A header that was never completed is.
    Header,
    /// It gets another name.
    Name,
}

/// Something that no copy can mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Remaining {
    /// Which finding.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// What was found, as the check says it.
    pub message: String,
    /// What to do about it.
    pub fix: Option<String>,
}

/// Something that the artist wants to keep as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Kept {
    /// Which finding.
    pub code: Code,
    /// What was found, as the check says it.
    pub message: String,
    /// Why, in the artist's own words.
    pub reason: String,
}

impl Plan {
    /// Whether something that blocks is left to do by hand.
    #[must_use]
    pub fn blocks(&self) -> bool {
        let of_stems = self.stems.iter().flat_map(|stem| &stem.remains);
        self.remains.iter().chain(of_stems).any(|left| left.severity == Severity::Blocks)
    }

    /// Stems that are copied, and those of them whose copy is changed or renamed.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let copied = || self.stems.iter().filter(|stem| stem.to.is_some());
        (copied().count(), copied().filter(|stem| !stem.steps.is_empty()).count())
    }
}
