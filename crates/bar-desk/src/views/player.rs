//! What is heard, as the transport bar shows it on every screen.

use bar_audio::play::blind::{Letter, Score};
use bar_audio::play::{Device, DeviceId, Now};
use bar_domain::SampleRate;
use bar_domain::song::{Bpm, SongId, VersionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::CheckId;

/// What is loaded and heard; pushed about 30 times a second while it plays or changes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct PlayerView {
    /// What is loaded; `None` when there is nothing to hear.
    pub loaded: Option<Loaded>,
    /// What is heard. During a blind test sides are places: `side` is the place that is heard (`null`
    /// is told by `blind.heard`), and what would give one away is left out (`match_db`, meters, the
    /// changes of the output).
    pub now: Now,
    /// The honest line about the output, as in `Bit-exact, 48 kHz` or `Level match −3.7 dB`.
    pub line: String,
    /// Whether the samples of the file reach the device as they are.
    pub exact: bool,
    /// The blind test that goes on.
    pub blind: Option<BlindView>,
}

/// What is loaded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Loaded {
    /// Where it comes from.
    pub of: LoadedOf,
    /// What to call it: the song, or what is heard of a check.
    pub title: String,
    /// How fast it is, where that is known and its bars have four beats.
    pub bpm: Option<Bpm>,
    /// Frames per second of the timeline.
    pub rate: SampleRate,
    /// What can be switched between.
    pub sides: Vec<SideView>,
    /// The names of all files, by their place in [`Now::strips`].
    pub tapes: Vec<String>,
}

/// Where something that is loaded comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum LoadedOf {
    /// Versions of a song.
    Song {
        /// Which.
        song: SongId,
    },
    /// Stems of a check, and its rough mix.
    Check {
        /// Which.
        check: CheckId,
    },
}

/// One side: what is heard at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct SideView {
    /// What people call it.
    pub name: String,
    /// The version that it is.
    pub version: Option<VersionId>,
    /// Its tapes, by their place in [`Loaded::tapes`].
    pub tapes: Vec<u32>,
    /// Integrated loudness, in LUFS, where it is known.
    pub lufs: Option<f64>,
}

/// A blind test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct BlindView {
    /// How many sides are hidden behind places, numbered from 0.
    pub places: u32,
    /// The place that is heard; `None` in an ABX trial.
    pub heard: Option<u32>,
    /// The ABX test, where one goes on.
    pub abx: Option<AbxView>,
    /// What was hidden, once it is revealed.
    pub revealed: Option<Revealed>,
}

/// An ABX test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct AbxView {
    /// The sides that A and B are: those are known, only X is not.
    pub pair: [u32; 2],
    /// What is heard.
    pub heard: Letter,
    /// Answers given so far; a new X begins after each.
    pub answered: u32,
}

/// What was hidden.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Revealed {
    /// The side behind each place.
    pub order: Vec<u32>,
    /// How the listener did in ABX trials, where there were any.
    pub score: Option<Score>,
}

/// Where sound can go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Devices {
    /// What is plugged in.
    pub devices: Vec<Device>,
    /// What was chosen; `None` follows the system.
    pub chosen: Option<DeviceId>,
    /// Why there are none, as a sentence.
    pub trouble: Option<String>,
}
