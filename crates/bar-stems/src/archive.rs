//! Zip files: unpacked into a folder of our own, which goes when the check is over.

mod entry;

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;
use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{SUPPORTED_COMPRESSION_METHODS, ZipArchive};

use crate::report::Skipped;
use crate::session::open_zip;
use crate::walk::{is_hidden, plain};
use entry::{Refusal, place};

/// Most that an archive may unpack to.
pub(crate) struct Limits {
    /// Bytes in all.
    pub bytes: u64,
    /// Bytes for each byte of the archive, of those beyond `anyway`.
    pub ratio: u64,
    /// Bytes that any archive may have.
    pub anyway: u64,
}

/// A set of a hundred long stems has some 10 GB. Sound packs to half; of stems that are silent most
/// of the time a hundredth may be left, so what grows further than that is no music.
pub(crate) const LIMITS: Limits = Limits { bytes: 64 << 30, ratio: 150, anyway: 256 << 20 };

/// Bytes after which somebody may have asked to stop.
const PIECE: usize = 1 << 20;

/// An archive that lies unpacked.
pub(crate) struct Unpacked {
    /// Where; it is removed with this value.
    pub folder: TempDir,
    /// What was left in the archive, and why.
    pub refused: Vec<Skipped>,
    /// Those of `refused` that might be stems, in words.
    pub lost: Vec<String>,
}

/// Why an archive could not be unpacked.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    /// Somebody asked it to stop.
    #[error("the check was cancelled")]
    Cancelled,
    /// It cannot be read, or nothing can be written.
    #[error("{}", plain(.0))]
    Io(#[source] io::Error),
    /// Nothing fits any more.
    #[error(
        "the disk has too little space left for what is in it: free some, or unpack it on another disk and drop the folder"
    )]
    DiskFull,
    /// Not a whole zip file.
    #[error("it is damaged or was not copied whole: make it again, or send it again")]
    Damaged,
    /// More files than anybody sends.
    #[error("it lists far more files than a set of stems has: unpack it, then drop the folder")]
    TooMany,
    /// It grows without end.
    #[error("it would unpack to far more than a set of stems has: unpack it, then drop the folder")]
    TooLarge,
}

/// Unpacks the zip at `path`. `progress` hears of bytes done and of all bytes.
pub(crate) fn unpack(
    path: &Path,
    limits: &Limits,
    progress: &dyn Fn(u64, u64),
    cancelled: &AtomicBool,
) -> Result<Unpacked, UnpackError> {
    let file = File::open(path).map_err(UnpackError::Io)?;
    let packed = file.metadata().map_err(UnpackError::Io)?.len();
    let zip = open_zip(BufReader::new(file)).map_err(of_zip)?.ok_or(UnpackError::TooMany)?;
    let declared = zip.decompressed_size().map_or(0, |size| size.min(u128::from(u64::MAX)) as u64);
    let most = limits.bytes.min(limits.anyway.max(packed.saturating_mul(limits.ratio)));
    let folder = tempfile::Builder::new().prefix("bar-one-").tempdir().map_err(full)?;
    let mut work = Work { folder: folder.path(), most, declared, done: 0, progress, cancelled };
    let (mut refused, mut lost) = (Vec::new(), Vec::new());
    let mut told = HashSet::new();
    let twice = zip.has_duplicate_names();
    for (name, outcome) in work.all(zip)? {
        let Err(refusal) = outcome else { continue };
        if refusal != Refusal::Hidden {
            lost.push(name.clone());
        }
        let mut file = name.clone();
        let mut again = 1;
        while !told.insert(file.clone()) {
            again += 1;
            file = format!("{name} ({again})");
        }
        refused.push(Skipped { file, reason: refusal.to_string() });
    }
    if twice {
        lost.push("a file whose name another one has as well".into());
    }
    Ok(Unpacked { folder, refused, lost })
}

