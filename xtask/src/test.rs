//! `cargo xtask test`: everything that must hold, step by step, to a readable end.

use std::time::{Duration, Instant};
use std::{fs, process};

use anyhow::Result;
use xshell::cmd;

use crate::counts::{self, Counts};
use crate::ground::{Ground, NPM};
use crate::{checks, clients, install, needs, ui};

/// A headline and what stands under it.
type Step = (&'static str, fn(&Ground) -> Result<Counts>);

const STEPS: &[Step] = &[
    ("Formatting", |ground| held(checks::formatting(ground))),
    ("House rules", |ground| held(checks::rules(ground))),
    ("Licences", |ground| held(checks::licences(ground))),
    ("UI: types, lints, formatting", |ground| held(checks::ui(ground))),
    ("UI: tests", ui_tests),
    ("Clippy", |ground| held(checks::clippy(ground))),
    ("Rust: tests, bindings, the real window", rust_tests),
    ("Rust: examples in the documentation", |ground| held(doc_examples(ground))),
];

/// How a step went.
struct Outcome {
    title: &'static str,
    result: Result<Counts>,
    took: Duration,
}

/// Runs every step, whatever the others say; the last line counts the tests.
pub fn run(ground: &Ground) -> Result<()> {
    needs::node(&ground.shell)?;
    install::packages(
        ground,
        &[needs::BUILD, needs::SCREEN, needs::DRIVE, needs::HEAR, needs::SERVE],
    )?;
    install::components(ground)?;
    clients::install(ground)?;

    let outcomes: Vec<Outcome> = STEPS.iter().map(|step| follow(ground, step)).collect();
    println!("\n== Summary");
    let mut total = Counts::default();
    for outcome in &outcomes {
        let (mark, words) = match &outcome.result {
            Ok(counts) if *counts == Counts::default() => ("ok    ", String::new()),
            Ok(counts) if counts.failed == 0 => ("ok    ", format!(": {counts}")),
            Ok(counts) => ("FAILED", format!(": {counts}")),
            Err(error) => ("FAILED", format!(": {error:#}")),
        };
        println!("{mark} {:>5} s  {}{words}", outcome.took.as_secs(), outcome.title);
        // A step that could not count its tests, or has none, counts as one when it fails.
        total += *outcome.result.as_ref().unwrap_or(&Counts { passed: 0, failed: 1 });
    }
    println!("{total}");
    if total.failed > 0 {
        // The count stays the last line.
        process::exit(1);
    }
    Ok(())
}

fn follow(ground: &Ground, &(title, step): &Step) -> Outcome {
    println!("\n== {title}");
    let start = Instant::now();
    let result = step(ground);
    if let Err(error) = &result {
        println!("{error:#}");
    }
    Outcome { title, result, took: start.elapsed() }
}

/// A step that holds no tests.
fn held(result: Result<()>) -> Result<Counts> {
    result.map(|()| Counts::default())
}

fn ui_tests(ground: &Ground) -> Result<Counts> {
    ui::install(ground)?;
    let report = ground.target.join("vitest.json");
    // What an earlier run left must not be counted.
    let _ = fs::remove_file(&report);
    let ran = cmd!(
        ground.shell,
        "{NPM} test --prefix ui -- --reporter=default --reporter=json --outputFile.json={report}"
    )
    .run();
    agreed(counts::vitest(&report)?, ran)
}

/// The window's tests set up their own screen; for all others a terminal is enough.
fn rust_tests(ground: &Ground) -> Result<Counts> {
    ui::build(ground)?;
    install::tool(ground, &["cargo", "nextest", "--version"], "cargo-nextest", "0.9.143")?;
    let report = ground.target.join("nextest/default/junit.xml");
    let _ = fs::remove_file(&report);
    if cfg!(target_os = "linux") {
        install::tool(ground, &["tauri-driver", "--help"], "tauri-driver", "^2")?;
    } else {
        println!("The window is not driven here: that needs Linux.");
    }
    let ran = cmd!(ground.shell, "cargo nextest run --workspace --locked --no-fail-fast").run();
    agreed(counts::nextest(&report)?, ran)
}

/// Those that nextest leaves out.
fn doc_examples(ground: &Ground) -> Result<()> {
    Ok(cmd!(ground.shell, "cargo test --doc --workspace --locked --quiet").run()?)
}

/// A runner that failed although no test did has something to say, and that counts.
fn agreed(counts: Counts, ran: xshell::Result<()>) -> Result<Counts> {
    match ran {
        Err(error) if counts.failed == 0 => Err(error.into()),
        _ => Ok(counts),
    }
}
