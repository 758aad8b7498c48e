//! The real window, driven as an artist would: real drops, real files, the real screen.
//! Every story leaves pictures in `target/screens`.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

mod stage;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bar_testkit::{SoundFile, Wav, demo, signal};
use fantoccini::key::Key;
use serde_json::json;
use stage::{App, Stage};
use tempfile::TempDir;

const RATE: u32 = 48_000;

/// What the strip above the table says.
const NEXT: &str = "document.querySelector('[aria-label=\"What is next\"]').innerText";

/// Whether the waveforms of the first rows are drawn.
const DRAWN: &str = "[...document.querySelectorAll('[role=row] canvas')].slice(0, 5).every((canvas) => \
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean))";

fn folder(name: &str) -> (TempDir, PathBuf) {
    let around = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = around.path().join(name);
    fs::create_dir(&folder).unwrap();
    (around, folder)
}

/// Two seconds of a plucked string between silences.
fn pluck(bits: u16, hz: f64) -> SoundFile {
    let silence = signal::silence(RATE, 0.2);
    let mut sound = signal::pluck(hz as u64, RATE, hz, -12.0, 1.6);
    signal::fade(&mut sound, 4_800);
    Wav::pcm(bits).mono(&signal::concat(&[silence.clone(), sound, silence]))
}

/// A folder that can be mixed as it is.
fn song(name: &str) -> (TempDir, PathBuf) {
    let (around, song) = folder(name);
    for (stem, hz) in [("Bass.wav", 147.0), ("Guitar.wav", 196.0), ("Keys.wav", 440.0)] {
        pluck(24, hz).write(song.join(stem)).unwrap();
    }
    (around, song)
}

/// A file that takes minutes to measure and next to nothing on disk.
fn endless(folder: &Path) {
    let sound = Wav::pcm(24).rf64().mono(&signal::noise(1, RATE, -20.0, 0.1));
    sound.then_hole(20_000_000_000).write(folder.join("Endless.wav")).unwrap();
}

/// Waits for the verdict of the check of this name.
async fn verdict(app: &App, name: &str, words: &str) {
    let shown = format!("document.querySelector('h1').innerText === {}", json!(name));
    app.until(&format!("the check {name}"), &shown).await;
    app.until(words, &format!("{NEXT}.includes({})", json!(words))).await;
}

/// The words of the table's row of this stem.
fn row(stem: &str) -> String {
    format!(
        "[...document.querySelectorAll('[role=row]')].find((row) => row.innerText.includes({})).innerText",
        json!(stem)
    )
}

/// Name, size and time of every file: what must not change.
fn untouched(folder: &Path) -> Vec<(PathBuf, u64, SystemTime)> {
    let about = |entry: fs::DirEntry| {
        let about = entry.metadata().unwrap();
        (entry.path(), about.len(), about.modified().unwrap())
    };
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| about(entry.unwrap())).collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_song_is_dropped_judged_explained_and_remembered() {
    let (_around, song) = folder("Demo Song");
    demo::write(&song).unwrap();
    let before = untouched(&song);
    let stage = Stage::new();
    let app = stage.app(&[]).await;
    app.until(
        "an empty state that teaches",
        "document.body.innerText.includes('Drop a folder of stems')",
    )
    .await;
    app.picture("1-empty-light").await;

    stage.drop_files(&app, &[&song]).await;
    app.until("rows at once", "document.querySelectorAll('[role=row]').length > 1").await;
    app.picture("2-measuring-light").await;
    verdict(&app, "Demo Song", "must be fixed").await;
    let rows = demo::files().count(); // without the rough mix, with the head
    assert_eq!(
        app.ask("document.querySelector('[role=grid]').getAttribute('aria-rowcount')").await,
        json!(rows.to_string())
    );
    app.until("waveforms", DRAWN).await;
    app.picture("3-verdict-light").await;

    // By keyboard alone: the next problem, another stem by name, and why it stays.
    app.keys(&['n']).await;
    app.until("details", "!!document.querySelector('aside')").await;
    app.picture("4-problem-light").await;
    let find = "/Gtr L".chars().chain([Key::Enter.into(), Key::Enter.into()]);
    app.keys(&find.collect::<Vec<_>>()).await;
    app.until("its details", "document.querySelector('aside h2').innerText.includes('Gtr L')")
        .await;
    app.picture("5-details-light").await;
    let blocked = app.ask(NEXT).await;
    app.keys(&['e']).await;
    app.until("a field for the reason", "document.activeElement.tagName === 'TEXTAREA'").await;
    let words: Vec<char> =
        "It is meant to sound like that.".chars().chain([Key::Return.into()]).collect();
    app.keys(&words).await;
    app.until(
        "the reason",
        "document.querySelector('aside blockquote').innerText.includes('meant to sound')",
    )
    .await;
    app.until("one problem less", &format!("{NEXT} !== {blocked}")).await;
    app.picture("6-explained-light").await;
    app.keys(&[Key::Escape.into()]).await;

    app.click("Settings").await;
    app.click("Dark").await;
    app.until("dark", "document.documentElement.dataset.theme === 'dark'").await;
    app.picture("7-settings-dark").await;
    app.click("Stem check").await;
    app.close().await;

    let app = stage.app(&[]).await;
    app.until("the check in the list", "document.body.innerText.includes('Demo Song')").await;
    app.picture("8-recent-dark").await;
    app.click("Demo Song").await;
    verdict(&app, "Demo Song", "must be fixed").await;
    assert!(app.ask(NEXT).await != blocked, "the explanation is remembered");
    app.until("waveforms", DRAWN).await;
    app.picture("9-verdict-dark").await;
    app.keys(&['n']).await;
    app.until("details", "!!document.querySelector('aside')").await;
    app.picture("10-problem-dark").await;
    assert_eq!(untouched(&song), before, "nothing of the artist's was changed");
    app.close().await;
}