/// An archive being unpacked.
struct Work<'a> {
    folder: &'a Path,
    /// Most bytes that may still come out of it, in all.
    most: u64,
    /// Bytes that it says come out of it.
    declared: u64,
    done: u64,
    progress: &'a dyn Fn(u64, u64),
    cancelled: &'a AtomicBool,
}

/// An entry's name, for people, and what became of it.
type Outcome = (String, Result<(), Refusal>);

impl Work<'_> {
    fn all(&mut self, mut zip: ZipArchive<BufReader<File>>) -> Result<Vec<Outcome>, UnpackError> {
        let mut outcomes = Vec::new();
        for at in 0..zip.len() {
            self.pause()?;
            let (name, folder) = match zip.by_index_raw(at) {
                Ok(entry) => (entry::name(&entry), entry.is_dir()),
                Err(_) => (format!("File {}", at + 1), false),
            };
            if folder {
                // A folder with files in it comes with them; one without is nobody's stem.
                continue;
            }
            let place = match place(&name) {
                Ok(place) if place.iter().any(|part| is_hidden(part)) => Err(Refusal::Hidden),
                place => place,
            };
            let outcome = match (place, zip.by_index(at)) {
                (Err(refusal), _) => Err(refusal),
                (Ok(_), Err(ZipError::Io(error)))
                    if error.kind() != io::ErrorKind::UnexpectedEof =>
                {
                    return Err(UnpackError::Io(error));
                }
                (Ok(_), Err(error)) => Err(Refusal::of(&error)),
                (Ok(place), Ok(entry)) => self.one(&place, entry)?,
            };
            outcomes.push((name, outcome));
        }
        Ok(outcomes)
    }

    fn one<R: Read>(
        &mut self,
        place: &[String],
        mut entry: ZipFile<'_, R>,
    ) -> Result<Result<(), Refusal>, UnpackError> {
        if !entry::is_plain_file(entry.unix_mode()) {
            return Ok(Err(Refusal::Link));
        }
        if !SUPPORTED_COMPRESSION_METHODS.contains(&entry.compression()) {
            return Ok(Err(Refusal::Packed));
        }
        let path = place.iter().fold(self.folder.to_owned(), |path, part| path.join(part));
        let around = path.parent().unwrap_or(self.folder);
        let created = fs::create_dir_all(around)
            .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path));
        let mut file = match created {
            Ok(file) => file,
            Err(error) if is_full(&error) => return Err(UnpackError::DiskFull),
            Err(error) => return Ok(Err(Refusal::cannot_be_written(&error))),
        };
        let poured = self.pour(&mut entry, &mut file)?;
        if poured.is_err() {
            drop(file);
            // What is damaged must not pass for a stem that breaks off.
            fs::remove_file(&path).map_err(UnpackError::Io)?;
        }
        Ok(poured)
    }

    /// Copies all of `from`; what comes out is counted, whatever was promised.
    fn pour(
        &mut self,
        from: &mut impl Read,
        to: &mut impl Write,
    ) -> Result<Result<(), Refusal>, UnpackError> {
        let mut piece = vec![0; PIECE];
        loop {
            self.pause()?;
            let read = match from.read(&mut piece) {
                Ok(0) => return Ok(Ok(())),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Ok(Err(Refusal::Damaged)),
            };
            self.done += read as u64;
            if self.done > self.most {
                return Err(UnpackError::TooLarge);
            }
            to.write_all(&piece[..read]).map_err(full)?;
            (self.progress)(self.done, self.declared.max(self.done));
        }
    }

    fn pause(&self) -> Result<(), UnpackError> {
        if self.cancelled.load(Ordering::Relaxed) { Err(UnpackError::Cancelled) } else { Ok(()) }
    }
}

fn of_zip(error: ZipError) -> UnpackError {
    match error {
        ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
            UnpackError::Io(error)
        }
        _ => UnpackError::Damaged,
    }
}

fn full(error: io::Error) -> UnpackError {
    if is_full(&error) { UnpackError::DiskFull } else { UnpackError::Io(error) }
}

fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

#[cfg(test)]
mod tests;
