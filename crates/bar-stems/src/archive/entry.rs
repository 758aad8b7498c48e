//! One file of an archive: what it is called, and whether it may come out.

use std::io::{self, Read};

use zip::read::ZipFile;
use zip::result::ZipError;

use crate::report::Skipped;
use crate::walk::plain;

/// Most folders around a file, and most bytes of one name: what file systems hold.
const DEEPEST: usize = 64;
const LONGEST: usize = 255;
/// The kind of file in a Unix mode, and a regular one.
const KIND: u32 = 0o170_000;
const REGULAR: u32 = 0o100_000;

/// Why a file stays in the archive, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("{}", Skipped::HIDDEN)]
    Hidden,
    #[error("Its path leads out of the archive, so it was not unpacked.")]
    Outside,
    #[error("Its name is one that no disk can hold, so it was not unpacked.")]
    Name,
    #[error("A link or a device, not a file with content, so it was not unpacked.")]
    Link,
    #[error("It is locked with a password: make the archive again without one.")]
    Locked,
    #[error(
        "It is packed in a way that Bar One does not know: unpack the archive, then drop the folder."
    )]
    Packed,
    #[error("It is damaged in the archive: make the archive again.")]
    Damaged,
    #[error("Another file of the archive has its name, so it was not unpacked.")]
    Twice,
    #[error("It could not be unpacked: {0}.")]
    Unwritten(String),
}

impl Refusal {
    pub(super) fn of(error: &ZipError) -> Self {
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
            | ZipError::InvalidPassword => Self::Locked,
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                Self::Packed
            }
            _ => Self::Damaged,
        }
    }

    pub(super) fn cannot_be_written(error: &io::Error) -> Self {
        match error.kind() {
            // A file of that name, or one where a folder should be.
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => Self::Twice,
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidFilename => Self::Name,
            _ => Self::Unwritten(plain(error)),
        }
    }
}

/// What an entry is called. macOS writes UTF-8 without saying so; what is none is in the letters of
/// old PCs.
pub(super) fn name<R: Read>(entry: &ZipFile<'_, R>) -> String {
    let said = || match entry.name() {
        Ok(name) => name.into_owned(),
        Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
    };
    let name = std::str::from_utf8(entry.name_raw()).map_or_else(|_| said(), str::to_owned);
    // Some programs on Windows write their own sign between folders.
    name.replace('\\', "/")
}

/// Whether a mode, where there is one, is that of a file with content.
pub(super) fn is_plain_file(mode: Option<u32>) -> bool {
    mode.is_none_or(|mode| matches!(mode & KIND, 0 | REGULAR))
}

/// The folders and the name of an entry, if it stays below the folder it is unpacked into.
pub(super) fn place(name: &str) -> Result<Vec<String>, Refusal> {
    let parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let rooted = name.starts_with('/') || parts.first().is_some_and(|part| is_drive(part));
    // On Windows, `C:Kick.wav` anywhere in a path starts it anew.
    let outside = |part: &&str| *part == ".." || (cfg!(windows) && part.contains(':'));
    if rooted || parts.iter().any(outside) {
        return Err(Refusal::Outside);
    }
    let unfit = |part: &&str| part.len() > LONGEST || part.chars().any(|c| c == '\0');
    if parts.is_empty() || parts.len() > DEEPEST || parts.iter().any(unfit) {
        return Err(Refusal::Name);
    }
    Ok(parts.into_iter().map(str::to_owned).collect())
}

/// `C:`, alone between two `/`.
fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}
