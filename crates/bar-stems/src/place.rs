//! Where a sound that Bar One made may be written: never over an original, nor among the stems, where
//! the next check would take it for one.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::check::Choice;
use crate::walk::plain;

/// Bytes at the start of a file that tell whether it is a WAV.
const HEAD: u64 = 12;

/// Why a sound cannot be written there.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It is one of the files that were checked.
    #[error("{} is one of the files that were checked, and is left as it is: choose another name", .0.display())]
    Original(PathBuf),
    /// It would be taken for a stem.
    #[error("{} lies among the stems, where it would be taken for one: choose a place outside of their folder", .0.display())]
    Among(PathBuf),
    /// It is a folder, or something that is no file at all.
    #[error("{} is not a file: name the file that the sound shall be written to, such as Left.wav", .0.display())]
    NotAFile(PathBuf),
    /// Somebody's file of another kind has that name.
    #[error("{} holds something else than a WAV, and is left as it is: choose another name", .0.display())]
    Taken(PathBuf),
    /// There is no such folder.
    #[error("there is no folder {}: make it first, or choose another one", .0.display())]
    NoFolder(PathBuf),
    /// The system refuses.
    #[error("{} cannot be written to: {}", path.display(), plain(source))]
    Refused {
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// Looks whether a sound made of `choice` may be written to `to`; nothing is changed. An earlier WAV
/// of that name may be replaced, unless it was checked; nothing else may.
///
/// # Errors
/// When it may not.
pub fn for_sound(choice: &Choice, to: &Path) -> Result<(), PlaceError> {
    let refused = |source| PlaceError::Refused { path: to.to_owned(), source };
    let absolute = std::path::absolute(to).map_err(refused)?;
    let Some((around, name)) = absolute.parent().zip(absolute.file_name()) else {
        return Err(PlaceError::NotAFile(to.to_owned()));
    };
    let Ok(folder) = around.canonicalize() else {
        return Err(PlaceError::NoFolder(to.parent().unwrap_or(around).to_owned()));
    };
    if !folder.is_dir() {
        return Err(PlaceError::NoFolder(folder));
    }
    // What a link leads to is what would be lost.
    let real = absolute.canonicalize().unwrap_or_else(|_| folder.join(name));
    for named in choice.paths.iter().chain(&choice.reference) {
        let named = named.canonicalize().unwrap_or_else(|_| named.clone());
        if real == named && !named.is_dir() {
            return Err(PlaceError::Original(to.to_owned()));
        }
        if named.is_dir() && [&real, &folder.join(name)].iter().any(|at| at.starts_with(&named)) {
            return Err(PlaceError::Among(to.to_owned()));
        }
    }
    match fs::metadata(&real) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(refused(error)),
        Ok(about) if !about.is_file() => Err(PlaceError::NotAFile(to.to_owned())),
        Ok(_) if is_wav(&real).map_err(refused)? => Ok(()),
        Ok(_) => Err(PlaceError::Taken(to.to_owned())),
    }
}

/// Whether a file may be replaced by a sound: a WAV, or nothing at all.
fn is_wav(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    let begins = head.starts_with(b"RIFF") || head.starts_with(b"RF64");
    Ok(head.is_empty() || begins && head.ends_with(b"WAVE"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Song` and `Mixes/Rough.wav` are checked, `Other/*` is not.
    fn checked() -> (tempfile::TempDir, Choice) {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        for folder in ["Song", "Mixes", "Other"] {
            fs::create_dir(at(folder)).unwrap();
        }
        for wav in ["Song/Kick.wav", "Mixes/Rough.wav", "Other/Left.wav"] {
            fs::write(at(wav), b"RIFF\x24\0\0\0WAVEfmt ").unwrap();
        }
        fs::write(at("Other/lyrics.txt"), b"la la la la la la").unwrap();
        fs::write(at("Other/empty.wav"), b"").unwrap();
        let reference = Some(at("Mixes/Rough.wav"));
        let choice = Choice { paths: vec![at("Song")], reference, ..Choice::default() };
        (root, choice)
    }

    #[test]
    fn a_sound_goes_neither_over_an_original_nor_among_the_stems() {
        let (root, choice) = checked();
        let check = |name: &str, wanted: &str| {
            let said = for_sound(&choice, &root.path().join(name));
            let said = said.err().map(|error| format!("{error:?}")).unwrap_or_default();
            assert!(
                said.starts_with(wanted) && wanted.is_empty() == said.is_empty(),
                "{name} {said}"
            );
        };
        check("Song/Kick.wav", "Among");
        check("Song/New.wav", "Among");
        check("Song/../Song/New.wav", "Among");
        check("Mixes/Rough.wav", "Original");
        check("Mixes/New.wav", "");
        check("Other/Left.wav", "");
        check("Other/empty.wav", "");
        check("Other/lyrics.txt", "Taken");
        check("Other", "NotAFile");
        check("Song", "Among");
        check("gone/New.wav", "NoFolder");
        check("Other/lyrics.txt/New.wav", "NoFolder");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_an_original_is_the_original() {
        let (root, mut choice) = checked();
        let link = root.path().join("Other/link.wav");
        std::os::unix::fs::symlink(root.path().join("Mixes/Rough.wav"), &link).unwrap();
        assert!(matches!(for_sound(&choice, &link), Err(PlaceError::Original(_))));
        choice.reference = None;
        assert!(for_sound(&choice, &link).is_ok());
    }
}
