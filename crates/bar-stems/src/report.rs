//! The report: one document for the terminal, the window and other programs.

use bar_audio::format::Format;
use bar_audio::measure::Measured;
use bar_domain::{Finding, Frames, SampleRate, Severity};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The verdict on a folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Report {
    /// Version of this document's shape.
    pub version: u32,
    /// The folder that was checked.
    pub folder: String,
    /// The rough mix, relative to the folder where it lies in it.
    pub reference: Option<String>,
    /// Stems with nothing that blocks.
    pub ready: usize,
    /// Stems.
    pub total: usize,
    /// What is true of the files together.
    pub set: SetReport,
    /// One entry per stem, by name.
    pub stems: Vec<StemReport>,
    /// Sessions of DAWs.
    pub sessions: Vec<String>,
    /// Files that are neither.
    pub skipped: Vec<Skipped>,
}

/// What is true of the stems together.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct SetReport {
    /// The sample rate of most stems.
    pub rate: Option<SampleRate>,
    /// Length of the longest stem.
    pub frames: Option<Frames>,
    /// Share of the rough mix that the stems explain, 0 to 1.
    pub explained: Option<f64>,
    /// Findings about no single file.
    pub findings: Vec<Finding>,
}

/// One stem.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct StemReport {
    /// Path relative to the folder, with `/` between parts.
    pub file: String,
    /// What it is; `None` where it could not be told.
    pub format: Option<Format>,
    /// What it measures; `None` where it could not be read.
    pub measured: Option<Measured>,
    /// What there is to say about it, the gravest first.
    pub findings: Vec<Finding>,
}

/// A file that takes no part in the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Skipped {
    /// Path relative to the folder.
    pub file: String,
    /// Why, as a sentence.
    pub reason: String,
}

impl StemReport {
    /// Whether nothing blocks.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity < Severity::Blocks)
    }
}
