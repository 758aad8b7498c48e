//! `barone check`.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{SystemTime, UNIX_EPOCH};

use bar_stems::html::{Destination, Sheet, date, render};
use bar_stems::phrase::clean;
use bar_stems::{CheckError, Choice, Observer, Profile, Report, place, residual};

use crate::arguments::Check;
use crate::failure::Failure;
use crate::progress::{Bar, Writing};
use crate::watching::Watching;
use crate::{BLOCKED, FINE, interrupt, quietly, report};

/// Columns of a line where there is no terminal to ask, and the most that read well.
const WIDTH: usize = 100;

/// Columns to print in.
pub(crate) fn width() -> usize {
    let terminal = io::stdout().is_terminal();
    if terminal { textwrap::termwidth().clamp(40, WIDTH) } else { WIDTH }
}

pub(crate) fn run(arguments: &Check) -> Result<u8, Failure> {
    let profile = arguments.profile.as_deref().map(Profile::read).transpose()?;
    let page = arguments.html.as_deref().map(Destination::at).transpose()?;
    let choice = Choice {
        paths: arguments.paths.clone(),
        reference: arguments.reference.clone(),
        profile: profile.unwrap_or_default(),
    };
    let residual = arguments.residual.as_deref();
    // Better told now than after minutes of measuring.
    residual.map(|to| place::for_sound(&choice, to)).transpose()?;
    let cancelled = interrupt::watch()?;
    let watching = Watching::new(Bar::new(), page.is_some());
    let report = listen(&choice, &watching, &cancelled)?;
    let printed = quietly(print(&report, arguments.json));
    if let Some(page) = page {
        write(&page, &report, watching)?;
    }
    if let Some(to) = residual {
        leave(&choice, to, &cancelled)?;
    }
    printed?;
    Ok(if report.blocks() { BLOCKED } else { FINE })
}

/// Checks, with a bar that shows how far it is.
pub(crate) fn listen(
    choice: &Choice,
    watching: &Watching,
    cancelled: &AtomicBool,
) -> Result<Report, Failure> {
    let checked = bar_stems::check(choice, watching, cancelled);
    watching.bar.clear();
    checked.map_err(|error| match error {
        CheckError::NothingToCheck(_) if choice.paths.len() > 1 => Failure::NothingNamed,
        other => other.into(),
    })
}

fn print(report: &Report, json: bool) -> io::Result<()> {
    if json {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, report)?;
        return writeln!(out).and_then(|()| out.flush());
    }
    let mut out = anstream::stdout().lock();
    out.write_all(report::render(report, width()).as_bytes()).and_then(|()| out.flush())
}

fn write(page: &Destination, report: &Report, watching: Watching) -> Result<(), Failure> {
    let waveforms = watching.into_waveforms();
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let date = now.ok().and_then(|now| date(now.as_millis() as i64));
    let sheet = Sheet { report, waveforms: &waveforms, explained: &[], date: date.as_deref() };
    page.write(&render(&sheet))?;
    anstream::eprintln!("The report is in {}.", clean(&page.path().display().to_string()));
    Ok(())
}

/// How far the sound is that no stem explains.
struct Leaving(Writing);

impl Observer for Leaving {
    fn comparing(&self, done: f64) {
        self.0.reach(done);
    }
}

/// Writes what no stem explains.
fn leave(choice: &Choice, to: &Path, cancelled: &AtomicBool) -> Result<(), Failure> {
    let leaving = Leaving(Writing::new());
    let written = residual::write(choice, to, &leaving, cancelled);
    leaving.0.clear();
    written?;
    anstream::eprintln!("What no stem explains is in {}.", clean(&to.display().to_string()));
    Ok(())
}
