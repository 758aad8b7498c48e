//! What was dropped: folders, files, trees, links, and what is in the way.

use std::fs;
use std::path::PathBuf;

use bar_stems::{CheckError, Choice};

use crate::story::{Folder, codes, said, skipped, stem};

fn files(report: &bar_stems::Report) -> Vec<&str> {
    report.stems.iter().map(|stem| stem.file.as_str()).collect()
}

#[test]
fn a_folder_is_named_by_itself_and_its_files_in_natural_order() {
    let folder = Folder::new().stems(["Take 10.wav", "Take 9.wav", "Drums/Kick.wav", "bass.wav"]);
    let report = folder.check();
    assert_eq!(report.folder, folder.path().to_str().unwrap());
    assert_eq!(files(&report), ["bass.wav", "Drums/Kick.wav", "Take 9.wav", "Take 10.wav"]);
}

#[test]
fn several_files_and_folders_are_named_by_what_lies_around_them() {
    let folder =
        Folder::new().stems(["Drums/Kick.wav", "Drums/Snare.wav", "Vox/Lead.wav", "Bass.wav"]);
    let drop = |paths: &[&str]| {
        let paths = paths.iter().map(|path| folder.at(path)).collect();
        folder.check_as(&Choice { paths, ..Choice::default() }).unwrap()
    };
    let report = drop(&["Vox", "Drums/Kick.wav", "Bass.wav"]);
    assert_eq!(report.folder, folder.path().to_str().unwrap());
    assert_eq!(files(&report), ["Bass.wav", "Drums/Kick.wav", "Vox/Lead.wav"]);

    let report = drop(&["Drums/Kick.wav"]);
    assert_eq!(report.folder, folder.at("Drums").to_str().unwrap());
    assert_eq!(files(&report), ["Kick.wav"]);

    // A file dropped with its folder is one file.
    let report = drop(&["Drums", "Drums/Kick.wav", "Drums"]);
    assert_eq!(files(&report), ["Drums/Kick.wav", "Drums/Snare.wav"]);
    assert_eq!(skipped(&report).len(), 0);
}

#[test]
fn there_is_nothing_to_check() {
    #[track_caller]
    fn check(folder: &Folder) {
        let error = folder.check_as(&folder.choice()).unwrap_err();
        assert!(matches!(error, CheckError::NothingToCheck(_)), "{error}");
        let sentence = error.to_string();
        assert!(
            sentence.contains("choose the folder that your DAW bounced the stems to"),
            "{sentence}"
        );
    }
    check(&Folder::new());
    let photos =
        Folder::new().with("a.jpg", b"\xff\xd8\xff\xe0").with("b.jpg", b"\xff\xd8\xff\xe0");
    check(&photos);
    check(&Folder::new().with("._Kick.wav", "x"));
}

#[test]
fn what_is_not_there_is_said() {
    let paths = vec![PathBuf::from("/nowhere/at all")];
    let error = Folder::new().check_as(&Choice { paths, ..Choice::default() }).unwrap_err();
    assert_eq!(error.to_string(), "/nowhere/at all cannot be opened: it is not there");
}

#[test]
fn one_path_that_is_gone_does_not_keep_the_others_from_being_checked() {
    let folder = Folder::new().stems(["Kick.wav", "Drums/Snare.wav"]);
    let drop = |paths: &[&str]| {
        let paths = paths.iter().map(|path| folder.at(path)).collect();
        folder.check_as(&Choice { paths, ..Choice::default() })
    };
    let report = drop(&["Kick.wav", "Gone.wav", "Drums", "Old takes", "Gone.wav"]).unwrap();
    assert_eq!(files(&report), ["Drums/Snare.wav", "Gone.wav", "Kick.wav"]);
    assert_eq!(codes(&report, "Gone.wav"), ["file.unreadable"]);
    assert_eq!(said(&report, "Gone.wav", "file.unreadable").message, "It is not there any more.");
    assert_eq!(report.ready, 2);
    let reasons = skipped(&report);
    assert_eq!(reasons.len(), 1);
    assert_eq!(reasons["Old takes"], "It cannot be opened: it is not there.");

    for gone in [&["Gone.wav"][..], &["Gone.wav", "Old takes"]] {
        let error = drop(gone).unwrap_err();
        assert!(matches!(error, CheckError::CannotOpen { .. }), "{error}");
        assert!(error.to_string().ends_with("Gone.wav cannot be opened: it is not there"));
    }
}

#[test]
fn what_is_named_beside_its_folder_is_told_once() {
    let folder = Folder::new().stems(["Kick.wav"]).with(".DS_Store", "x").with("a.txt", "la la");
    let paths = ["", ".DS_Store", "a.txt", ".DS_Store"].map(|path| folder.at(path)).to_vec();
    let report = folder.check_as(&Choice { paths, ..Choice::default() }).unwrap();
    assert_eq!(report.skipped.len(), 2);
}

#[test]
fn a_folder_called_like_a_file_is_a_folder() {
    let report = Folder::new().stems(["Kick.wav", "Bass.wav/Low.wav"]).check();
    assert_eq!(files(&report), ["Bass.wav/Low.wav", "Kick.wav"]);
    assert_eq!(
        skipped(&report)["Bass.wav/"],
        "A folder, although its name ends like a sound file's; what lies in it is checked."
    );
}

