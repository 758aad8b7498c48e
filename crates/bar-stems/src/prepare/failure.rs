//! Why nothing was prepared, in sentences that say what to do.

use std::io;
use std::path::{Path, PathBuf};

use bar_audio::source::ReadError;
use bar_audio::write::WriteError;

use crate::check::CheckError;
use crate::walk::plain;

/// Why nothing was prepared.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// Somebody asked it to stop.
    #[error("it was stopped; {left}")]
    Cancelled {
        /// What is there now.
        left: Left,
    },
    /// What was checked cannot be found again.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// No stem can be read.
    #[error(
        "none of the stems can be read, so there is nothing to prepare: see what the check says of them"
    )]
    Nothing,
    /// The folder is not the one that was checked any more.
    #[error(
        "the folder is not as it was when it was checked (“{file}” is new, or gone): check it again first"
    )]
    Moved {
        /// The first file that differs.
        file: String,
    },
    /// The new folder will not do.
    #[error("{} {why}", folder.display())]
    Folder {
        /// The new folder.
        folder: PathBuf,
        /// What is wrong with it, and what to do instead.
        why: Unfit,
    },
    /// Too little room, known before anything was written.
    #[error(
        "there is too little room in {}: the copies take {}, and {} are free; free some space, or choose a folder on another disk",
        folder.display(), size(*needed), size(*free)
    )]
    NoRoom {
        /// The new folder.
        folder: PathBuf,
        /// Bytes that are needed.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// It broke off while writing.
    #[error("{what}; {left}")]
    BrokenOff {
        /// Why.
        what: Fault,
        /// What is there now.
        left: Left,
    },
}

/// What is wrong with a folder that copies should go to.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Preparing never writes beside the originals.
    #[error("lies in the folder of the originals: choose a new folder beside it")]
    InSource,
    /// There is something in it.
    #[error("is not empty (there is “{first}” in it): choose a new folder, or an empty one")]
    NotEmpty {
        /// One of the things in it.
        first: String,
    },
    /// It leads elsewhere.
    #[error("is a link to another place: choose a folder itself")]
    Link,
    /// Something else has its name.
    #[error("is a file: choose another name for the new folder")]
    NotAFolder,
    /// It has no name of its own, or nothing lies around it.
    #[error("cannot be made, because the folder around it is not there: make that one first")]
    NoParent,
    /// The system refuses.
    #[error("cannot be written to: {}; choose a folder of your own", refused(.0))]
    Refused(#[source] io::Error),
}

/// Why writing broke off.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No space is left.
    #[error("the disk is full: free some space, or choose a folder on another disk")]
    DiskFull,
    /// The system refuses to write.
    #[error("“{file}” cannot be written: {}", refused(source))]
    Write {
        /// The copy.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// An original cannot be read any more.
    #[error("“{file}” cannot be read any more: {}", unread(source))]
    Read {
        /// The original.
        file: String,
        /// Why.
        #[source]
        source: ReadError,
    },
    /// An original is not the one that was checked any more.
    #[error("“{file}” changed since it was checked: check the folder again first")]
    Changed {
        /// The original.
        file: String,
    },
    /// Something in Bar One itself broke.
    #[error("something in Bar One itself broke at “{file}”: tell the studio")]
    Broke {
        /// The original.
        file: String,
    },
}

/// What is left on disk of copies that were not finished.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// Nothing: the new folder is as it was before.
    Nothing,
    /// This folder, which could not be deleted.
    Unfinished(PathBuf),
}

impl std::fmt::Display for Left {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => {
                f.write_str("the unfinished copies were deleted, the originals are untouched")
            }
            Self::Unfinished(folder) => write!(
                f,
                "unfinished copies are left in {} and can be deleted, the originals are untouched",
                folder.display()
            ),
        }
    }
}

impl Fault {
    /// Why the copy of `file` was not written; `None` where somebody asked to stop.
    pub(super) fn of(file: &str, error: WriteError) -> Option<Self> {
        let file = file.to_owned();
        Some(match error {
            WriteError::Cancelled => return None,
            WriteError::Read(source) => Self::Read { file, source },
            WriteError::Write(source) => Self::write(&file, source),
            WriteError::Changed | WriteError::Over => Self::Changed { file },
        })
    }

    /// Why `file` cannot be written.
    pub(super) fn write(file: &str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Write { file: file.to_owned(), source },
        }
    }
}

/// Why the system does not let anything be written.
fn refused(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission to write there".into(),
        io::ErrorKind::ReadOnlyFilesystem => "nothing can be written to this disk".into(),
        _ => plain(error),
    }
}

fn unread(error: &ReadError) -> String {
    match error {
        ReadError::Io { source, .. } => plain(source),
        other => other.to_string(),
    }
}

impl PrepareError {
    pub(super) fn folder(folder: &Path, why: Unfit) -> Self {
        Self::Folder { folder: folder.to_owned(), why }
    }
}

/// `1.4 GB`, as file managers show it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}
