//! Saving the report of a check as a file to send to somebody.

use std::path::{Path, PathBuf};

use bar_stems::Report;
use bar_stems::html::{Destination, Explained, Of, Overview, Sheet, date, render};

use crate::Desk;
use crate::commands::{Answer, SavedReport};
use crate::desk::lock;
use crate::failure::Refusal;
use crate::host::Saving;
use crate::live::Live;
use crate::views::{CheckId, CheckState, CheckView};

impl Desk {
    /// Saves the report of a check as one HTML file where people choose; `None` when they chose
    /// nothing. The artist's explanations are in it.
    ///
    /// # Errors
    /// When the check is not known or has no verdict yet, or the file cannot be written there.
    pub fn report_save(&self, id: &CheckId) -> Answer<Option<SavedReport>> {
        let live = self.0.live(id)?;
        let view = lock(&live.now).view.clone();
        // One who stopped half way, or never began, knows too little to be sent to anybody.
        if view.summary.state != CheckState::Done {
            return Err(Refusal::NoVerdict.into());
        }
        let Some(chosen) = self.0.host.save(Saving::Report, &suggested(&live, &view)) else {
            return Ok(None);
        };
        let place = Destination::at(&with_ending(chosen))?;
        place.write(&self.page(&live, view)?)?;
        Ok(Some(saved(place.path())))
    }

    /// The file as text.
    fn page(&self, live: &Live, view: CheckView) -> Answer<String> {
        let mut waveforms = Vec::with_capacity(view.stems.len());
        for row in &view.stems {
            let hash = row.report.measured.as_ref().map(|measured| &measured.blake3);
            let whole = hash.map(|hash| self.0.store.waveform(hash)).transpose()?.flatten();
            waveforms.push(whole.as_ref().map(Overview::of).unwrap_or_default());
        }
        let date = date(view.summary.checked_at as i64);
        let (report, explained) = report(live, view);
        let sheet = Sheet {
            report: &report,
            waveforms: &waveforms,
            explained: &explained,
            date: date.as_deref(),
        };
        Ok(render(&sheet))
    }
}

/// Where a file was saved, for people to read.
pub(crate) fn saved(to: &Path) -> SavedReport {
    let shown = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().display().to_string();
    SavedReport { name: shown(to.file_name()), place: shown(to.parent().map(Path::as_os_str)) }
}

/// The report that a view shows, and what the artist said of it.
fn report(live: &Live, view: CheckView) -> (Report, Vec<Explained>) {
    let said = view.stems.iter().enumerate().flat_map(|(stem, row)| {
        row.explained.iter().map(move |it| Explained {
            of: Of::Stem(stem),
            code: it.code,
            text: it.text.clone(),
        })
    });
    let together = view.words.explained.iter().map(|it| Explained {
        of: Of::Together { about: it.about.clone(), message: it.message.clone() },
        code: it.code,
        text: it.text.clone(),
    });
    let explained = said.chain(together).collect();
    let folder = match live.paths.as_slice() {
        [only] => only.display().to_string(),
        _ => view.summary.name.clone(),
    };
    (whole(view, folder), explained)
}

/// The report that a view shows, of what is called `folder`.
pub(crate) fn whole(view: CheckView, folder: String) -> Report {
    let CheckView { summary, reference, set, stems, sessions, skipped, .. } = view;
    let stems: Vec<_> = stems.into_iter().map(|row| row.report).collect();
    let (ready, total) = (summary.ready as usize, stems.len());
    Report { version: 1, folder, reference, ready, total, set, stems, sessions, skipped }
}

/// Where the dialog begins: beside the folder that was checked, so that nobody finds a report among
/// the stems.
fn suggested(live: &Live, view: &CheckView) -> PathBuf {
    let name = format!("{} stem check.html", view.summary.name);
    let first = live.paths.first().and_then(|path| path.parent());
    first.map_or_else(|| name.as_str().into(), |folder| folder.join(&name))
}

/// What people call `Report` is meant to open in a browser; what is there keeps its name.
fn with_ending(chosen: PathBuf) -> PathBuf {
    let is_page = |ending: &std::ffi::OsStr| {
        ending.eq_ignore_ascii_case("html") || ending.eq_ignore_ascii_case("htm")
    };
    if chosen.extension().is_some_and(is_page) || chosen.exists() {
        return chosen;
    }
    let mut name = chosen.into_os_string();
    name.push(".html");
    name.into()
}
