//! Folders that copies may go to, and those that they may not.

use std::fs;

use bar_stems::prepare::{self, Options};

use crate::story::{Song, files, fine};

fn song() -> Song {
    Song::new().sound("Bass.wav", &fine(1)).sound("Sub/Vox.wav", &fine(2))
}

/// Copies may not go to `to`, a place beside `Song`; nothing is changed there.
#[track_caller]
fn check(song: &Song, to: &str, sentence: &str) {
    let to = song.root().join(to);
    let before = files(song.root());
    let told = prepare::may_go_to(&song.choice(), &to).unwrap_err().to_string();
    let root = song.root().display().to_string();
    assert_eq!(told.replace(&root, "HERE"), sentence);
    let choice = song.choice();
    let plan = song.plan();
    let job =
        prepare::Job { choice: &choice, plan: &plan, to: &to, date: "", disk: &prepare::RealDisk };
    let done = prepare::carry_out(&job, &|_| (), &std::sync::atomic::AtomicBool::new(false));
    assert_eq!(done.unwrap_err().to_string(), told);
    assert_eq!(files(song.root()), before);
}

#[test]
fn copies_never_go_among_the_originals() {
    let inside = "lies in the folder of the originals: choose a new folder beside it";
    check(&song(), "Song", &format!("HERE/Song {inside}"));
    check(&song(), "Song/New", &format!("HERE/Song/New {inside}"));
    check(&song(), "Song/Sub/New", &format!("HERE/Song/Sub/New {inside}"));
    check(&song(), "Song/../Song/New", &format!("HERE/Song/../Song/New {inside}"));
}

#[test]
fn nothing_that_is_there_is_written_over() {
    let full = song();
    fs::create_dir(full.to()).unwrap();
    fs::write(full.to().join("letter.txt"), "dear").unwrap();
    let not_empty =
        "HERE/New is not empty (there is “letter.txt” in it): choose a new folder, or an empty one";
    check(&full, "New", not_empty);
    check(
        &full,
        "New/letter.txt",
        "HERE/New/letter.txt is a file: choose another name for the new folder",
    );
    check(
        &full,
        "Gone/New",
        "HERE/Gone/New cannot be made, because the folder around it is not there: make that one first",
    );
}

#[test]
fn an_empty_folder_and_what_file_managers_leave_in_it_are_fine() {
    let song = song();
    fs::create_dir(song.to()).unwrap();
    fs::write(song.to().join(".DS_Store"), "x").unwrap();
    song.carry_out(&song.plan()).unwrap();
    let names: Vec<String> = files(&song.to()).into_keys().collect();
    assert_eq!(names, [".DS_Store", "Bass.wav", "Sub/Vox.wav", "What was done.txt"]);
    song.prepare_again();
}

impl Song {
    /// A folder that was prepared is not prepared into once more.
    fn prepare_again(&self) {
        let plan = prepare::plan(&self.check(), &Options::default());
        let told = self.carry_out(&plan).unwrap_err().to_string();
        assert!(told.contains("is not empty (there is “Bass.wav” in it)"), "{told}");
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let song = song();
    fs::create_dir(song.root().join("Real")).unwrap();
    symlink(song.root().join("Real"), song.to()).unwrap();
    check(&song, "New", "HERE/New is a link to another place: choose a folder itself");
    symlink(song.old(), song.root().join("Way")).unwrap();
    let inside = "HERE/Way/New lies in the folder of the originals: choose a new folder beside it";
    check(&song, "Way/New", inside);
    symlink(song.root().join("nowhere"), song.root().join("Dead")).unwrap();
    check(&song, "Dead", "HERE/Dead is a link to another place: choose a folder itself");
}
