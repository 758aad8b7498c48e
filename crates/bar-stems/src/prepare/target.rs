//! The new folder: looked at before anything is written, filled at one stroke, emptied if it fails.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::failure::{Left, PrepareError, Unfit};

/// Copies grow in here, inside the new folder, until all of them are whole. Hidden, so that no check
/// takes them for stems.
const UNFINISHED: &str = ".bar-one-unfinished";
/// What file managers leave in every folder that they show.
const OF_THE_SYSTEM: &[&str] = &[".ds_store", ".localized", "desktop.ini", "thumbs.db"];

/// A folder that may be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Without links.
    pub folder: PathBuf,
    exists: bool,
}

/// Looks whether copies may be written to `to`: a new or an empty folder outside of those in
/// `sources`. Nothing is changed.
pub(super) fn look(to: &Path, sources: &[PathBuf]) -> Result<Place, PrepareError> {
    let unfit = |why| PrepareError::folder(to, why);
    let refused = |error| unfit(Unfit::Refused(error));
    let absolute = std::path::absolute(to).map_err(refused)?;
    let about = match fs::symlink_metadata(&absolute) {
        Ok(about) => Some(about),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(refused(error)),
    };
    let place = match about {
        Some(about) if about.is_symlink() => return Err(unfit(Unfit::Link)),
        Some(about) if !about.is_dir() => return Err(unfit(Unfit::NotAFolder)),
        Some(_) => Place { folder: absolute.canonicalize().map_err(refused)?, exists: true },
        None => {
            let (Some(around), Some(name)) = (absolute.parent(), absolute.file_name()) else {
                return Err(unfit(Unfit::NoParent));
            };
            let around = around.canonicalize().map_err(|_| unfit(Unfit::NoParent))?;
            Place { folder: around.join(name), exists: false }
        }
    };
    let inside = |source: &PathBuf| {
        let real = source.canonicalize().unwrap_or_else(|_| source.clone());
        real.is_dir() && place.folder.starts_with(real)
    };
    if sources.iter().any(inside) {
        return Err(unfit(Unfit::InSource));
    }
    if place.exists {
        let theirs = |name: &String| !OF_THE_SYSTEM.contains(&name.to_lowercase().as_str());
        let entries = fs::read_dir(&place.folder).map_err(refused)?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        if let Some(first) = names.filter(theirs).min() {
            return Err(unfit(Unfit::NotEmpty { first }));
        }
    }
    Ok(place)
}

/// A new folder being filled.
pub(super) struct Target {
    place: Place,
    unfinished: PathBuf,
    /// Paths in the new folder that were made, in this order.
    made: Vec<PathBuf>,
}

impl Target {
    /// Makes the folder and, inside, the one in which copies grow.
    pub(super) fn make(place: Place) -> Result<Self, PrepareError> {
        let unfinished = place.folder.join(UNFINISHED);
        let made = if place.exists { Ok(()) } else { fs::create_dir(&place.folder) };
        let made = made.and_then(|()| {
            fs::create_dir(&unfinished).inspect_err(|_| {
                if !place.exists {
                    // It stays empty, which harms nobody.
                    let _ = fs::remove_dir(&place.folder);
                }
            })
        });
        made.map_err(|error| PrepareError::folder(&place.folder, Unfit::Refused(error)))?;
        Ok(Self { place, unfinished, made: Vec::new() })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.place.folder
    }

    /// Where the copy with this number grows.
    pub(super) fn unfinished(&self, number: usize) -> PathBuf {
        self.unfinished.join(number.to_string())
    }

    /// Gives every whole copy its name: `names` with `/` between parts, by number.
    pub(super) fn publish(&mut self, names: &[&str]) -> Result<(), (String, io::Error)> {
        for (number, name) in names.iter().enumerate() {
            let told = |error| ((*name).to_owned(), error);
            self.place_one(number, name).map_err(told)?;
        }
        let told = |error| (UNFINISHED.to_owned(), error);
        fs::remove_dir(&self.unfinished).map_err(told)?;
        settle(&self.place.folder);
        if let Some(around) = self.place.folder.parent() {
            settle(around);
        }
        Ok(())
    }

    fn place_one(&mut self, number: usize, name: &str) -> io::Result<()> {
        let mut path = self.place.folder.clone();
        let mut parts = name.split('/').peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            if parts.peek().is_some() && !path.is_dir() {
                fs::create_dir(&path)?;
                self.made.push(path.clone());
            }
        }
        // Nothing can be there: the folder was empty, and no two names are alike.
        if fs::symlink_metadata(&path).is_ok() {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        fs::rename(self.unfinished(number), &path)?;
        if let Some(folder) = path.parent() {
            settle(folder);
        }
        self.made.push(path);
        Ok(())
    }

    /// Takes everything back that was made, and nothing else.
    pub(super) fn abandon(self) -> Left {
        let mut left = fs::remove_dir_all(&self.unfinished).is_err() && self.unfinished.exists();
        for path in self.made.iter().rev() {
            let removed = if path.is_dir() { fs::remove_dir(path) } else { fs::remove_file(path) };
            left |= removed.is_err();
        }
        if !self.place.exists {
            left |= fs::remove_dir(&self.place.folder).is_err();
        }
        if left { Left::Unfinished(self.place.folder) } else { Left::Nothing }
    }
}

/// Sees to it that the names in a folder are on the disk. Where a system cannot, it does so by itself.
fn settle(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}
