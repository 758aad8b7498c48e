//! Hearing mixes: many tapes in one voice, frame-locked, and an honest word about what is heard.
//!
//! A [`Reel`] says what there is to hear, a [`Player`] plays it and tells what is heard [`Now`].
//! All tapes stream together, so a switch from one [`Side`] to another is only a change of gains and
//! lands on the same musical position. Three threads do the work: the *deck* reads, resamples and
//! fills the rings, the *hall* opens devices and follows them, the *meter* measures what was played.
//! What runs in the sound card's own callback is [`voice`], and nothing else is.
//!
//! ```no_run
//! use bar_audio::play::{Player, Reel, Settings, SoundCard, Tape};
//! use bar_domain::{Frames, SampleRate};
//!
//! let player = Player::new(Box::new(SoundCard::new()), Settings::default())?;
//! let versions = ["Rough.wav", "Mix 1.wav"].map(|path| (Tape::new(path.into()), None));
//! player.load(Reel::versions(SampleRate(48_000), versions))?;
//! player.seek(Frames(48_000 * 60));
//! player.play();
//! player.hear(1);
//! println!("{:?}: {}", player.now().position, player.now().output);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod as_heard;
pub mod blind;
mod deck;
mod down_mix;
mod hall;
mod line;
mod map;
mod metering;
mod meters;
pub mod mock;
mod now;
mod output;
mod player;
mod reader;
mod reel;
mod resample;
mod spool;
mod state;
mod stereo;
mod strip;
pub mod voice;

pub use as_heard::loudness_as_heard;
pub use line::{Change, OutputLine};
pub use meters::Meters;
pub use now::{Now, TapeTrouble, Trouble};
pub use output::{Broken, Device, DeviceId, Opened, Output, OutputError, SoundCard, Wish};
pub use player::{PlayError, Player, Settings};
pub use reel::{Reel, ReelError, Side, Tape};
pub use strip::{Strip, level_match};
