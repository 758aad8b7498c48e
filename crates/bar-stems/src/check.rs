//! Walking, measuring and judging what was dropped.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use bar_audio::format::Format;
use bar_audio::measure::traits::Traits;
use bar_audio::measure::{Listened, Watch};
use bar_audio::source::ReadError;
use bar_audio::waveform::Waveform;
use bar_domain::{Finding, Frames};

use crate::against::{self, Against, Held, Holding};
use crate::archive::UnpackError;
use crate::choose::{Chosen, choose};
use crate::hear::Outcome;
use crate::listen::{self, Heard, listen};
use crate::pool;
use crate::profile::Profile;
use crate::report::{Report, SetFinding, SetReport, StemReport};
use crate::rules;
use crate::walk::{Found, plain, shown};

/// What to check, and how.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// Folders and files, as they were dropped. One folder alone names the check.
    pub paths: Vec<PathBuf>,
    /// The rough mix, where somebody named one; else it is recognised by name.
    pub reference: Option<PathBuf>,
    /// What the engineer wants; the studio's own preferences by default.
    pub profile: Profile,
}

/// Who watches a check while it runs. Called from several threads.
pub trait Observer: Sync {
    /// So many bytes of a dropped archive were unpacked, of `total`; before any file is known.
    fn unpacking(&self, archive: &str, done: u64, total: u64) {
        let _ = (archive, done, total);
    }
    /// The files that will be measured, relative to the folder, in the order of the report.
    fn found(&self, stems: &[String]) {
        let _ = stems;
    }
    /// A file's measuring has come so far; `total` is 0 when unknown.
    fn progress(&self, stem: usize, done: Frames, total: Frames) {
        let _ = (stem, done, total);
    }
    /// A file was measured and judged by itself; findings of the set may join later.
    fn judged(&self, stem: usize, report: &StemReport, listened: Option<&Arc<Listened>>) {
        let _ = (stem, report, listened);
    }
    /// What an earlier comparison of these very sounds came to; `key` names them all.
    fn compared_before(&self, key: &str) -> Option<Arc<Outcome>> {
        let _ = key;
        None
    }
    /// A comparison that nobody remembered came to this.
    fn compared(&self, key: &str, outcome: &Arc<Outcome>) {
        let _ = (key, outcome);
    }
    /// The stems are being compared with the rough mix: `done` of 1. Every stem was judged by then.
    fn comparing(&self, done: f64) {
        let _ = done;
    }
    /// The rough mix was measured; it is judged by no rule of stems.
    fn reference(&self, path: &Path, listened: &Arc<Listened>) {
        let _ = (path, listened);
    }
    /// What an earlier check measured of this very file, if it has not changed since. Here as below,
    /// a file that lies in an archive has the path of the archive and its own after it: no disk knows
    /// that path, but it stays the same, and changes only with the archive.
    fn remembered(&self, path: &Path) -> Option<Arc<Listened>> {
        let _ = path;
        None
    }
    /// A file that nobody remembered was measured afresh; called before it is judged.
    fn measured(&self, path: &Path, listened: &Arc<Listened>) {
        let _ = (path, listened);
    }
}

/// Why a check could not be run at all.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Somebody asked it to stop.
    #[error("the check was cancelled")]
    Cancelled,
    /// Nothing to look at.
    #[error("there is no stem to check in {}: choose the folder that your DAW bounced the stems to, as WAV or AIFF files", .0.display())]
    NothingToCheck(PathBuf),
    /// There is nothing but an archive, and that cannot be unpacked.
    #[error("{} could not be unpacked: {source}", path.display())]
    CannotUnpack {
        /// The archive.
        path: PathBuf,
        /// Why.
        #[source]
        source: UnpackError,
    },
    /// The folder or file named is not there or may not be read.
    #[error("{} cannot be opened: {}", path.display(), plain(source))]
    CannotOpen {
        /// What was named.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
}

/// Checks what was chosen. Nothing on disk is changed.
///
/// # Errors
/// When nothing named can be opened, the rough mix that was chosen cannot, there is nothing to check, or `cancelled` was set.
pub fn check(
    choice: &Choice,
    observer: &dyn Observer,
    cancelled: &AtomicBool,
) -> Result<Report, CheckError> {
    let chosen = choose(choice, observer, cancelled)?;
    observer.found(&chosen.names());
    let batch = Batch { chosen: &chosen, profile: &choice.profile, observer, cancelled };
    let heard = batch.listen();
    if cancelled.load(Ordering::Relaxed) {
        return Err(CheckError::Cancelled);
    }
    let against = batch.holding(&heard).map(|holding| holding.hold(observer, cancelled));
    let against = against.transpose()?;
    let report = conclude(chosen, heard, against.as_ref(), &choice.profile, cancelled);
    if cancelled.load(Ordering::Relaxed) { Err(CheckError::Cancelled) } else { Ok(report) }
}

