//! A check while it runs: who is told what, cancelling, and disks that do not keep still.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bar_audio::measure::Listened;
use bar_domain::Frames;
use bar_stems::{CheckError, Choice, Observer, StemReport, check};
use bar_testkit::{Wav, signal};

use crate::story::{Folder, codes, said, stem};

/// Rows that were judged: which, its file, and what was measured.
type Judged = Mutex<Vec<(usize, String, Option<Arc<Listened>>)>>;

/// Writes down everything it is told.
#[derive(Default)]
struct Diary {
    found: Mutex<Vec<String>>,
    judged: Judged,
    reference: Mutex<Vec<String>>,
    furthest: Mutex<BTreeSet<(usize, u64, u64)>>,
}

impl Observer for Diary {
    fn found(&self, stems: &[String]) {
        self.found.lock().unwrap().extend_from_slice(stems);
    }
    fn progress(&self, stem: usize, done: Frames, total: Frames) {
        self.furthest.lock().unwrap().insert((stem, done.0, total.0));
    }
    fn judged(&self, stem: usize, report: &StemReport, listened: Option<&Arc<Listened>>) {
        self.judged.lock().unwrap().push((stem, report.file.clone(), listened.cloned()));
    }
    fn reference(&self, path: &Path, _: &Arc<Listened>) {
        self.reference.lock().unwrap().push(path.display().to_string());
    }
}

#[test]
fn every_stem_is_announced_and_judged_once() {
    let folder = Folder::new().stems(["Kick.wav", "Bass.wav", "Rough.wav"]).with("Vox.wav", "");
    let diary = Diary::default();
    let report = check(&folder.choice(), &diary, &AtomicBool::new(false)).unwrap();
    let names: Vec<_> = report.stems.iter().map(|stem| stem.file.clone()).collect();
    assert_eq!(*diary.found.lock().unwrap(), names);
    let mut judged = diary.judged.into_inner().unwrap();
    judged.sort_by_key(|(at, ..)| *at);
    let said: Vec<_> = judged.iter().map(|(_, file, _)| file.clone()).collect();
    assert_eq!(said, names);
    assert!(judged.iter().all(|(_, file, listened)| listened.is_some() == (file != "Vox.wav")));
    assert_eq!(*diary.reference.lock().unwrap(), [folder.at("Rough.wav").display().to_string()]);
    let furthest = diary.furthest.into_inner().unwrap();
    assert!(
        furthest.iter().all(|(stem, done, total)| *stem < 2 && done <= total && *total == 192_000)
    );
    assert!(furthest.iter().any(|(_, done, total)| done == total));
}

#[test]
fn what_an_earlier_check_measured_is_not_measured_again() {
    struct Remembers(Judged);
    impl Observer for Remembers {
        fn remembered(&self, path: &Path) -> Option<Arc<Listened>> {
            let known = self.0.lock().unwrap();
            let known = known.iter().find(|(_, file, _)| path.ends_with(file))?;
            known.2.clone()
        }
        fn progress(&self, stem: usize, _: Frames, _: Frames) {
            panic!("stem {stem} is measured again");
        }
    }
    let folder = Folder::new().stems(["Kick.wav", "Bass.wav"]);
    let first = Diary::default();
    let report = check(&folder.choice(), &first, &AtomicBool::new(false)).unwrap();
    let second = Remembers(first.judged);
    assert_eq!(check(&folder.choice(), &second, &AtomicBool::new(false)).unwrap(), report);
}

#[test]
fn two_checks_say_the_same() {
    let folder = Folder::new()
        .stems(["Kick.wav", "kick.wav", "Bass.wav", "Track 1.wav", "Rough.wav"])
        .sound("Low.wav", &Wav::pcm(16).rate(44_100).mono(&signal::sine(44_100, 60.0, -2.0, 1.0)))
        .with("notes.txt", "x");
    assert_eq!(folder.check(), folder.check());
}

#[test]
fn a_disk_that_vanishes_half_way_is_said_of_each_file_that_is_gone() {
    struct Unplugs<'a>(&'a Folder);
    impl Observer for Unplugs<'_> {
        fn found(&self, _: &[String]) {
            fs::remove_dir_all(self.0.at("Disk")).unwrap();
        }
    }
    let folder = Folder::new().stems(["Kick.wav", "Disk/Bass.wav", "Disk/Gtr.wav"]);
    let report = check(&folder.choice(), &Unplugs(&folder), &AtomicBool::new(false)).unwrap();
    for file in ["Disk/Bass.wav", "Disk/Gtr.wav"] {
        assert_eq!(codes(&report, file), ["file.unreadable"]);
        assert_eq!(said(&report, file, "file.unreadable").message, "It is not there any more.");
    }
    assert_eq!(codes(&report, "Kick.wav"), [""; 0]);
}

