//! Zip files that are dropped: whole, broken, and made to do harm.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, fs};

use bar_stems::{CheckError, Choice, Observer, check};
use bar_testkit::{Entry, Wav, Zip, session as make, signal};

use crate::story::{Folder, codes, findings, said, skipped, stem};
use crate::told::{of_set, session, stems};

fn kick() -> Vec<u8> {
    stem(1).bytes()
}

#[test]
fn a_zip_is_looked_into_as_a_folder_is() {
    let zip = Zip::new()
        .with("Salt/Kick.wav", kick())
        .with("Salt/Drums/Snäre.wav", stem(2).bytes())
        .with("Salt/Rough mix.wav", stem(3).bytes())
        .with("Salt/Song.rpp", make::reaper(100.0, &["Kick.wav", "Gone.wav"]))
        .with("Salt/Lyrics.txt", "la la")
        .with("__MACOSX/Salt/._Kick.wav", "x")
        .with("Salt/.DS_Store", "x");
    let folder = Folder::new().with("Stems.zip", zip.bytes());
    let choice = Choice { paths: vec![folder.at("Stems.zip")], ..Choice::default() };
    let report = folder.check_as(&choice).unwrap();
    assert_eq!(report.folder, folder.path().to_str().unwrap());
    assert_eq!(stems(&report), ["Stems.zip/Salt/Drums/Snäre.wav", "Stems.zip/Salt/Kick.wav"]);
    assert_eq!(codes(&report, "Stems.zip/Salt/Kick.wav"), [""; 0]);
    assert_eq!(report.reference.as_deref(), Some("Stems.zip/Salt/Rough mix.wav"));
    let media = session(&report, "Stems.zip/Salt/Song.rpp").media.as_ref().unwrap();
    assert_eq!(media.missing, ["Gone.wav"]);
    let skipped = skipped(&report);
    assert_eq!(skipped["Stems.zip/Salt/Lyrics.txt"], "Not a sound file.");
    assert_eq!(skipped["Stems.zip/__MACOSX/Salt/._Kick.wav"], "A hidden file.");
    assert_eq!(skipped.len(), 3);

    // Among other files it is as good.
    let folder = folder.stems(["Bass.wav"]);
    assert_eq!(folder.check().stems.len(), 3);
    // And the rough mix in it can be named.
    let reference = Some(folder.at("Stems.zip/Salt/Kick.wav"));
    let report = folder.check_as(&Choice { reference, ..folder.choice() }).unwrap();
    assert_eq!(report.reference.as_deref(), Some("Stems.zip/Salt/Kick.wav"));
}

#[test]
fn a_logic_package_travels_as_a_zip() {
    let made = Folder::new();
    make::logic(&made.at("x"), &["Kick.aif"], &["Kick.aif"]).unwrap();
    let file = |name: &str| fs::read(made.at("x").join(name)).unwrap();
    let zip = |around: &str| {
        let names = [
            "Alternatives/000/ProjectData",
            "Alternatives/000/MetaData.plist",
            "Media/Audio Files/Kick.aif",
        ];
        names.iter().fold(Zip::new(), |zip, name| zip.with(&format!("{around}{name}"), file(name)))
    };
    let report = Folder::new()
        .stems(["Kick.wav"])
        .with("a.zip", zip("Song.logicx/").bytes())
        // As a service names what it packs.
        .with("b.logicx.zip", zip("").bytes())
        .check();
    let names: Vec<_> = report.sessions.iter().map(|one| one.file.as_str()).collect();
    assert_eq!(names, ["a.zip/Song.logicx/", "b.logicx.zip/"]);
    assert!(report.sessions.iter().all(|one| one.media.as_ref().unwrap().missing.is_empty()));
}

#[test]
fn names_in_all_sorts_of_letters() {
    let raw = |name: &[u8], flags| Entry { flags, ..Entry::new(name, kick()) };
    let zip = Zip::new()
        .entry(raw("Bäss.wav".as_bytes(), 0x800))
        // macOS does not say that it is UTF-8; an old PC writes ü as 0x81.
        .entry(raw("Gítar.wav".as_bytes(), 0))
        .entry(raw(b"Gr\x81n.wav", 0))
        .entry(raw(b"Drums\\Kick.wav", 0));
    let report = Folder::new().with("S.zip", zip.bytes()).check();
    assert_eq!(
        stems(&report),
        ["S.zip/Bäss.wav", "S.zip/Drums/Kick.wav", "S.zip/Grün.wav", "S.zip/Gítar.wav"]
    );
}

