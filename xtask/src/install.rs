//! Brings what is missing, or says exactly what to type.

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::ground::Ground;
use crate::needs::{Need, missing};

/// Makes sure that everything in `needs` is there; on Debian and Ubuntu it installs the packages
/// where it may, elsewhere it says which.
///
/// Only Linux has needs of this kind: on macOS and Windows the web view is part of the system.
pub fn packages(ground: &Ground, needs: &[&[Need]]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let shell = &ground.shell;
    let lacking = missing(shell, needs);
    if lacking.is_empty() {
        return Ok(());
    }
    let names = |of: fn(&Need) -> &'static str| -> Vec<&str> {
        lacking.iter().flat_map(|need| of(need).split(' ')).collect()
    };
    if has(shell, "apt-get") {
        let debian = names(|need| need.debian);
        return match elevation(shell) {
            Some(prefix) => apt(shell, &prefix, &debian),
            None => refuse("sudo apt-get install", &debian),
        };
    }
    if has(shell, "dnf") {
        return refuse("sudo dnf install", &names(|need| need.fedora));
    }
    if has(shell, "pacman") {
        return refuse("sudo pacman -S --needed", &names(|need| need.arch));
    }
    refuse("install, under the names your system has for them:", &names(|need| need.debian))
}

/// Components of the Rust toolchain that a minimal install leaves out.
pub fn components(ground: &Ground) -> Result<()> {
    let shell = &ground.shell;
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        let there = cmd!(shell, "cargo {command} --version").quiet().ignore_stdout();
        if there.ignore_stderr().run().is_err() {
            cmd!(shell, "rustup component add {component}").run()?;
        }
    }
    Ok(())
}

/// A cargo subcommand or tool that only this repository needs, into the build directory.
///
/// Built without optimisation: they wait for other programs most of the time, and this takes a
/// third of the time.
pub fn tool(ground: &Ground, probe: &[&str], name: &str, version: &str) -> Result<()> {
    let shell = &ground.shell;
    let (program, arguments) = (probe[0], &probe[1..]);
    let there = cmd!(shell, "{program} {arguments...}").quiet().ignore_stdout().ignore_stderr();
    if there.run().is_err() {
        let place = ground.tools();
        println!("Installing {name} into {} (once)", place.display());
        cmd!(shell, "cargo install {name} --version {version} --locked --debug --root {place}")
            .run()?;
    }
    Ok(())
}

fn has(shell: &Shell, program: &str) -> bool {
    let look = cmd!(shell, "sh -c 'command -v \"$0\"' {program}");
    look.quiet().ignore_stdout().run().is_ok()
}

/// What to put before a command that root must run; `None` where only a person can.
fn elevation(shell: &Shell) -> Option<Vec<&'static str>> {
    let user = cmd!(shell, "id -u").quiet().read().ok()?;
    if user == "0" {
        return Some(vec!["env"]);
    }
    let sudo = cmd!(shell, "sudo -n true").quiet().ignore_stdout().ignore_stderr();
    sudo.run().ok().map(|()| vec!["sudo", "-n", "env"])
}

fn apt(shell: &Shell, prefix: &[&str], packages: &[&str]) -> Result<()> {
    println!("Installing {}", packages.join(" "));
    let apt = ["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"];
    let (program, prefix) = (prefix[0], &prefix[1..]);
    cmd!(shell, "{program} {prefix...} {apt...} update").run()?;
    cmd!(shell, "{program} {prefix...} {apt...} install -y --no-install-recommends {packages...}")
        .run()?;
    Ok(())
}

fn refuse(line: &str, packages: &[&str]) -> Result<()> {
    bail!(
        "Some system packages are missing. Type this line, then the same command again:\n\n  {line} {}\n",
        packages.join(" ")
    )
}
