//! The one place where errors become what people read, and where they are logged.

use std::path::PathBuf;

use bar_audio::markers::{MarkersError, Which};
use bar_audio::play::{OutputError, PlayError, ReelError};
use bar_audio::source::ReadError;
use bar_stems::html::SaveError;
use bar_stems::place::PlaceError;
use bar_stems::prepare::PrepareError;
use bar_stems::residual::ResidualError;
use bar_stems::{CheckError, ProfileError};
use bar_store::{ActError, StoreError, Trouble};

use crate::views::Failure;

/// What the desk itself refuses.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("there is no verdict to save yet: wait until the check is done, or check again")]
    NoVerdict,
    #[error("nothing was dropped: drop the folder your stems were bounced to")]
    NothingDropped,
    #[error("this check is not in the list any more: drop its folder again")]
    UnknownCheck,
    #[error("this stem is not part of the check any more: check it again")]
    UnknownStem,
    #[error("there is nothing of this kind to explain any more")]
    NothingToExplain,
    #[error("say in a sentence why you want to keep it")]
    NoReason,
    #[error("{} cannot be shown: {source}", folder.display())]
    CannotReveal {
        folder: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error(
        "something in Bar One itself broke while it checked: check again, and tell the studio if it breaks again"
    )]
    Broke,
    #[error(
        "Bar One cannot remember this check, but runs it ({0}): free some disk space, then start Bar One again"
    )]
    NotRemembered(#[source] StoreError),
    #[error("let the check come to its end first: only then is it known what to fix")]
    NotChecked,
    #[error("copies of these stems are being written already: wait for them, or cancel them")]
    Preparing,
    #[error("let the check come to its end first: only then is it known what no stem explains")]
    NotCompared,
    #[error("what no stem explains is being saved already: wait for it, or cancel it")]
    Leaving,
    #[error("no copies were written since Bar One was started: prepare them first")]
    NotPrepared,
    #[error("there is no rough mix to listen to: choose one first")]
    NoRoughMix,
    #[error("it was stopped before it could be heard: listen to it again")]
    NotMade,
    #[error("there is no room for it on the disk ({0}): free some space, and try again")]
    NoScratch(#[source] std::io::Error),
    #[error(transparent)]
    Song(bar_domain::song::Refusal),
    #[error("this was asked for twice, with different words: do it once more")]
    Twice,
    #[error("there is no sound file among them: choose WAV, AIFF, FLAC or another kind of sound")]
    NoVersions,
    #[error(
        "{0} files are too many for one song: drop mixes here, and stems on the screen Stem check"
    )]
    TooManyVersions(usize),
    #[error("“{file}” cannot be read: {source}")]
    CannotRead {
        file: String,
        #[source]
        source: ReadError,
    },
    #[error("it was stopped")]
    Stopped,
    #[error("its file is not on this computer any more: find it first")]
    FileGone,
    #[error("the file of {0} is not on this computer any more: find it first")]
    NotHere(String),
    #[error("this is another recording than {0}: add it as a version of its own")]
    AnotherRecording(String),
    #[error(
        "notes were written on {0}, so it stays what it is: add its file once more as what it is"
    )]
    NotesOnIt(String),
    #[error("{0} was not found in the first version, so it stays where it is: move it by hand")]
    NotHeardThere(String),
    #[error("there is only one version: add another one to compare it with")]
    NothingToCompare,
    #[error("there are no notes of this kind ({}) on this version: choose others", .0.words())]
    NoMarkers(Which),
    #[error("“{0}” is there already, and is left as it is: choose another name")]
    Taken(String),
    #[error("the system has no thread left for it: close some programs and check again")]
    NoThread(#[source] std::io::Error),
}

/// A sentence with a capital and an end; the errors of the crates are written to be continued.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

