//! How sound is written down.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::{Frames, SampleRate};

/// The kind of file that sound is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "AssetContainer")]
#[schema(as = AssetContainer)]
pub enum Container {
    /// RIFF WAV, also RF64 and BW64.
    Wav,
    /// AIFF and AIFF-C.
    Aiff,
    /// FLAC.
    Flac,
    /// Anything else that can be listened to.
    Other,
}

/// How the sound of a file is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(deny_unknown_fields)]
#[ts(rename = "AssetFormat")]
#[schema(as = AssetFormat)]
pub struct Format {
    /// The kind of file.
    pub container: Container,
    /// Bits of one sample; 0 where it has no fixed number, as in MP3.
    pub bits: u16,
    /// Whether samples are floating point.
    pub float: bool,
    /// Frames per second.
    pub rate: SampleRate,
    /// Samples of one frame.
    pub channels: u16,
    /// How many frames.
    pub frames: Frames,
}

/// `24-bit WAV at 48 kHz`.
impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let container = match self.container {
            Container::Wav => "WAV",
            Container::Aiff => "AIFF",
            Container::Flac => "FLAC",
            Container::Other => "file",
        };
        match (self.bits, self.float) {
            (0, _) => write!(f, "{container} at {}", self.rate),
            (bits, true) => write!(f, "{bits}-bit floating-point {container} at {}", self.rate),
            (bits, false) => write!(f, "{bits}-bit {container} at {}", self.rate),
        }
    }
}
