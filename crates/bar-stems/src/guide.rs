//! What a finding means and how to mend it in each DAW: the same words everywhere.

use bar_domain::Code;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The DAWs whose steps we know.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS,
)]
#[serde(rename_all = "snake_case")]
pub enum Daw {
    /// Avid Pro Tools.
    #[default]
    ProTools,
    /// Apple Logic Pro.
    Logic,
    /// Steinberg Cubase and Nuendo.
    Cubase,
    /// Ableton Live.
    Ableton,
    /// Cockos REAPER.
    Reaper,
    /// `PreSonus` Studio One.
    StudioOne,
}

/// What there is to know about one code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct Guide {
    /// Which finding.
    pub code: Code,
    /// A few words for the verdict's chip, such as `Clipped`.
    pub title: String,
    /// Why it matters to the engineer, in a sentence.
    pub why: String,
    /// What to do in each DAW; empty where there is nothing to do there.
    pub steps: Vec<(Daw, String)>,
}
