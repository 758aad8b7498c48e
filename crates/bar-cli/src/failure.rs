//! Why a command could not be run, said once, on stderr.

use std::path::PathBuf;

use bar_audio::markers::MarkersError;
use bar_audio::play::{OutputError, PlayError, ReelError};
use bar_audio::source::ReadError;
use bar_stems::html::SaveError;
use bar_stems::phrase::clean;
use bar_stems::place::PlaceError;
use bar_stems::prepare::PrepareError;
use bar_stems::residual::ResidualError;
use bar_stems::{CheckError, ProfileError};
use bar_store::{ReadingError, StoreError};

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
    /// What the app remembers cannot be read.
    #[error(transparent)]
    Library(#[from] ReadingError),
    /// The same, later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Nowhere to look.
    #[error("this system names no folder for what the app remembers: name its file with --library")]
    NoHome,
    /// Nothing to choose from.
    #[error("Bar One remembers no songs yet: open one in the app first")]
    NoSongs,
    /// None fits.
    #[error("no song is called “{wanted}”. These are there:")]
    UnknownSong {
        /// What was typed.
        wanted: String,
        /// A line a song.
        songs: Vec<String>,
    },
    /// Several fit.
    #[error("several songs are called “{wanted}”: name one by what stands in front of it:")]
    SeveralSongs {
        /// What was typed.
        wanted: String,
        /// A line a song.
        songs: Vec<String>,
    },
    /// Nothing to place notes on.
    #[error("this song has no mix yet: add one in the app first")]
    NoMix,
    /// No such mix.
    #[error("there is no Mix {number}{}", latest.map(|latest| format!(": the latest is Mix {latest}")).unwrap_or_default())]
    UnknownMix {
        /// What was typed.
        number: u16,
        /// The one that is there.
        latest: Option<u16>,
    },
    /// Nothing to write.
    #[error("there are no {which} on {mix}{}", drafts_said(*drafts))]
    NoNotes {
        /// Which were wanted.
        which: &'static str,
        /// On which mix.
        mix: String,
        /// How many are not submitted yet.
        drafts: u32,
    },
    /// Too far from the song.
    #[error("--offset is more than a day: type it as minutes and seconds, such as 1:02.5")]
    OffsetTooLarge,
    /// It would be gibberish.
    #[error(
        "this kind of file is not for a terminal: name a file with --out, or send it on with `|`"
    )]
    BinaryToTerminal,
    /// Something is there already.
    #[error("{} is there already: name another file with --out, or let --force replace it", .0.display())]
    Exists(PathBuf),
    /// It would be lost.
    #[error("{} is a version of a song, and is left as it is: name another file with --out", .0.display())]
    Original(PathBuf),
    /// The place refuses.
    #[error("{} cannot be written: {source}", place.display())]
    NotWritten {
        /// Where it should go.
        place: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The format refuses.
    #[error(transparent)]
    Markers(#[from] MarkersError),
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

/// What else there is.
fn drafts_said(drafts: u32) -> String {
    match drafts {
        0 => String::new(),
        1 => ", but 1 draft that was not submitted yet: see --state drafts".to_owned(),
        drafts => format!(", but {drafts} drafts that were not submitted yet: see --state drafts"),
    }
}

impl Failure {
    /// Says it on stderr; the exit status.
    pub(crate) fn tell(&self) -> u8 {
        anstream::eprintln!("barone: {}", clean(&self.to_string()));
        for song in self.songs() {
            anstream::eprintln!("  {}", clean(song));
        }
        crate::NOT_RUN
    }

    /// What there is to choose from.
    fn songs(&self) -> &[String] {
        match self {
            Self::UnknownSong { songs, .. } | Self::SeveralSongs { songs, .. } => songs,
            _ => &[],
        }
    }
}
