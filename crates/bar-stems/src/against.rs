//! Holding the stems of a check against its rough mix.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use bar_audio::measure::Listened;
use bar_audio::measure::traits::decibels;
use bar_audio::source::{Excerpts, ReadError};

use crate::check::{CheckError, Judged, Observer};
use crate::choose::Chosen;
use crate::hear::{self, HearError, Listening, Outcome, Wanted};
use crate::walk::Found;

/// What came of it.
pub(crate) struct Against {
    /// The stems that took part, by their place in the report, in the order of the outcome.
    pub stems: Vec<usize>,
    /// Whether the rough mix is too short to tell anything.
    pub short: bool,
    /// Whether nothing is heard in it.
    pub silent: bool,
    /// What was heard, or why nothing was.
    pub outcome: Result<Arc<Outcome>, ReadError>,
}

/// Quieter stems than this have nothing that could be found, in dBFS.
const SILENT_DBFS: f64 = -90.0;

/// Seconds at which a file is loud.
pub(crate) fn loud(listened: &Listened) -> Vec<f64> {
    let levels = listened.traits.envelope.iter().map(|level| decibels(*level));
    hear::loud(levels, listened.traits.envelope_hop.seconds(listened.format.rate))
}

/// A rough mix and stems that can be held against it.
pub(crate) struct Holding<'a> {
    mix: (&'a Found, &'a Listened),
    files: Vec<&'a Found>,
    judged: &'a [Judged],
    /// The stems that take part, by their place in the report.
    stems: Vec<usize>,
}

/// What is needed to listen once more.
pub(crate) struct Held {
    pub outcome: Result<Arc<Outcome>, ReadError>,
    pub listening: Result<Listening<'static>, ReadError>,
    /// Sample rate of the rough mix.
    pub rate: u32,
    /// Keeps what was unpacked of an archive: compressed sound is opened again to go back in it.
    pub chosen: Chosen,
}

impl<'a> Holding<'a> {
    pub(crate) fn new(
        mix: (&'a Found, &'a Listened),
        files: Vec<&'a Found>,
        judged: &'a [Judged],
    ) -> Self {
        let sounds = |at: &usize| {
            let measured = judged[*at].listened.as_ref().map(|listened| &listened.measured);
            measured.and_then(|measured| measured.peak_dbfs).is_some_and(|peak| peak > SILENT_DBFS)
        };
        let stems = (0..judged.len()).filter(sounds).collect();
        Self { mix, files, judged, stems }
    }

    /// Listens to every stem that can be heard against the rough mix.
    pub(crate) fn hold(
        &self,
        observer: &dyn Observer,
        cancelled: &AtomicBool,
    ) -> Result<Against, CheckError> {
        let stems = self.stems.clone();
        let short = self.seconds() < hear::SHORTEST;
        let peak = self.mix.1.measured.peak_dbfs;
        let silent = peak.is_none_or(|peak| peak <= SILENT_DBFS);
        let key = self.key();
        if let Some(outcome) = observer.compared_before(&key) {
            return Ok(Against { stems, short, silent, outcome: Ok(outcome) });
        }
        let hear = || {
            let progress = |done: f64| observer.comparing(done);
            hear::listen(self.listening()?, &progress, cancelled)
        };
        let heard = catch_unwind(AssertUnwindSafe(hear));
        let outcome = match heard.unwrap_or(Err(HearError::Read(ReadError::Panicked))) {
            Err(HearError::Cancelled) => return Err(CheckError::Cancelled),
            Err(HearError::Read(error)) => Err(error),
            Ok(outcome) => {
                let outcome = Arc::new(outcome);
                observer.compared(&key, &outcome);
                Ok(outcome)
            }
        };
        Ok(Against { stems, short, silent, outcome })
    }

    /// Length of the rough mix.
    fn seconds(&self) -> f64 {
        let format = self.mix.1.format;
        format.frames.seconds(format.rate)
    }

    /// Sample rate of the rough mix.
    pub(crate) fn rate(&self) -> u32 {
        self.mix.1.format.rate.0
    }

    /// Opens the rough mix and the stems.
    pub(crate) fn listening(&self) -> Result<Listening<'static>, ReadError> {
        let stem = |at: &usize| {
            let sound = Excerpts::open(&self.files[*at].path)?;
            let seconds = sound.format().frames.seconds(sound.format().rate);
            Ok(Wanted { sound: Box::new(sound), seconds, loud: self.judged[*at].loud.clone() })
        };
        Ok(Listening {
            mix: Box::new(Excerpts::open(&self.mix.0.path)?),
            seconds: self.seconds(),
            stems: self.stems.iter().map(stem).collect::<Result<_, ReadError>>()?,
        })
    }

    /// Names the sounds of a comparison, whatever their files are called.
    fn key(&self) -> String {
        let stems = self.stems.iter().filter_map(|at| self.judged[*at].listened.as_deref());
        let hashes = stems.map(|stem| stem.measured.blake3.as_str());
        let mix = self.mix.1.measured.blake3.as_str();
        let all: Vec<&str> = [mix].into_iter().chain(hashes).collect();
        all.join(" ")
    }
}