/// Holds the stems of a choice against its rough mix, and opens all of them once more; `None` where there
/// is no rough mix that can be read.
///
/// # Errors
/// As [`check`].
pub(crate) fn held(
    choice: &Choice,
    observer: &dyn Observer,
    cancelled: &AtomicBool,
) -> Result<Option<Held>, CheckError> {
    let chosen = choose(choice, observer, cancelled)?;
    let batch = Batch { chosen: &chosen, profile: &choice.profile, observer, cancelled };
    let heard = batch.listen();
    if cancelled.load(Ordering::Relaxed) {
        return Err(CheckError::Cancelled);
    }
    let Some(holding) = batch.holding(&heard) else { return Ok(None) };
    let outcome = holding.hold(observer, cancelled)?.outcome;
    let (listening, rate) = (holding.listening(), holding.rate());
    Ok(Some(Held { outcome, listening, rate, chosen }))
}

/// Files being listened to.
struct Batch<'a> {
    chosen: &'a Chosen,
    profile: &'a Profile,
    observer: &'a dyn Observer,
    cancelled: &'a AtomicBool,
}

/// What became of each file.
struct AllHeard {
    stems: Vec<Judged>,
    reference: Option<Result<Arc<Listened>, Vec<Finding>>>,
}

/// A stem that was judged by itself.
pub(crate) struct Judged {
    pub report: StemReport,
    /// What was measured; `None` where it could not be read.
    pub listened: Option<Arc<Listened>>,
    /// Seconds at which it is loud.
    pub loud: Vec<f64>,
}

enum Done {
    Stem(Box<Judged>),
    Reference(Result<Arc<Listened>, Vec<Finding>>),
    Cancelled,
}

impl Batch<'_> {
    /// Measures every file over the cores and judges each stem as soon as it is measured.
    fn listen(&self) -> AllHeard {
        let Chosen { stems, reference, .. } = self.chosen;
        let files: Vec<&Found> = stems.iter().chain(reference).collect();
        let sizes: Vec<u64> = files.iter().map(|file| file.bytes).collect();
        let mut heard = AllHeard { stems: Vec::with_capacity(stems.len()), reference: None };
        for done in pool::each(&sizes, |at| self.one(at, files[at])) {
            match done {
                Done::Stem(judged) => heard.stems.push(*judged),
                Done::Reference(result) => heard.reference = Some(result),
                Done::Cancelled => {}
            }
        }
        heard
    }

    /// The stems beside the rough mix; `None` where there is none that can be read.
    fn holding<'h>(&'h self, heard: &'h AllHeard) -> Option<Holding<'h>> {
        let found = self.chosen.reference.as_ref()?;
        let listened = heard.reference.as_ref()?.as_deref().ok()?;
        Some(Holding::new((found, listened), self.chosen.stems.iter().collect(), &heard.stems))
    }

    fn one(&self, at: usize, found: &Found) -> Done {
        if self.cancelled.load(Ordering::Relaxed) {
            return Done::Cancelled;
        }
        let stem = at < self.chosen.stems.len();
        let total = OnceLock::new();
        let progress = |done: Frames| {
            if stem {
                let total = total.get_or_init(|| listen::format(&found.path).map(|f| f.frames));
                self.observer.progress(at, done, total.unwrap_or_default());
            }
        };
        let watch = Watch { cancelled: self.cancelled, progress: &progress };
        let mut fresh = true;
        let remembered = || {
            let known = self.observer.remembered(&found.origin);
            fresh = known.is_none();
            known
        };
        let heard = listen(&found.path, remembered, &watch);
        let result = match heard {
            Heard::Cancelled => return Done::Cancelled,
            Heard::Whole(listened) => {
                if fresh {
                    self.observer.measured(&found.origin, &listened);
                }
                Ok(listened)
            }
            Heard::Not(format, findings) => Err((format, findings)),
        };
        if stem {
            let (report, listened) = judge(&found.file, result, self.profile);
            self.observer.judged(at, &report, listened.as_ref());
            let loud = listened.as_deref().map(against::loud).unwrap_or_default();
            let listened = listened.map(for_the_set);
            return Done::Stem(Box::new(Judged { report, listened, loud }));
        }
        if let Ok(listened) = &result {
            self.observer.reference(&found.origin, listened);
        }
        Done::Reference(result.map_err(|(_, findings)| findings))
    }
}