fn failure(code: &str, error: &dyn std::error::Error) -> Failure {
    tracing::warn!(code, %error, "failed");
    Failure { code: code.to_owned(), message: sentence(&error.to_string()) }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::NothingDropped => "check.nothing",
            Refusal::UnknownCheck => "check.unknown",
            Refusal::UnknownStem => "stem.unknown",
            Refusal::NothingToExplain | Refusal::NoReason => "explain",
            Refusal::CannotReveal { .. } => "reveal",
            Refusal::NotRemembered(_) => "store.check",
            Refusal::NoVerdict => "report",
            Refusal::Broke => "check.broke",
            Refusal::NoThread(_) => "check.no_thread",
            Refusal::NotChecked => "prepare.running_check",
            Refusal::Preparing => "prepare.running",
            Refusal::NotCompared | Refusal::Leaving => "residual",
            Refusal::NotPrepared => "prepare.nothing",
            Refusal::NoRoughMix | Refusal::NotMade | Refusal::NoScratch(_) => "hear",
            Refusal::Song(ref refusal) => refusal.code(),
            Refusal::Twice => "song.twice",
            Refusal::NoVersions | Refusal::TooManyVersions(_) => "version.files",
            Refusal::CannotRead { .. } => "version.unreadable",
            Refusal::Stopped => "stopped",
            Refusal::NotHere(_) | Refusal::FileGone => "version.missing",
            Refusal::AnotherRecording(_) => "version.another",
            Refusal::NotesOnIt(_) => "version.notes",
            Refusal::NotHeardThere(_) => "version.align",
            Refusal::NothingToCompare => "blind",
            Refusal::NoMarkers(_) | Refusal::Taken(_) => "markers",
        };
        failure(code, &refusal)
    }
}

impl From<ActError> for Failure {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Refused(refusal) => Refusal::Song(refusal).into(),
            ActError::AnotherCommand => Refusal::Twice.into(),
            ActError::Store(error) => error.into(),
        }
    }
}

impl From<PlayError> for Failure {
    fn from(error: PlayError) -> Self {
        failure("player", &error)
    }
}

impl From<ReelError> for Failure {
    fn from(error: ReelError) -> Self {
        failure("player", &error)
    }
}

impl From<&OutputError> for Failure {
    fn from(error: &OutputError) -> Self {
        failure("player.device", error)
    }
}

impl From<MarkersError> for Failure {
    fn from(error: MarkersError) -> Self {
        failure("markers", &error)
    }
}

impl From<CheckError> for Failure {
    fn from(error: CheckError) -> Self {
        let code = match error {
            CheckError::Cancelled => "check.cancelled",
            CheckError::NothingToCheck(_) => "check.nothing",
            CheckError::CannotOpen { .. } => "check.cannot_open",
            CheckError::CannotUnpack { .. } => "check.cannot_unpack",
        };
        failure(code, &error)
    }
}

impl From<PrepareError> for Failure {
    fn from(error: PrepareError) -> Self {
        let code = match error {
            PrepareError::Nothing => "prepare.nothing",
            PrepareError::Folder { .. } | PrepareError::NoRoom { .. } => "prepare.folder",
            PrepareError::Cancelled { .. }
            | PrepareError::Check(_)
            | PrepareError::Moved { .. }
            | PrepareError::BrokenOff { .. } => "prepare.failed",
        };
        failure(code, &error)
    }
}

impl From<ResidualError> for Failure {
    fn from(error: ResidualError) -> Self {
        match error {
            ResidualError::Check(error) => error.into(),
            other => failure("residual", &other),
        }
    }
}

impl From<PlaceError> for Failure {
    fn from(error: PlaceError) -> Self {
        failure("residual", &error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let Self { code, message } = failure("store", &error);
        Self { code, message: format!("{message} Free some disk space, then start Bar One again.") }
    }
}

impl From<ProfileError> for Failure {
    fn from(error: ProfileError) -> Self {
        failure("profile", &error)
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        failure("report", &error)
    }
}

impl From<&Trouble> for Failure {
    fn from(trouble: &Trouble) -> Self {
        failure("store.trouble", trouble)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_become_sentences() {
        let failure = Failure::from(CheckError::NothingToCheck("/songs/Salt".into()));
        assert_eq!(
            failure.message,
            "There is no stem to check in /songs/Salt: choose the folder that your DAW bounced the stems to, as WAV or AIFF files."
        );
        assert_eq!(sentence("überall ist Lärm!"), "Überall ist Lärm!");
        assert_eq!(sentence(""), ".");
    }
}
