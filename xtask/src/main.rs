//! `cargo xtask`: the one entry to building, running, testing and measuring Bar One.

mod bench;
mod checks;
mod clients;
mod counts;
mod files;
mod ground;
mod house;
mod install;
mod licences;
mod needs;
mod run;
mod screen;
mod test;
mod ui;

use std::env;
use std::process::ExitCode;

use anyhow::{Result, bail, ensure};
use xshell::cmd;

use crate::ground::Ground;

const USAGE: &str = "\
cargo xtask <command>

  run [FOLDER]   build what changed and open the app on a demo session, or on FOLDER
  test           everything that must hold: formatting, rules, licences, lints, tests, the window
  check          the quick part of it: formatting, rules, licences, types and lints
  fix            put right what clippy, rustfmt and prettier can
  clients        install the programs of others that the service is tested with
  bindings       write the UI's types and command names anew from Rust
  bench          how fast we are beside the tools people use today, as a table of ratios; `bench service`
                 measures the service alone
  sandbox        the tests of invoices against PayPal's sandbox instead of a stand-in
  dist           a package to install (Debian)

What is missing on the machine is installed, or you are told what to install.";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match follow(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A sentence for the person who typed the command, not a backtrace.
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn follow(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ground = Ground::find()?;
    match words.as_slice() {
        ["run"] => run::run(&ground, None),
        ["run", folder] => run::run(&ground, Some(folder)),
        ["test"] => test::run(&ground),
        ["check"] => checks::all(&ground),
        ["fix"] => checks::fix(&ground),
        ["clients"] => clients::install(&ground),
        ["bindings"] => {
            Ok(cmd!(ground.shell, "cargo run -q -p bar-desk --example bindings").run()?)
        }
        ["sandbox"] => sandbox(&ground),
        ["bench", ..] => bench::run(&arguments[1..]),
        ["dist"] => dist(&ground),
        [] | ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("There is no `cargo xtask {}`.\n\n{USAGE}", other.join(" ")),
    }
}

/// What only a stand-in can do, which is to pay and to fail as told, is left out, and said to be.
fn sandbox(ground: &Ground) -> Result<()> {
    for name in ["BAR_PAYPAL_SANDBOX_ID", "BAR_PAYPAL_SANDBOX_SECRET"] {
        let is_there = env::var(name).is_ok_and(|value| !value.is_empty());
        ensure!(is_there, "Set {name}: see your sandbox app on developer.paypal.com.");
    }
    Ok(cmd!(ground.shell, "cargo test -p bar-service --test paypal -- --show-output").run()?)
}

/// A package for Debian and Ubuntu, in `target/release/bundle/deb`.
fn dist(ground: &Ground) -> Result<()> {
    needs::node(&ground.shell)?;
    install::packages(ground, &[needs::BUILD])?;
    ui::build(ground)?;
    Ok(cmd!(ground.shell, "ui/node_modules/.bin/tauri build --bundles deb").run()?)
}
