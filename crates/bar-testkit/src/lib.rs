//! Synthesised sound with known answers, files with known faults, and the demo session.
//!
//! [`Wav`] and [`Aiff`] write exact bytes, so that a test reads like a sentence:
//!
//! ```
//! use bar_testkit::{Wav, signal};
//! let tone = signal::sine(48_000, 1000.0, -18.0, 0.1);
//! let bytes = Wav::pcm(24).rate(48_000).channels(&[&tone, &tone]).bytes();
//! assert_eq!(&bytes[..4], b"RIFF");
//! ```

#[cfg(feature = "servers")]
pub mod balancer;
#[cfg(feature = "band")]
pub mod band;
pub mod demo;
mod file;
pub mod material;
#[cfg(feature = "servers")]
pub mod object_store;
#[cfg(feature = "servers")]
pub mod paypal;
#[cfg(target_os = "linux")]
pub mod postgres;
#[cfg(feature = "servers")]
pub mod proxy;
pub mod random;
pub mod session;
pub mod signal;
#[cfg(feature = "servers")]
pub mod smtp;
#[cfg(target_os = "linux")]
pub mod sound_server;
mod zip;

pub use file::{Aiff, SoundFile, Unset, Wav};
pub use zip::{Entry, Zip};
