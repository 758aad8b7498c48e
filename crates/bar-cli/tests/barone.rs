//! The real binary, as people and other programs run it.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use bar_testkit::{SoundFile, Wav, session, signal};
use serde_json::Value;
use tempfile::TempDir;

const RATE: u32 = 48_000;

/// A folder of stems to run `barone` in.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn sound(self, file: &str, sound: &SoundFile) -> Self {
        fs::create_dir_all(self.at(file).parent().unwrap()).unwrap();
        sound.write(self.at(file)).unwrap();
        self
    }

    fn with(self, file: &str, text: &str) -> Self {
        fs::create_dir_all(self.at(file).parent().unwrap()).unwrap();
        fs::write(self.at(file), text).unwrap();
        self
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_barone"));
        command.current_dir(self.0.path()).args(arguments).env_remove("NO_COLOR");
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }
}

/// What a run said.
struct Said {
    status: i32,
    out: String,
    err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn tune(seed: u64) -> Vec<f32> {
    let mut ringing = signal::pluck(seed + 1, RATE, 82.0 + 13.0 * seed as f64, -6.0, 2.0);
    let mean = ringing.iter().sum::<f32>() / ringing.len() as f32;
    for sample in &mut ringing {
        *sample -= mean;
    }
    signal::fade(&mut ringing, 9_600);
    signal::concat(&[signal::silence(RATE, 0.5), ringing, signal::silence(RATE, 0.5)])
}

fn stem(seed: u64) -> SoundFile {
    Wav::pcm(24).mono(&tune(seed))
}

/// Two sound stems and a rough mix.
fn fine() -> Desk {
    let desk = Desk::new().sound("Song/Bass.wav", &stem(1)).sound("Song/Gtr.wav", &stem(2));
    desk.sound("Song/Rough mix.wav", &stem(3))
}

/// The same, a stem with too few bits, and what is no stem.
fn faulty() -> Desk {
    let desk = fine().sound("Song/Vox.wav", &Wav::pcm(16).mono(&tune(4)));
    desk.with("Song/lyrics.txt", "la la la").with("Song/.DS_Store", "x")
}

#[test]
fn exit_statuses() {
    #[track_caller]
    fn check(desk: &Desk, arguments: &[&str], status: i32) {
        let said = desk.run(arguments);
        assert_eq!(said.status, status, "{}{}", said.out, said.err);
        // Whoever cannot be served is told so in one place.
        assert_eq!(said.err.is_empty(), status != 2, "{}", said.err);
        assert_eq!(said.out.is_empty(), status == 2, "{}", said.out);
    }
    check(&fine(), &["check", "Song"], 0);
    check(&fine(), &["check", "Song", "--json"], 0);
    check(&fine(), &["check", "Song/Bass.wav", "Song/Gtr.wav"], 0);
    check(&faulty(), &["check", "Song"], 1);
    check(&faulty(), &["check", "Song", "--json"], 1);
    check(&fine(), &["check", "Nowhere"], 2);
    check(&fine(), &["check"], 2);
    check(&fine(), &["chekc", "Song"], 2);
    check(&fine(), &["check", "Song", "--reference", "gone.wav"], 2);
    check(&Desk::new().with("Song/cover.txt", "x"), &["check", "Song"], 2);
    check(
        &fine().with("ada.toml", "rate = [48000]"),
        &["check", "Song", "--profile", "ada.toml"],
        2,
    );
}

#[test]
fn what_cannot_be_run_is_a_sentence() {
    #[track_caller]
    fn check(desk: &Desk, arguments: &[&str], sentence: &str) {
        let here = desk.0.path().canonicalize().unwrap();
        let err = desk.run(arguments).err.replace(&here.display().to_string(), "HERE");
        assert_eq!(
            err.replace(&desk.0.path().display().to_string(), "HERE"),
            format!("barone: {sentence}\n")
        );
    }
    check(&fine(), &["check", "Nowhere"], "HERE/Nowhere cannot be opened: it is not there");
    check(
        &Desk::new().with("Song/cover.txt", "x"),
        &["check", "Song"],
        "there is no stem to check in HERE/Song: choose the folder that your DAW bounced the stems to, as WAV or AIFF files",
    );
    check(
        &fine().with("ada.toml", "name = \"Ada\"\nrate = [48000]"),
        &["check", "Song", "--profile", "ada.toml"],
        "line 2 of the profile: there is no `rate`; did you mean `rates`?",
    );
    check(
        &fine(),
        &["check", "Song", "--profile", "gone.toml"],
        "the profile gone.toml cannot be read: No such file or directory (os error 2)",
    );
}

/// The document without what was measured, which other tests know better.
fn without_levels(document: &str) -> String {
    let mut measured = false;
    let line = |line: &str| {
        measured = (measured || line.contains("\"measured\": {")) && line.trim() != "},";
        match line.split_once(": ").filter(|(_, value)| measured && !value.ends_with(['{', '['])) {
            Some((key, value)) if value.starts_with("null") => format!("{key}: null\n"),
            Some((key, _)) => format!("{key}: …\n"),
            None if measured && line.trim().parse::<f64>().is_ok() => "…\n".to_owned(),
            None => format!("{line}\n"),
        }
    };
    document.lines().map(line).collect()
}

#[test]
fn the_document_is_that_of_the_design() {
    let desk = faulty();
    let said = desk.run(&["check", "Song", "--json"]);
    let here = desk.0.path().display().to_string();
    insta::assert_snapshot!(without_levels(&said.out.replace(&here, "HERE")));
    let report = said.json();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    for key in
        ["folder", "ready", "reference", "sessions", "set", "skipped", "stems", "total", "version"]
    {
        assert!(keys(&report).contains(&key.to_owned()), "{key}");
    }
}

#[test]
fn the_report_reads_like_one() {
    let desk = faulty();
    let said = desk.run(&["check", "Song"]);
    let here = desk.0.path().display().to_string();
    insta::assert_snapshot!(said.out.replace(&here, "HERE"));
    assert_eq!(said.err, "", "no progress bar in a pipe");
    let last = said.out.lines().last().unwrap();
    assert_eq!(
        last,
        "2 of 3 stems are ready. The others must be fixed, or explained, before they are sent."
    );
}

#[test]
fn sessions_have_a_part_of_their_own() {
    let project = session::reaper(98.5, &["Kick.wav", "C:\\Users\\ann\\Gone.wav"]);
    let desk = Desk::new().sound("Kick.wav", &stem(1)).with("Song.rpp", &project);
    let said = desk.run(&["check", ".", "--reference", "Kick.wav"]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    let (_, sessions) = said.out.split_once("\nSessions\n").unwrap();
    let heading = "✗ Song.rpp · REAPER 7.09 · 98.5 bpm, 4/4 · 48 kHz · 2 audio files\n";
    assert!(sessions.starts_with(heading), "{sessions}");
    assert!(
        sessions.contains("1 audio file that it plays is not in what you dropped: “Gone.wav”.")
    );
    assert!(sessions.contains("→ Bring it into its folder, in REAPER: File > Save project as…"));
    assert!(
        said.out.ends_with("No stems. The session misses files: bring them before it is sent.\n"),
        "{}",
        said.out
    );

    let alone = Desk::new().with("Song.rpp", &session::reaper(98.5, &[]));
    let said = alone.run(&["check", "."]);
    assert_eq!(said.status, 0);
    let end = "No stems. Nothing stands in the way of sending the session.\n";
    assert!(said.out.ends_with(end), "{}", said.out);
}

#[test]
fn colours_only_where_they_are_wanted() {
    let desk = faulty();
    let coloured = |command: &mut Command| {
        let said = Said::of(command.output().unwrap());
        assert!(said.out.contains("Too few bits"));
        said.out.contains('\u{1b}')
    };
    assert!(!coloured(&mut desk.command(&["check", "Song"])), "into a pipe");
    assert!(coloured(&mut desk.command(&["check", "Song", "--color", "always"])));
    assert!(!coloured(&mut desk.command(&["check", "Song", "--color", "never"])));
    let mut refused = desk.command(&["check", "Song"]);
    assert!(!coloured(refused.env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1")));
    assert!(!desk.run(&["check", "Song", "--json", "--color", "always"]).out.contains('\u{1b}'));
}

#[test]
fn a_profile_and_a_reference_are_heeded() {
    let desk = faulty().with("ada.toml", "name = \"Ada\"\nleast_bits = 16\n");
    assert_eq!(desk.run(&["check", "Song", "--profile", "ada.toml"]).status, 0);
    let said = desk.run(&["check", "Song", "--json", "--reference", "Song/Gtr.wav"]);
    assert_eq!(said.json()["reference"], "Gtr.wav");
    assert_eq!(said.json()["total"], 3);
}

#[test]
fn the_printed_profile_can_be_given_back() {
    let desk = fine();
    let printed = desk.run(&["profile"]);
    assert_eq!((printed.status, printed.err.as_str()), (0, ""));
    let desk = desk.with("studio.toml", &printed.out);
    assert_eq!(desk.run(&["check", "Song", "--profile", "studio.toml"]).status, 0);
}

#[test]
fn measuring_prints_a_line_for_each_file_in_their_order() {
    let desk = faulty();
    let said = desk.run(&["measure", "Song/Vox.wav", "Song/lyrics.txt", "Song/Bass.wav", "Song"]);
    assert_eq!(said.status, 2);
    let lines: Vec<Value> =
        said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["file"], "Song/Vox.wav");
    assert_eq!(lines[0]["format"]["bits"], 16);
    assert_eq!(lines[1]["measured"]["peak_dbfs"], -11.41);
    assert_eq!(lines[1].as_object().unwrap().len(), 3);
    assert_eq!(
        said.err,
        "barone: Song/lyrics.txt: it is not a sound file that Bar One knows\n\
         barone: Song: it is a folder, not a file\n"
    );
    assert_eq!(desk.run(&["measure", "Song/Bass.wav"]).status, 0);
}

#[test]
fn help_teaches() {
    let desk = Desk::new();
    for (arguments, taught) in [
        (&["--help"][..], &["barone check \"My Song/Stems\"", "ever changed"][..]),
        (&["check", "--help"], &["Exit status:", "--reference <FILE>", "jq", "NO_COLOR"]),
        (&["measure", "--help"], &["one line of JSON per file", "Exit status:"]),
        (&["completions", "--help"], &["bash-completion"]),
    ] {
        let said = desk.run(arguments);
        assert_eq!(said.status, 0);
        for words in taught {
            assert!(
                said.out.contains(words),
                "{arguments:?} does not teach {words}:\n{}",
                said.out
            );
        }
    }
    let bare = desk.run(&[]);
    assert_eq!(bare.status, 2);
    assert!(bare.err.contains("Usage: barone"));
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = Desk::new().run(&["completions", shell]);
        assert_eq!((said.status, said.err.as_str()), (0, ""));
        assert!(said.out.contains("barone") && said.out.contains("reference"), "{shell}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let desk = faulty();
    for arguments in [&["check", "Song"][..], &["check", "Song", "--json"], &["profile"]] {
        let mut command = desk.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The pipe is closed before anything can be written to it.
        drop(child.stdout.take());
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(err, "");
        assert_eq!(child.wait().unwrap().code(), Some(i32::from(arguments.len() > 1)));
    }
}

#[test]
fn the_report_is_written_as_a_page_too() {
    let desk = faulty();
    let plain = desk.run(&["check", "Song"]);
    let said = desk.run(&["check", "Song", "--html", "Report.html"]);
    assert_eq!((said.status, &said.out), (1, &plain.out));
    assert_eq!(said.err, "The report is in Report.html.\n");
    let page = fs::read_to_string(desk.at("Report.html")).unwrap();
    for words in
        ["<h1><bdi>Song</bdi></h1>", "Too few bits", "2 of 3 stems are ready.", "id=\"w2\""]
    {
        assert!(page.contains(words), "{words}");
    }
    // Beside JSON, over an earlier report, and among the stems, where it becomes none.
    let said = desk.run(&["check", "Song", "--json", "--html", "Report.html"]);
    assert_eq!(said.json()["total"], 3);
    assert_eq!(desk.run(&["check", "Song", "--html", "Song/Report.html"]).status, 1);
    let again = desk.run(&["check", "Song", "--json", "--html", "Song/Report.html"]);
    assert_eq!(again.json()["total"], 3);
}

#[test]
fn a_page_is_never_written_in_the_place_of_something_else() {
    #[track_caller]
    fn check(name: &str, sentence: &str) {
        let desk = faulty();
        let read = |file| fs::read(desk.at(file)).unwrap();
        let before = (read("Song/Bass.wav"), read("Song/lyrics.txt"));
        let said = desk.run(&["check", "Song", "--html", name]);
        assert_eq!((said.status, said.out.as_str()), (2, ""));
        assert_eq!(said.err, format!("barone: {sentence}\n"));
        assert_eq!((read("Song/Bass.wav"), read("Song/lyrics.txt")), before);
    }
    let taken = "holds something else than a report, and is left as it is: choose another name";
    check("Song/Bass.wav", &format!("Song/Bass.wav {taken}"));
    check("Song/lyrics.txt", &format!("Song/lyrics.txt {taken}"));
    check(
        "Song",
        "Song is not a file: name the file that the report shall be written to, such as Report.html",
    );
    check("gone/Report.html", "there is no folder gone: make it first, or choose another one");
}

#[test]
fn what_no_stem_explains_is_written_too() {
    // Long enough to be compared.
    let long = |seed: u64| {
        let tunes: Vec<Vec<f32>> = (0..4).map(|n| tune(seed + 2 * n)).collect();
        signal::concat(&tunes)
    };
    let sound = |samples: &[f32]| Wav::pcm(24).mono(samples);
    let desk = Desk::new().sound("Song/Bass.wav", &sound(&long(1)));
    let desk = desk.sound("Song/Gtr.wav", &sound(&long(2)));
    let both: Vec<f32> =
        long(1).iter().zip(long(2)).map(|(bass, gtr)| bass * 0.5 + gtr * 0.5).collect();
    let desk = desk.sound("Song/Rough mix.wav", &Wav::pcm(24).mono(&both));
    let plain = desk.run(&["check", "Song"]);
    // The second time it replaces what it wrote the first time.
    for _ in 0..2 {
        let said = desk.run(&["check", "Song", "--residual", "Left.wav"]);
        assert_eq!((said.status, &said.out), (plain.status, &plain.out), "{}", said.err);
        assert_eq!(said.err, "What no stem explains is in Left.wav.\n");
        assert!(fs::read(desk.at("Left.wav")).unwrap().starts_with(b"RIFF"));
    }
}

#[test]
fn what_no_stem_explains_is_written_over_nothing_else() {
    #[track_caller]
    fn check(name: &str, sentence: &str) {
        let desk = faulty().with("words.txt", "la la la");
        let read = |file| fs::read(desk.at(file)).unwrap();
        let before = (read("Song/Bass.wav"), read("words.txt"));
        let said = desk.run(&["check", "Song", "--residual", name]);
        assert_eq!((said.status, said.out.as_str()), (2, ""));
        assert!(said.err.contains(sentence), "{}", said.err);
        assert_eq!((read("Song/Bass.wav"), read("words.txt")), before);
    }
    check("Song/Bass.wav", "lies among the stems");
    check("Song/Left.wav", "lies among the stems");
    check("words.txt", "holds something else than a WAV");
    check("gone/Left.wav", "there is no folder gone");
    let without = Desk::new().sound("Song/Bass.wav", &stem(1));
    let said = without.run(&["check", "Song", "--residual", "Left.wav"]);
    assert_eq!(said.status, 2);
    assert!(said.err.contains("there is no rough mix"), "{}", said.err);
    assert!(!without.at("Left.wav").exists());
}

#[test]
fn names_cannot_play_tricks_on_the_terminal() {
    let desk = Desk::new().sound("Song/Bass\u{1b}[31m\nok.wav", &stem(1));
    let said = desk.run(&["check", "Song"]);
    assert!(!said.out.contains('\u{1b}'));
    assert!(said.out.contains("Bass\u{fffd}[31m\u{fffd}ok.wav"), "{}", said.out);
    let json = desk.run(&["check", "Song", "--json"]).json();
    assert_eq!(json["stems"][0]["file"], "Bass\u{1b}[31m\nok.wav");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    use std::time::{Duration, Instant};

    use super::*;

    /// Whom nothing belongs to, on any system.
    const NOBODY: u32 = 65_534;

    fn permit(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn files_and_folders_without_permission() {
        let desk = fine().sound("Song/Vox.wav", &stem(4)).sound("Song/Locked/Keys.wav", &stem(5));
        permit(desk.0.path(), 0o755);
        permit(&desk.at("Song/Vox.wav"), 0o000);
        permit(&desk.at("Song/Locked"), 0o000);
        // Nothing is forbidden to root: it runs the check as somebody else, from a place that
        // somebody else can reach.
        let barone = desk.at("barone");
        fs::copy(env!("CARGO_BIN_EXE_barone"), &barone).unwrap();
        let mut command = Command::new(barone);
        command.current_dir(desk.0.path()).args(["check", "Song", "--json"]);
        let owner =
            fs::metadata(desk.0.path()).map(|about| std::os::unix::fs::MetadataExt::uid(&about));
        if owner.unwrap() == 0 {
            command.uid(NOBODY).gid(NOBODY);
        }
        let said = Said::of(command.output().unwrap());
        permit(&desk.at("Song/Locked"), 0o755);
        assert_eq!(said.status, 1, "{}", said.err);
        let report = said.json();
        assert_eq!((&report["total"], &report["ready"]), (&Value::from(3), &Value::from(2)));
        assert_eq!(report["stems"][2]["findings"][0]["code"], "file.unreadable");
        let message = &report["stems"][2]["findings"][0]["message"];
        assert_eq!(message, "You have no permission to read it.");
        let closed = &report["set"]["findings"][0];
        assert_eq!(
            (&closed["code"], &closed["severity"]),
            (&"file.unreadable".into(), &"blocks".into())
        );
        assert_eq!(report["skipped"][0]["file"], "Locked/");
        let reason = &report["skipped"][0]["reason"];
        assert_eq!(reason, "This folder cannot be opened: you have no permission to read it.");
    }

    #[test]
    fn ctrl_c_ends_it_with_a_sentence() {
        let hour = Wav::pcm(24).mono(&tune(1)).then_hole(u64::from(RATE) * 3_600 * 3);
        let desk = Desk::new().sound("Song/A.wav", &hour).sound("Song/B.wav", &hour);
        let mut command = desk.command(&["check", "Song", "--json"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let id = child.id().to_string();
        // Ctrl-C is heard as soon as the program listens for it; before that it just ends.
        let listens = || {
            let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
            let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
            caught.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).unwrap() & 2 != 0)
        };
        let patience = Instant::now() + Duration::from_secs(20);
        while cfg!(target_os = "linux") && !listens() && Instant::now() < patience {
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let (mut out, mut err) = (String::new(), String::new());
        child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((out.as_str(), err.as_str()), ("", "barone: the check was cancelled\n"));
        assert_eq!(child.wait().unwrap().code(), Some(2));
    }
}
