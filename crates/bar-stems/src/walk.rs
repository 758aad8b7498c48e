//! Finding every file of what was dropped: each real file once, nothing opened, nothing changed.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::check::CheckError;
use crate::order::natural;
use crate::report::Skipped;
use crate::session::{self, SessionKind};
use crate::sniff::has_audio_extension;

/// A regular file that was dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// Where it lies, as the system knows it.
    pub path: PathBuf,
    /// Where it really lies, without links.
    pub real: PathBuf,
    /// Where its owner keeps it: as `path`, or, of what was unpacked, its place in the archive.
    pub origin: PathBuf,
    /// Relative to the folder, as [`shown`].
    pub file: String,
    /// Its size when it was found.
    pub bytes: u64,
}

/// Everything that was dropped.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// The one folder, or the closest one that holds everything that was named.
    pub folder: PathBuf,
    /// Files to look at, in natural order.
    pub files: Vec<Found>,
    /// Folders that are one thing to their owner: the sessions of some DAWs.
    pub bundles: Vec<(Found, SessionKind)>,
    /// What is not looked at, and why.
    pub skipped: Vec<Skipped>,
    /// Those of `skipped` that are folders which stayed closed: there may be stems in them.
    pub closed: Vec<String>,
}

/// Walks folders and files. Links are followed last, so that a file is known by its own place
/// where it has one in the tree; folders that were seen already are not entered again.
///
/// What is gone among several that were named is told like a file that cannot be opened.
///
/// # Errors
/// When nothing named can be opened, or `cancelled` was set.
pub(crate) fn walk(named: &[PathBuf], cancelled: &AtomicBool) -> Result<Tree, CheckError> {
    let roots: Vec<Root> = named.iter().map(|path| Root::of(path)).collect();
    let (folder, real_folder) = {
        let folder = folder_of(roots.iter().map(|root| (root.path.as_path(), root.is_folder())));
        let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        (folder, real)
    };
    let one_opens = roots.iter().any(|root| root.found.is_ok());
    let mut walker = Walker::new(folder, real_folder, cancelled);
    for Root { path, found } in roots {
        let hidden = is_hidden(&name_of(&path));
        match found {
            Ok((real, about)) if about.is_dir() => {
                walker.folders.push(Place { path, real, hidden: false });
            }
            Ok((real, about)) => walker.file(Place { path, real, hidden }, &about),
            Err(error) if one_opens => {
                walker.unreachable(Place { real: path.clone(), path, hidden }, &error);
            }
            Err(source) => return Err(CheckError::CannotOpen { path, source }),
        }
    }
    walker.run()
}

/// Something that was named.
struct Root {
    path: PathBuf,
    /// Where it really lies and what it is, or why it cannot be opened.
    found: io::Result<(PathBuf, fs::Metadata)>,
}

impl Root {
    fn of(named: &Path) -> Self {
        let path = std::path::absolute(named).unwrap_or_else(|_| named.to_owned());
        let found = fs::metadata(&path).and_then(|about| {
            if about.is_dir() {
                fs::read_dir(&path)?;
            }
            Ok((path.canonicalize()?, about))
        });
        Self { path, found }
    }

    fn is_folder(&self) -> bool {
        self.found.as_ref().is_ok_and(|(_, about)| about.is_dir())
            && session::bundle(&self.path).is_none()
    }
}

/// Something to look at.
struct Place {
    /// As it is reached.
    path: PathBuf,
    /// Where it really lies.
    real: PathBuf,
    /// Whether it, or a folder around it, is hidden.
    hidden: bool,
}

struct Walker<'a> {
    folder: PathBuf,
    real_folder: PathBuf,
    cancelled: &'a AtomicBool,
    folders: Vec<Place>,
    links: Vec<Place>,
    entered: HashSet<PathBuf>,
    /// Real files, with the name under which each was met.
    met: HashMap<PathBuf, String>,
    files: Vec<Found>,
    bundles: Vec<(Found, SessionKind)>,
    /// Paths that were skipped already: each is told once, with the first reason.
    told: HashSet<PathBuf>,
    skipped: Vec<Skipped>,
    closed: Vec<String>,
}

