//! A check in hand: what the window is shown of it, kept in step while it runs.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use bar_domain::Severity;
use bar_stems::hear::Outcome;
use bar_stems::{Report, SetReport, StemReport};
use bar_store::{Explained, Kept, State};

use crate::views::{CheckId, CheckState, CheckSummary, CheckView, Explanation, SetWords, StemRow};

/// A check that runs or is looked at.
pub(crate) struct Live {
    pub id: i64,
    /// What was dropped.
    pub paths: Vec<PathBuf>,
    pub now: Mutex<Now>,
    /// The last comparison with the rough mix, and the sounds that it was of: it takes seconds.
    pub compared: Mutex<Option<(String, Arc<Outcome>)>>,
}

/// How a check stands at this moment.
pub(crate) struct Now {
    pub reference: Option<PathBuf>,
    pub view: CheckView,
    pub explained: Vec<Explained>,
    /// Set to stop the run; `None` while none runs.
    pub run: Option<Arc<AtomicBool>>,
    /// Something changed since the run began: run once more.
    pub again: bool,
    /// Taken off the list: nothing more is told of it.
    pub forgotten: bool,
}

impl Live {
    pub fn new(kept: Kept, view: Option<&str>, explained: Vec<Explained>) -> Self {
        let blank = CheckView {
            summary: summary(&kept),
            reference: None,
            set: SetReport::default(),
            stems: Vec::new(),
            sessions: Vec::new(),
            words: SetWords::default(),
            skipped: Vec::new(),
            progress: None,
            failure: None,
        };
        // A view that another version wrote is made again by the next run.
        let view = view.and_then(|json| serde_json::from_str(json).ok()).unwrap_or(blank);
        let view = CheckView { summary: summary(&kept), progress: None, ..view };
        let Kept { id, paths, reference, .. } = kept;
        let mut now = Now { reference, view, explained, run: None, again: false, forgotten: false };
        now.explain_all();
        Self { id, paths, now: Mutex::new(now), compared: Mutex::default() }
    }

    /// One of which nothing is known.
    #[cfg(test)]
    pub fn blank() -> Self {
        let (paths, reference, state) = (Vec::new(), None, State::Stopped);
        let kept = Kept { id: -1, paths, reference, state, ready: 0, total: 0, checked_at: 0 };
        Self::new(kept, None, Vec::new())
    }

    /// Whether the store knows of it.
    pub fn is_kept(&self) -> bool {
        self.id > 0
    }

    pub fn check_id(&self) -> CheckId {
        CheckId(self.id.to_string())
    }
}

impl Now {
    /// A row of the table.
    pub fn row(&self, index: usize, judged: bool, report: StemReport) -> StemRow {
        let said = self.explained.iter().filter(|said| {
            said.file == report.file && report.findings.iter().any(|it| it.code == said.code)
        });
        let (of_this, of_another): (Vec<_>, Vec<_>) =
            said.partition(|said| said.content == content(&report));
        let explanations = |all: Vec<&Explained>| {
            let one = |said: &Explained| Explanation { code: said.code, text: said.text.clone() };
            all.into_iter().map(one).collect()
        };
        let (explained, suggested) = (explanations(of_this), explanations(of_another));
        StemRow { index: index as u32, judged, report, explained, suggested }
    }

    /// Says of everything again what the artist explained, and counts what is ready.
    pub fn explain_all(&mut self) {
        let stems = std::mem::take(&mut self.view.stems);
        let row = |(index, row): (usize, StemRow)| self.row(index, row.judged, row.report);
        self.view.stems = stems.into_iter().enumerate().map(row).collect();
        self.view.words = self.words();
        self.count();
    }

    /// Takes over a report.
    pub fn judge(&mut self, report: Report) {
        let Report { reference, set, stems, sessions, skipped, .. } = report;
        let rows = stems.into_iter().enumerate().map(|(index, stem)| self.row(index, true, stem));
        self.view.stems = rows.collect();
        self.view = CheckView {
            reference,
            set,
            stems: std::mem::take(&mut self.view.stems),
            sessions,
            words: SetWords::default(),
            skipped,
            progress: None,
            failure: None,
            summary: self.view.summary.clone(),
        };
        self.view.words = self.words();
        self.count();
    }

    /// Brings the counts of the summary up to date.
    pub fn count(&mut self) {
        let ready = self.view.stems.iter().filter(|row| row.judged && is_ready(row)).count();
        self.view.summary.ready = ready as u32;
        self.view.summary.total = self.view.stems.len() as u32;
    }

    /// How this is written down.
    pub fn kept(&self, live: &Live) -> Kept {
        let CheckSummary { state, ready, total, checked_at, .. } = self.view.summary;
        let state = match state {
            CheckState::Done => State::Done,
            CheckState::Failed => State::Failed,
            CheckState::Running | CheckState::Cancelled => State::Stopped,
        };
        Kept {
            id: live.id,
            paths: live.paths.clone(),
            reference: self.reference.clone(),
            state,
            ready,
            total,
            checked_at: checked_at as i64,
        }
    }
}

/// What tells one bounce of a stem from another; empty where it could not be measured.
pub(crate) fn content(report: &StemReport) -> &str {
    report.measured.as_ref().map_or("", |measured| &measured.blake3)
}

/// Whether nothing blocks but what the artist explained.
fn is_ready(row: &StemRow) -> bool {
    row.report
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Blocks)
        .all(|finding| row.explained.iter().any(|explanation| explanation.code == finding.code))
}

/// What the list of recent checks says of a check that does not run.
pub(crate) fn summary(kept: &Kept) -> CheckSummary {
    let shown =
        |path: &std::path::Path| path.file_name().unwrap_or(path.as_os_str()).display().to_string();
    let name = match kept.paths.as_slice() {
        [only] => shown(only),
        many => format!("{} files", many.len()),
    };
    let parent = kept.paths.first().and_then(|path| path.parent());
    CheckSummary {
        id: CheckId(kept.id.to_string()),
        name,
        place: parent.map(|path| path.display().to_string()).unwrap_or_default(),
        state: match kept.state {
            State::Done => CheckState::Done,
            State::Stopped => CheckState::Cancelled,
            State::Failed => CheckState::Failed,
        },
        ready: kept.ready,
        total: kept.total,
        checked_at: kept.checked_at as f64,
    }
}
