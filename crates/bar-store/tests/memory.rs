//! What the app remembers, and what becomes of it when the disk does its worst.
#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as tests may")]

use std::fs;
use std::path::{Path, PathBuf};

use bar_audio::format::{Container, Encoding, Format, Header};
use bar_audio::measure::traits::Traits;
use bar_audio::measure::{Listened, Measured};
use bar_audio::waveform::{Point, Waveform};
use bar_domain::{Code, Frames, SampleRate, Span};
use bar_store::{Explained, Kept, Opened, Stamp, State, Store, Trouble, open};
use tempfile::TempDir;

const FILE: &str = "bar-one.sqlite3";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn store(folder: &Path) -> Store {
    let Opened { store, trouble } = open(folder).unwrap();
    assert_eq!(trouble, None);
    store
}

fn listened(hash: &str) -> Listened {
    Listened {
        format: Format {
            container: Container::Wav,
            encoding: Encoding::Pcm,
            bits: Some(24),
            rate: SampleRate(48_000),
            channels: 2,
            frames: Frames(512),
        },
        header: Header { promised_frames: Some(Frames(600)), ..Header::default() },
        measured: Measured {
            peak_dbfs: Some(-6.1),
            correlation: Some(f64::NEG_INFINITY),
            blake3: hash.to_owned(),
            ..Measured::default()
        },
        not_finite: (2, vec![Span(Frames(3), Frames(5))]),
        evidence: bar_audio::evidence::Evidence::default(),
        waveform: Waveform { points: vec![Point { min: -128, max: 127, rms: 90 }; 2] },
        traits: Traits { envelope: vec![0, 255], ..Traits::default() },
    }
}

fn stamp(path: &Path) -> Stamp {
    Stamp::of(&fs::metadata(path).unwrap())
}

#[test]
fn the_same_drop_is_the_same_check_also_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let drop = [PathBuf::from("/songs/Harbour Lights")];
    let first = store(folder.path()).check_of(&drop, 1).unwrap();
    let store = store(folder.path());
    assert_eq!(store.check_of(&drop, 2).unwrap(), first);
    assert_ne!(store.check_of(&[PathBuf::from("/songs/Salt")], 2).unwrap().id, first.id);
    assert_eq!(first.state, State::Stopped, "until it is done, so that a crash tells the truth");
}

#[test]
fn a_verdict_is_kept_and_listed_by_time() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    let older = store.check_of(&["/a".into()], 1).unwrap();
    let newer = store.check_of(&["/b".into()], 2).unwrap();
    let done = Kept { state: State::Done, ready: 11, total: 14, checked_at: 3, ..older };
    store.keep_check(&done, "{}").unwrap();
    store.keep_reference(done.id, Some(Path::new("/a/Rough.wav"))).unwrap();
    let done = Kept { reference: Some("/a/Rough.wav".into()), ..done };
    assert_eq!(store.checks().unwrap(), [done.clone(), newer.clone()]);
    assert_eq!(store.view(done.id).unwrap().as_deref(), Some("{}"));
    assert_eq!(store.view(newer.id).unwrap(), None);

    store.forget_check(done.id, true).unwrap();
    assert_eq!(store.checks().unwrap(), [newer]);
    store.forget_check(done.id, false).unwrap();
    assert_eq!(store.checks().unwrap().len(), 2, "forgetting can be undone");
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_text_comes_back_as_it_was() {
    use std::os::unix::ffi::OsStringExt;
    let folder = TempDir::new().unwrap();
    let odd = PathBuf::from(std::ffi::OsString::from_vec(b"/songs/\xff\xfe".to_vec()));
    let store = store(folder.path());
    let id = store.check_of(std::slice::from_ref(&odd), 1).unwrap().id;
    assert_eq!(store.check(id).unwrap().unwrap().paths, [odd]);
}

