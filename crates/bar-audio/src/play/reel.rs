//! What there is to hear.

use std::path::PathBuf;

use bar_domain::SampleRate;

use super::voice::MAX_TAPES;

/// Everything that is loaded at once, on one timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Reel {
    /// Frames per second of the timeline: the rate that most of what is heard has.
    pub rate: SampleRate,
    /// All files, up to 64.
    pub tapes: Vec<Tape>,
    /// What can be heard; for versions, one tape each; for stems, all of them on one side and the
    /// rough mix on another.
    pub sides: Vec<Side>,
}

/// A file on the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tape {
    /// Where it lies.
    pub path: PathBuf,
    /// Frame of the timeline at which its first frame sounds; negative where its beginning is cut.
    pub starts_at: i64,
    /// What people call it.
    pub name: String,
}

/// Tapes that are heard together.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// By their place in [`Reel::tapes`].
    pub tapes: Vec<usize>,
    /// Integrated loudness of their sum, in LUFS (ITU-R BS.1770-5); `None` for silence and where it
    /// is not measured yet (see [`super::Player::measured`]).
    pub loudness: Option<f64>,
}

/// Why something cannot be heard as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReelError {
    /// More tapes than stream at once.
    #[error("{0} files are too many to hear at once: choose up to {MAX_TAPES}")]
    TooMany(usize),
    /// A side names a tape that is not there.
    #[error("side {side} is made of a file that was not given")]
    NoSuchTape {
        /// The side, from 0.
        side: usize,
    },
    /// No rate that sound has.
    #[error("{0} cannot be played: the sample rate must be between 4 and 768 kHz")]
    Rate(SampleRate),
}

impl Reel {
    /// Versions to compare, each a side of its own with its loudness.
    #[must_use]
    pub fn versions(
        rate: SampleRate,
        versions: impl IntoIterator<Item = (Tape, Option<f64>)>,
    ) -> Self {
        let (tapes, loudness): (Vec<_>, Vec<_>) = versions.into_iter().unzip();
        let side = |(tape, loudness)| Side { tapes: vec![tape], loudness };
        Self { rate, sides: loudness.into_iter().enumerate().map(side).collect(), tapes }
    }

    /// Nothing to hear.
    #[must_use]
    pub fn empty() -> Self {
        Self { rate: SampleRate(48_000), tapes: Vec::new(), sides: Vec::new() }
    }

    pub(super) fn check(&self) -> Result<(), ReelError> {
        if self.tapes.len() > MAX_TAPES {
            return Err(ReelError::TooMany(self.tapes.len()));
        }
        if !(4_000..=768_000).contains(&self.rate.0) {
            return Err(ReelError::Rate(self.rate));
        }
        let odd = |side: &Side| side.tapes.iter().any(|tape| *tape >= self.tapes.len());
        match self.sides.iter().position(odd) {
            Some(side) => Err(ReelError::NoSuchTape { side }),
            None => Ok(()),
        }
    }
}

impl Tape {
    /// A file from the beginning of the timeline, called by its own name.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Self { path, starts_at: 0, name }
    }
}
