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
    /// Sessions of DAWs, by name.
    pub sessions: Vec<SessionReport>,
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
    /// The song's tempo, where a session or a MIDI file tells it.
    #[serde(default)]
    pub tempo: Option<Tempo>,
    /// How the rough mix lies against the stems; `None` where they were not compared.
    #[serde(default)]
    pub mix: Option<MixReport>,
    /// Share of the rough mix that the stems explain, 0 to 1.
    pub explained: Option<f64>,
    /// What no stem explains, over time; `None` where that was not looked for.
    #[serde(default)]
    pub unexplained: Option<Unexplained>,
    /// Findings about no single stem.
    pub findings: Vec<SetFinding>,
}

/// A finding about no single stem, and what it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SetFinding {
    /// What was found; its places are in frames at the rate of the set, counted from bar 1.
    #[serde(flatten)]
    pub finding: Finding,
    /// The rough mix, folder, archive or MIDI file that it is about; `None` for the set as a whole.
    #[serde(default)]
    pub about: Option<String>,
    /// Where in the spectrum, from and to, in hertz.
    #[serde(default)]
    pub band_hz: Option<[f64; 2]>,
}

/// How fast the song goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Tempo {
    /// Quarter notes a minute.
    pub bpm: f64,
    /// Beats of a bar, and the note value that is one.
    pub meter: (u32, u32),
    /// The file that tells it.
    pub told_by: String,
}

/// How the rough mix lies against the stems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MixReport {
    /// Frames (of the set's rate) that the rough mix comes later than most stems: a count-in, the
    /// delay of an MP3.
    pub offset_frames: i64,
    /// How much longer the same music lasts in the rough mix than in the stems, in parts per million: its
    /// clock ran faster.
    pub drift_ppm: f64,
}

/// What no stem explains, over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Unexplained {
    /// Frames (of the set's rate) from one cell to the next, counted from bar 1.
    pub frames_per_cell: f64,
    /// Share of each cell of the rough mix that no stem explains, 0 to 1; `None` where it is silent.
    pub share: Vec<Option<f32>>,
}

/// How a stem is heard in the rough mix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct InMix {
    /// How sure its place is, 0 to 1.
    pub certainty: f64,
    /// Whether its polarity is turned around there.
    pub inverted: bool,
    /// Share of the energy of the rough mix that it explains, 0 to 1.
    pub share: f64,
}

/// A session of a DAW.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SessionReport {
    /// Path relative to the folder; a bundle ends in `/`.
    pub file: String,
    /// Whose it is, as in `Ableton Live`.
    pub daw: String,
    /// Version of the DAW that wrote it.
    pub version: Option<String>,
    /// Its tempo.
    pub tempo: Option<Tempo>,
    /// Its sample rate.
    pub rate: Option<SampleRate>,
    /// Audio files that it plays; `None` where its list cannot be read.
    pub media: Option<Media>,
    /// What there is to say about it, the gravest first.
    pub findings: Vec<Finding>,
}

/// The audio files of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Media {
    /// How many it names.
    pub named: usize,
    /// Those that are not there, as it names them.
    pub missing: Vec<String>,
    /// Those in its own folder that it does not name.
    pub unused: Vec<String>,
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
    /// How it is heard in the rough mix; `None` where it was not found there, or not looked for.
    #[serde(default)]
    pub in_mix: Option<InMix>,
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

impl Skipped {
    /// Why hidden files take no part.
    pub(crate) const HIDDEN: &str = "A hidden file.";

    /// Whether it is only hidden, so that nobody misses it.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.reason == Self::HIDDEN
    }
}

impl Report {
    /// Everything that was found, wherever.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let of_set = self.set.findings.iter().map(|found| &found.finding);
        let of_stems = self.stems.iter().flat_map(|stem| &stem.findings);
        let of_sessions = self.sessions.iter().flat_map(|session| &session.findings);
        of_set.chain(of_stems).chain(of_sessions)
    }

    /// Whether something must be fixed, or explained, before the stems are sent.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.findings().any(|finding| finding.severity == Severity::Blocks)
    }
}

impl SetFinding {
    /// A finding about the set as a whole.
    #[must_use]
    pub fn of_set(finding: Finding) -> Self {
        Self { finding, about: None, band_hz: None }
    }

    /// A finding about the file or folder of this name.
    #[must_use]
    pub fn of(about: &str, finding: Finding) -> Self {
        Self { finding, about: Some(about.to_owned()), band_hz: None }
    }
}

impl StemReport {
    /// Whether nothing blocks.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity < Severity::Blocks)
    }
}
