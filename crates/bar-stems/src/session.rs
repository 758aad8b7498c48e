//! Sessions of DAWs: recognised by their content, and read for what they tell.

mod ableton;
mod belongs;
mod cubase;
mod dawproject;
mod findings;
mod kind;
mod logic;
mod media;
mod package;
mod plist;
mod reaper;
mod sniff;
mod studio_one;
mod xml;

use std::collections::HashSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use bar_domain::SampleRate;

pub(crate) use belongs::{claims, without_earlier_states};
pub(crate) use findings::report;
pub use kind::SessionKind;
pub(crate) use media::Shelf;
pub(crate) use package::{is_zip, open as open_zip};
pub(crate) use sniff::{bundle, of_file};

use crate::walk::Found;

/// A session that was dropped, and what it tells.
pub(crate) struct Session {
    /// The file, or the folder of a bundle.
    pub found: Found,
    /// Whose it is.
    pub kind: SessionKind,
    /// What it tells, or why it does not.
    pub told: Result<Told, Unread>,
}

/// What a session tells of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told {
    /// Version of the DAW that wrote it.
    pub version: Option<String>,
    /// Its tempo; `None` where it changes.
    pub beat: Option<Beat>,
    /// Its sample rate.
    pub rate: Option<SampleRate>,
    /// Audio files that it names, each once; `None` where its list cannot be read.
    pub named: Option<Vec<String>>,
    /// Audio files that lie in itself: in a bundle, or packed with it.
    pub held: Vec<String>,
    /// Folders beside it that it records to, where it says so.
    pub records_to: Vec<String>,
}

/// How fast a song goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Beat {
    /// Quarter notes a minute.
    pub bpm: f64,
    /// Beats of a bar, and the note value that is one.
    pub meter: (u32, u32),
}

/// Why a session tells nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unread {
    /// The disk refuses.
    #[error("it cannot be opened")]
    Io(#[from] io::Error),
    /// More than any real session holds.
    #[error("it is larger than any session should be")]
    TooLarge,
    /// Not as this DAW writes it.
    #[error("it seems to be damaged")]
    Damaged,
    /// Somebody asked to stop.
    #[error("the check was cancelled")]
    Cancelled,
}

impl Beat {
    /// A tempo and a meter that a song can have, as a person would write them.
    pub(crate) fn of(bpm: f64, meter: (u32, u32)) -> Option<Self> {
        // Files keep 119.999992 for 120.
        let bpm = (bpm * 1_000.0).round() / 1_000.0;
        let plausible = (1.0..=1_000.0).contains(&bpm)
            && (1..=99).contains(&meter.0)
            && (1..=64).contains(&meter.1)
            && meter.1.is_power_of_two();
        plausible.then_some(Self { bpm, meter })
    }
}

/// Reads what a session tells. Nothing else than it is opened.
pub(crate) fn read(found: Found, kind: SessionKind, cancelled: &AtomicBool) -> Session {
    let read = || told(&found.path, kind, cancelled);
    let told = catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(Unread::Damaged));
    Session { found, kind, told }
}

fn told(path: &Path, kind: SessionKind, cancelled: &AtomicBool) -> Result<Told, Unread> {
    match kind {
        SessionKind::Ableton => ableton::read(path, cancelled),
        SessionKind::Reaper => reaper::read(path, cancelled),
        SessionKind::StudioOne => studio_one::read(path, cancelled),
        SessionKind::DawProject => dawproject::read(path, cancelled),
        SessionKind::Logic | SessionKind::GarageBand => logic::read(path, cancelled),
        SessionKind::Cubase | SessionKind::Nuendo => cubase::read(path),
        SessionKind::ProTools | SessionKind::FlStudio => Ok(Told::default()),
    }
}

/// The first number with a full stop in a text such as `Studio One/6.5.1.96553`.
fn version_in(text: &str) -> Option<String> {
    let words = text.split([' ', '/', '(', ')']);
    let version = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit());
    let word = words.filter(version).find(|word| word.contains('.'))?;
    (word.len() <= 40).then(|| word.to_owned())
}

/// A sample rate that a converter can have.
fn rate_of(hertz: f64) -> Option<SampleRate> {
    (8_000.0..=768_000.0).contains(&hertz).then(|| SampleRate(hertz.round() as u32))
}

/// Most files that a session may name, and most bytes of a name: what is beyond is made up.
const MOST_NAMES: usize = 20_000;
const LONGEST_NAME: usize = 4_096;

/// Files that a session names, each once.
#[derive(Default)]
struct Names {
    list: Vec<String>,
    seen: HashSet<String>,
}

impl Names {
    /// Adds a name, unless it is there or is none.
    fn add(&mut self, name: &str) {
        let name = name.trim();
        let fits = (1..=LONGEST_NAME).contains(&name.len()) && self.list.len() < MOST_NAMES;
        if fits && self.seen.insert(name.to_owned()) {
            self.list.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests;