#[test]
fn what_would_do_harm_stays_in_the_archive() {
    let link = Entry { mode: 0o120_777, ..Entry::new("link.wav", "/etc/passwd") };
    let locked = Entry { flags: 1, ..Entry::new("locked.wav", kick()) };
    let strange = Entry { method: Some(14), ..Entry::new("strange.wav", kick()) };
    let damaged = Entry { damage: 1, ..Entry::new("damaged.wav", kick()) };
    let zip = Zip::new()
        .with("Kick.wav", kick())
        .with("../up.wav", kick())
        .with("a/../../up.wav", kick())
        .with("/tmp/bar-one-root.wav", kick())
        .with("C:/drive.wav", kick())
        .with("..\\back.wav", kick())
        .with("Kick.wav/inner.wav", kick())
        .with("nul\0.wav", kick())
        .entry(link)
        .entry(locked)
        .entry(strange)
        .entry(damaged)
        .with("inner.zip", Zip::new().with("Snare.wav", kick()).bytes());
    let folder = Folder::new().with("S.zip", zip.bytes());
    let report = folder.check();
    assert_eq!(stems(&report), ["S.zip/Kick.wav"]);
    let skipped = skipped(&report);
    let outside = "Its path leads out of the archive, so it was not unpacked.";
    for file in
        ["../up.wav", "a/../../up.wav", "/tmp/bar-one-root.wav", "C:/drive.wav", "../back.wav"]
    {
        assert_eq!(skipped[format!("S.zip/{file}").as_str()], outside);
    }
    assert_eq!(
        skipped["S.zip/link.wav"],
        "A link or a device, not a file with content, so it was not unpacked."
    );
    assert_eq!(
        skipped["S.zip/locked.wav"],
        "It is locked with a password: make the archive again without one."
    );
    assert_eq!(
        skipped["S.zip/strange.wav"],
        "It is packed in a way that Bar One does not know: unpack the archive, then drop the folder."
    );
    assert_eq!(
        skipped["S.zip/damaged.wav"],
        "It is damaged in the archive: make the archive again."
    );
    assert_eq!(
        skipped["S.zip/Kick.wav/inner.wav"],
        "Another file of the archive has its name, so it was not unpacked."
    );
    assert_eq!(
        skipped["S.zip/inner.zip"],
        "An archive inside an archive: unpack it, then drop the folder."
    );
    assert!(!fs::exists("/tmp/bar-one-root.wav").unwrap());
    assert!(!fs::exists(env::temp_dir().join("up.wav")).unwrap());
    let [(about, sentence)] = of_set(&report, "file.unreadable")[..] else { panic!("{report:#?}") };
    assert_eq!(about, "S.zip");
    assert_eq!(
        sentence,
        "Not all of the archive “S.zip” could be unpacked: “../up.wav”, “a/../../up.wav”, “/tmp/bar-one-root.wav” and 8 others stayed in it."
    );
    assert!(report.blocks());
}

#[test]
fn an_archive_that_is_broken_or_endless_is_told() {
    let whole = Zip::new().with("Kick.wav", kick()).bytes();
    let torn = &whole[..whole.len() / 2];
    let folder = Folder::new().stems(["Bass.wav"]).with("torn.zip", torn);
    let report = folder.check();
    let sentence = "it is damaged or was not copied whole: make it again, or send it again.";
    assert_eq!(skipped(&report)["torn.zip"], format!("It could not be unpacked: {sentence}"));
    assert_eq!(
        of_set(&report, "file.unreadable"),
        [(
            "torn.zip",
            &*format!(
                "The archive “torn.zip” could not be unpacked, so what is in it was not checked: {sentence}"
            )
        )]
    );

    let alone = Choice { paths: vec![folder.at("torn.zip")], ..Choice::default() };
    let error = folder.check_as(&alone).unwrap_err();
    assert!(matches!(error, CheckError::CannotUnpack { .. }), "{error}");
    assert!(error.to_string().contains("torn.zip could not be unpacked: it is damaged"), "{error}");

    let bomb = Zip::new().with("Kick.wav", vec![0; 300 << 20]);
    let report = Folder::new().stems(["Bass.wav"]).with("bomb.zip", bomb.bytes()).check();
    assert!(skipped(&report)["bomb.zip"].contains("far more than a set of stems has"));
    assert_eq!(stems(&report), ["Bass.wav"]);
}

#[test]
fn an_archive_with_nothing_in_it_is_told() {
    let zip = Zip::new().with("Salt/", "");
    let report = Folder::new().stems(["Kick.wav"]).with("S.zip", zip.bytes()).check();
    assert_eq!(skipped(&report)["S.zip"], "An archive with nothing in it.");
}

