//! What the app remembers, as `barone` finds it: read, never written.

use std::path::{Path, PathBuf};

use bar_domain::song::{Song, SongId};
use bar_store::{FILE, ListedSong, Store, open_to_read};

use crate::failure::Failure;

/// The folder of the app among those of its kind; the `identifier` of `tauri.conf.json`.
pub(crate) const APP: &str = "studio.barone.desktop";
/// Names another folder for what the app remembers, as for the app itself.
const DATA: &str = "BAR_ONE_DATA";

/// Where the app keeps what it remembers.
fn place() -> Result<PathBuf, Failure> {
    let folder = match std::env::var_os(DATA) {
        Some(folder) => PathBuf::from(folder),
        None => dirs::data_local_dir().ok_or(Failure::NoHome)?.join(APP),
    };
    Ok(folder.join(FILE))
}

/// Opens the database `named`, or the app's own.
pub(crate) fn open(named: Option<&Path>) -> Result<Store, Failure> {
    let file = named.map_or_else(place, |file| Ok(file.to_owned()))?;
    Ok(open_to_read(&file)?)
}

/// The song of this id or title, which may be typed without capitals, or only its beginning.
pub(crate) fn find(store: &Store, wanted: &str) -> Result<Song, Failure> {
    let songs = store.songs()?;
    if songs.is_empty() {
        return Err(Failure::NoSongs);
    }
    let id = match wanted.parse::<SongId>() {
        Ok(id) => id,
        Err(_) => choose(&songs, wanted)?.id,
    };
    store.song(id)?.ok_or_else(|| unknown(&songs, wanted))
}

fn choose<'a>(songs: &'a [ListedSong], wanted: &str) -> Result<&'a ListedSong, Failure> {
    let wanted_low = wanted.trim().to_lowercase();
    let fits = |fit: &dyn Fn(&str) -> bool| -> Vec<&'a ListedSong> {
        songs.iter().filter(|song| fit(&song.title.to_lowercase())).collect()
    };
    let exact = fits(&|title| title == wanted_low);
    let beginning = fits(&|title| title.starts_with(&wanted_low));
    let found = if exact.is_empty() { beginning } else { exact };
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(unknown(songs, wanted)),
        several => Err(Failure::SeveralSongs { wanted: wanted.to_owned(), songs: listed(several) }),
    }
}

fn unknown(songs: &[ListedSong], wanted: &str) -> Failure {
    let songs = listed(&songs.iter().collect::<Vec<_>>());
    Failure::UnknownSong { wanted: wanted.to_owned(), songs }
}

/// A line a song.
fn listed(songs: &[&ListedSong]) -> Vec<String> {
    let line = |song: &&ListedSong| {
        let (open, drafts) = (song.open, song.drafts);
        format!("{}  {} ({open} open, {drafts} drafts)", song.id, song.title)
    };
    songs.iter().map(line).collect()
}

/// Whether the file at `place` is one that somebody listens to.
pub(crate) fn is_original(store: &Store, place: &Path) -> Result<bool, Failure> {
    let Ok(place) = place.canonicalize() else { return Ok(false) };
    for listed in store.songs()? {
        for version in store.song(listed.id)?.unwrap_or_default().versions {
            let file = store.version_file(version.id)?.map(|file| file.path);
            if file.and_then(|file| file.canonicalize().ok()).as_ref() == Some(&place) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_the_one_of_the_app() {
        let settings = include_str!("../../../tauri.conf.json");
        let settings: serde_json::Value = serde_json::from_str(settings).unwrap();
        assert_eq!(settings["identifier"], APP);
    }
}