impl<'a> Walker<'a> {
    fn new(folder: PathBuf, real_folder: PathBuf, cancelled: &'a AtomicBool) -> Self {
        Self {
            folder,
            real_folder,
            cancelled,
            folders: Vec::new(),
            links: Vec::new(),
            entered: HashSet::new(),
            met: HashMap::new(),
            files: Vec::new(),
            bundles: Vec::new(),
            told: HashSet::new(),
            skipped: Vec::new(),
            closed: Vec::new(),
        }
    }

    fn run(mut self) -> Result<Tree, CheckError> {
        loop {
            while let Some(folder) = self.folders.pop() {
                self.enter(&folder)?;
            }
            // Which of two links to one file counts must not depend on the order of the disk.
            self.links.sort_by(|a, b| natural(&shown(&b.path, ""), &shown(&a.path, "")));
            match self.links.pop() {
                Some(link) => self.follow(link),
                None => break,
            }
        }
        self.files.sort_by(|a, b| natural(&a.file, &b.file).then_with(|| a.path.cmp(&b.path)));
        self.bundles.sort_by(|a, b| natural(&a.0.file, &b.0.file));
        self.skipped.sort_by(|a, b| natural(&a.file, &b.file));
        self.closed.sort_by(|a, b| natural(a, b));
        Ok(Tree {
            folder: self.folder,
            files: self.files,
            bundles: self.bundles,
            skipped: self.skipped,
            closed: self.closed,
        })
    }

    fn enter(&mut self, folder: &Place) -> Result<(), CheckError> {
        if !self.entered.insert(folder.real.clone()) {
            return Ok(());
        }
        if !folder.hidden
            && let Some(kind) = session::bundle(&folder.path)
        {
            let Place { path, real, .. } = folder;
            let file = self.relative(path, "/");
            let (path, real, origin) = (path.clone(), real.clone(), path.clone());
            self.bundles.push((Found { path, real, origin, file, bytes: 0 }, kind));
            return Ok(());
        }
        let entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(error) => {
                self.stay_out(folder, "cannot be opened", &error);
                return Ok(());
            }
        };
        for entry in entries {
            if self.cancelled.load(Ordering::Relaxed) {
                return Err(CheckError::Cancelled);
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.stay_out(folder, "cannot be listed to its end", &error);
                    break;
                }
            };
            let name = entry.file_name();
            let place = Place {
                path: folder.path.join(&name),
                real: folder.real.join(&name),
                hidden: folder.hidden || is_hidden(&name.to_string_lossy()),
            };
            match entry.metadata() {
                Ok(about) if about.is_dir() => self.folders.push(place),
                Ok(about) if about.is_symlink() && !place.hidden => self.links.push(place),
                Ok(about) => self.file(place, &about),
                Err(error) => self.unreachable(place, &error),
            }
        }
        // Said last: a folder that cannot be listed has a graver reason.
        if folder.path != self.folder && has_audio_extension(&folder.path) {
            let reason =
                "A folder, although its name ends like a sound file's; what lies in it is checked.";
            self.skip(&folder.path, "/", reason);
        }
        Ok(())
    }

    fn follow(&mut self, link: Place) {
        let target =
            fs::metadata(&link.path).and_then(|about| Ok((link.path.canonicalize()?, about)));
        match target {
            Ok((real, about)) if about.is_dir() => {
                let above = self.real_folder.starts_with(&real);
                if above || self.entered.contains(&real) {
                    let reason = "A link to a folder that is looked at already, or that lies around this one.";
                    self.skip(&link.path, "", reason);
                } else {
                    self.folders.push(Place { real, ..link });
                }
            }
            Ok((real, about)) => self.file(Place { real, ..link }, &about),
            Err(error) => self.unreachable(link, &error),
        }
    }

    fn file(&mut self, place: Place, about: &fs::Metadata) {
        if place.hidden {
            self.skip(&place.path, "", Skipped::HIDDEN);
        } else if !about.is_file() {
            self.skip(
                &place.path,
                "",
                "Not a file with content, but a pipe, a socket or a device.",
            );
        } else if let Some(first) = self.met.get(&place.real) {
            // Named twice, as a file and in its folder, it is still one file.
            if *first != self.relative(&place.path, "") {
                let reason = format!("The same file as “{first}”, which is looked at.");
                self.skip(&place.path, "", reason);
            }
        } else {
            self.add(place, about.len());
        }
    }

    /// A link to nothing, or a file that vanished since it was named or its folder was listed.
    fn unreachable(&mut self, place: Place, error: &io::Error) {
        if place.hidden {
            self.skip(&place.path, "", Skipped::HIDDEN);
        } else if has_audio_extension(&place.path) {
            // Somebody believes that this is a stem: they are told in its row.
            self.add(place, 0);
        } else {
            self.skip(&place.path, "", format!("It cannot be opened: {}.", plain(error)));
        }
    }

    fn add(&mut self, place: Place, bytes: u64) {
        if self.met.contains_key(&place.real) {
            return;
        }
        let file = self.relative(&place.path, "");
        self.met.insert(place.real.clone(), file.clone());
        let origin = place.path.clone();
        self.files.push(Found { path: place.path, real: place.real, origin, file, bytes });
    }

    fn stay_out(&mut self, folder: &Place, why: &str, error: &io::Error) {
        self.skip(&folder.path, "/", format!("This folder {why}: {}.", plain(error)));
        self.closed.push(self.relative(&folder.path, "/"));
    }

    fn skip(&mut self, path: &Path, ending: &str, reason: impl Into<String>) {
        if !self.told.insert(path.to_owned()) {
            return;
        }
        let file = self.relative(path, ending);
        self.skipped.push(Skipped { file, reason: reason.into() });
    }

    fn relative(&self, path: &Path, ending: &str) -> String {
        shown(path.strip_prefix(&self.folder).unwrap_or(path), ending)
    }
}

