//! Writing the file without ever putting it in the place of something else.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::temporary::temporary;
use crate::walk::plain;

/// Bytes at the start of a file that tell whether it is HTML.
const HEAD: u64 = 512;

/// A place where a report may be written.
#[derive(Debug)]
pub struct Destination {
    /// As somebody named it.
    named: PathBuf,
    file: PathBuf,
    folder: PathBuf,
}

/// Why a report cannot be written there.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// It is a folder, or something that is no file at all.
    #[error("{} is not a file: name the file that the report shall be written to, such as Report.html", .0.display())]
    NotAFile(PathBuf),
    /// Somebody's file of another kind has that name.
    #[error("{} holds something else than a report, and is left as it is: choose another name", .0.display())]
    Taken(PathBuf),
    /// There is no such folder.
    #[error("there is no folder {}: make it first, or choose another one", .0.display())]
    NoFolder(PathBuf),
    /// The system refuses.
    #[error("the report cannot be written to {}: {}", path.display(), why(source))]
    Refused {
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Destination {
    /// The place of this name, if a report may be written there. An earlier report, or another HTML
    /// file, is replaced; nothing else is.
    ///
    /// # Errors
    /// When there is no such folder, it may not be written to, or something else has that name.
    pub fn at(path: &Path) -> Result<Self, SaveError> {
        // What a link leads to is replaced, not the link.
        let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let refused = |source| SaveError::Refused { path: path.to_owned(), source };
        match fs::metadata(&file) {
            Ok(about) if !about.is_file() => return Err(SaveError::NotAFile(path.to_owned())),
            Ok(_) if !is_html(&file).map_err(refused)? => {
                return Err(SaveError::Taken(path.to_owned()));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(refused(error)),
            Ok(_) | Err(_) => {}
        }
        if file.file_name().is_none() {
            return Err(SaveError::NotAFile(path.to_owned()));
        }
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        if !folder.is_dir() {
            return Err(SaveError::NoFolder(folder));
        }
        // Better told now than after minutes of measuring.
        temporary(&folder).map_err(refused)?;
        Ok(Self { named: path.to_owned(), file, folder })
    }

    /// Writes the report: whole, or not at all.
    ///
    /// # Errors
    /// When the system refuses, as on a full disk.
    pub fn write(&self, html: &str) -> Result<(), SaveError> {
        let refused = |source| SaveError::Refused { path: self.named.clone(), source };
        let mut whole = temporary(&self.folder).map_err(refused)?;
        whole.write_all(html.as_bytes()).map_err(refused)?;
        whole.as_file().sync_all().map_err(refused)?;
        whole.persist(&self.file).map_err(|error| refused(error.error))?;
        Ok(())
    }

    /// Where the report is, as it was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.named
    }
}

fn why(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "you have no permission to write there".to_owned(),
        _ => plain(error),
    }
}

/// Whether a file may be replaced by a report: HTML, or nothing at all.
fn is_html(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    Ok(head.is_empty() || head.starts_with("<!doctype html") || head.starts_with("<html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_report_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let check = |name: &str, content: &[u8], wanted: bool| {
            fs::write(at(name), content).unwrap();
            let written = Destination::at(&at(name)).and_then(|it| it.write("<!DOCTYPE html>new"));
            assert_eq!(written.is_ok(), wanted, "{name}: {written:?}");
            let after = fs::read(at(name)).unwrap();
            assert_eq!(after == b"<!DOCTYPE html>new", wanted, "{name}");
            assert!(wanted || after == content);
        };
        check("Kick.wav", b"RIFF\x24\0\0\0WAVEfmt ", false);
        check("Kick.html", b"RIFF\x24\0\0\0WAVEfmt ", false);
        check("lyrics.txt", b"la la la", false);
        check("Report.html", b"<!DOCTYPE html>old", true);
        check("old.htm", b"\xef\xbb\xbf\n <HTML lang=de>", true);
        check("empty.html", b"", true);
        assert!(matches!(Destination::at(folder.path()), Err(SaveError::NotAFile(_))));
        assert!(matches!(Destination::at(&at("gone/a.html")), Err(SaveError::NoFolder(_))));
        Destination::at(&at("new.html")).unwrap().write("x").unwrap();
        assert_eq!(fs::read(at("new.html")).unwrap(), b"x");
        let left = fs::read_dir(folder.path()).unwrap().filter_map(Result::ok);
        let hidden = left.filter(|file| file.file_name().to_string_lossy().starts_with('.'));
        assert_eq!(hidden.count(), 0, "no temporary file stays");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_anybody_may_read_what_it_leads_to() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (report, link) = (folder.path().join("Report.html"), folder.path().join("link.html"));
        Destination::at(&report).unwrap().write("<html>").unwrap();
        assert_ne!(fs::metadata(&report).unwrap().permissions().mode() & 0o040, 0);
        symlink(&report, &link).unwrap();
        Destination::at(&link).unwrap().write("<html>new").unwrap();
        assert_eq!(fs::read(&report).unwrap(), b"<html>new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
