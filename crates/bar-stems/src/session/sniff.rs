//! Whose session a file or folder is, by its content.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use super::SessionKind;
use super::cubase;
use super::package::{Package, is_zip};
use crate::sniff::extension;

/// What every Pro Tools session begins with, since version 5.
const PRO_TOOLS: &[u8] = b"\x030010111100101011";
/// Bytes of a packed session in which its first tag stands.
const FIRST_TAG: u64 = 1024;

/// Whose session a file is; `head` are its first bytes.
pub(crate) fn of_file(path: &Path, head: &[u8]) -> Option<SessionKind> {
    if head.starts_with(PRO_TOOLS) {
        return Some(SessionKind::ProTools);
    }
    if let Some(kind) = cubase::kind(head, extension(path).as_deref() == Some("npr")) {
        return Some(kind);
    }
    if head.starts_with(b"FLhd") {
        return Some(SessionKind::FlStudio);
    }
    if head.starts_with(&[0x1F, 0x8B]) {
        return holds_live_set(path).then_some(SessionKind::Ableton);
    }
    if is_zip(head) {
        return packed(path);
    }
    let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head).trim_ascii_start();
    text.starts_with(b"<REAPER_PROJECT").then_some(SessionKind::Reaper)
}

fn holds_live_set(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let mut start = Vec::new();
    // What breaks off later still begins as it should.
    let _ = GzDecoder::new(file).take(FIRST_TAG).read_to_end(&mut start);
    start.windows(8).any(|bytes| bytes == b"<Ableton")
}

fn packed(path: &Path) -> Option<SessionKind> {
    let package = Package::open(path).ok()?;
    if package.holds("Song/song.xml") {
        Some(SessionKind::StudioOne)
    } else if package.holds("project.xml") && package.holds("metadata.xml") {
        Some(SessionKind::DawProject)
    } else {
        None
    }
}

/// Whose session a folder is: Logic and `GarageBand` keep theirs as a folder that macOS shows as one file.
pub(crate) fn bundle(folder: &Path) -> Option<SessionKind> {
    alternative(folder)?;
    let band = extension(folder).as_deref() == Some("band");
    Some(if band { SessionKind::GarageBand } else { SessionKind::Logic })
}

/// The folder of the first alternative in a bundle.
pub(super) fn alternative(folder: &Path) -> Option<PathBuf> {
    let is_number = |name: &OsStr| {
        name.to_str()
            .is_some_and(|name| name.len() == 3 && name.bytes().all(|b| b.is_ascii_digit()))
    };
    let entries = fs::read_dir(folder.join("Alternatives")).ok()?.take(1_000).flatten();
    let numbered = entries.filter(|entry| is_number(&entry.file_name()));
    let mut alternatives: Vec<PathBuf> = numbered
        .map(|entry| entry.path())
        .filter(|path| path.join("ProjectData").is_file())
        .filter(|path| path.join(PROPERTIES).is_file() || folder.join(PROPERTIES).is_file())
        .collect();
    alternatives.sort();
    alternatives.into_iter().next()
}

/// What a bundle tells of itself.
pub(super) const PROPERTIES: &str = "MetaData.plist";
