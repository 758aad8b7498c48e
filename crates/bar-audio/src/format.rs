//! What a file is: container, encoding and what its header says.

use bar_domain::{Frames, SampleRate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The kind of file around the sound, told by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Container {
    /// RIFF WAVE.
    Wav,
    /// RF64 (EBU Tech 3306).
    Rf64,
    /// BW64 (ITU-R BS.2088).
    Bw64,
    /// Sony Wave64.
    W64,
    /// AIFF.
    Aiff,
    /// AIFF-C.
    Aifc,
    /// Native FLAC.
    Flac,
    /// An MPEG audio stream.
    Mp3,
    /// MPEG-4 (`.m4a`, `.mp4`).
    Mp4,
    /// AAC in ADTS.
    Adts,
    /// Ogg.
    Ogg,
}

/// How samples are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// Integers.
    Pcm,
    /// IEEE 754.
    Float,
    /// Free lossless audio codec.
    Flac,
    /// Apple lossless.
    Alac,
    /// MPEG layer III (and I, II).
    Mp3,
    /// Advanced audio coding.
    Aac,
    /// Vorbis.
    Vorbis,
    /// Opus.
    Opus,
}

/// What a file holds, as its header says and its bytes confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Format {
    /// The kind of file.
    pub container: Container,
    /// How samples are written down.
    pub encoding: Encoding,
    /// Valid bits of a sample; `None` for lossy encodings.
    pub bits: Option<u16>,
    /// Frames per second.
    pub rate: SampleRate,
    /// Samples per frame.
    pub channels: u16,
    /// Frames that are really there.
    pub frames: Frames,
}

/// What the container says of itself beyond the format.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Frames the container promises, where that is more than the file holds.
    pub promised_frames: Option<Frames>,
    /// The sizes were never written (0 or all ones), the sound runs to the end of the file.
    pub sizes_unset: bool,
    /// BWF `TimeReference`: frames since midnight (EBU Tech 3285).
    pub time_reference: Option<Frames>,
}

impl Encoding {
    /// Whether sound was thrown away.
    #[must_use]
    pub const fn is_lossy(self) -> bool {
        matches!(self, Self::Mp3 | Self::Aac | Self::Vorbis | Self::Opus)
    }
}

impl Container {
    /// The extensions under which people expect this kind of file, the usual one first.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Wav | Self::Rf64 | Self::Bw64 => &["wav", "wave", "bwf", "rf64", "bw64"],
            Self::W64 => &["w64"],
            Self::Aiff => &["aif", "aiff"],
            Self::Aifc => &["aif", "aiff", "aifc"],
            Self::Flac => &["flac"],
            Self::Mp3 => &["mp3", "mp2", "mpga"],
            Self::Mp4 => &["m4a", "mp4", "aac", "alac"],
            Self::Adts => &["aac"],
            Self::Ogg => &["ogg", "oga", "opus"],
        }
    }
}
