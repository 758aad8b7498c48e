//! Other programs read what the app remembers, and change nothing.

use std::fs;
use std::path::Path;

use bar_store::{FILE, ReadingError, open_to_read};
use tempfile::TempDir;

use super::desk::{ROUGH, begin, command, note, song, store, write};

#[test]
fn another_program_reads_while_the_app_writes() {
    let folder = TempDir::new().unwrap();
    let app = store(folder.path());
    begin(&app, song(1));
    let reader = open_to_read(&folder.path().join(FILE)).unwrap();
    assert_eq!(reader.songs().unwrap().len(), 1);
    app.act(&command(3, song(1), write(note(1), ROUGH))).unwrap();
    assert_eq!(reader.song(song(1)).unwrap().unwrap().notes.len(), 1);
    assert!(reader.act(&command(4, song(1), write(note(2), ROUGH))).is_err());
    assert!(reader.set_preference("theme", Some("dark")).is_err());
    assert_eq!(app.song(song(1)).unwrap().unwrap().notes.len(), 1);
    drop(app);
    assert_eq!(open_to_read(&folder.path().join(FILE)).unwrap().songs().unwrap().len(), 1);
}

#[test]
fn what_cannot_be_read_is_said() {
    #[track_caller]
    fn check(spoil: impl FnOnce(&Path), wanted: &str) {
        let folder = TempDir::new().unwrap();
        let file = folder.path().join(FILE);
        begin(&store(folder.path()), song(1));
        spoil(&file);
        let said = match open_to_read(&file).err().unwrap() {
            ReadingError::Nothing(_) => "nothing",
            ReadingError::Older(_) => "older",
            ReadingError::Newer(_) => "newer",
            ReadingError::NotOurs(_) => "not ours",
            ReadingError::Store(error) => panic!("{error}"),
        };
        assert_eq!(said, wanted);
    }
    let version = |number: u32| {
        move |file: &Path| {
            let connection = rusqlite::Connection::open(file).unwrap();
            connection.pragma_update(None, "user_version", number).unwrap();
        }
    };
    check(|file| fs::remove_file(file).unwrap(), "nothing");
    check(version(2), "older");
    check(version(99), "newer");
    check(version(0), "not ours");
    check(|file| fs::write(file, "x".repeat(8192)).unwrap(), "not ours");
}
