//! What breaks on the way: nothing is left behind, and the sentence says so.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bar_stems::prepare::{self, Disk, Job, Output, RealDisk};
use bar_testkit::Wav;

use crate::story::{RATE, Song, files, fine, tune};

const DELETED: &str = "the unfinished copies were deleted, the originals are untouched";

fn song() -> Song {
    Song::new()
        .sound("Bass.wav", &fine(1))
        .sound("Keys.wav", &Wav::float(32).mono(&tune(2, RATE)))
        .sound("Sub/Vox.wav", &fine(3))
}

/// A disk that fills up after so many bytes, or says beforehand that it has only so many.
struct Small {
    left: AtomicUsize,
    told: Option<u64>,
    fault: io::ErrorKind,
}

impl Disk for &'static Small {
    fn free(&self, _: &Path) -> io::Result<u64> {
        Ok(self.told.unwrap_or(u64::MAX))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        Ok(Box::new(Part(RealDisk.create(path)?, self)))
    }
}

struct Part(Box<dyn Output>, &'static Small);

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.1.left.load(Ordering::Relaxed);
        if left < bytes.len() {
            return Err(self.1.fault.into());
        }
        self.1.left.store(left - bytes.len(), Ordering::Relaxed);
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Output for Part {
    fn settle(&mut self) -> io::Result<()> {
        self.0.settle()
    }
}

fn small(left: usize, told: Option<u64>, fault: io::ErrorKind) -> &'static Small {
    Box::leak(Box::new(Small { left: AtomicUsize::new(left), told, fault }))
}

#[track_caller]
fn check(song: &Song, disk: &'static Small, sentence: &str) {
    let (plan, before) = (song.plan(), files(song.root()));
    let told = song.carry_out_on(&plan, &disk).unwrap_err().to_string();
    let here = song.root().canonicalize().unwrap().display().to_string();
    assert_eq!(told.replace(&here, "HERE"), sentence);
    assert_eq!(files(song.root()), before);
    assert!(!song.to().exists(), "not even an empty folder is left");
}

#[test]
fn a_full_disk_leaves_nothing() {
    let full = io::ErrorKind::StorageFull;
    let sentence =
        format!("the disk is full: free some space, or choose a folder on another disk; {DELETED}");
    for left in [0, 1_000, 500_000, 1_000_000, 1_728_500] {
        check(&song(), small(left, None, full), &sentence);
    }
    check(
        &song(),
        small(usize::MAX, Some(1_500_000), full),
        "there is too little room in HERE/New: the copies take 2.8 MB, and 1.5 MB are free; free some space, or choose a folder on another disk",
    );
    let (song, refused) = (song(), small(1_000, None, io::ErrorKind::PermissionDenied));
    let told = song.carry_out_on(&song.plan(), &refused).unwrap_err().to_string();
    assert!(told.contains("cannot be written: you have no permission to write there"), "{told}");
}

#[test]
fn a_folder_that_was_there_is_there_again_and_empty() {
    let song = song();
    fs::create_dir(song.to()).unwrap();
    let disk = small(100_000, None, io::ErrorKind::StorageFull);
    song.carry_out_on(&song.plan(), &disk).unwrap_err();
    assert_eq!(fs::read_dir(song.to()).unwrap().count(), 0);
}

#[test]
fn who_cancels_gets_nothing_and_keeps_everything() {
    let song = song();
    let (plan, choice, to) = (song.plan(), song.choice(), song.to());
    let before = files(song.root());
    let cancelled = AtomicBool::new(false);
    let heard = Mutex::new(Vec::new());
    let progress = |done| {
        heard.lock().unwrap().push(done);
        cancelled.store(true, Ordering::Relaxed);
    };
    let job = Job { choice: &choice, plan: &plan, to: &to, date: "", disk: &RealDisk };
    let told = prepare::carry_out(&job, &progress, &cancelled).unwrap_err().to_string();
    assert_eq!(told, format!("it was stopped; {DELETED}"));
    assert_eq!(files(song.root()), before);
    assert!(!to.exists());
}

#[test]
fn progress_rises_to_the_whole() {
    let song = song();
    let (plan, choice, to) = (song.plan(), song.choice(), song.to());
    let heard = Mutex::new(Vec::new());
    let job = Job { choice: &choice, plan: &plan, to: &to, date: "", disk: &RealDisk };
    prepare::carry_out(&job, &|done| heard.lock().unwrap().push(done), &AtomicBool::new(false))
        .unwrap();
    let heard = heard.into_inner().unwrap();
    assert!(heard.iter().all(|done| (0.0..=1.0).contains(done)));
    assert_eq!(heard.last(), Some(&1.0));
}

#[test]
fn an_original_that_changed_since_it_was_checked_is_told() {
    for file in ["Bass.wav", "Keys.wav"] {
        let song = song();
        let plan = song.plan();
        let path = song.old().join(file);
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, bytes).unwrap();
        let told = song.carry_out(&plan).unwrap_err().to_string();
        assert_eq!(
            told,
            format!(
                "“{file}” changed since it was checked: check the folder again first; {DELETED}"
            )
        );
        assert!(!song.to().exists());
    }
}

#[test]
fn a_folder_in_which_files_came_or_went_is_checked_again_first() {
    let came = song();
    let plan = came.plan();
    fine(9).write(came.old().join("New.wav")).unwrap();
    let sentence = |file| {
        format!(
            "the folder is not as it was when it was checked (“{file}” is new, or gone): check it again first"
        )
    };
    assert_eq!(came.carry_out(&plan).unwrap_err().to_string(), sentence("New.wav"));
    fs::remove_file(came.old().join("New.wav")).unwrap();
    fs::remove_file(came.old().join("Bass.wav")).unwrap();
    assert_eq!(came.carry_out(&plan).unwrap_err().to_string(), sentence("Bass.wav"));
    assert!(!came.to().exists());
}

#[test]
fn nothing_is_prepared_of_nothing() {
    let song = Song::new().with("Bass.wav", "").with("Vox.wav", "words");
    let told = song.carry_out(&song.plan()).unwrap_err().to_string();
    assert!(told.starts_with("none of the stems can be read"), "{told}");
}
