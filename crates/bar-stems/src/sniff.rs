//! What a dropped file is: something to measure, or something else that is put into words.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use bar_audio::source::{self, ReadError};
use infer::MatcherType;

use crate::session::{self, SessionKind};
use crate::walk::plain;
use crate::words::capital;

/// Extensions under which people keep sound. Such a file is meant to be a stem, whatever it holds.
const AUDIO_EXTENSIONS: &[&str] = &[
    "aac", "aif", "aifc", "aiff", "alac", "ape", "au", "bw64", "bwf", "caf", "dsf", "flac", "m4a",
    "m4b", "mp2", "mp3", "mp4", "mpga", "oga", "ogg", "opus", "rf64", "sd2", "snd", "w64", "wav",
    "wave", "wma", "wv",
];
/// An archive that is not unpacked.
const ARCHIVE: &str = "an archive: unpack it, then drop the folder";
/// Bytes at the start of a file that tell what it is.
const HEAD: u64 = 8192;

/// Whether a name promises sound.
pub(crate) fn has_audio_extension(path: &Path) -> bool {
    extension(path).is_some_and(|extension| AUDIO_EXTENSIONS.contains(&extension.as_str()))
}

/// The extension in lower case, without spaces around it; `None` where there is none.
pub(crate) fn extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.trim().to_lowercase())
}

/// What a file is to the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// To be listened to.
    Sound,
    /// A session of a DAW.
    Session(SessionKind),
    /// Notes.
    Midi,
    /// A zip file, whose content counts.
    Zip,
    /// Nothing that the check is about: why, as a sentence.
    Aside(String),
}

/// What a file is. The content decides, but for a file whose name promises sound: that one is a stem
/// even where it cannot be read, or its owner would not hear of it.
pub(crate) fn kind(path: &Path) -> Kind {
    if has_audio_extension(path) {
        return Kind::Sound;
    }
    let cannot = |error: &io::Error| Kind::Aside(format!("It cannot be opened: {}.", plain(error)));
    let head = match head(path) {
        Ok(head) => head,
        Err(error) => return cannot(&error),
    };
    if head.is_empty() {
        return Kind::Aside("An empty file.".into());
    }
    if let Ok(Some(kind)) = catch_unwind(|| session::of_file(path, &head)) {
        return Kind::Session(kind);
    }
    if head.starts_with(b"MThd") {
        return Kind::Midi;
    }
    let foreign = foreign(&head);
    if session::is_zip(&head) && foreign.is_none_or(|foreign| foreign == ARCHIVE) {
        return Kind::Zip;
    }
    if let Some(foreign) = foreign {
        return Kind::Aside(format!("{}.", capital(foreign)));
    }
    if is_text(&head) {
        // Before its first letters are taken for the name of a format: `MAC and PC users …`.
        return Kind::Aside(not_sound(path));
    }
    match catch_unwind(AssertUnwindSafe(|| source::open(path))) {
        Ok(Err(ReadError::NotAudio)) => Kind::Aside(not_sound(path)),
        Ok(Err(ReadError::Io { source, .. })) => cannot(&source),
        _ => Kind::Sound,
    }
}

fn not_sound(path: &Path) -> String {
    match session_by_name(path) {
        Some(daw) => format!("Called like a session of {daw}, but it does not begin like one."),
        None => "Not a sound file.".into(),
    }
}

/// Whether the first bytes of a file are written for people. Every format of sound has zeros there.
fn is_text(head: &[u8]) -> bool {
    head.iter().all(|byte| *byte >= b' ' || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C))
}

/// What a file with the name of a stem really is, as in `a picture`, where that is known.
pub(crate) fn foreign_kind(path: &Path) -> Option<&'static str> {
    foreign(&head(path).ok()?)
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// Content that is known and certainly not sound.
fn foreign(head: &[u8]) -> Option<&'static str> {
    let kind = infer::get(head)?;
    Some(match kind.matcher_type() {
        _ if kind.mime_type() == "audio/midi" => "a MIDI file: it holds notes, not sound",
        MatcherType::Audio | MatcherType::Custom => return None,
        MatcherType::Image => "a picture",
        MatcherType::Video => "a video",
        MatcherType::Archive if kind.mime_type() == "application/pdf" => "a PDF document",
        MatcherType::Archive => ARCHIVE,
        MatcherType::App => "a program",
        MatcherType::Font => "a font",
        MatcherType::Book | MatcherType::Doc => "a document",
        MatcherType::Text => "a text",
    })
}

/// Which DAW a session belongs to, by its name.
fn session_by_name(path: &Path) -> Option<&'static str> {
    Some(match extension(path)?.as_str() {
        "ptx" | "ptf" | "pts" => "Pro Tools",
        "logicx" => "Logic",
        "cpr" => "Cubase",
        "npr" => "Nuendo",
        "als" => "Ableton Live",
        "rpp" => "REAPER",
        "song" => "Studio One",
        "flp" => "FL Studio",
        _ => return None,
    })
}
