//! `barone`, the stem check and the player for terminals and other programs.
//!
//! The binary only calls [`run`]; what it prints is made here, where tests can reach it.

mod arguments;
mod check;
mod devices;
mod failure;
mod interrupt;
mod library;
mod markers;
mod measure;
mod offset;
mod play;
mod prepare;
mod progress;
pub mod report;
mod watching;

use std::io::{self, Write};
use std::process::ExitCode;

use bar_stems::profile;
use clap::CommandFactory;

pub use arguments::Arguments;
use arguments::Command;
use failure::Failure;

/// Nothing blocks.
const FINE: u8 = 0;
/// Something blocks.
const BLOCKED: u8 = 1;
/// It could not be run, or not for every file.
const NOT_RUN: u8 = 2;

/// Does what the arguments say. Results go to stdout, everything else to stderr.
#[must_use]
pub fn run(arguments: Arguments) -> ExitCode {
    arguments.color.apply();
    let done = match arguments.command {
        Command::Check(check) => check::run(&check),
        Command::Prepare(prepare) => prepare::run(&prepare),
        Command::Markers(markers) => markers::run(&markers),
        Command::Measure { files } => measure::run(&files),
        Command::Play(play) => play::run(&play),
        Command::Devices { json } => devices::run(json),
        Command::Profile => print(profile::EXAMPLE.as_bytes()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "barone", &mut script);
            print(&script)
        }
    };
    ExitCode::from(done.unwrap_or_else(|failure| failure.tell()))
}

fn print(text: &[u8]) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    quietly(out.write_all(text).and_then(|()| out.flush()))?;
    Ok(FINE)
}

/// A reader that has seen enough (`| head`) is no failure.
fn quietly(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::Output(error)),
        _ => Ok(()),
    }
}