/// What the region of this name says.
fn region(name: &str) -> String {
    let css = json!(format!("section[aria-label={}]", json!(name)));
    format!("(document.querySelector({css})?.innerText ?? '')")
}

/// The code of the finding that has the focus.
const FOCUSED: &str = "document.activeElement.dataset.code";

#[tokio::test]
async fn what_no_stem_explains_is_shown_and_found_by_keyboard_alone() {
    let (_around, song) = folder("Demo Song");
    demo::write(&song).unwrap();
    let stage = Stage::new();
    let app = stage.app(&[&song]).await;
    verdict(&app, "Demo Song", "must be fixed").await;
    app.until(
        "how much the stems explain",
        &format!("{}.includes('a part is missing')", region("Explains the rough mix")),
    )
    .await;
    app.until(
        "the late tambourine",
        &format!("/1\\s*late/.test({})", region("From bar 1, same length")),
    )
    .await;
    app.until("the strip", "document.querySelectorAll('.strip rect.bad').length > 0").await;
    app.until("waveforms", DRAWN).await;
    app.picture("set-1-cards-light").await;

    app.keys(&['m']).await;
    app.until("the strip has the focus", "document.activeElement.role === 'slider'").await;
    app.keys(&[Key::PageDown.into()]).await;
    app.until(
        "a marked place in words",
        "/in no stem/.test(document.activeElement.getAttribute('aria-valuetext'))",
    )
    .await;
    app.picture("set-2-strip-light").await;
    app.keys(&[Key::Enter.into()]).await;
    app.until("what was found there", &format!("/^set\\./.test({FOCUSED})")).await;
    app.picture("set-3-details-light").await;
    app.keys(&[Key::Escape.into()]).await;
    app.until("back on the strip", "document.activeElement.role === 'slider'").await;

    app.click("Settings").await;
    app.click("Dark").await;
    app.click("Stem check").await;
    app.until("the strip", "document.querySelectorAll('.strip rect.bad').length > 0").await;
    app.until("waveforms", DRAWN).await;
    app.picture("set-4-cards-dark").await;
    app.keys(&['s']).await;
    app.until("the set", "document.querySelector('aside h2').innerText === 'The set'").await;
    app.picture("set-5-details-dark").await;
    app.close().await;
}

