//! Telling apart what was dropped: stems, the rough mix, sessions, and what is none of them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fs, io};

use tempfile::TempDir;

use crate::check::{CheckError, Choice, Observer};
use crate::midi::{self, Notes};
use crate::order::natural;
use crate::pool;
use crate::report::{SessionReport, SetFinding, Skipped, Tempo};
use crate::session::{self, Beat, Session, Shelf};
use crate::sorted::Sorted;
use crate::split::Split;
use crate::walk::{Found, shown, walk};

/// The files of a check, each in its place.
pub(crate) struct Chosen {
    /// What was named, or what lies around it.
    pub folder: PathBuf,
    /// In natural order; at least one, or there is a session.
    pub stems: Vec<Found>,
    /// The rough mix.
    pub reference: Option<Found>,
    /// Names of files that might all be the rough mix.
    pub several: Option<String>,
    /// Sessions of DAWs, in natural order.
    pub sessions: Vec<SessionReport>,
    /// The song's tempo, as sessions or MIDI files tell it.
    pub tempo: Option<Tempo>,
    /// What is none of these, and why.
    pub skipped: Vec<Skipped>,
    /// Folders that stayed closed: there may be stems in them.
    pub closed: Vec<String>,
    /// What there is to say of archives and MIDI files.
    pub findings: Vec<SetFinding>,
    /// Where archives lie unpacked, as long as somebody may read their files.
    _unpacked: Vec<TempDir>,
}

impl Chosen {
    /// The names of the stems.
    pub(crate) fn names(&self) -> Vec<String> {
        self.stems.iter().map(|stem| stem.file.clone()).collect()
    }
}

/// Decides which file is a stem, which the rough mix, which a session, and which nothing of these.
///
/// # Errors
/// When nothing named can be opened, the rough mix that was chosen cannot, nothing is a stem or a
/// session, or `cancelled` was set.
pub(crate) fn choose(
    choice: &Choice,
    observer: &dyn Observer,
    cancelled: &AtomicBool,
) -> Result<Chosen, CheckError> {
    let mut tree = walk(&choice.paths, cancelled)?;
    let folder = std::mem::take(&mut tree.folder);
    let named = choice.reference.as_deref().map(Named::of);
    let mut reference = named.as_ref().and_then(|named| named.among(&mut tree.files));
    let mut sorted = Sorted::of(tree, observer, cancelled)?;
    sorted.all.extend(reference.clone());
    if let (Some(named), None) = (named, &reference) {
        // It may lie in an archive.
        reference = Some(named.among(&mut sorted.sounds).map_or_else(|| named.alone(), Ok)?);
    }

    let Sorted { sounds, sessions, midi, all, mut skipped, closed, mut findings, broken, unpacked } =
        sorted;
    let mut sessions: Vec<Session> = pool::each(&sizes(&sessions), |at| {
        let (found, kind) = &sessions[at];
        session::read(found.clone(), *kind, cancelled)
    });
    let notes = pool::each(&vec![0; midi.len()], |at| midi::read(&midi[at].path));
    if cancelled.load(Ordering::Relaxed) {
        return Err(CheckError::Cancelled);
    }
    session::without_earlier_states(&mut sessions, &mut skipped);
    sessions.sort_by(|a, b| natural(&a.found.file, &b.found.file));
    let shelf = Shelf::new(&shown(&folder, ""), all.iter());

    let title = folder.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let split = Split::of(sounds, &sessions, &shelf, reference, &title);
    let Split { mut stems, reference, several, kept } = split;
    skipped.extend(kept);
    stems.sort_by(|a, b| natural(&a.file, &b.file).then_with(|| a.path.cmp(&b.path)));
    if stems.is_empty() && sessions.is_empty() {
        return Err(match broken {
            Some((Found { path, .. }, source)) => CheckError::CannotUnpack { path, source },
            None => CheckError::NothingToCheck(folder),
        });
    }

    let called: Vec<&str> = stems.iter().map(|stem| stem.file.as_str()).collect();
    for (found, notes) in midi.iter().zip(&notes) {
        let plays = notes.is_none_or(|notes| notes.played);
        let unprinted = plays && !midi::is_heard(&found.file, &title, &called);
        if unprinted {
            findings.push(SetFinding::of(&found.file, midi::unprinted(&found.file)));
        }
        let so = if unprinted { ", so bounce its instrument to a stem" } else { "" };
        let reason = format!("A MIDI file: it holds notes, not sound{so}.");
        skipped.push(Skipped { file: found.file.clone(), reason });
    }
    skipped.sort_by(|a, b| natural(&a.file, &b.file));
    let reports =
        sessions.iter().map(|one| session::report(one, &shelf, &choice.profile)).collect();
    let tempo = tempo(&sessions, &midi, &notes);
    Ok(Chosen {
        folder,
        stems,
        reference,
        several,
        sessions: reports,
        tempo,
        skipped,
        closed,
        findings,
        _unpacked: unpacked,
    })
}

/// How much there is to read of each session.
fn sizes<K>(sessions: &[(Found, K)]) -> Vec<u64> {
    sessions.iter().map(|(found, _)| found.bytes).collect()
}

/// The tempo that all sessions tell, or else all MIDI files; `None` where they disagree.
fn tempo(sessions: &[Session], midi: &[Found], notes: &[Option<Notes>]) -> Option<Tempo> {
    let told =
        |session: &Session| Some((session.told.as_ref().ok()?.beat?, session.found.file.clone()));
    let mut beats: Vec<(Beat, String)> = sessions.iter().filter_map(told).collect();
    if beats.is_empty() {
        let of_notes = midi.iter().zip(notes);
        beats.extend(
            of_notes.filter_map(|(found, notes)| Some(((*notes)?.beat?, found.file.clone()))),
        );
    }
    let (first, told_by) = beats.first().cloned()?;
    let agree = |other: Beat| (other.bpm - first.bpm).abs() < 0.01 && other.meter == first.meter;
    let all_agree = beats.iter().all(|(other, _)| agree(*other));
    all_agree.then_some(Tempo { bpm: first.bpm, meter: first.meter, told_by })
}

/// The rough mix that somebody named, wherever it lies.
struct Named {
    path: PathBuf,
    real: Option<PathBuf>,
}

impl Named {
    fn of(path: &Path) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self { real: path.canonicalize().ok(), path }
    }

    /// Takes it from `files`, if it is one of them.
    fn among(&self, files: &mut Vec<Found>) -> Option<Found> {
        let is_it = |file: &Found| match &self.real {
            Some(real) => file.real == *real,
            None => file.origin == self.path,
        };
        files.iter().position(is_it).map(|at| files.remove(at))
    }

    fn alone(self) -> Result<Found, CheckError> {
        let Self { path, .. } = self;
        let cannot_open = |source| CheckError::CannotOpen { path: path.clone(), source };
        let about = fs::metadata(&path).map_err(cannot_open)?;
        if !about.is_file() {
            return Err(cannot_open(io::Error::other("it is not a file")));
        }
        let real = path.canonicalize().map_err(cannot_open)?;
        let origin = path.clone();
        Ok(Found { file: shown(&path, ""), path, real, origin, bytes: about.len() })
    }
}
