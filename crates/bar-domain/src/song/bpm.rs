//! How fast a song is.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;
use utoipa::ToSchema;

/// Beats per minute, exact to a thousandth; a plain number in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS, ToSchema)]
#[ts(type = "number")]
#[schema(value_type = f64)]
pub struct Bpm(u32);

impl Bpm {
    /// What is believed: slower or faster songs are typing errors.
    const SENSIBLE: std::ops::RangeInclusive<u32> = 20_000..=999_000;

    /// Whether a song can be that fast: 20 to 999.
    #[must_use]
    pub fn is_sensible(self) -> bool {
        Self::SENSIBLE.contains(&self.0)
    }

    /// Beats per minute.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// Rounds to thousandths; what is no tempo at all becomes one that is not sensible.
impl From<f64> for Bpm {
    fn from(bpm: f64) -> Self {
        Self((bpm * 1000.0).round() as u32)
    }
}

impl Serialize for Bpm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.get())
    }
}

impl<'de> Deserialize<'de> for Bpm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from)
    }
}

/// `128` or `97.5`.
impl fmt::Display for Bpm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}
