//! What is true of the file itself: whether it is whole, and what its name promises.

use std::io;
use std::path::Path;

use bar_audio::format::{Container, Encoding, Format};
use bar_audio::measure::Listened;
use bar_audio::source::ReadError;
use bar_domain::{Code, Finding, Frames, Severity, Span};

use crate::sniff::extension;
use crate::walk::plain;
use crate::words::{capital, count, finding, found_at, moment};

/// Whether the file that was read is whole, and is what it is called.
pub(crate) fn of_file(file: &str, listened: &Listened) -> Vec<Finding> {
    [truncated(listened), sizes_unset(listened), not_finite(listened)]
        .into_iter()
        .chain([disguised(file, &listened.format)])
        .flatten()
        .collect()
}

fn truncated(Listened { format, header, .. }: &Listened) -> Option<Finding> {
    let promised = header.promised_frames.filter(|promised| *promised > format.frames)?;
    let last = Frames(format.frames.0.saturating_sub(1));
    Some(found_at(
        Code::FileTruncated,
        Severity::Blocks,
        format!(
            "The file breaks off: only {} of {} are there.",
            moment(format.frames, format.rate),
            moment(promised, format.rate)
        ),
        "A copy, an upload or a full disk cut it short: copy it again from where it is whole, or bounce it again.",
        vec![Span(last, format.frames)],
    ))
}

fn sizes_unset(listened: &Listened) -> Option<Finding> {
    listened.header.sizes_unset.then(|| Finding {
        code: Code::FileSizesUnset,
        severity: Severity::Informs,
        message: "The recording was never closed properly, but all of its sound is there.".into(),
        at: Vec::new(),
        fix: Some("If a program refuses it, import it into your DAW and bounce it again.".into()),
    })
}

fn not_finite(listened: &Listened) -> Option<Finding> {
    let (number, places) = &listened.not_finite;
    let first = places.first().map_or(Frames(0), |span| span.0);
    (*number > 0).then(|| {
        found_at(
            Code::FileNotFinite,
            Severity::Blocks,
            format!(
                "{} no sound at all (not a number, or infinite), first at {}.",
                count(*number, "sample is", "samples are"),
                moment(first, listened.format.rate)
            ),
            "A plug-in broke while bouncing: switch it off or replace it, and bounce again.",
            places.clone(),
        )
    })
}

const NOT_BY_RENAMING: &str =
    "Renaming does not bring back the sound that was thrown away: bounce it again as 24-bit WAV.";

fn disguised(file: &str, format: &Format) -> Option<Finding> {
    let kind = kind(format);
    let expected = expected(format);
    let right = expected.first()?;
    let Some(extension) = extension(Path::new(file)) else {
        let message = format!("The name does not say what kind of file it is: it is {kind}.");
        let fix = format!("Add “.{right}” to its name, so that programs open it.");
        return Some(finding(Code::FileDisguised, Severity::Advises, message, fix));
    };
    if expected.contains(&extension.as_str()) {
        return None;
    }
    let message = format!("It is called .{extension}, but it is {kind}.");
    let fix = if format.encoding.is_lossy() {
        NOT_BY_RENAMING.into()
    } else {
        format!("Rename it to end in “.{right}”; the sound in it is fine.")
    };
    Some(finding(Code::FileDisguised, Severity::Blocks, message, fix))
}

/// Extensions that promise nothing wrong. AIFF and AIFF-C are one to every DAW.
fn expected(format: &Format) -> &'static [&'static str] {
    match format.container {
        Container::Aiff => Container::Aifc.extensions(),
        other => other.extensions(),
    }
}

/// A file's kind, for a sentence: `an MP3 file`.
pub(crate) fn kind(format: &Format) -> &'static str {
    match (format.container, format.encoding) {
        (Container::Wav | Container::Rf64 | Container::Bw64 | Container::W64, Encoding::Mp3) => {
            "a WAV file with MP3 inside"
        }
        (_, Encoding::Mp3) => "an MP3 file",
        (_, Encoding::Aac) => "an AAC file",
        (_, Encoding::Vorbis) => "an Ogg Vorbis file",
        (_, Encoding::Opus) => "an Opus file",
        (_, Encoding::Flac) => "a FLAC file",
        (_, Encoding::Alac) => "an Apple Lossless file",
        (Container::W64, _) => "a Wave64 file",
        (Container::Aiff | Container::Aifc, _) => "an AIFF file",
        _ => "a WAV file",
    }
}

