//! Time on tape.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

/// A count of frames or a place on tape; a frame is one sample of every channel.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    TS,
    ToSchema,
)]
#[ts(type = "number")]
pub struct Frames(pub u64);

/// Frames per second, in hertz.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, ToSchema,
)]
#[ts(type = "number")]
pub struct SampleRate(pub u32);

impl Frames {
    /// How long these frames last, in seconds.
    #[must_use]
    pub fn seconds(self, rate: SampleRate) -> f64 {
        self.0 as f64 / f64::from(rate.0.max(1))
    }
}

/// `44.1 kHz`, as musicians write it.
impl fmt::Display for SampleRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kHz", f64::from(self.0) / 1000.0)
    }
}