#[test]
fn two_files_of_one_name_are_told() {
    let zip = Zip::new().with("Kick.wav", kick()).with("Kick.wav", stem(2).bytes());
    let report = Folder::new().with("S.zip", zip.bytes()).check();
    assert_eq!(stems(&report), ["S.zip/Kick.wav"]);
    assert_eq!(of_set(&report, "file.unreadable").len(), 1);
}

/// Writes down what it is told of archives and of their files.
#[derive(Default)]
struct Diary {
    unpacking: Mutex<Vec<(String, u64, u64)>>,
    remembered: Mutex<BTreeSet<String>>,
    measured: Mutex<BTreeSet<String>>,
}

impl Observer for Diary {
    fn unpacking(&self, archive: &str, done: u64, total: u64) {
        self.unpacking.lock().unwrap().push((archive.to_owned(), done, total));
    }
    fn remembered(
        &self,
        path: &std::path::Path,
    ) -> Option<std::sync::Arc<bar_audio::measure::Listened>> {
        self.remembered.lock().unwrap().insert(path.display().to_string());
        None
    }
    fn measured(&self, path: &std::path::Path, _: &std::sync::Arc<bar_audio::measure::Listened>) {
        self.measured.lock().unwrap().insert(path.display().to_string());
    }
}

#[test]
fn files_of_an_archive_are_remembered_by_their_place_in_it() {
    let kick = kick();
    let folder = Folder::new().with("S.zip", Zip::new().with("a/Kick.wav", kick.clone()).bytes());
    let diary = Diary::default();
    check(&folder.choice(), &diary, &AtomicBool::new(false)).unwrap();
    let place = folder.at("S.zip").join("a/Kick.wav").display().to_string();
    assert_eq!(diary.remembered.into_inner().unwrap(), BTreeSet::from([place.clone()]));
    assert_eq!(diary.measured.into_inner().unwrap(), BTreeSet::from([place]));
    let size = kick.len() as u64;
    let unpacking = diary.unpacking.into_inner().unwrap();
    assert_eq!(unpacking.last(), Some(&("S.zip".to_owned(), size, size)));
}

/// What lies unpacked at this moment, of this process.
fn unpacked_now(names: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(env::temp_dir()).unwrap().flatten().map(|entry| entry.path());
    entries.filter(|path| path.join(names).exists()).collect()
}

#[test]
fn nothing_is_left_behind() {
    // A name that no other test unpacks.
    const NAME: &str = "nothing is left behind.wav";
    struct Looks(RefCellSync);
    struct RefCellSync(Mutex<RefCell<usize>>);
    impl Observer for Looks {
        fn found(&self, _: &[String]) {
            *self.0.0.lock().unwrap().borrow_mut() = unpacked_now(NAME).len();
        }
    }
    let folder = Folder::new().with("S.zip", Zip::new().with(NAME, kick()).bytes());
    let looks = Looks(RefCellSync(Mutex::default()));
    check(&folder.choice(), &looks, &AtomicBool::new(false)).unwrap();
    assert_eq!(looks.0.0.into_inner().unwrap().into_inner(), 1);
    assert_eq!(unpacked_now(NAME).len(), 0);
}

#[test]
fn cancelling_stops_unpacking_and_leaves_nothing_behind() {
    const NAME: &str = "cancelling leaves nothing behind.wav";
    struct Cancels<'a>(&'a AtomicBool, Mutex<u64>);
    impl Observer for Cancels<'_> {
        fn unpacking(&self, _: &str, done: u64, _: u64) {
            *self.1.lock().unwrap() = done;
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let noise = Wav::pcm(24).mono(&signal::noise(1, 48_000, -12.0, 60.0)).bytes();
    let folder = Folder::new().with("S.zip", Zip::new().with(NAME, noise).bytes());
    let flag = AtomicBool::new(false);
    let cancels = Cancels(&flag, Mutex::default());
    let error = check(&folder.choice(), &cancels, &flag).unwrap_err();
    assert!(matches!(error, CheckError::Cancelled), "{error}");
    assert!(cancels.1.into_inner().unwrap() <= 1 << 20);
    assert_eq!(unpacked_now(NAME).len(), 0);
}

#[test]
fn stems_in_an_archive_are_judged_like_others() {
    let zip = Zip::new().with("Kick.wav", kick()).with("Track 1.wav", "").with("Vox.mp3", "x");
    let report = Folder::new().with("S.zip", zip.bytes()).check();
    assert!(codes(&report, "S.zip/Track 1.wav").contains(&"name.unclear"));
    assert_eq!(
        said(&report, "S.zip/Track 1.wav", "file.empty").message,
        "There is no sound in it."
    );
    assert_eq!(findings(&report, "S.zip/Kick.wav"), []);
}
