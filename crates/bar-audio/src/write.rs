//! Copies of sound files, changed where that costs nothing of the sound: silence before and after,
//! one of two equal channels, 24-bit integers instead of floats, another kind of file.
//!
//! Integers keep every bit of theirs. What lies around the sound (`bext`, `iXML`, cue points, …) is
//! kept, and moves along where silence is put in front. Everything is streamed: a copy takes a few
//! megabytes of memory, however long it is.

mod aiff;
mod dither;
mod extras;
mod ixml;
mod out;
mod shape;
mod sound;
mod wav;

use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_domain::Frames;

use self::extras::Extras;
use self::out::Out;
use self::shape::Shape;
use self::sound::Sound;
use crate::format::Format;
use crate::source::{self, ReadError};

pub use self::dither::Dither;

/// The kind of file that a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// RIFF WAVE, and RF64 where it is over 4 GiB.
    Wav,
    /// AIFF, and AIFF-C for floats. Never over 4 GiB: see [`fits_aiff`].
    Aiff,
}

/// What is changed in a copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The kind of file that it becomes.
    pub shell: Shell,
    /// Frames of silence that are put in front; as many are taken away where it is negative.
    pub start: i64,
    /// Frames of the copy; silence fills it up.
    pub frames: Frames,
    /// Whether only the first channel is kept.
    pub mono: bool,
    /// How floats become 24-bit integers; `None` keeps samples as they are.
    pub depth: Option<ToIntegers>,
}

/// How floats become 24-bit integers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ToIntegers {
    /// How much louder it becomes, in decibels; 0 leaves it as loud as it is.
    pub gain_db: f64,
    /// Where the noise of the dither begins: the same seed makes the same copy.
    pub seed: u64,
}

/// Why a copy was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Somebody asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The original cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The copy cannot be written.
    #[error("it cannot be written: {0}")]
    Write(#[source] std::io::Error),
    /// The original is longer, or of another kind, than it was when the copy was planned.
    #[error("it changed since it was checked")]
    Changed,
    /// It goes over full scale, which integers cannot.
    #[error("it goes over full scale")]
    Over,
}

/// How writing is watched and stopped.
#[derive(Clone, Copy)]
pub struct Watch<'a> {
    /// Set to stop within a block.
    pub stop: &'a AtomicBool,
    /// Called with every piece that was written: how many bytes it had.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Bytes moved at once.
const PIECE: usize = 1 << 20;

/// Writes a changed copy of `from`, front to back; the hash of the original, as it was read.
///
/// # Errors
/// When the original cannot be read, is not what was planned for, or goes over full scale, when the
/// copy cannot be written, or [`Watch::stop`] was set. What was written until then is worth nothing.
pub fn rewrite(
    from: &Path,
    change: &Change,
    to: &mut dyn Write,
    watch: &Watch<'_>,
) -> Result<blake3::Hash, WriteError> {
    let mut source = source::open(from)?;
    let mut extras = Extras::of(&mut source, change)?;
    let shape = Shape::of(&source, change, extras.speaker_mask())?;
    let mut out = Out::new(to, watch);
    let (before, after) = extras.bytes();
    out.put(&match change.shell {
        Shell::Wav => wav::head(&shape, before, after),
        Shell::Aiff => aiff::head(&shape, before, after),
    })?;
    extras.write_before(&mut source, &mut out)?;
    out.put(&match change.shell {
        Shell::Wav => wav::sound_head(&shape, before, after),
        Shell::Aiff => aiff::sound_head(&shape),
    })?;
    Sound::new(change, &shape, &source).write(&mut source, &mut out)?;
    out.zeros(shape.sound_bytes() % 2)?;
    extras.write_after(&mut source, &mut out)?;
    source.finish_unless(watch.stop)?.ok_or(WriteError::Cancelled)
}

/// Copies `from` byte for byte; its hash.
///
/// # Errors
/// As [`rewrite`].
pub fn copy(
    from: &Path,
    to: &mut dyn Write,
    watch: &Watch<'_>,
) -> Result<blake3::Hash, WriteError> {
    let mut file = source::regular_file(from)?.0;
    let mut piece = vec![0; PIECE];
    let mut hasher = blake3::Hasher::new();
    let mut out = Out::new(to, watch);
    let mut at = 0;
    loop {
        let read = match std::io::Read::read(&mut file, &mut piece) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(source) => return Err(ReadError::Io { at, source }.into()),
        };
        if read == 0 {
            return Ok(hasher.finalize());
        }
        hasher.update(&piece[..read]);
        out.put(&piece[..read])?;
        at += read as u64;
    }
}

/// Bytes of a changed copy of a file of this format, without what lies around its sound.
#[must_use]
pub fn bytes(format: &Format, change: &Change) -> u64 {
    let channels = if change.mono { 1 } else { u64::from(format.channels) };
    let bits = if change.depth.is_some() { 24 } else { format.bits.unwrap_or(32) };
    change.frames.0.saturating_mul(channels * u64::from(bits.div_ceil(8)))
}

/// Whether an AIFF file can hold so many bytes: its sizes have 32 bits, and markers and notes need
/// some room too.
#[must_use]
pub fn fits_aiff(bytes: u64) -> bool {
    const ROOM: u64 = 64 << 20;
    bytes < u64::from(u32::MAX) - ROOM
}

impl Watch<'_> {
    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}
