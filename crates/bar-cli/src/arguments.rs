//! What can be typed, and the help that teaches it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  barone check \"My Song/Stems\"                 check a folder of stems
  barone check Stems --reference Rough.mp3     name the rough mix
  barone check Stems --html Report.html        the report as a page, to send to somebody
  barone check Stems --json > report.json      for other programs
  barone profile > engineer.toml               begin an engineer's own preferences
  barone measure *.wav                         loudness and peaks, one line of JSON per file

Nothing that is checked is ever changed.";

const STATUSES: &str = "\
Exit status:
  0  nothing blocks: the stems can be sent
  1  something must be fixed, or explained, before they are sent
  2  it could not be run; a sentence on stderr says why

Examples:
  barone check \"My Song/Stems\"
  barone check Kick.wav Snare.wav Bass.wav
  barone check Stems --reference Rough.mp3 --profile engineer.toml
  barone check Stems --html Report.html
  barone check Stems --json | jq '.stems[] | select(.findings[].severity == \"blocks\") | .file'

A rough mix is recognised by its name where exactly one file is called “rough”, “ref” or “mix”
and is not a part (“Drum Mix”, “Vox Ref”).";

/// Checks stems before they are sent to be mixed: what is wrong, why it matters, how to fix it.
#[derive(Debug, Parser)]
#[command(name = "barone", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colours
    #[arg(
        long,
        help = "When to use colours; NO_COLOR is heeded",
        global = true,
        value_name = "WHEN",
        default_value = "auto"
    )]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check a folder of stems, or files, and say what to fix
    Check(Check),
    /// Measure sound files: one line of JSON per file, with its format, loudness and peaks
    #[command(after_help = "\
Exit status:
  0  every file was measured
  2  a file could not be read; a sentence on stderr says why, the others are measured")]
    Measure {
        /// Sound files of any kind
        #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
        files: Vec<PathBuf>,
    },
    /// Print the studio's preferences as TOML, to be changed and given to `check --profile`
    Profile,
    /// Print completions for a shell
    #[command(after_help = "\
Examples:
  barone completions bash > ~/.local/share/bash-completion/completions/barone
  barone completions zsh > ~/.zfunc/_barone
  barone completions fish > ~/.config/fish/completions/barone.fish")]
    Completions {
        /// Which shell
        shell: Shell,
    },
}

#[derive(Debug, Args)]
#[command(after_help = STATUSES)]
pub(crate) struct Check {
    /// A folder of stems, files, or a zip of them
    #[arg(required = true, value_name = "FOLDER|FILE", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The rough mix, wherever it lies; else it is recognised by its name
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub reference: Option<PathBuf>,
    /// The engineer's preferences as TOML (see `barone profile`); else the studio's own
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub profile: Option<PathBuf>,
    /// Print the report as one JSON document
    #[arg(long)]
    pub json: bool,
    /// Write the report as one HTML file, too; an earlier one of this name is replaced
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub html: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that wants them
    Auto,
    /// Also into a pipe
    Always,
    /// Nowhere
    Never,
}

impl Color {
    /// Makes everything printed from here on follow this choice.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}
