//! The list of songs, and where their files lie.

use std::path::{Path, PathBuf};

use bar_domain::song::{Act, Time, VersionId};
use bar_store::{ListedSong, Stamp, VersionFile};
use tempfile::TempDir;
use uuid::Uuid;

use super::desk::{ROUGH, begin, command, create, note, refused, rough, song, store, write};

fn file(path: &Path) -> VersionFile {
    std::fs::write(path, "sound").unwrap();
    VersionFile { path: path.into(), stamp: Stamp::of(&std::fs::metadata(path).unwrap()) }
}

#[test]
fn the_list_counts_what_is_to_be_done_and_begins_with_the_latest() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    begin(&store, song(1));
    store.act(&command(9, song(2), create("Salt"))).unwrap();
    store.act(&command(10, song(1), write(note(1), ROUGH))).unwrap();
    store.act(&command(11, song(1), Act::SubmitRound { mix: ROUGH })).unwrap();
    store.act(&command(12, song(1), write(note(2), ROUGH))).unwrap();
    let listed = |number, title: &str, open, drafts, versions, at| ListedSong {
        id: song(number),
        title: title.into(),
        open,
        drafts,
        versions,
        opened_at: Time(at),
    };
    let harbour = listed(1, "Harbour Lights", 1, 1, 1, 12);
    let salt = listed(2, "Salt", 0, 0, 0, 9);
    assert_eq!(store.songs().unwrap(), [harbour.clone(), salt.clone()]);
    store.song_opened(song(2), Time(20)).unwrap();
    store.forget_song(song(1), true).unwrap();
    assert_eq!(store.songs().unwrap(), [ListedSong { opened_at: Time(20), ..salt }]);
    assert!(store.song(song(1)).unwrap().is_some(), "its journal is kept");
    store.forget_song(song(1), false).unwrap();
    assert_eq!(store.songs().unwrap()[1], harbour);
}

#[test]
fn a_version_knows_its_file() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    begin(&store, song(1));
    let lies = file(&folder.path().join("Rough.wav"));
    let version = VersionId(Uuid::from_u128(2));
    store.add_version(&command(3, song(1), rough(version)), &lies).unwrap();
    assert_eq!(store.version_file(version).unwrap(), Some(lies.clone()));
    assert_eq!(store.version_file(ROUGH).unwrap(), None);
    let other = VersionId(Uuid::from_u128(3));
    let taken = command(4, song(1), rough(version));
    assert_eq!(
        refused(store.add_version(&taken, &file(&folder.path().join("x")))),
        "version.id_taken"
    );
    assert_eq!(store.version_file(version).unwrap(), Some(lies), "refused, so nothing has changed");
    assert_eq!(store.version_file(other).unwrap(), None);
    let moved = file(&folder.path().join("Rough 2.wav"));
    store.set_version_file(version, &moved).unwrap();
    assert_eq!(store.version_file(version).unwrap(), Some(moved));
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_text_comes_back_as_it_was() {
    use std::os::unix::ffi::OsStringExt;
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    let stamp = file(&folder.path().join("x")).stamp;
    let path = PathBuf::from(std::ffi::OsString::from_vec(b"/songs/\xff\xfe.wav".to_vec()));
    let odd = VersionFile { path, stamp };
    store.set_version_file(ROUGH, &odd).unwrap();
    assert_eq!(store.version_file(ROUGH).unwrap(), Some(odd));
}