#[test]
fn a_measurement_is_good_until_the_file_changes() {
    let folder = TempDir::new().unwrap();
    let stem = folder.path().join("Kick.wav");
    fs::write(&stem, "one").unwrap();
    let store = store(folder.path());
    let before = stamp(&stem);
    store.remember(&stem, Some(before), &listened("abc"), 1).unwrap();
    let recalled = store.recall(&stem, before, 2).unwrap().expect("it was remembered");
    assert_eq!(format!("{recalled:?}"), format!("{:?}", listened("abc")));

    fs::write(&stem, "two").unwrap();
    assert_ne!(stamp(&stem), before, "the same size, another content");
    assert!(store.recall(&stem, stamp(&stem), 2).unwrap().is_none());
    assert!(store.recall(Path::new("/elsewhere"), before, 2).unwrap().is_none());
}

#[test]
fn a_file_that_changed_under_the_measuring_is_drawn_but_measured_again() {
    let folder = TempDir::new().unwrap();
    let stem = folder.path().join("Kick.wav");
    fs::write(&stem, "one").unwrap();
    let store = store(folder.path());
    store.remember(&stem, None, &listened("abc"), 1).unwrap();
    assert!(store.recall(&stem, stamp(&stem), 2).unwrap().is_none());
    assert_eq!(store.waveform("abc").unwrap(), Some(listened("abc").waveform));
}

#[test]
fn what_nobody_used_for_long_is_dropped() {
    let folder = TempDir::new().unwrap();
    let stem = folder.path().join("Kick.wav");
    fs::write(&stem, "one").unwrap();
    let store = store(folder.path());
    store.remember(&stem, Some(stamp(&stem)), &listened("abc"), 0).unwrap();
    store.tidy(89 * DAY).unwrap();
    assert!(store.recall(&stem, stamp(&stem), 89 * DAY).unwrap().is_some(), "this use counts");
    store.tidy(170 * DAY).unwrap();
    assert!(store.waveform("abc").unwrap().is_some());
    store.tidy(180 * DAY).unwrap();
    assert!(store.recall(&stem, stamp(&stem), 180 * DAY).unwrap().is_none());
    assert_eq!(store.waveform("abc").unwrap(), None);
}

#[test]
fn checks_that_are_not_listed_any_more_keep_no_rows() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    let ids: Vec<i64> = (0..202)
        .map(|time| {
            let kept = store.check_of(&[format!("/{time}").into()], time).unwrap();
            store.keep_check(&kept, "{}").unwrap();
            kept.id
        })
        .collect();
    store.tidy(300).unwrap();
    let rows = |at: usize| store.view(ids[at]).unwrap();
    assert_eq!((rows(0), rows(1), rows(2)), (None, None, Some("{}".to_owned())));
}

#[test]
fn explanations_and_preferences_can_be_taken_back() {
    let folder = TempDir::new().unwrap();
    let store = store(folder.path());
    let id = store.check_of(&["/a".into()], 1).unwrap().id;
    let clipped = |content: &str, text: &str| {
        let (file, code) = ("Keys.wav".to_owned(), Code::LevelClipped);
        Explained { file, content: content.to_owned(), code, text: text.to_owned() }
    };
    store.explain(id, &clipped("abc", "a first try")).unwrap();
    store.explain(id, &clipped("def", "it is meant to")).unwrap();
    assert_eq!(store.explanations(id).unwrap(), [clipped("def", "it is meant to")]);
    assert_eq!(store.explanations(id + 1).unwrap(), []);
    store.unexplain(id, "Keys.wav", Code::LevelClipped).unwrap();
    assert_eq!(store.explanations(id).unwrap(), []);

    assert_eq!(store.preference("theme").unwrap(), None);
    store.set_preference("theme", Some("dark")).unwrap();
    assert_eq!(store.preference("theme").unwrap().as_deref(), Some("dark"));
    store.set_preference("theme", None).unwrap();
    assert_eq!(store.preference("theme").unwrap(), None);
}