/// The one folder that was named, or the closest one around everything that was named.
fn folder_of<'a>(mut named: impl Iterator<Item = (&'a Path, bool)>) -> PathBuf {
    let Some((first, first_is_folder)) = named.next() else { return PathBuf::new() };
    let around = |path: &Path| path.parent().unwrap_or(path).to_owned();
    let rest: Vec<_> = named.collect();
    if rest.is_empty() && first_is_folder {
        return first.to_owned();
    }
    rest.into_iter().fold(around(first), |mut folder, (path, _)| {
        while !path.starts_with(&folder) || path == folder {
            if !folder.pop() {
                break;
            }
        }
        folder
    })
}

/// A path for people, with `/` between its parts on every system. A byte that is not UTF-8 becomes
/// `�` and its two hexadecimal digits, so that what differs on disk differs in the report.
pub(crate) fn shown(path: &Path, ending: &str) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        // A true `�` before two digits must not pass for a byte.
        for (at, part) in chunk.valid().split('\u{fffd}').enumerate() {
            match part.as_bytes() {
                _ if at == 0 => {}
                [a, b, ..] if is_digit(*a) && is_digit(*b) => {
                    escape(&mut text, "\u{fffd}".as_bytes());
                }
                _ => text.push('\u{fffd}'),
            }
            text.push_str(part);
        }
        escape(&mut text, chunk.invalid());
    }
    if cfg!(windows) {
        text = text.replace('\\', "/");
    }
    text + ending
}

/// Whether a byte is a digit as [`escape`] writes it.
fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'F')
}

fn escape(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(text, "\u{fffd}{byte:02X}");
    }
}

/// What systems keep in folders for themselves.
pub(crate) fn is_hidden(name: &str) -> bool {
    const KEPT: &[&str] = &["thumbs.db", "desktop.ini", "icon\r", "__macosx"];
    name.starts_with('.') || KEPT.contains(&name.to_lowercase().as_str())
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What the system said, in words and without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".into(),
        io::ErrorKind::PermissionDenied => "you have no permission to read it".into(),
        _ => {
            let text = error.to_string();
            let text = text.split(" (os error").next().unwrap_or_default();
            let mut letters = text.chars();
            letters
                .next()
                .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_cannot_be_opened_is_told_once_whatever_it_is_called() {
        let cancelled = AtomicBool::new(false);
        let folder = PathBuf::from("/nowhere");
        let mut walker = Walker::new(folder.clone(), folder.clone(), &cancelled);
        let path = folder.join("Bass.wav");
        walker.enter(&Place { real: path.clone(), path, hidden: false }).unwrap();
        let reason = "This folder cannot be opened: it is not there.".to_owned();
        assert_eq!(walker.skipped, [Skipped { file: "Bass.wav/".into(), reason }]);
    }
}
