//! `barone check`.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::AtomicBool;

use bar_stems::{CheckError, Choice, Profile, Report};

use crate::arguments::Check;
use crate::failure::Failure;
use crate::progress::Bar;
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
    let choice = Choice {
        paths: arguments.paths.clone(),
        reference: arguments.reference.clone(),
        profile: profile.unwrap_or_default(),
    };
    let report = listen(&choice, &*interrupt::watch()?)?;
    quietly(print(&report, arguments.json))?;
    Ok(if report.blocks() { BLOCKED } else { FINE })
}

/// Checks, with a bar that shows how far it is.
pub(crate) fn listen(choice: &Choice, cancelled: &AtomicBool) -> Result<Report, Failure> {
    let bar = Bar::new();
    let checked = bar_stems::check(choice, &bar, cancelled);
    bar.clear();
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
