//! `cargo xtask bench [service] [--quick]`: how fast a folder is checked, beside what people run today,
//! how playing does, and how the service does; or the service alone.
//!
//! Every round runs everybody once, so that a busy machine is unfair to all alike; medians are told.
//! A tool that is not there is named, and its figures are not guessed.

mod cost;
mod material;
mod peers;
mod playing;
mod service;
mod table;
mod yardsticks;

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use xshell::cmd;

use crate::ground::Ground;
use crate::{install, needs};
use cost::Cost;
use material::Material;
use peers::Contestant;

/// Runs the bench with what follows its name on the command line.
pub fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (alone, quick) = match words.as_slice() {
        [] => (false, false),
        ["--quick"] => (false, true),
        ["service"] => (true, false),
        ["service", "--quick"] => (true, true),
        _ => bail!("cargo xtask bench [service] [--quick]"),
    };
    let ground = Ground::find()?;
    if !alone {
        on_this_computer(&ground, quick)?;
    }
    println!("\n{}", service::tell(&ground, quick)?);
    Ok(())
}

/// What an artist or engineer waits for.
fn on_this_computer(ground: &Ground, quick: bool) -> Result<()> {
    let (rounds, seconds) = if quick { (2, 30) } else { (5, 600) };
    build(ground)?;
    let material = Material::make(ground)?;
    let (contestants, missing) = peers::all(ground, &material);

    let mut costs: BTreeMap<&str, Vec<Cost>> = BTreeMap::new();
    for round in 0..rounds {
        eprintln!("Round {} of {rounds}", round + 1);
        // Whoever goes first finds the machine in another state than the others.
        let start = round % contestants.len();
        for Contestant { name, runs, .. } in
            contestants[start..].iter().chain(&contestants[..start])
        {
            costs.entry(name).or_default().push(cost::of(runs)?);
        }
    }
    let medians = costs.into_iter().map(|(name, costs)| (name, cost::median(&costs))).collect();

    println!("{}", table::head(&material, rounds));
    println!("{}", table::of(&contestants, &medians));
    for (name, why) in missing {
        println!("{name} is missing: {why}");
    }
    println!("\n{}", yardsticks::tell(ground, &material, &medians)?);
    println!("\n{}", playing::tell(ground, &material, seconds)?);
    Ok(())
}

/// The programs that are measured, as an artist gets them.
fn build(ground: &Ground) -> Result<()> {
    install::packages(ground, &[needs::BUILD])?;
    let shell = &ground.shell;
    cmd!(shell, "cargo build --release --locked -p bar-cli").run()?;
    cmd!(shell, "cargo build --release --locked -p bar-testkit --examples").run()?;
    cmd!(shell, "cargo build --release --locked -p bar-audio --example playing").run()?;
    Ok(cmd!(shell, "cargo build --release --locked -p bar-stems --example latency").run()?)
}
