//! Files, by what they hold.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Format;
use crate::Finding;

/// The BLAKE3 hash of a file's bytes; 64 lower-case hex characters in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS, ToSchema)]
#[ts(type = "string")]
#[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
pub struct AssetHash(pub [u8; 32]);

/// It is no hash of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the hash of a file is 64 characters of 0-9 and a-f")]
pub struct NoHash;

impl FromStr for AssetHash {
    type Err = NoHash;

    fn from_str(text: &str) -> Result<Self, NoHash> {
        from_hex(text).and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or(NoHash)
    }
}

impl fmt::Display for AssetHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for AssetHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AssetHash({self})")
    }
}

impl Serialize for AssetHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AssetHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The bytes that lower-case hex characters stand for.
pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |letter: u8| match letter {
        b'0'..=b'9' => Some(letter - b'0'),
        b'a'..=b'f' => Some(letter - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| Some(digit(*high)? << 4 | digit(*low)?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

/// A file that somebody has, or has sent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetRef {
    /// Names what it holds.
    pub hash: AssetHash,
    /// How long it is.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What the file is called, without folders; made safe for every disk.
    pub name: String,
}

/// What a file is to the project, which says who may see it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, ToSchema,
)]
#[serde(rename_all = "camelCase")]
pub enum Use {
    /// A rough mix, a reference or a mix of a song.
    Version,
    /// A stem, or a session.
    Stem,
    /// A master.
    Master,
    /// Attached to what everybody reads.
    Everyone,
    /// Attached to what artist and studio talk about.
    Enquiry,
    /// Attached to what engineer and studio talk about.
    Studio,
}

/// What is known of a file that the project names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Asset {
    /// How long it is: as it was found to be once it arrived, and until then as it was said to be.
    #[ts(type = "number")]
    pub bytes: u64,
    /// What it is to the project.
    pub uses: BTreeSet<Use>,
    /// What arrived, once all of its bytes have.
    pub arrival: Option<Arrival>,
}

/// What the service found a file to be, once all of its bytes were there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Arrival {
    /// How long it is. Not told by services that did not say so yet: then it is as long as it was said to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub bytes: Option<u64>,
    /// What of the sound could be read; `None` for what is no sound, cannot be read, or takes too long to be
    /// listened to.
    pub measured: Option<Measured>,
    /// What the stem check has to say. Both sides see the same.
    pub findings: Vec<Finding>,
}

/// What was measured in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(rename = "AssetMeasured")]
#[schema(as = AssetMeasured)]
pub struct Measured {
    /// How its sound is written down.
    pub format: Format,
    /// Integrated loudness in LUFS, where there was enough to hear.
    pub loudness: Option<Level>,
    /// True peak in dBTP, where there was any sound.
    pub true_peak: Option<Level>,
}

/// A level, exact to a hundredth of a decibel; a plain number in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, TS, ToSchema)]
#[ts(type = "number")]
#[schema(value_type = f64)]
pub struct Level(i32);

impl Level {
    /// Nothing peaks above this without being over: 0 dB.
    pub const FULL: Self = Self(0);

    /// In decibels.
    #[must_use]
    pub fn get(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

/// Rounds to hundredths; what is no number becomes 0.
impl From<f64> for Level {
    fn from(level: f64) -> Self {
        Self((level * 100.0).round() as i32)
    }
}

impl Serialize for Level {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.get())
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self::from)
    }
}
