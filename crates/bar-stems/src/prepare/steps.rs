//! What is done to a copy, in words.

use bar_audio::format::{Encoding, Format};
use bar_audio::write::Shell;
use bar_domain::{Code, Frames};

use super::plan::{Step, StepKind};
use crate::profile::Family;

fn step(kind: StepKind, mends: &[Code], words: String) -> Step {
    Step { kind, words, mends: mends.to_vec() }
}

/// Silence in front; less of it where `frames` is negative.
pub(super) fn start(frames: i64, format: &Format) -> Step {
    let long = long(frames.unsigned_abs(), format);
    let words = if frames > 0 {
        format!("{long} of silence are put in front, so that it begins at bar 1 like the others.")
    } else {
        format!(
            "The first {long}, which are silent, are taken away, so that it begins at bar 1 like the others."
        )
    };
    step(StepKind::Start, &[Code::StartLate], words)
}

/// Silence at the end; `aligned` where it is known to begin where the others do.
pub(super) fn length(frames: u64, format: &Format, aligned: bool) -> Step {
    let long = long(frames, format);
    let words =
        format!("{long} of silence are put at its end, so that all stems are equally long.");
    let doubt = " That is right only if it begins at bar 1: play it beside another stem.";
    let words = if aligned { words } else { words + doubt };
    step(StepKind::Length, &[Code::LengthDiffers], words)
}

/// One of two equal channels.
pub(super) fn mono() -> Step {
    let words = "It becomes mono: both sides hold the same, so one of them is enough.".to_owned();
    step(StepKind::Mono, &[Code::ChannelsDualMono], words)
}

/// Turned down; `clipped` where going over full scale was told as clipping.
pub(super) fn turn_down(decibels: f64, clipped: bool) -> Step {
    let words = format!(
        "It is turned down by {decibels:.1} dB, just enough to stay under full scale; turned up again by as much, it is as loud as in your mix."
    );
    let mends: &[Code] =
        if clipped { &[Code::LevelOver, Code::LevelClipped] } else { &[Code::LevelOver] };
    step(StepKind::TurnDown, mends, words)
}

/// Floats to 24 bits.
pub(super) fn depth(format: &Format) -> Step {
    let bits = format.bits.unwrap_or(32);
    let words = format!(
        "{bits}-bit float becomes 24-bit with dither: a noise 140 dB under full scale instead of rounding errors."
    );
    step(StepKind::Depth, &[Code::DepthFloat], words)
}

/// The same samples in another kind of file.
pub(super) fn container(format: &Format, shell: Shell) -> Step {
    let from = Family::of(format).map_or("It", Family::name);
    let to = match shell {
        Shell::Wav => "WAV",
        Shell::Aiff => "AIFF",
    };
    let kept = match format.encoding {
        Encoding::Pcm if shell_of(format).is_some_and(|own| own != shell) => {
            "; markers and notes in the file stay behind"
        }
        _ => "",
    };
    let words = format!("{from} becomes {to} with the very same samples{kept}.");
    step(StepKind::Container, &[Code::FileNotWavOrAiff], words)
}

/// A header that was never completed.
pub(super) fn header() -> Step {
    let words = "Its header, which was never completed, is written anew.".to_owned();
    step(StepKind::Header, &[Code::FileSizesUnset], words)
}

/// Another name.
pub(super) fn name(from: &str, to: &str, mends: &[Code]) -> Step {
    let own = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let (mut from, mut to) = (from.to_owned(), to.to_owned());
    if own(&from) != own(&to) {
        (from, to) = (own(&from), own(&to));
    }
    step(StepKind::Name, mends, format!("“{from}” becomes “{to}”."))
}

/// The kind of file that a changed copy stays; `None` for what is written as neither.
pub(super) fn shell_of(format: &Format) -> Option<Shell> {
    match Family::of(format)? {
        Family::Wav => Some(Shell::Wav),
        Family::Aiff => Some(Shell::Aiff),
        Family::Flac | Family::Alac | Family::W64 => None,
    }
}

/// `2.00 s`, or `12 ms` where it is short, with the frames.
fn long(frames: u64, format: &Format) -> String {
    let seconds = Frames(frames).seconds(format.rate);
    let told = if seconds < 1.0 {
        format!("{:.1} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.2} s")
    };
    format!("{told} ({frames} samples)")
}
