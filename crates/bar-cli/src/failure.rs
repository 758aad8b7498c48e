//! Why a command could not be run, said once, on stderr.

use std::path::PathBuf;

use bar_audio::play::{OutputError, PlayError, ReelError};
use bar_audio::source::ReadError;
use bar_stems::html::SaveError;
use bar_stems::phrase::clean;
use bar_stems::place::PlaceError;
use bar_stems::prepare::PrepareError;
use bar_stems::residual::ResidualError;
use bar_stems::{CheckError, ProfileError};

/// Why a command could not be run.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The check itself.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// Writing the copies.
    #[error(transparent)]
    Prepare(#[from] PrepareError),
    /// The engineer's preferences.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The report as HTML.
    #[error(transparent)]
    Html(#[from] SaveError),
    /// Where what no stem explains should go.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// What no stem explains.
    #[error(transparent)]
    Residual(#[from] ResidualError),
    /// Several things were named, and none is a stem.
    #[error(
        "none of what you named is a sound file: name the folder that your DAW bounced the stems to"
    )]
    NothingNamed,
    /// A file that was to be played.
    #[error("{}: {why}", file.display())]
    Read {
        /// Which.
        file: PathBuf,
        /// Why.
        #[source]
        why: ReadError,
    },
    /// There is no sound.
    #[error(transparent)]
    Sound(#[from] OutputError),
    /// There is no sound any more.
    #[error("{0}")]
    Lost(String),
    /// What was to be played cannot be.
    #[error(transparent)]
    Reel(#[from] ReelError),
    /// Nothing can be played.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// Keys cannot be read, or the line not be written.
    #[error("the terminal cannot be used: {0}")]
    Terminal(#[source] std::io::Error),
    /// Nobody takes what is printed.
    #[error("the result cannot be written: {0}")]
    Output(#[source] std::io::Error),
    /// Ctrl-C cannot be listened to.
    #[error("Ctrl-C cannot be watched: {0}")]
    Interrupt(#[from] ctrlc::Error),
}

impl Failure {
    /// Says it on stderr; the exit status.
    pub(crate) fn tell(&self) -> u8 {
        anstream::eprintln!("barone: {}", clean(&self.to_string()));
        crate::NOT_RUN
    }
}
