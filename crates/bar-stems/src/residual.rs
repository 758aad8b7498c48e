//! Saving what no stem explains of the rough mix, to be listened to.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use bar_audio::source::ReadError;
use bar_audio::write::Dither;

use crate::against::Held;
use crate::check::{CheckError, Choice, Observer, held};
use crate::hear::{self, HearError};
use crate::temporary::temporary;

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum ResidualError {
    /// The stems could not be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// Nothing to take the stems from.
    #[error("there is no rough mix, so nothing can be left of it: choose one first")]
    NoReference,
    /// Taking away what is not in it would leave all of it.
    #[error(
        "no stem was found in the rough mix, so all of it is left: choose the rough mix of these stems"
    )]
    NotFound,
    /// A WAV cannot hold it.
    #[error(
        "the rough mix is too long for one WAV file of what is left of it: compare a shorter one"
    )]
    TooLong,
    /// A file could not be read again.
    #[error("a file could not be read again: {0}")]
    Read(#[source] ReadError),
    /// The new file could not be written.
    #[error("“{}” could not be written: {source}", path.display())]
    Write {
        /// Where it should be.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Most bytes of sound in a WAV.
const MOST: f64 = 4_294_000_000.0;
/// Bytes of a frame: two channels of 24 bits.
const FRAME: f64 = 6.0;

/// Writes what no stem explains of the rough mix as a 24-bit WAV: the rough mix less the stems, each
/// through the filter and the gain that fit best. It begins at bar 1 of the stems.
///
/// # Errors
/// When the stems cannot be compared with the rough mix, or the file cannot be written; then nothing
/// new stands at `to`.
pub fn write(
    choice: &Choice,
    to: &Path,
    observer: &dyn Observer,
    cancelled: &AtomicBool,
) -> Result<(), ResidualError> {
    let held = held(choice, observer, cancelled)?.ok_or(ResidualError::NoReference)?;
    let Held { outcome, listening, rate, chosen: _kept } = held;
    let outcome = outcome.map_err(ResidualError::Read)?;
    if outcome.explained.is_none() {
        return Err(ResidualError::NotFound);
    }
    let listening = listening.map_err(ResidualError::Read)?;
    if listening.seconds * f64::from(rate) * FRAME > MOST {
        return Err(ResidualError::TooLong);
    }
    let refused = |source: io::Error| ResidualError::Write { path: to.to_owned(), source };
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    let file = temporary(folder.unwrap_or(Path::new("."))).map_err(refused)?;
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: rate,
        bits_per_sample: 24,
        sample_format: hound::SampleFormat::Int,
    };
    let whole = io::BufWriter::new(file.reopen().map_err(refused)?);
    let mut wav = hound::WavWriter::new(whole, spec).map_err(|error| refused(io(error)))?;
    let mut dithers = [Dither::new(1, 0), Dither::new(1, 1)];
    let progress = |done: f64| observer.comparing(done);
    hear::residual::<Stopped>(listening, &outcome.places, &progress, cancelled, &mut |sides| {
        for (left, right) in sides[0].iter().zip(sides[1]) {
            for (sample, dither) in [left, right].into_iter().zip(&mut dithers) {
                let whole = dither.round(f64::from(*sample));
                wav.write_sample(whole).map_err(Stopped::Write)?;
            }
        }
        Ok(())
    })
    .map_err(|stopped| match stopped {
        Stopped::Hear(HearError::Cancelled) => CheckError::Cancelled.into(),
        Stopped::Hear(HearError::Read(error)) => ResidualError::Read(error),
        Stopped::Write(error) => refused(io(error)),
    })?;
    wav.finalize().map_err(|error| refused(io(error)))?;
    file.as_file().sync_all().map_err(refused)?;
    file.persist(to).map_err(|error| refused(error.error))?;
    Ok(())
}

/// What ended the writing.
enum Stopped {
    Hear(HearError),
    Write(hound::Error),
}

impl From<HearError> for Stopped {
    fn from(error: HearError) -> Self {
        Self::Hear(error)
    }
}

fn io(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        other => io::Error::other(other),
    }
}
