//! A process that is killed loses nothing that it had told as kept.
//!
//! The test runs itself again as the process that writes: it prints a line for every act after the
//! store had taken it. Having read some of them, the test kills it, wherever it is by then.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::desk::{ROUGH, begin, command, note, song, store, write};

/// Tells the process that writes where to, and which song.
const FOLDER: &str = "BAR_STORE_WRITES_TO";
const SONG: &str = "BAR_STORE_WRITES_SONG";
const KILLS: u128 = 100;
/// A line of ours among those of the test runner.
const KEPT: &str = "kept ";

#[test]
fn killed_a_hundred_times_it_loses_nothing_it_had_told_as_kept() {
    // Most of the time goes by waiting for the disk, so four are killed at once.
    std::thread::scope(|scope| {
        for part in 0..4 {
            scope.spawn(move || kill_and_look(part * KILLS / 4..(part + 1) * KILLS / 4));
        }
    });
}

fn kill_and_look(turns: Range<u128>) {
    let folder = TempDir::new().unwrap();
    for turn in turns.clone() {
        // Anything from one act to some, spread without a pattern that the writer could fall in with.
        let lines = 1 + (turn * 7919 + 13) % 17;
        let kept = write_and_kill(folder.path(), turn, lines as usize);
        let store = store(folder.path());
        let song = store.song(song(turn)).unwrap().unwrap();
        let there: Vec<u128> = song.notes.iter().map(|note| note.id.0.as_u128()).collect();
        assert!(there.starts_with(&kept), "turn {turn}: {kept:?} were kept, {there:?} are there");
        assert!(there.len() <= kept.len() + 1, "turn {turn}: only the last act may be untold");
        let listed = store.songs().unwrap().into_iter().find(|it| it.id == song.id).unwrap();
        assert_eq!(listed.drafts as usize, there.len(), "the list is of the same moment");
    }
    let songs = store(folder.path()).songs().unwrap();
    assert_eq!(songs.len(), turns.count(), "also those of the turns before");
}

/// Which notes the process told as kept, until it was killed after so many lines.
fn write_and_kill(folder: &Path, turn: u128, lines: usize) -> Vec<u128> {
    let mut writer = Command::new(env::current_exe().unwrap())
        .args(["--exact", "killed::writes_until_it_is_killed", "--nocapture"])
        .envs([(FOLDER, folder.as_os_str()), (SONG, OsStr::new(&turn.to_string()))])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = BufReader::new(writer.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut told = told.filter_map(|line| Some(line.strip_prefix(KEPT)?.parse().unwrap()));
    let mut kept: Vec<u128> = told.by_ref().take(lines).collect();
    assert_eq!(kept.len(), lines, "it writes until it is killed");
    writer.kill().unwrap();
    writer.wait().unwrap();
    // What it told between the last line and its end.
    kept.extend(told);
    kept
}

#[test]
fn writes_until_it_is_killed() {
    let (Some(folder), Ok(turn)) = (env::var_os(FOLDER), env::var(SONG)) else { return };
    let store = store(&PathBuf::from(folder));
    let song = song(turn.parse().unwrap());
    begin(&store, song);
    println!();
    for number in 3.. {
        store.act(&command(number, song, write(note(number), ROUGH))).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "{KEPT}{number}").unwrap();
        out.flush().unwrap();
    }
}
