//! What is looked at without running anything, and what can be put right by itself.

use anyhow::{Result, ensure};
use xshell::cmd;

use crate::ground::{Ground, NPM};
use crate::{house, install, licences, needs, ui};

/// Formatting of Rust; the UI's own check sees to the rest.
pub fn formatting(ground: &Ground) -> Result<()> {
    Ok(cmd!(ground.shell, "cargo fmt --all --check").run()?)
}

/// Rules of the house.
pub fn rules(ground: &Ground) -> Result<()> {
    house::check(ground)
}

/// Licences and origins of what others wrote.
pub fn licences(ground: &Ground) -> Result<()> {
    licences::check(ground)
}

/// Types, lints and formatting of the UI.
pub fn ui(ground: &Ground) -> Result<()> {
    ui::install(ground)?;
    Ok(cmd!(ground.shell, "{NPM} run --prefix ui check").run()?)
}

/// Clippy over everything, tests too; a warning fails.
pub fn clippy(ground: &Ground) -> Result<()> {
    ui::build(ground)?;
    Ok(cmd!(ground.shell, "cargo clippy --workspace --all-targets --locked -- -D warnings")
        .run()?)
}

/// `cargo xtask check`: all of this, the quickest first.
pub fn all(ground: &Ground) -> Result<()> {
    needs::node(&ground.shell)?;
    install::packages(ground, &[needs::BUILD])?;
    install::components(ground)?;
    let checks = [formatting, rules, licences, ui, clippy];
    let failed = checks.iter().filter(|check| match check(ground) {
        Ok(()) => false,
        Err(error) => {
            eprintln!("{error:#}");
            true
        }
    });
    let failed = failed.count();
    ensure!(failed == 0, "{failed} of {} checks failed: see above", checks.len());
    Ok(())
}

/// `cargo xtask fix`: what clippy, rustfmt and prettier can put right.
pub fn fix(ground: &Ground) -> Result<()> {
    needs::node(&ground.shell)?;
    install::packages(ground, &[needs::BUILD])?;
    install::components(ground)?;
    ui::build(ground)?;
    let shell = &ground.shell;
    cmd!(shell, "cargo clippy --fix --allow-dirty --allow-staged --workspace --all-targets")
        .run()?;
    cmd!(shell, "cargo fmt --all").run()?;
    cmd!(shell, "{NPM} run --prefix ui format").run()?;
    Ok(())
}
