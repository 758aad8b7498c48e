//! What can be typed, and the help that teaches it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::offset::Offset;

const EXAMPLES: &str = "\
Examples:
  barone check \"My Song/Stems\"                 check a folder of stems
  barone check Stems --reference Rough.mp3     name the rough mix
  barone check Stems --html Report.html        the report as a page, to send to somebody
  barone check Stems --json > report.json      for other programs
  barone prepare Stems --to \"Stems prepared\"   write fixed copies into a new folder
  barone markers \"My Song\" --format midi       its notes, as markers for a DAW
  barone profile > engineer.toml               begin an engineer's own preferences
  barone measure *.wav                         loudness and peaks, one line of JSON per file
  barone play Rough.wav Mix.wav                hear versions at the same moment and loudness

Nothing that is checked or prepared is ever changed.";

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
  barone check Stems --residual Left.wav       what no stem explains, to listen to
  barone check Stems --json | jq '.stems[] | select(.findings[].severity == \"blocks\") | .file'

A rough mix is recognised by its name where exactly one file is called “rough”, “ref” or “mix”
and is not a part (“Drum Mix”, “Vox Ref”).";

const PREPARING: &str = "\
What is mended in the copies:
  starts late or early     silence is put in front, or taken away where it is silent
  shorter than the others  silence is put at the end
  mono in a stereo file    one side is kept
  32- or 64-bit float      becomes 24-bit with dither; over full scale only with --trim-gain
  FLAC, Apple Lossless     become WAV with the same samples
  names                    that some computer cannot keep, that are alike, or as the profile wants
Everything else is copied byte for byte, and “What was done.txt” tells what was done and what is
left to do by hand. A sample rate is never converted, and no bits are made up. The originals are
never changed, and the new folder is written whole or not at all.

Exit status:
  0  everything that blocks was mended
  1  something that blocks is left to do by hand
  2  nothing was written; a sentence on stderr says why

Examples:
  barone prepare \"My Song/Stems\" --to \"My Song/Stems for Ada\" --profile ada.toml
  barone prepare Stems --dry-run               only say what would be done
  barone prepare Stems --to New --trim-gain    turn down what goes over full scale
  barone prepare Stems --dry-run --json | jq '.stems[] | select(.remains != []) | .file'";

const PLAYING: &str = "\
Keys:
  space      play or hold
  1 to 9     hear that version, from the same moment on
  ← →        5 seconds back or on; with shift 1 second
  home       to the beginning
  m          same loudness for all, or each as it is
  l          begin a loop here, end it here, and end looping
  q          quit

Several files are versions of one song. The louder ones are turned down to the quietest, never up,
and the line says what is done to the samples on their way to the device. Without a terminal it
plays to the end and exits.

Exit status:
  0  it was played
  2  it could not be; a sentence on stderr says why

Examples:
  barone play Rough.wav \"Mix 1.wav\" \"Mix 2.wav\"
  barone play Mix.wav --loop 1:05-1:12.5
  barone play Mix.wav --device \"$(barone devices --json | jq -r '.[0].id')\"";

const MARKING: &str = "\
Which format for which DAW:
  midi      Pro Tools, Logic, Studio One, Cubase (with “Import Markers” in its MIDI preferences)
  reaper    REAPER: Region/Marker Manager, Options, Import
  wav       Samplitude, Sound Forge, Wavelab, REAPER: silence as long as the mix, with cue points
  audacity  Audacity: File, Import, Labels
  cubase    Cubase, Nuendo: File, Import, Track Archive; ranges become cycle markers
  csv       a table for a spreadsheet
  text      to read

Drafts are the artist's own and are written only when asked for (--state drafts or all).
A MIDI file holds the song's tempo; where nobody typed it, 120 BPM is assumed, and the file says so.

Exit status:
  0  written
  2  nothing was written; a sentence on stderr says why

Examples:
  barone markers \"Harbour Lights\" --format midi
  barone markers harbour --format reaper --mix 1 --state all --out ~/Desktop
  barone markers harbour --format midi --offset 8s      the mix begins 8 seconds into the session
  barone markers harbour --format text --out -          print them";

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
    /// Write fixed copies of a folder of stems into a new folder
    Prepare(Prepare),
    /// Write the notes on a song as markers that a DAW imports
    Markers(Markers),
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
    /// Hear versions of a song, switching at the same moment and the same loudness
    Play(Play),
    /// List the devices that sound can go to
    Devices {
        /// Print them as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the studio's preferences as TOML, to be changed and given to `--profile`
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
    /// Write what no stem explains of the rough mix as a WAV, too; an earlier one of this name is replaced
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub residual: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = PREPARING)]
pub(crate) struct Prepare {
    /// A folder of stems, or files
    #[arg(required = true, value_name = "FOLDER|FILE", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<PathBuf>,
    /// The new folder, not inside the old one; it may be there if it is empty
    #[arg(long, value_name = "NEW_FOLDER", value_hint = ValueHint::DirPath, required_unless_present = "dry_run")]
    pub to: Option<PathBuf>,
    /// The rough mix, wherever it lies; else it is recognised by its name
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub reference: Option<PathBuf>,
    /// The engineer's preferences as TOML (see `barone profile`); else the studio's own
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub profile: Option<PathBuf>,
    /// Turn down what goes over full scale, so that it can become 24-bit
    #[arg(long)]
    pub trim_gain: bool,
    /// Only say what would be done
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document: the plan, and whether it was carried out
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = PLAYING)]
pub(crate) struct Play {
    /// Sound files of any kind: versions of one song
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    /// The device, by its id (see `barone devices`); else the one that the system uses
    #[arg(long, value_name = "ID")]
    pub device: Option<String>,
    /// Let every version be as loud as it is
    #[arg(long)]
    pub no_match: bool,
    /// Play this over and over, in seconds or minutes:seconds
    #[arg(long = "loop", value_name = "FROM-TO")]
    pub range: Option<crate::play::Range>,
}

#[derive(Debug, Args)]
#[command(after_help = MARKING)]
pub(crate) struct Markers {
    /// A song in the app: its title, the beginning of it, or its id
    #[arg(value_name = "SONG")]
    pub song: String,
    /// The kind of file
    #[arg(long, value_name = "FORMAT")]
    pub format: MarkerFormat,
    /// Which mix; else the latest
    #[arg(long, value_name = "N")]
    pub mix: Option<u16>,
    /// Which notes
    #[arg(long, value_name = "STATE", default_value = "open")]
    pub state: NoteState,
    /// Where the mix begins in the session: a time (1:02.5, 8s) or frames (96000f); negative where the session begins later
    #[arg(long, value_name = "TIME|FRAMES", allow_hyphen_values = true)]
    pub offset: Option<Offset>,
    /// The file, or a folder to put it in; else here, under its own name. `-` prints it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub out: Option<PathBuf>,
    /// Replace a file of this name
    #[arg(long)]
    pub force: bool,
    /// What another Bar One remembers (its bar-one.sqlite3); else what the app on this computer does
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub library: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MarkerFormat {
    /// Standard MIDI File
    Midi,
    /// REAPER's table of markers and regions
    Reaper,
    /// A silent WAV with cue points
    Wav,
    /// Audacity's labels
    Audacity,
    /// Cubase's track archive
    Cubase,
    /// A table for people
    Csv,
    /// A text for people
    Text,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum NoteState {
    /// To be done
    Open,
    /// Done, heard or not
    Done,
    /// Not submitted yet
    Drafts,
    /// All of them
    All,
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
