//! `barone check`.

use std::io::{self, IsTerminal, Write};

use bar_stems::{CheckError, Choice, Profile, Report};

use crate::arguments::Check;
use crate::failure::Failure;
use crate::progress::Bar;
use crate::{BLOCKED, FINE, interrupt, quietly, report};

/// Columns of a line where there is no terminal to ask, and the most that read well.
const WIDTH: usize = 100;

pub(crate) fn run(arguments: &Check) -> Result<u8, Failure> {
    let profile = arguments.profile.as_deref().map(Profile::read).transpose()?;
    let choice = Choice {
        paths: arguments.paths.clone(),
        reference: arguments.reference.clone(),
        profile: profile.unwrap_or_default(),
    };
    let cancelled = interrupt::watch()?;
    let bar = Bar::new();
    let checked = bar_stems::check(&choice, &bar, &cancelled);
    bar.clear();
    let report = checked.map_err(|error| match error {
        CheckError::NothingToCheck(_) if arguments.paths.len() > 1 => Failure::NothingNamed,
        other => other.into(),
    })?;
    quietly(print(&report, arguments.json))?;
    Ok(if report.blocks() { BLOCKED } else { FINE })
}

fn print(report: &Report, json: bool) -> io::Result<()> {
    if json {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, report)?;
        return writeln!(out).and_then(|()| out.flush());
    }
    let terminal = io::stdout().is_terminal();
    let width = if terminal { textwrap::termwidth().clamp(40, WIDTH) } else { WIDTH };
    let mut out = anstream::stdout().lock();
    out.write_all(report::render(report, width).as_bytes()).and_then(|()| out.flush())
}
