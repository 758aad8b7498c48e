//! Many different band songs played on a sound font, and rough mixes of them with known shares.
//!
//! A [`Song`] is composed from a seed and rendered part by part, as stems are bounced. [`mix`] makes
//! of them what artists make: each part through a strip, sends and a bus, as a [`Recipe`] says.
//! Everything is the same for the same seeds.

mod arrange;
mod chords;
mod drums;
mod extra;
mod filter;
mod font;
mod form;
mod level;
mod melody;
mod mix;
mod mp3;
mod noise;
mod part;
mod perform;
mod recipe;
mod resample;
mod score;
mod song;
mod strip;
mod style;
mod style_seats;
mod write;

pub use extra::Extra;
pub use font::FONT;
pub use form::Meter;
pub use mix::{RoughMix, Share, mix};
pub use part::{How, Part, Role, Tie};
pub use recipe::{Bus, Recipe, Severity, Strip, Timing};
pub use song::Song;
pub use strip::{Band, Compressor};
pub use style::Style;
pub use write::write_song;

/// Why a song cannot be rendered or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no sound font, or it is none.
    #[error(
        "the sound font {path} cannot be read ({why}); install fluid-soundfont-gm or set BAR_SOUND_FONT"
    )]
    Font {
        /// Where it was looked for.
        path: String,
        /// What the system or the reader said.
        why: String,
    },
    /// The synthesiser does not take this sample rate.
    #[error("cannot render at {rate} Hz: {why}")]
    Rate {
        /// Frames per second.
        rate: u32,
        /// What the synthesiser said.
        why: String,
    },
    /// A file cannot be written.
    #[error("cannot write the song: {0}")]
    Write(#[from] std::io::Error),
    /// ffmpeg is missing or refuses.
    #[error("ffmpeg does not make the MP3 ({0}); is it installed with libmp3lame?")]
    Mp3(String),
}
