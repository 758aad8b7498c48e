//! What is asked of the player.

use bar_audio::play::blind::Letter;
use bar_audio::play::{DeviceId, Strip};
use bar_domain::Frames;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::views::CheckId;

/// What the player is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Deed {
    /// Plays on.
    Play,
    /// Holds where it is.
    Pause,
    /// Goes to a frame of the timeline.
    Seek {
        /// Which.
        to: Frames,
    },
    /// Lets a side be heard; during a blind test the side behind a place.
    Hear {
        /// Which.
        side: u32,
    },
    /// Turns louder sides down to the quietest, or not.
    Match {
        /// Whether.
        on: bool,
    },
    /// Plays a range of the timeline over and over.
    Loop {
        /// Its first frame.
        from: Frames,
        /// The frame after its last one.
        to: Frames,
    },
    /// Plays on behind the loop.
    Unloop,
    /// Sets what the mixer does to a file.
    Strip {
        /// Which, by its place among the tapes.
        tape: u32,
        /// What.
        strip: Strip,
    },
    /// Turns everything down.
    Volume {
        /// In decibels, 0 or less.
        db: f64,
    },
    /// Sends the sound elsewhere.
    Device {
        /// Where; `None` follows the system.
        device: Option<DeviceId>,
    },
    /// Begins the meters anew.
    ResetMeters,
    /// Hides what is heard behind places in a shuffled order, with level match on.
    BeginBlind,
    /// Begins an ABX test of two sides, or the next one.
    BeginAbx {
        /// What A is.
        a: u32,
        /// What B is.
        b: u32,
    },
    /// Lets A, B or X be heard.
    HearLetter {
        /// Which.
        letter: Letter,
    },
    /// Says what X is; the next X begins.
    Answer {
        /// A or B.
        letter: Letter,
    },
    /// Tells what was hidden.
    Reveal,
    /// Ends the blind test; what is heard stays.
    EndBlind,
    /// Takes away what is loaded.
    Unload,
}

/// Asks to hear something of a check. It is loaded and plays at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hearing {
    /// Which check.
    pub check: CheckId,
    /// What of it.
    pub what: Heard,
}

/// What can be heard of a check. Sides are the sum of the stems, then the rough mix where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Heard {
    /// All stems summed, from where it stands.
    Stems,
    /// The rough mix, from where it stands.
    Mix,
    /// One stem soloed.
    Stem {
        /// As its report calls it.
        file: String,
        /// The stretch to loop, in frames of the stem; plays on from where it stands without.
        over: Option<[Frames; 2]>,
    },
    /// A stretch of the rough mix in a loop.
    Part {
        /// In frames at the rate of the set, counted from bar 1 as findings tell it.
        over: [Frames; 2],
    },
    /// The same of what no stem explains, which is made first.
    Residual {
        /// In frames at the rate of the set, counted from bar 1 as findings tell it.
        over: [Frames; 2],
    },
}