#[test]
fn a_file_that_is_being_written_is_not_judged() {
    struct Writes<'a>(&'a Folder);
    impl Observer for Writes<'_> {
        fn progress(&self, stem: usize, _: Frames, _: Frames) {
            if stem == 0 {
                let path = self.0.at("Bass.wav");
                let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
                file.write_all(&[0; 600]).unwrap();
            }
        }
    }
    let folder = Folder::new().stems(["Bass.wav", "Kick.wav"]);
    let diary = Writes(&folder);
    let report = check(&folder.choice(), &diary, &AtomicBool::new(false)).unwrap();
    assert_eq!(codes(&report, "Bass.wav"), ["file.unreadable"]);
    let message = &said(&report, "Bass.wav", "file.unreadable").message;
    assert_eq!(message, "It changed while it was read: something is still writing it.");
    assert_eq!(codes(&report, "Kick.wav"), [""; 0]);
}

#[test]
fn cancelling_stops_within_a_tenth_of_a_second() {
    struct Cancels<'a> {
        flag: &'a AtomicBool,
        since: Mutex<Option<Instant>>,
        judged: AtomicUsize,
    }
    impl Observer for Cancels<'_> {
        fn progress(&self, _: usize, _: Frames, _: Frames) {
            if !self.flag.swap(true, Ordering::Relaxed) {
                *self.since.lock().unwrap() = Some(Instant::now());
            }
        }
        fn judged(&self, _: usize, _: &StemReport, _: Option<&Arc<Listened>>) {
            self.judged.fetch_add(1, Ordering::Relaxed);
        }
    }
    let folder = Folder::new();
    let hour = Wav::pcm(24).mono(&signal::noise(1, 48_000, -12.0, 1.0)).then_hole(48_000 * 3_600);
    for at in 0..8 {
        hour.write(folder.at(&format!("Gtr {at}.wav"))).unwrap();
    }
    let flag = AtomicBool::new(false);
    let watcher = Cancels { flag: &flag, since: Mutex::new(None), judged: AtomicUsize::new(0) };
    let error = check(&folder.choice(), &watcher, &flag).unwrap_err();
    assert!(matches!(error, CheckError::Cancelled), "{error}");
    assert_eq!(watcher.judged.into_inner(), 0);
    // Measuring one of the files to its end takes far longer than this, on any machine.
    let took = watcher.since.into_inner().unwrap().unwrap().elapsed();
    assert!(took < Duration::from_secs(1), "{took:?}");

    let before = AtomicBool::new(true);
    let choice = Choice { paths: vec![folder.path().to_owned()], ..Choice::default() };
    assert!(matches!(check(&choice, &Diary::default(), &before), Err(CheckError::Cancelled)));
}

#[test]
fn the_first_row_does_not_wait_for_the_longest_file() {
    struct First(Mutex<Vec<usize>>);
    impl Observer for First {
        fn judged(&self, stem: usize, _: &StemReport, _: Option<&Arc<Listened>>) {
            self.0.lock().unwrap().push(stem);
        }
    }
    let long = Wav::pcm(24).mono(&signal::noise(1, 48_000, -12.0, 60.0));
    let folder = Folder::new()
        .sound("A.wav", &long)
        .sound("B.wav", &long)
        .sound("C.wav", &long)
        .sound("D.wav", &stem(1));
    let order = First(Mutex::default());
    check(&folder.choice(), &order, &AtomicBool::new(false)).unwrap();
    assert_eq!(order.0.into_inner().unwrap().first(), Some(&3));
}

/// Counts how much of what was measured is alive.
#[derive(Default)]
struct Alive {
    seen: Mutex<Vec<std::sync::Weak<Listened>>>,
    most: AtomicUsize,
}

impl Observer for Alive {
    fn judged(&self, _: usize, _: &StemReport, listened: Option<&Arc<Listened>>) {
        let mut seen = self.seen.lock().unwrap();
        seen.extend(listened.map(Arc::downgrade));
        let alive = seen.iter().filter(|one| one.strong_count() > 0).count();
        self.most.fetch_max(alive, Ordering::Relaxed);
    }
}

#[test]
fn waveforms_are_let_go_as_soon_as_a_stem_is_judged() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let tick = Wav::pcm(24).mono(&signal::sine(48_000, 100.0, -12.0, 0.05)).bytes();
    let folder = (0..cores * 2 + 8)
        .fold(Folder::new(), |folder, at| folder.with(&format!("Tick {at}.wav"), &tick));
    let alive = Alive::default();
    check(&folder.choice(), &alive, &AtomicBool::new(false)).unwrap();
    let most = alive.most.into_inner();
    assert!((1..=cores).contains(&most), "{most} of {}", cores * 2 + 8);
}