#[test]
fn what_was_explained_before_contents_were_kept_is_of_no_content() {
    let folder = TempDir::new().unwrap();
    let id = store(folder.path()).check_of(&["/a".into()], 1).unwrap().id;
    let database = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    let insert = "INSERT INTO explanations VALUES (1, 'Keys.wav', 'level.clipped', 'so it is')";
    database.execute_batch("ALTER TABLE explanations DROP COLUMN content").unwrap();
    // What later steps add.
    let later = "DROP TABLE journal; DROP TABLE songs; DROP TABLE version_files";
    database.execute_batch(later).unwrap();
    database.execute_batch(insert).unwrap();
    database.pragma_update(None, "user_version", 1).unwrap();
    let (file, text) = ("Keys.wav".to_owned(), "so it is".to_owned());
    let old = Explained { file, content: String::new(), code: Code::LevelClipped, text };
    assert_eq!(store(folder.path()).explanations(id).unwrap(), [old]);
}

/// Opens what `spoil` made of a database that held a check; the app must work whatever that is.
#[track_caller]
fn spoiled(spoil: impl FnOnce(&Path)) -> (TempDir, Option<Trouble>) {
    let folder = TempDir::new().unwrap();
    store(folder.path()).check_of(&["/a".into()], 1).unwrap();
    spoil(folder.path());
    let Opened { store, trouble } = open(folder.path()).unwrap();
    store.set_preference("theme", Some("dark")).unwrap();
    assert_eq!(store.preference("theme").unwrap().as_deref(), Some("dark"));
    (folder, trouble)
}

#[test]
fn a_broken_database_is_moved_aside_and_kept() {
    let garbage = |folder: &Path| fs::write(folder.join(FILE), "x".repeat(8192)).unwrap();
    let (folder, trouble) = spoiled(garbage);
    let Some(Trouble::Broken { kept }) = trouble else { panic!("{trouble:?}") };
    assert_eq!(fs::read(&kept).unwrap(), "x".repeat(8192).as_bytes());
    garbage(folder.path());
    let again = open(folder.path()).unwrap().trouble;
    let Some(Trouble::Broken { kept: second }) = again else { panic!("{again:?}") };
    assert_ne!(second, kept, "the first one is not overwritten");
    store(folder.path());
}

#[test]
fn a_database_cut_short_is_moved_aside() {
    let (_folder, trouble) = spoiled(|folder| {
        let bytes = fs::read(folder.join(FILE)).unwrap();
        fs::write(folder.join(FILE), &bytes[..bytes.len() / 2]).unwrap();
    });
    assert!(matches!(trouble, Some(Trouble::Broken { .. })), "{trouble:?}");
}

#[test]
fn the_database_of_a_newer_version_is_left_alone() {
    let (folder, trouble) = spoiled(|folder| {
        let connection = rusqlite::Connection::open(folder.join(FILE)).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
    });
    assert_eq!(trouble, Some(Trouble::Newer));
    let connection = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    let checks: u32 =
        connection.query_row("SELECT count(*) FROM checks", [], |row| row.get(0)).unwrap();
    assert_eq!(checks, 1);
}

#[test]
fn somebody_elses_database_is_not_mistaken_for_ours() {
    let (_folder, trouble) = spoiled(|folder| {
        fs::remove_file(folder.join(FILE)).unwrap();
        let connection = rusqlite::Connection::open(folder.join(FILE)).unwrap();
        connection.execute_batch("CREATE TABLE checks (song TEXT)").unwrap();
    });
    assert!(matches!(trouble, Some(Trouble::Broken { .. })), "{trouble:?}");
}

#[test]
fn a_folder_that_cannot_be_one_is_said_and_lived_with() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let Opened { store, trouble } = open(&file).unwrap();
    assert!(matches!(trouble, Some(Trouble::Unusable { folder, .. }) if folder == file));
    assert_eq!(store.check_of(&["/a".into()], 1).unwrap().id, 1);
}
