//! The report as one HTML file, to send to somebody: it needs no script, no network and no other
//! file, and can be printed.
//!
//! Every name in it is text by construction: [`maud`] escapes what it is handed.

mod findings;
mod head;
mod overview;
mod save;
mod sessions;
mod shape;
mod stem;
mod steps;
mod strip;
mod table;

use bar_audio::waveform::{Point, Waveform};
use bar_domain::{Code, Finding};
use jiff::{Timestamp, tz::TimeZone};
use maud::html;

use crate::report::{Report, SessionReport, StemReport};
pub use save::{Destination, SaveError};

/// Points of a waveform that are kept for the report: 5,000 stems are 12 MB.
const KEPT: usize = 800;
/// Points that are drawn of a stem, and of all stems together: one file must stay easy to open.
const DRAWN: usize = 400;
const DRAWN_IN_ALL: usize = 200_000;
const FEWEST_DRAWN: usize = 60;

/// What the file shows.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// What was found.
    pub report: &'a Report,
    /// What each stem looks like, in the order of the report; where one is missing none is drawn.
    pub waveforms: &'a [Overview],
    /// What the artist said of findings they want to keep.
    pub explained: &'a [Explained],
    /// When the check was made, as people read it (see [`date`]).
    pub date: Option<&'a str>,
}

/// A waveform, small enough to keep thousands of them; empty where the stem could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overview(Vec<Point>);

impl Overview {
    /// The whole of `waveform`.
    #[must_use]
    pub fn of(waveform: &Waveform) -> Self {
        Self(waveform.overview(KEPT))
    }
}

/// The artist's reason to keep a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Of what it is.
    pub of: Of,
    /// Which finding of it.
    pub code: Code,
    /// One sentence.
    pub text: String,
}

/// Of what a finding is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A stem, by its place in the report.
    Stem(usize),
    /// The set or a session.
    Together {
        /// The rough mix, folder or session that it is about.
        about: Option<String>,
        /// What it says: there may be two of a kind.
        message: String,
    },
}

/// The moment, in milliseconds since 1970, as people here read it; `None` for one that no calendar
/// knows.
#[must_use]
pub fn date(milliseconds: i64) -> Option<String> {
    let moment = Timestamp::from_millisecond(milliseconds).ok()?.to_zoned(TimeZone::system());
    Some(moment.strftime("%-d %B %Y, %H:%M").to_string())
}

/// The whole file.
#[must_use]
pub fn render(sheet: &Sheet<'_>) -> String {
    let open = sheet.open();
    let body = html! {
        (overview::write(sheet, &open))
        (table::write(sheet, &open))
        (stem::write_all(sheet))
        (sessions::write(sheet))
        (steps::write(sheet.report))
        (sessions::set_aside(sheet.report))
    };
    head::page(sheet, &open, &body).into_string()
}

impl Sheet<'_> {
    /// Why the artist keeps a finding of a stem.
    fn reason(&self, stem: usize, finding: &Finding) -> Option<&str> {
        self.said(finding, |of| *of == Of::Stem(stem))
    }

    /// Why the artist keeps a finding of the set or of a session.
    fn reason_together(&self, about: Option<&str>, finding: &Finding) -> Option<&str> {
        self.said(finding, |of| match of {
            Of::Stem(_) => false,
            Of::Together { about: whom, message } => {
                (whom.as_deref(), message) == (about, &finding.message)
            }
        })
    }

    fn said(&self, finding: &Finding, of: impl Fn(&Of) -> bool) -> Option<&str> {
        let mut said = self.explained.iter().filter(|said| said.code == finding.code);
        said.find(|said| of(&said.of)).map(|said| said.text.as_str())
    }

    /// The report without what the artist explained.
    fn open(&self) -> Report {
        let mut open = self.report.clone();
        for (at, stem) in open.stems.iter_mut().enumerate() {
            stem.findings.retain(|finding| self.reason(at, finding).is_none());
        }
        let set = &mut open.set.findings;
        set.retain(|of| self.reason_together(of.about.as_deref(), &of.finding).is_none());
        for SessionReport { file, findings, .. } in &mut open.sessions {
            findings.retain(|finding| self.reason_together(Some(file), finding).is_none());
        }
        open.ready = open.stems.iter().filter(|stem| stem.is_ready()).count();
        open
    }

    /// The stems, each with its place in the report.
    fn stems(&self) -> impl Iterator<Item = (usize, &StemReport)> {
        self.report.stems.iter().enumerate()
    }

    /// What is drawn of a stem.
    fn wave(&self, stem: usize) -> Vec<Point> {
        let each = DRAWN_IN_ALL / self.report.stems.len().max(1);
        let points = self.waveforms.get(stem).map(|overview| overview.0.clone());
        let waveform = Waveform { points: points.unwrap_or_default() };
        waveform.overview(each.clamp(FEWEST_DRAWN, DRAWN))
    }
}