/// What the rules of the set need: of thousands of stems, the waveforms alone would fill the memory.
fn for_the_set(listened: Arc<Listened>) -> Arc<Listened> {
    let whole = Arc::unwrap_or_clone(listened);
    let (waveform, traits) = (Waveform::default(), Traits::default());
    Arc::new(Listened { waveform, traits, ..whole })
}

/// Judges a stem by itself.
fn judge(
    file: &str,
    heard: Result<Arc<Listened>, (Option<Format>, Vec<Finding>)>,
    profile: &Profile,
) -> (StemReport, Option<Arc<Listened>>) {
    let report = |format, measured, findings| StemReport {
        file: file.to_owned(),
        format,
        measured,
        in_mix: None,
        findings,
    };
    match heard {
        Ok(listened) => {
            let judged =
                catch_unwind(AssertUnwindSafe(|| rules::of_stem(file, &listened, profile)));
            let broken = || vec![rules::file::unreadable(&ReadError::Panicked, None)];
            let findings = judged.unwrap_or_else(|_| rules::of_unread(file, broken()));
            let measured = Some(listened.measured.clone());
            (report(Some(listened.format), measured, findings), Some(listened))
        }
        Err((format, findings)) => (report(format, None, rules::of_unread(file, findings)), None),
    }
}

/// Judges the stems together, and writes the report; it is not complete once `cancelled` is set.
fn conclude(
    chosen: Chosen,
    heard: AllHeard,
    against: Option<&Against>,
    profile: &Profile,
    cancelled: &AtomicBool,
) -> Report {
    let (mut stems, listened): (Vec<StemReport>, Vec<_>) =
        heard.stems.into_iter().map(|judged| (judged.report, judged.listened)).unzip();
    let names = chosen.names();
    let (places, readable): (Vec<usize>, Vec<_>) = listened
        .iter()
        .enumerate()
        .filter_map(|(at, listened)| Some((at, (names[at].as_str(), listened.as_deref()?))))
        .unzip();
    let together = rules::of_set(&readable, profile, cancelled).into_iter();
    let together = together.map(|(at, finding)| (places[at], finding));
    for (at, finding) in together.chain(rules::name::of_set(&names)) {
        stems[at].findings.push(finding);
    }
    let rate = rules::set::rate(&readable, profile);
    let frames = rules::set::frames(&readable, rate);
    let mut set = SetReport { rate, frames, tempo: chosen.tempo.clone(), ..SetReport::default() };
    let stamps = rules::heard::stamps(&listened);
    let of_set = if let (Some(against), Some(mix)) = (&against, &chosen.reference) {
        rules::heard::judge(against, &mix.file, &stamps, &mut set, &mut stems)
    } else {
        rules::heard::judge_stamps(&stamps, set.tempo.as_ref(), &mut stems);
        Vec::new()
    };
    for stem in &mut stems {
        rules::settle(&mut stem.findings);
    }

    let closed = |folder: &String| SetFinding::of(folder, rules::set::closed_folder(folder));
    let mut findings: Vec<SetFinding> = chosen.closed.iter().map(closed).collect();
    findings.extend(chosen.findings);
    match (&chosen.reference, heard.reference) {
        (Some(found), Some(Err(reasons))) => {
            // What its name promises matters to nobody: only why it cannot be read.
            let reason = reasons.into_iter().take(1);
            let broken = |one| rules::set::broken_reference(&found.file, one);
            findings.extend(reason.map(|one| SetFinding::of(&found.file, broken(one))));
        }
        (None, _) => {
            let finding = rules::set::no_reference(chosen.several.as_deref());
            findings.push(SetFinding::of_set(finding));
        }
        _ => {}
    }
    findings.extend(of_set);
    Report {
        version: 1,
        folder: shown(&chosen.folder, ""),
        reference: chosen.reference.map(|reference| reference.file),
        ready: stems.iter().filter(|stem| stem.is_ready()).count(),
        total: stems.len(),
        set: SetReport { findings, ..set },
        stems,
        sessions: chosen.sessions,
        skipped: chosen.skipped,
    }
}
