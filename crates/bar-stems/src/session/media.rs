//! Finding the audio files that a session names, among what was dropped. The disk is not asked:
//! what was not dropped is not sent.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

use super::Session;
use crate::report::Media;
use crate::sniff::has_audio_extension;
use crate::walk::Found;

/// Everything that was dropped, by place and by name. Case does not count: it does not on the
/// computers that sessions come from.
pub(crate) struct Shelf<'a> {
    /// The dropped folder as it is shown, for paths that lead into it.
    folder: String,
    files: Vec<&'a str>,
    by_place: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl<'a> Shelf<'a> {
    pub(crate) fn new(folder: &str, files: impl Iterator<Item = &'a Found>) -> Self {
        let files: Vec<&str> = files.map(|found| found.file.as_str()).collect();
        let by_place = (0..).zip(&files).map(|(at, file)| (folded(file), at)).collect();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, file) in files.iter().enumerate() {
            by_name.entry(folded(name_of(file))).or_default().push(at);
        }
        Self { folder: folded(folder), files, by_place, by_name }
    }

    /// Which file a session in the folder `home` means by a name: where it says, or else of that
    /// name anywhere in its folder, as DAWs look for what was moved.
    fn find(&self, home: &str, named: &str) -> Option<usize> {
        let path = folded(&named.replace('\\', "/"));
        let place = if is_absolute(&path) {
            let inside = path.strip_prefix(&self.folder).filter(|_| !self.folder.is_empty());
            inside.and_then(|rest| rest.strip_prefix('/')).map(str::to_owned)
        } else {
            resolved(home, &path)
        };
        let there = place.and_then(|place| self.by_place.get(&place).copied());
        there.or_else(|| {
            let alike = self.by_name.get(name_of(&path))?;
            let home = folded(home);
            alike.iter().copied().find(|at| lies_in(&folded(self.files[*at]), &home))
        })
    }

    /// The folder of a session's project: a Live set may lie deeper in it.
    pub(super) fn home(&self, session: &Session) -> String {
        let mut home = parent(&session.found.file);
        if session.kind == super::SessionKind::Ableton {
            let mark = |folder: &str| {
                let mark = folded(&joined(folder, "Ableton Project Info/"));
                self.by_place.keys().any(|place| place.starts_with(&mark))
            };
            let mut around = home.clone();
            loop {
                if mark(&around) {
                    home = around;
                    break;
                }
                if around.is_empty() {
                    break;
                }
                around = parent(&around);
            }
        }
        home
    }

    /// Which files of the shelf a session names, and what it misses.
    pub(super) fn media(&self, session: &Session) -> Option<(HashSet<usize>, Media)> {
        let told = session.told.as_ref().ok()?;
        let named = told.named.as_ref()?;
        let home = self.home(session);
        // By its place in the bundle first; by name alone where the session tells another place.
        let mut held: HashMap<String, usize> =
            (0..).zip(&told.held).map(|(at, file)| (folded(name_of(file)), at)).collect();
        held.extend((0..).zip(&told.held).map(|(at, file)| (folded(file), at)));
        let (mut used, mut used_held, mut missing) = (HashSet::new(), HashSet::new(), Vec::new());
        for name in named {
            let name_within = folded(&name.replace('\\', "/"));
            let inner = held.get(&name_within).or_else(|| held.get(name_of(&name_within)));
            if let Some(at) = inner {
                used_held.insert(*at);
            } else if let Some(at) = self.find(&home, name) {
                used.insert(at);
            } else {
                missing.push(name.clone());
            }
        }
        let left = |(at, file): (usize, &String)| {
            let sound = has_audio_extension(Path::new(file));
            (sound && !used_held.contains(&at)).then(|| file.clone())
        };
        let mut unused: Vec<String> = told.held.iter().enumerate().filter_map(left).collect();
        let folders = session.keeps(&home);
        let own = self.files.iter().enumerate().filter(|(at, file)| {
            !used.contains(at)
                && has_audio_extension(Path::new(file))
                && folders.iter().any(|folder| lies_in(&folded(file), folder))
        });
        unused.extend(own.map(|(_, file)| (*file).to_owned()));
        Some((used, Media { named: named.len(), missing, unused }))
    }
}

impl Session {
    /// The folders, [`folded`], in which this session keeps its recordings.
    pub(super) fn keeps(&self, home: &str) -> Vec<String> {
        let told = self.told.as_ref().map(|told| told.records_to.as_slice()).unwrap_or_default();
        let folders = self.kind.media_folders().iter().copied();
        let said = told.iter().map(String::as_str);
        let places = folders.chain(said).filter_map(|folder| resolved(home, &folded(folder)));
        // A session that records beside itself keeps no folder apart.
        places.filter(|folder| *folder != folded(home)).collect()
    }
}

/// Equal for names that are one name on the computers that sessions come from.
pub(super) fn folded(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase()
}

fn name_of(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn parent(file: &str) -> String {
    let file = file.trim_end_matches('/');
    file.rsplit_once('/').map_or_else(String::new, |(folder, _)| folder.to_owned())
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Whether a file lies in a folder or deeper; both [`folded`].
pub(super) fn lies_in(file: &str, folder: &str) -> bool {
    folder.is_empty() || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a path with `/` begins at a root or a drive, on whatever system.
fn is_absolute(path: &str) -> bool {
    let drive = path.as_bytes().get(1) == Some(&b':');
    path.starts_with('/') || (drive && path.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Where a relative path leads from a folder; `None` where it leaves what was dropped.
fn resolved(home: &str, path: &str) -> Option<String> {
    if is_absolute(path) {
        return None;
    }
    let home = folded(home);
    let mut parts: Vec<&str> = home.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn media_are_looked_for_as_a_daw_would() {
        let files =
            ["Song/Media/Kick.wav", "Song/Song.rpp", "Stems/Kick 2.wav", "Song/B\u{e4}ss.wav"];
        let found: Vec<Found> = files
            .iter()
            .map(|file| Found {
                path: PathBuf::new(),
                real: PathBuf::new(),
                origin: PathBuf::new(),
                file: (*file).to_owned(),
                bytes: 0,
            })
            .collect();
        let shelf = Shelf::new("/Users/ann/Harbour", found.iter());
        let cases = [
            ("Media/Kick.wav", Some(0)),
            ("media\\KICK.WAV", Some(0)),
            ("./Media/../Media/Kick.wav", Some(0)),
            ("../Stems/Kick 2.wav", Some(2)),
            ("../../Kick 2.wav", None),
            ("Kick 2.wav", None),
            ("C:\\Users\\bob\\Kick.wav", Some(0)),
            ("//server/share/Kick.wav", Some(0)),
            ("/Users/ann/Harbour/Stems/Kick 2.wav", Some(2)),
            ("/Users/ann/Harbour Lights/Stems/Kick 2.wav", None),
            ("Ba\u{308}ss.wav", Some(3)),
            ("Snare.wav", None),
            ("", None),
            ("..", None),
        ];
        for (named, wanted) in cases {
            assert_eq!(shelf.find("Song", named), wanted, "{named}");
        }
    }
}