/// What files that are known but cannot be read are rightly called.
const ENDINGS: &[(&str, &[&str])] = &[
    ("AMR", &["amr"]),
    ("Amiga 8SVX", &["8svx", "iff", "svx"]),
    ("Apple's Core Audio Format", &["caf"]),
    ("DSD", &["dff", "dsd", "dsf"]),
    ("Matroska and WebM", &["mka", "mkv", "webm"]),
    ("Monkey's Audio", &["ape"]),
    ("Musepack", &["mpc", "mp+", "mpp"]),
    ("Opus", &["oga", "ogg", "opus"]),
    ("Shorten", &["shn"]),
    ("Speex", &["oga", "ogg", "spx"]),
    ("Sun and NeXT audio", &["au", "snd"]),
    ("True Audio", &["tta"]),
    ("WavPack", &["wv"]),
    ("Windows Media Audio", &["asf", "wma", "wmv"]),
];

/// Everything that is said of the file at `path` that could not be read, the reason first.
/// `foreign` is what it is instead of sound, where known.
pub(crate) fn unread(path: &Path, error: &ReadError, foreign: Option<&str>) -> Vec<Finding> {
    let disguised = || {
        let ReadError::Unsupported { what, lossy } = error else { return None };
        let (_, endings) = ENDINGS.iter().find(|(known, _)| *known == what.as_str())?;
        let extension = extension(path).filter(|own| !endings.contains(&own.as_str()))?;
        let message = format!("It is called .{extension}, but it holds {what}.");
        let fix = if *lossy { NOT_BY_RENAMING } else { "Bounce it again as 24-bit WAV." };
        Some(finding(Code::FileDisguised, Severity::Blocks, message, fix))
    };
    [Some(unreadable(error, foreign)), disguised()].into_iter().flatten().collect()
}

/// Why a file could not be read.
pub(crate) fn unreadable(error: &ReadError, foreign: Option<&str>) -> Finding {
    let code = match error {
        ReadError::Empty => Code::FileEmpty,
        ReadError::NotAudio if foreign.is_some() => Code::FileDisguised,
        ReadError::Unsupported { lossy: true, .. } => Code::FileLossy,
        _ => Code::FileUnreadable,
    };
    let (message, fix): (String, &str) = match error {
        ReadError::Empty => (
            "There is no sound in it.".into(),
            "Bounce it again, and look whether the disk is full.",
        ),
        ReadError::NotAudio => match foreign {
            Some(kind) => (
                format!("It is called like a sound file, but it is {kind}."),
                "Put the stem in its place.",
            ),
            None => (
                "It is called like a sound file, but holds nothing that Bar One knows as sound."
                    .into(),
                "Bounce it again as 24-bit WAV.",
            ),
        },
        ReadError::Io { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => (
            "You have no permission to read it.".into(),
            "Give yourself permission to read it, or copy it to a folder of your own, and check again.",
        ),
        ReadError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => (
            "It is not there any more.".into(),
            "If its disk was taken away, connect it and check again; if it was a link, put the file itself here.",
        ),
        ReadError::Io { at, source } => (
            format!("It cannot be read at byte {at}: {}.", plain(source)),
            "Copy it again from another disk; if that fails too, this disk may be failing.",
        ),
        ReadError::Damaged { at, reason } => (
            format!("It is damaged at byte {at}: {reason}."),
            "Copy it again from where it is whole, or bounce it again as 24-bit WAV.",
        ),
        ReadError::Unsupported { what, lossy: true } => (
            format!("It holds {what}: part of the sound was thrown away to make it small."),
            "Bounce it again from your session as 24-bit WAV; converting it brings nothing back.",
        ),
        ReadError::Unsupported { what, lossy: false } => {
            (format!("{} cannot be read here.", capital(what)), "Bounce it again as 24-bit WAV.")
        }
        ReadError::NotAFile { what } => {
            (format!("It is {what}, not a file."), "Put the stem in its place.")
        }
        ReadError::Panicked => (
            "It is damaged in a way that no program should have to read.".into(),
            "Bounce it again as 24-bit WAV.",
        ),
    };
    finding(code, Severity::Blocks, message, fix)
}

/// What is said of a file that changed under the reader.
pub(crate) fn being_written() -> Finding {
    finding(
        Code::FileUnreadable,
        Severity::Blocks,
        "It changed while it was read: something is still writing it.",
        "Wait until the bounce or the copy is done, then check again.",
    )
}
