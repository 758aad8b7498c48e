//! What an engineer wants to be sent: the preferences that stems are judged by.

mod read;

use bar_audio::format::{Container, Encoding, Format};
use bar_domain::SampleRate;
use serde::{Deserialize, Serialize};

pub use read::ProfileError;

use crate::prepare::Pattern;
use crate::session::SessionKind;

/// The default profile as an explained TOML file, to be copied and changed.
pub const EXAMPLE: &str = include_str!("profile/studio.toml");

/// An engineer's preferences. [`Profile::default`] is the studio's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Whose they are.
    pub name: String,
    /// Kinds of file that are welcome.
    pub containers: Vec<Family>,
    /// Sample rates that are welcome, the preferred one first.
    pub rates: Vec<SampleRate>,
    /// Bits that an integer sample should at least have.
    pub least_bits: u16,
    /// Whether floating point is as welcome as integers.
    pub float: bool,
    /// Most channels a stem may have.
    pub channels: u16,
    /// Sample peak above which `level.hot` speaks, in dBFS.
    pub headroom_dbfs: f64,
    /// Whether reverb and limiting are worth a word.
    pub dry: bool,
    /// Sessions that are welcome beside the stems, or instead of them.
    pub sessions: Vec<SessionKind>,
    /// How prepared stems are called: a pattern of `{name}`, `{number}` and `{song}`.
    pub names: String,
}

/// A kind of lossless file, as engineers name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// RIFF WAVE and its large forms RF64 and BW64.
    Wav,
    /// AIFF and AIFF-C.
    Aiff,
    /// FLAC, on its own or in Ogg.
    Flac,
    /// Apple Lossless.
    Alac,
    /// Sony Wave64.
    W64,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            name: "the studio".into(),
            containers: vec![Family::Wav, Family::Aiff],
            rates: vec![SampleRate(44_100), SampleRate(48_000)],
            least_bits: 24,
            float: false,
            channels: 2,
            headroom_dbfs: HEADROOM_DBFS,
            dry: true,
            sessions: vec![SessionKind::ProTools, SessionKind::Logic, SessionKind::Cubase],
            names: "{name}".into(),
        }
    }
}

/// Guides ask for anything from 1 to 10 dB of headroom; most for 3 to 6. The laxer end of those,
/// so that only a real lack of it is mentioned.
const HEADROOM_DBFS: f64 = -3.0;

impl Profile {
    /// How prepared stems are called.
    #[must_use]
    pub fn pattern(&self) -> Pattern {
        Pattern::parse(&self.names).unwrap_or_default()
    }
}

impl Family {
    /// Every kind.
    pub const ALL: &[Self] = &[Self::Wav, Self::Aiff, Self::Flac, Self::Alac, Self::W64];

    /// The kind of a lossless file; `None` for a lossy one.
    #[must_use]
    pub fn of(format: &Format) -> Option<Self> {
        match (format.container, format.encoding) {
            (_, encoding) if encoding.is_lossy() => None,
            (_, Encoding::Flac) => Some(Self::Flac),
            (_, Encoding::Alac) => Some(Self::Alac),
            (Container::W64, _) => Some(Self::W64),
            (Container::Aiff | Container::Aifc, _) => Some(Self::Aiff),
            _ => Some(Self::Wav),
        }
    }

    /// As it stands in a profile.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Aiff => "aiff",
            Self::Flac => "flac",
            Self::Alac => "alac",
            Self::W64 => "w64",
        }
    }

    /// As it stands in a sentence.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wav => "WAV",
            Self::Aiff => "AIFF",
            Self::Flac => "FLAC",
            Self::Alac => "Apple Lossless",
            Self::W64 => "Wave64",
        }
    }
}
