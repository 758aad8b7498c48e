//! What the stem check has to say about a file or a set of files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::Frames;

/// How much a finding matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS, ToSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Information.
    Informs,
    /// Should be looked at.
    Advises,
    /// Must be fixed, or explained by the artist.
    Blocks,
}

/// A stretch of tape: its first frame and the frame after its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[schema(value_type = u64)]
pub struct Span(pub Frames, pub Frames);

/// One thing the stem check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
pub struct Finding {
    /// What it is; stable.
    pub code: Code,
    /// How much it matters here, under the engineer's profile.
    pub severity: Severity,
    /// A sentence without jargon.
    pub message: String,
    /// Where it can be heard, in frames of the file; empty when it is everywhere.
    pub at: Vec<Span>,
    /// What mends it, as a sentence; `None` when there is nothing to mend.
    pub fix: Option<String>,
}

macro_rules! codes {
    ($($variant:ident = $name:literal: $doc:literal;)*) => {
        /// The stable name of a finding. It stands in the JSON, the UI and the tests.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        pub enum Code {
            $(#[doc = $doc] #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table in the design.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name, as in the JSON.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

/// By hand, since the derived one does not see names that come out of a macro.
impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        let names = Self::ALL.iter().map(|code| code.name());
        let name = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names));
        name.description(Some("The stable name of a finding.")).into()
    }
}

impl ToSchema for Code {}

codes! {
    FileUnreadable = "file.unreadable": "The file cannot be opened or decoded.";
    FileEmpty = "file.empty": "No bytes, or no samples.";
    FileTruncated = "file.truncated": "The container promises more samples than the file holds.";
    FileSizesUnset = "file.sizes_unset": "The header's sizes were never written; the sound is whole.";
    FileNotFinite = "file.not_finite": "NaN or infinite samples.";
    FileDisguised = "file.disguised": "The content is not what the extension says.";
    FileLossy = "file.lossy": "MP3, AAC, Vorbis or Opus.";
    FileNotWavOrAiff = "file.not_wav_or_aiff": "Lossless, in another container.";
    RateUnsupported = "rate.unsupported": "Outside the sample rates of the profile.";
    RateMixed = "rate.mixed": "Not the sample rate of most other stems.";
    RateMislabelled = "rate.mislabelled": "Recorded at another sample rate than the header says.";
    DepthLow = "depth.low": "16-bit or less.";
    DepthFloat = "depth.float": "Floating point.";
    DepthPadded = "depth.padded": "The lowest bits of a 24-bit file are never used.";
    ChannelsUnsupported = "channels.unsupported": "More than two channels.";
    ChannelsDualMono = "channels.dual_mono": "Left and right are identical.";
    ChannelsOneSided = "channels.one_sided": "One channel is silent.";
    ChannelsInverted = "channels.inverted": "Left is about minus right.";
    LevelClipped = "level.clipped": "Clip runs at full scale, or flat tops below it.";
    LevelOver = "level.over": "True peak above 0 dBTP without clip runs.";
    LevelHot = "level.hot": "Sample peak above the headroom of the profile.";
    LevelQuiet = "level.quiet": "Peak below −40 dBFS.";
    LevelSilent = "level.silent": "Nothing above −90 dBFS.";
    LevelDc = "level.dc": "DC offset above −50 dBFS.";
    StartLate = "start.late": "Does not start at bar 1 while others do.";
    StartCut = "start.cut": "Sound in the first frames.";
    EndCut = "end.cut": "Sound at the last frame.";
    LengthDiffers = "length.differs": "Shorter than the longest stem.";
    GlitchDropout = "glitch.dropout": "A short hole of digital silence inside sound.";
    GlitchClick = "glitch.click": "A single-sample discontinuity that is not music.";
    SetDuplicate = "set.duplicate": "The same sound as another stem.";
    SetMissing = "set.missing": "The rough mix holds a part that no stem explains.";
    SetDiffers = "set.differs": "A stem sounds different in the rough mix, or none was found in it.";
    SetUnused = "set.unused": "Nothing of this stem is heard in the rough mix.";
    SetNoReference = "set.no_reference": "No rough mix was given, so completeness was not checked.";
    NameUnclear = "name.unclear": "A name that says nothing about the part.";
    NameCollides = "name.collides": "Equal to another but for case, accents or extension.";
    NameNotPortable = "name.not_portable": "Reserved, forbidden or too long somewhere.";
    DryReverb = "dry.reverb": "The decays look like printed reverb.";
    DryLimited = "dry.limited": "The peaks look limited or heavily compressed.";
    SourceLossy = "source.lossy": "Lossy coding inside a lossless file.";
    SourceUpsampled = "source.upsampled": "Nothing above half of a lower standard rate.";
    SessionFound = "session.found": "A session of a DAW.";
    SessionMediaMissing = "session.media_missing": "A session names audio files that are not there.";
    SessionUnsupported = "session.unsupported": "A session of a DAW that the profile does not list.";
    MidiUnprinted = "midi.unprinted": "A MIDI file without a stem of a like name.";
}
