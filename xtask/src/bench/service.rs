//! How the service does: what the example `load` of `bar-service` tells, beside what we aim for.

use anyhow::Result;
use serde::Deserialize;
use xshell::cmd;

use super::yardsticks::line;
use crate::ground::Ground;
use crate::{clients, install, needs};

/// Where the list of npm packages lies that we are measured beside.
const TUS: &str = "crates/bar-service/examples/load/tus";
const THEIRS: &str = "tus-js-client → @tus/server";

/// What the example tells.
#[derive(Debug, Deserialize)]
struct Told {
    sqlite: Side,
    postgres: Option<Side>,
    curve: Vec<Point>,
    streams: Streams,
    ours: Upload,
    theirs: Option<Upload>,
    busy: Busy,
}

#[derive(Debug, Deserialize)]
struct Side {
    commands: f64,
    p50: f64,
    p99: f64,
    pages: f64,
    pages_p99: f64,
    page_cpu: f64,
}

#[derive(Debug, Deserialize)]
struct Point {
    projects: usize,
    messages: usize,
    cpu: f64,
    p99: f64,
}

#[derive(Debug, Deserialize)]
struct Streams {
    before: f64,
    after: f64,
}

#[derive(Debug, Deserialize)]
struct Upload {
    rate: f64,
    cpu: f64,
    memory: f64,
}

#[derive(Debug, Deserialize)]
struct Busy {
    quiet_p99: f64,
    p50: f64,
    p99: f64,
    rate: f64,
    memory: f64,
}

/// Why somebody is not there; nothing where they are, or that is seen when they are started.
#[derive(Debug, Default)]
struct Missing {
    postgres: Option<String>,
    theirs: Option<String>,
}

/// One line per aim.
pub fn tell(ground: &Ground, quick: bool) -> Result<String> {
    let why = |tried: Result<()>| tried.err().map(|why| why.to_string());
    let tools = ground.tools().join("tus");
    let node = needs::node(&ground.shell);
    let missing = Missing {
        postgres: why(install::packages(ground, &[needs::SERVE])),
        theirs: why(node.and_then(|()| clients::npm(ground, TUS, &tools))),
    };

    let shell = &ground.shell;
    cmd!(shell, "cargo build --release --locked -p bar-service --bins --example load").run()?;
    let load = ground.target.join("release/examples/load");
    let service = ground.target.join("release/bar-service");
    let folder = ground.target.join("load");
    let (rounds, seconds) = if quick { ("2", "1") } else { ("5", "3") };
    // Both ends of a thousand streams are files to the system.
    let more = r#"ulimit -n "$(ulimit -H -n)"; exec "$0" "$@""#;
    let told = cmd!(shell, "sh -c {more} {load} {service} {folder} {tools} {rounds} {seconds}");
    let told: Told = serde_json::from_str(&told.quiet().read()?)?;
    let head = format!("The service over loopback; medians of {rounds} rounds of {seconds} s");
    Ok([vec![head], lines(&told, &missing)].concat().join("\n"))
}

fn lines(told: &Told, missing: &Missing) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(side("SQLite", "≥ 1000", &told.sqlite));
    match &told.postgres {
        Some(postgres) => lines.extend(side("PostgreSQL, two instances", "≥ 2000", postgres)),
        None => lines.push(absent("PostgreSQL", missing.postgres.as_deref())),
    }

    lines.push("CPU of the service for a command (SQLite, 8 connections)".to_owned());
    for Point { projects, messages, cpu, p99 } in &told.curve {
        let what = format!("    {projects} projects of {messages} messages");
        lines.push(format!("{what:<38}{cpu:>9.0} µs   p99 {p99:.1} ms"));
    }
    lines.push("    aim: flat from 10 to 10000 projects".to_owned());

    let Streams { before, after } = told.streams;
    lines.push(line("memory, 1000 idle streams", after, "MB", "< 100"));
    lines.push(line("    without them", before, "MB", ""));

    lines.push("A file of 200 MB".to_owned());
    lines.push(line("our client → our service", told.ours.rate, "MB/s", ""));
    lines.push(line("    CPU of the server", told.ours.cpu, "s", ""));
    lines.push(line("    memory of the server", told.ours.memory, "MB", "< 100"));
    match &told.theirs {
        Some(theirs) => {
            lines.push(line(THEIRS, theirs.rate, "MB/s", ""));
            lines.push(line("    CPU of the server", theirs.cpu, "s", ""));
            lines.push(line("    memory of the server", theirs.memory, "MB", ""));
            lines.push(line("ours / theirs", told.ours.rate / theirs.rate, "", "≥ 1.0"));
        }
        None => lines.push(absent(THEIRS, missing.theirs.as_deref())),
    }

    let Busy { quiet_p99, p50, p99, rate, memory } = told.busy;
    lines.push("8 uploads, and 8 apps that ask about 300 times a second".to_owned());
    lines.push(line("p99 of what they ask", p99, "ms", "< 100"));
    lines.push(line("    p50", p50, "ms", ""));
    lines.push(line("    p99 without uploads", quiet_p99, "ms", ""));
    lines.push(line("    uploaded", rate, "MB/s", ""));
    lines.push(line("    memory", memory, "MB", ""));
    lines
}

fn absent(name: &str, why: Option<&str>) -> String {
    format!("{name} is missing: {}", why.unwrap_or("it did not start, as stands above"))
}

fn side(name: &str, aim: &str, side: &Side) -> [String; 7] {
    let Side { commands, p50, p99, pages, pages_p99, page_cpu } = *side;
    [
        format!("{name}, 64 connections"),
        line("    durable commands", commands, "/s", aim),
        line("    p50", p50, "ms", ""),
        line("    p99", p99, "ms", "< 50"),
        line("    pages of 20 events", pages, "/s", "≥ 5000"),
        line("    p99", pages_p99, "ms", ""),
        line("    CPU of the service, a page", page_cpu, "µs", ""),
    ]
}