#[tokio::test]
async fn what_can_be_fixed_is_shown_then_written_as_copies_and_checked() {
    let (around, song) = folder("Demo Song");
    demo::write(&song).unwrap();
    let before = untouched(&song);
    let stage = Stage::new();
    let app = stage.app(&[&song]).await;
    verdict(&app, "Demo Song", "must be fixed").await;
    let fix = "[...document.querySelectorAll('button')].some((b) => /^Fix \\d+ automatically$/.test(b.innerText))";
    app.until("what can be fixed is counted", fix).await;
    app.keys(&['f']).await;
    app.until("what will be done", &format!("{}.includes('Gtr R')", region("What will be done")))
        .await;
    app.until(
        "the keyboard on what comes next",
        "document.activeElement.innerText === 'Choose a folder…'",
    )
    .await;
    app.until("what is left to do", &format!("{}.includes('Gtr L')", region("Left to do by hand")))
        .await;
    app.picture("fix-1-plan").await;
    app.keys(&[Key::Escape.into()]).await;
    app.until("closed again", "!document.querySelector('[role=dialog]')").await;
    assert_eq!(untouched(&song), before, "looking changes nothing");

    // The system's own dialog offers a new folder beside the old one.
    app.keys(&['f']).await;
    app.until(
        "the keyboard on what comes next once more",
        "document.activeElement.innerText === 'Choose a folder…'",
    )
    .await;
    app.keys(&[Key::Enter.into()]).await;
    stage.take_what_is_offered("^Choose where the fixed copies go$");
    app.until(
        "all is written",
        "document.querySelector('[role=dialog]').innerText.includes('“Demo Song prepared” is whole')",
    )
    .await;
    app.picture("fix-2-written").await;
    let copies = around.path().join("Demo Song prepared");
    assert!(copies.join("What was done.txt").is_file());
    app.click("Check it").await;
    verdict(&app, "Demo Song prepared", "must be fixed").await;
    app.picture("fix-3-copies").await;
    assert_eq!(untouched(&song), before, "only copies were written");
    app.close().await;
}

#[tokio::test]
async fn the_check_follows_what_is_bounced_and_what_is_named_later() {
    let (_around, first) = song("Harbour Lights");
    let stage = Stage::new();
    let app = stage.app(&[&first]).await;
    verdict(&app, "Harbour Lights", "ready for an engineer").await;
    app.picture("follow-1-ready").await;

    pluck(16, 440.0).write(first.join("Keys.wav")).unwrap();
    app.until("the row follows the file", &format!("{}.includes('16')", row("Keys.wav"))).await;
    verdict(&app, "Harbour Lights", "1 stem must be fixed").await;
    pluck(24, 880.0).write(first.join("Bells.wav")).unwrap();
    app.until("a row for the new stem", &row("Bells.wav")).await;
    pluck(24, 440.0).write(first.join("Keys.wav")).unwrap();
    verdict(&app, "Harbour Lights", "All 4 stems are ready").await;
    app.picture("follow-2-fixed").await;

    // A second start brings its folder to the window that is open.
    let (_around, second) = song("Salt");
    let again = stage.command(env!("CARGO_BIN_EXE_bar-one")).arg(&second).status().unwrap();
    assert!(again.success());
    verdict(&app, "Salt", "All 3 stems are ready").await;
    app.close().await;
}

#[tokio::test]
async fn a_second_drop_runs_beside_the_first_which_can_be_stopped() {
    let (_around, long) = folder("Long Song");
    endless(&long);
    let (_around, short) = song("Salt");
    let stage = Stage::new();
    let app = stage.app(&[&long]).await;
    app.until("progress", "!!document.querySelector('[role=progressbar]')").await;
    app.picture("second-1-running").await;
    stage.drop_files(&app, &[&short.join("Bass.wav"), &short.join("Keys.wav")]).await;
    verdict(&app, "2 files", "All 2 stems are ready").await;

    app.click("All checks").await;
    app.until("the first still runs", "document.body.innerText.includes('Measuring')").await;
    app.picture("second-2-both").await;
    app.click("Long Song").await;
    app.click("Cancel").await;
    verdict(&app, "Long Song", "Stopped.").await;
    app.picture("second-3-stopped").await;
    app.close().await;
}

#[tokio::test]
async fn what_goes_wrong_is_said_in_a_sentence() {
    let (_around, photos) = folder("Photos");
    fs::write(photos.join("IMG_1.jpg"), b"\xff\xd8\xff\xe0 a picture").unwrap();
    let stage = Stage::new();
    fs::create_dir(stage.memory()).unwrap();
    fs::write(stage.memory().join("bar-one.sqlite3"), "x".repeat(8192)).unwrap();
    let app = stage.app(&[&photos]).await;
    app.until("no stem", "document.body.innerText.includes('There is no stem to check')").await;
    app.until("a new memory", "document.body.innerText.includes('begins afresh')").await;
    app.picture("wrong-photos").await;

    app.ask("void (location.href = 'https://example.com/')").await;
    app.ask("void window.open('https://example.com/')").await;
    assert_eq!(app.ask("location.protocol").await, json!("tauri:"), "the window goes nowhere else");
    assert!(app.text("body").await.contains("There is no stem to check"));
    app.close().await;

    let gone = photos.join("gone");
    let app = stage.app(&[&gone]).await;
    app.until("not there", "document.body.innerText.includes('cannot be opened')").await;
    app.picture("wrong-gone").await;
    app.close().await;
}
