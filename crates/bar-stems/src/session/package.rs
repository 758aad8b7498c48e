//! Sessions that are zip files: Studio One's and `DAWproject`. Only what is asked for is unpacked,
//! into memory a piece at a time.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use zip::ZipArchive;
use zip::read::Config;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

use super::Unread;

/// Most files that an archive may hold: each costs memory before it is looked at.
pub(crate) const MOST_ENTRIES: usize = 20_000;

/// Whether a file begins as a zip does.
pub(crate) fn is_zip(head: &[u8]) -> bool {
    // The second is a zip with nothing in it.
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// A zip that is being read.
pub(super) struct Package(ZipArchive<BufReader<File>>);

/// Opens a zip unless it lists more than [`MOST_ENTRIES`]; `None` says that it does.
pub(crate) fn open<R: Read + Seek>(mut file: R) -> Result<Option<ZipArchive<R>>, ZipError> {
    if ZipIterable::try_new(&mut file, Config::default())?.len() > MOST_ENTRIES {
        return Ok(None);
    }
    ZipArchive::new(file).map(Some)
}

impl Package {
    pub(super) fn open(path: &Path) -> Result<Self, Unread> {
        let opened = open(BufReader::new(File::open(path)?)).map_err(unread)?;
        opened.map(Self).ok_or(Unread::TooLarge)
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.0.index_for_name(name).is_some()
    }

    /// The names of everything in it.
    pub(super) fn names(&self) -> Vec<String> {
        self.0.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// One of its files, unpacked as it is read.
    pub(super) fn read(&mut self, name: &str) -> Result<impl Read, Unread> {
        self.0.by_name(name).map_err(unread)
    }
}

fn unread(error: ZipError) -> Unread {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => error.into(),
        _ => Unread::Damaged,
    }
}
