//! `barone`: the stem check on the command line.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    bar_cli::run(bar_cli::Arguments::parse())
}
