//! What is heard at this moment.

use std::fmt;

use bar_domain::{Frames, Span};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::line::OutputLine;
use super::meters::Meters;
use super::strip::Strip;

/// What is heard at this moment, and what stands in the way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[expect(clippy::struct_excessive_bools, reason = "each is shown by itself")]
pub struct Now {
    /// Counts what was loaded: a position of an earlier reel is told apart by it.
    #[ts(type = "number")]
    pub reel: u64,
    /// Frame of the timeline that leaves the loudspeaker, corrected for the output's lead.
    pub position: Frames,
    /// Frame at which the last tape ends; `None` while nobody knows.
    pub length: Option<Frames>,
    /// Whether it plays, or will as soon as there is a device.
    pub running: bool,
    /// Whether it stopped because the end was reached.
    pub ended: bool,
    /// Whether what was asked for last is what plays; false for a moment after loading, seeking and
    /// looping, and while there is no device.
    pub ready: bool,
    /// The side that is heard.
    pub side: usize,
    /// Whether sides are turned down to be equally loud.
    pub match_levels: bool,
    /// By side, what level match takes away in decibels: 0 or less.
    pub match_db: Vec<f64>,
    /// By tape, what the mixer does to it.
    pub strips: Vec<Strip>,
    /// What everything is turned down by, in decibels: 0 or less.
    pub volume_db: f64,
    /// What plays over and over.
    pub looped: Option<Span>,
    /// What the device gets.
    pub output: OutputLine,
    /// Why nothing is heard, as a sentence that says what to do.
    pub device_trouble: Option<String>,
    /// What is wrong with tapes, each thing once.
    pub troubles: Vec<TapeTrouble>,
    /// How often the sound had to wait for the disk.
    #[ts(type = "number")]
    pub underruns: u64,
    /// What the meters show.
    pub meters: Meters,
}

/// What is wrong with one tape; the others are heard all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TapeTrouble {
    /// Its place in [`super::Reel::tapes`].
    pub tape: usize,
    /// What it is.
    pub trouble: Trouble,
}

/// What can be wrong with a tape; each is a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trouble {
    /// It cannot be read, or not any more: it is silent from there on.
    Unreadable {
        /// Why, as a sentence.
        why: String,
    },
    /// Samples that are no numbers, heard as silence.
    NotFinite {
        /// How many were come across so far.
        #[ts(type = "number")]
        samples: u64,
    },
    /// It ends before the place that its header promises.
    Short {
        /// Frames of the file that are missing.
        missing: Frames,
    },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { why } => write!(f, "it is silent: {why}"),
            Self::NotFinite { samples: 1 } => {
                f.write_str("one sample is no number and is heard as silence: bounce it again")
            }
            Self::NotFinite { samples } => {
                write!(
                    f,
                    "{samples} samples are no numbers and are heard as silence: bounce it again"
                )
            }
            Self::Short { missing } => write!(
                f,
                "it ends {} frames before the place that its header promises: copy it again",
                missing.0
            ),
        }
    }
}
