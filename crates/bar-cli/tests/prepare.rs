//! `barone prepare`, the real binary.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use bar_testkit::{SoundFile, Wav, signal};
use serde_json::Value;
use tempfile::TempDir;

const RATE: u32 = 48_000;

/// A folder with `Song` in it.
struct Desk(TempDir);

fn tune(seed: u64) -> Vec<f32> {
    let mut ringing = signal::pluck(seed + 1, RATE, 82.0 + 13.0 * seed as f64, -6.0, 2.0);
    let mean = ringing.iter().sum::<f32>() / ringing.len() as f32;
    for sample in &mut ringing {
        *sample -= mean;
    }
    signal::fade(&mut ringing, 9_600);
    signal::concat(&[signal::silence(RATE, 0.5), ringing, signal::silence(RATE, 0.5)])
}

impl Desk {
    /// Two good stems, one in float, and a rough mix.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::create_dir(desk.at("Song")).unwrap();
        desk.sound("Bass.wav", &Wav::pcm(24).mono(&tune(1)))
            .sound("Gtr.wav", &Wav::pcm(24).mono(&tune(2)))
            .sound("Keys.wav", &Wav::float(32).mono(&tune(3)))
            .sound("Rough mix.wav", &Wav::pcm(24).mono(&tune(4)))
    }

    fn at(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn sound(self, file: &str, sound: &SoundFile) -> Self {
        sound.write(self.at("Song").join(file)).unwrap();
        self
    }

    /// Status, what was said, and what was said on stderr.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_barone"));
        let said = command.current_dir(self.0.path()).args(arguments).output().unwrap();
        let text = |bytes| {
            let here = self.0.path().canonicalize().unwrap().display().to_string();
            String::from_utf8(bytes).unwrap().replace(&here, "HERE")
        };
        (said.status.code().unwrap(), text(said.stdout), text(said.stderr))
    }
}

#[test]
fn a_folder_is_prepared() {
    let desk = Desk::new();
    let (status, out, err) = desk.run(&["prepare", "Song", "--to", "New"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    for words in [
        "→ HERE/New\n3 stems · 1 changed or renamed · 2 the same byte for byte",
        "✓ Keys.wav\n  32-bit float becomes 24-bit with dither",
        "Nothing that blocks is left.",
        "The originals are untouched. “What was done.txt” tells the engineer what was done.",
    ] {
        assert!(out.contains(words), "{words} is not in:\n{out}");
    }
    assert_eq!(fs::read_dir(desk.at("New")).unwrap().count(), 5);
    let same = |file| {
        fs::read(desk.at("New").join(file)).unwrap()
            == fs::read(desk.at("Song").join(file)).unwrap()
    };
    assert!(same("Bass.wav") && same("Rough mix.wav") && !same("Keys.wav"));
    let (status, out, _) = desk.run(&["check", "New"]);
    assert_eq!(status, 0, "{out}");
    let (status, _, err) = desk.run(&["prepare", "Song", "--to", "New"]);
    assert_eq!(status, 2);
    assert!(err.contains("New is not empty"), "{err}");
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    for arguments in
        [&["prepare", "Song", "--dry-run"][..], &["prepare", "Song", "--dry-run", "--to", "New"]]
    {
        let (status, out, err) = desk.run(arguments);
        assert_eq!((status, err.as_str()), (0, ""));
        assert!(
            out.contains("→ what would be done") && out.contains("Nothing was written."),
            "{out}"
        );
        assert!(!desk.at("New").exists());
    }
}

#[test]
fn exit_statuses_tell_what_is_left() {
    let desk = Desk::new().sound("Vox.wav", &Wav::pcm(16).mono(&tune(5)));
    let (status, out, _) = desk.run(&["prepare", "Song", "--to", "New"]);
    assert_eq!(status, 1, "16 bits cannot be mended");
    assert!(out.contains("✗ Vox.wav\n  Too few bits, by hand: It is 16-bit"), "{out}");
    assert!(out.contains("1 stem has something left that must be fixed"), "{out}");
    assert!(desk.at("New/Vox.wav").exists(), "the new folder is complete");
    for arguments in [
        &["prepare", "Song"][..],
        &["prepare", "Song", "--to", "Song/New"],
        &["prepare", "Gone", "--to", "Other"],
        &["prepare", "Song", "--to", "Other", "--profile", "gone.toml"],
    ] {
        let (status, out, err) = desk.run(arguments);
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        assert!(!desk.at("Other").exists());
    }
}

#[test]
fn gain_is_trimmed_only_on_request() {
    let mut loud = tune(3);
    signal::normalise(&mut loud, 3.0);
    let desk = Desk::new().sound("Keys.wav", &Wav::float(32).mono(&loud));
    let (status, out, _) = desk.run(&["prepare", "Song", "--to", "New"]);
    assert_eq!(status, 1);
    assert!(
        out.contains("1 stem goes over full scale: --trim-gain turns such stems down"),
        "{out}"
    );
    let (status, out, _) = desk.run(&["prepare", "Song", "--to", "Trimmed", "--trim-gain"]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("It is turned down by 3."), "{out}");
}

#[test]
fn other_programs_get_a_document() {
    let desk = Desk::new();
    let document = |arguments: &[&str]| {
        let (_, out, err) = desk.run(arguments);
        assert_eq!(err, "");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let planned = document(&["prepare", "Song", "--dry-run", "--json"]);
    assert_eq!((&planned["version"], &planned["to"]), (&Value::from(1), &Value::Null));
    assert_eq!(planned["stems"][2]["steps"][0]["kind"], "depth");
    let done = document(&["prepare", "Song", "--to", "New", "--json"]);
    assert_eq!(done["to"], "HERE/New");
    assert_eq!(done["stems"], planned["stems"]);
}

#[test]
fn help_teaches() {
    let (status, out, _) = Desk::new().run(&["prepare", "--help"]);
    assert_eq!(status, 0);
    for words in
        ["--to <NEW_FOLDER>", "--trim-gain", "--dry-run", "Exit status:", "never converted", "jq"]
    {
        assert!(out.contains(words), "{words} is not in:\n{out}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_leaves_nothing_half_written() {
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    // Half an hour of silence takes no disk, but a copy of it takes long enough to be stopped.
    let long = Wav::pcm(24).mono(&tune(1)).then_hole(u64::from(RATE) * 1_800);
    let desk = Desk::new().sound("Long.wav", &long);
    let mut command = Command::new(env!("CARGO_BIN_EXE_barone"));
    command.current_dir(desk.0.path()).args(["prepare", "Song", "--to", "New"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id().to_string();
    let patience = Instant::now() + Duration::from_mins(1);
    while !desk.at("New").exists() && Instant::now() < patience {
        std::thread::yield_now();
    }
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let said = child.wait_with_output().unwrap();
    let err = String::from_utf8(said.stderr).unwrap();
    assert_eq!(said.status.code(), Some(2), "{err}");
    assert_eq!(
        err,
        "barone: it was stopped; the unfinished copies were deleted, the originals are untouched\n"
    );
    assert!(!desk.at("New").exists());
}
