//! `barone prepare`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use bar_stems::prepare::{self, Job, Options, Plan, RealDisk};
use bar_stems::{Choice, Profile};
use jiff::Zoned;
use serde::Serialize;

use crate::arguments::Prepare;
use crate::check::{listen, width};
use crate::failure::Failure;
use crate::progress::{Bar, Writing};
use crate::report::prepared;
use crate::watching::Watching;
use crate::{BLOCKED, FINE, interrupt, quietly};

/// What is printed for other programs.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    plan: &'a Plan,
    /// The new folder; `null` where nothing was written.
    to: Option<&'a str>,
}

pub(crate) fn run(arguments: &Prepare) -> Result<u8, Failure> {
    let profile = arguments.profile.as_deref().map(Profile::read).transpose()?;
    let choice = Choice {
        paths: arguments.paths.clone(),
        reference: arguments.reference.clone(),
        profile: profile.unwrap_or_default(),
    };
    if let Some(to) = &arguments.to {
        // Before anybody waits for a check whose result has nowhere to go.
        prepare::may_go_to(&choice, to)?;
    }
    let cancelled = interrupt::watch()?;
    let report = listen(&choice, &Watching::new(Bar::new(), false), &cancelled)?;
    let options = Options {
        profile: choice.profile.clone(),
        trim_gain: arguments.trim_gain,
        explained: Vec::new(),
        explained_of_set: Vec::new(),
    };
    let plan = prepare::plan(&report, &options);
    let to = match &arguments.to {
        Some(to) if !arguments.dry_run => Some(write(&choice, &plan, to, &cancelled)?),
        _ => None,
    };
    quietly(print(&plan, to.as_deref(), arguments.json))?;
    Ok(if plan.blocks() { BLOCKED } else { FINE })
}

/// Writes the copies; the new folder, for people to read.
fn write(
    choice: &Choice,
    plan: &Plan,
    to: &Path,
    cancelled: &AtomicBool,
) -> Result<String, Failure> {
    let date = Zoned::now().strftime("%-d %B %Y").to_string();
    let job = Job { choice, plan, to, date: &date, disk: &RealDisk };
    let bar = Writing::new();
    let written = prepare::carry_out(&job, &|done| bar.reach(done), cancelled);
    bar.clear();
    Ok(written?.display().to_string())
}

fn print(plan: &Plan, to: Option<&str>, json: bool) -> io::Result<()> {
    if json {
        let mut out = io::stdout().lock();
        serde_json::to_writer_pretty(&mut out, &Document { plan, to })?;
        return writeln!(out).and_then(|()| out.flush());
    }
    let mut out = anstream::stdout().lock();
    out.write_all(prepared::render(plan, to, width()).as_bytes()).and_then(|()| out.flush())
}