#[test]
fn a_deep_tree_is_walked_to_its_end() {
    let deep = format!("{}Kick.wav", "a/".repeat(300));
    let report = Folder::new().stems([&deep]).check();
    assert_eq!(files(&report), [deep]);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_do_not_lead_in_circles_and_each_file_is_checked_once() {
        let folder = Folder::new().stems(["Kick.wav", "Drums/Snare.wav"]);
        symlink(folder.path(), folder.at("Drums/loop")).unwrap();
        symlink("..", folder.at("Drums/up")).unwrap();
        symlink(folder.path().parent().unwrap(), folder.at("above")).unwrap();
        symlink("loop2", folder.at("loop2")).unwrap();
        symlink("Kick.wav", folder.at("A Kick.wav")).unwrap();
        symlink("Drums", folder.at("Alias")).unwrap();
        let report = folder.check();
        assert_eq!(files(&report), ["Drums/Snare.wav", "Kick.wav"]);
        let skipped = skipped(&report);
        assert_eq!(skipped["A Kick.wav"], "The same file as “Kick.wav”, which is looked at.");
        let known = "A link to a folder that is looked at already, or that lies around this one.";
        for link in ["above", "Alias", "Drums/loop", "Drums/up"] {
            assert_eq!(skipped[link], known, "{link}");
        }
        assert!(skipped["loop2"].starts_with("It cannot be opened: "));
    }

    #[test]
    fn links_to_elsewhere_are_followed() {
        let elsewhere = Folder::new().stems(["Lead.wav", "Double.wav"]);
        let folder = Folder::new().stems(["Kick.wav"]);
        symlink(elsewhere.path(), folder.at("Vox")).unwrap();
        symlink(elsewhere.at("Lead.wav"), folder.at("Z Lead.wav")).unwrap();
        let report = folder.check();
        assert_eq!(files(&report), ["Kick.wav", "Vox/Double.wav", "Vox/Lead.wav"]);
        assert_eq!(skipped(&report).len(), 1);
    }

    #[test]
    fn a_stem_that_is_a_link_to_nothing_is_told_in_its_row() {
        let folder = Folder::new().stems(["Kick.wav"]);
        symlink("/Volumes/Gone/Vox.wav", folder.at("Vox.wav")).unwrap();
        let report = folder.check();
        assert_eq!(codes(&report, "Vox.wav"), ["file.unreadable"]);
        assert_eq!(
            said(&report, "Vox.wav", "file.unreadable").message,
            "It is not there any more."
        );
        assert_eq!(report.ready, 1);
    }

    #[test]
    fn names_that_are_not_utf_8_are_shown_as_well_as_can_be_and_opened_rightly() {
        let folder = Folder::new();
        fs::write(folder.path().join(OsStr::from_bytes(b"Gr\xfcn.wav")), stem(1).bytes()).unwrap();
        fs::write(folder.path().join(OsStr::from_bytes(b"B\xe4ss.wav")), stem(2).bytes()).unwrap();
        let report = folder.check();
        assert_eq!(files(&report), ["B\u{fffd}E4ss.wav", "Gr\u{fffd}FCn.wav"]);
        for stem in &report.stems {
            assert!(stem.measured.is_some());
            let codes: Vec<_> = stem.findings.iter().map(|finding| finding.code.name()).collect();
            assert_eq!(codes, ["name.not_portable"]);
        }
    }

    #[test]
    fn names_that_differ_on_disk_differ_in_the_report() {
        let folder = Folder::new();
        let names: [&[u8]; 4] = [
            b"Gr\xfcn.wav",
            b"Gr\xf6n.wav",
            "Gr\u{fffd}n.wav".as_bytes(),
            "Gr\u{fffd}FCn.wav".as_bytes(),
        ];
        for (seed, name) in (1..).zip(names) {
            let path = folder.path().join(OsStr::from_bytes(name));
            fs::write(path, stem(seed).bytes()).unwrap();
        }
        // That each is told once is held for every check.
        assert_eq!(folder.check().total, 4);
    }

    #[test]
    fn pipes_and_sockets_are_not_waited_for() {
        let folder = Folder::new().stems(["Kick.wav"]);
        let made = std::process::Command::new("mkfifo").arg(folder.at("Vox.wav")).status().unwrap();
        assert!(made.success());
        let _socket = std::os::unix::net::UnixListener::bind(folder.at("Bass.wav")).unwrap();
        symlink("Vox.wav", folder.at("Link.wav")).unwrap();
        let paths = vec![folder.path().to_owned()];
        let choice = Choice { paths, ..Choice::default() };
        let nobody = crate::story::Nobody;
        let report = bar_stems::check(&choice, &nobody, &false.into()).unwrap();
        assert_eq!(files(&report), ["Kick.wav"]);
        let skipped = skipped(&report);
        for file in ["Bass.wav", "Link.wav", "Vox.wav"] {
            let reason = "Not a file with content, but a pipe, a socket or a device.";
            assert_eq!(skipped[file], reason);
        }
    }
}

#[test]
fn five_thousand_files() {
    let kick = stem(1).bytes();
    // Each sounds different, and long enough that it is compared with all others.
    let hit = |at: u64| bar_testkit::signal::noise(at, 48_000, -12.0, 2.0);
    let mut folder = Folder::new().with("Kick.wav", kick);
    for at in 0..4_500 {
        folder = folder.with(&format!("Pictures/{at}.jpg"), b"\xff\xd8\xff\xe0");
    }
    for at in 0..500 {
        let short = bar_testkit::Wav::pcm(16).mono(&hit(at)).bytes();
        folder = folder.with(&format!("One shots {}/Hit {at}.wav", at % 7), short);
    }
    let report = folder.check();
    let again = |stem: &bar_stems::StemReport| {
        stem.findings.iter().any(|finding| finding.code.name() == "set.duplicate")
    };
    assert!(!report.stems.iter().any(again));
    assert_eq!(report.total, 501);
    assert_eq!(report.skipped.len(), 4_500);
    assert_eq!(report.stems[0].file, "Kick.wav");
    assert_eq!(report.stems[500].file, "One shots 6/Hit 496.wav");
}
