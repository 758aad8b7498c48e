//! The screen *Audition* in the real window: mixes dropped, heard, switched, looped and noted by keyboard
//! alone, and what reaches the sound card recorded behind it.
#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests may panic as tests may"
)]

#[expect(dead_code, reason = "the other stories use the rest of it")]
mod stage;

use std::fs;
use std::path::PathBuf;

use bar_testkit::sound_server::SoundServer;
use bar_testkit::{Wav, demo, signal};
use fantoccini::key::Key;
use stage::{App, Stage};
use tempfile::TempDir;

const RATE: u32 = 48_000;

/// Where the transport bar says that the play head is, in seconds.
const SECONDS: &str = "[...document.querySelectorAll('section[aria-label=Player] [role=slider]')]\
    .map((slider) => Number(slider.getAttribute('aria-valuenow')))[0]";

/// What the transport bar says.
const BAR: &str = "document.querySelector('section[aria-label=Player]').innerText";

/// The words of the notes in the list.
const NOTES: &str = "document.querySelector('[aria-label=Notes]').innerText";

/// The version that is heard.
const HEARD: &str = "document.querySelector('.hear[aria-pressed=true] .name').innerText";

/// Whether a waveform is drawn.
const DRAWN: &str = "[...document.querySelectorAll('main canvas')].some((canvas) => canvas.width > 300 && \
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean))";

/// Forty seconds of music that is never the same twice, with a second of silence at both ends.
fn music(seed: u64, gain_db: f64) -> Vec<f32> {
    let note = |n: u64| {
        let hz = 82.0 + 31.0 * ((n * 5 + seed * 3) % 7) as f64;
        signal::pluck(seed * 100 + n, RATE, hz, -12.0, 1.0)
    };
    let hush = signal::silence(RATE, 1.0);
    let notes = (0..38).map(note);
    let mut music =
        signal::concat(&[hush.clone()].into_iter().chain(notes).chain([hush]).collect::<Vec<_>>());
    signal::amplify(&mut music, signal::gain(gain_db));
    music
}

/// A rough mix, two mixes and a reference.
fn harbour() -> (TempDir, Vec<PathBuf>) {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let write = |name: &str, left: &[f32], right: &[f32]| {
        let path = folder.path().join(name);
        Wav::pcm(24).rate(RATE).channels(&[left, right]).write(&path).unwrap();
        path
    };
    let (left, right) = (music(1, -9.0), music(1, -10.0));
    let louder = |sound: &[f32]| {
        let mut sound = sound.to_vec();
        signal::amplify(&mut sound, signal::gain(6.0));
        sound
    };
    let paths = vec![
        write("Harbour Lights rough.wav", &left, &right),
        write("Harbour Lights mix 1.wav", &louder(&left), &louder(&right)),
        write("Harbour Lights mix 2.wav", &right, &left),
        write("Reference.wav", &music(5, -6.0), &music(6, -6.0)),
    ];
    (folder, paths)
}

fn typed(text: &str) -> Vec<char> {
    text.chars().collect()
}

async fn dark(app: &App, on: bool) {
    app.click("Settings").await;
    app.click(if on { "Dark" } else { "Light" }).await;
    app.click("Audition").await;
}

/// Drops the files on the empty screen, and waits until all are in the song.
async fn dropped(stage: &Stage, app: &App, paths: &[PathBuf]) {
    app.click("Audition").await;
    app.until(
        "an empty state that teaches",
        "/drop/i.test(document.querySelector('main').innerText)",
    )
    .await;
    let paths: Vec<_> = paths.iter().map(PathBuf::as_path).collect();
    stage.drop_files(app, &paths).await;
    let all = format!(
        "document.querySelectorAll('.hear').length === {} && !document.querySelector('main [role=progressbar]')",
        paths.len()
    );
    app.until("all versions", &all).await;
    app.until("a waveform", DRAWN).await;
}

#[tokio::test]
async fn a_song_is_compared_looped_and_noted_by_keyboard_alone() {
    let (_folder, paths) = harbour();
    let server = SoundServer::start(RATE).unwrap();
    let stage = Stage::with(server.variables());
    let app = stage.app(&[]).await;
    app.click("Audition").await;
    app.picture("audition-1-empty-light").await;
    dropped(&stage, &app, &paths).await;
    let curves = "document.querySelector('main').innerText.includes('short-term LUFS')";
    app.until("the curves", curves).await;
    app.picture("audition-2-room-light").await;

    app.keys(&[' ']).await;
    app.until("it plays", &format!("{SECONDS} > 1")).await;
    app.keys(&['2']).await;
    app.until("Mix 1 is heard", &format!("{HEARD} === 'Mix 1'")).await;
    app.until(
        "levels are matched, and it says so",
        &format!("{BAR}.includes('evel match −6.0 dB')"),
    )
    .await;
    app.keys(&['m']).await;
    app.until("bit-exact without match", &format!("{BAR}.includes('it-exact')")).await;
    app.keys(&['m', '3']).await;
    app.until("Mix 2 is heard", &format!("{HEARD} === 'Mix 2'")).await;

    // A loop from here to five seconds later.
    app.keys(&['i', ' ']).await;
    app.keys(&[Key::Shift.into()]).await;
    app.keys(&[Key::Right.into(), Key::Right.into(), Key::Right.into(), 'o', 'l', ' ']).await;
    app.until("it loops", "!!document.querySelector('[aria-label^=\"Switch the loop\"]')").await;
    app.picture("audition-3-loop-light").await;
    app.keys(&['l']).await;
    app.until("it loops no more", "!document.querySelector('[aria-label^=\"Switch the loop\"]')")
        .await;

    app.keys(&[Key::Escape.into(), 'n']).await;
    app.until("the field", "document.activeElement.tagName === 'TEXTAREA'").await;
    app.keys(&typed("Snare feels dull against the rough")).await;
    app.keys(&[Key::Return.into()]).await;
    app.until("the note", &format!("{NOTES}.includes('Snare feels dull')")).await;
    app.keys(&[Key::Escape.into()]).await;
    app.picture("audition-4-note-light").await;
    app.click("More about Mix 2").await;
    app.click("Figures of all versions").await;
    app.until("figures", "document.querySelectorAll('[role=dialog] tbody tr').length === 4").await;
    app.picture("audition-5-figures-light").await;
    app.keys(&[Key::Escape.into()]).await;
    app.until("no figures", "!document.querySelector('[role=dialog]')").await;
    app.keys(&['?']).await;
    app.until("the keys", "!!document.querySelector('[role=dialog]')").await;
    app.picture("audition-5-keys-light").await;
    app.keys(&[Key::Escape.into()]).await;
    app.until("the keys are gone", "!document.querySelector('[role=dialog]')").await;

    app.keys(&['+', '+', '+', '+', '+', '+', '+', '+', '+', '+', '+', '+', '+', '+', '+']).await;
    // The ruler tells tenths of milliseconds.
    let ruler = "/\\d:\\d\\d\\.\\d{4}/.test(document.querySelector('main').innerText)";
    app.until("a ruler for single samples", ruler).await;
    app.until("their waveform", DRAWN).await;
    app.picture("audition-6-samples-light").await;
    app.keys(&['0']).await;

    dark(&app, true).await;
    app.until("a waveform", DRAWN).await;
    app.picture("audition-7-room-dark").await;
    app.keys(&['b']).await;
    app.click("Hide all").await;
    app.until("a blind test", &format!("{BAR}.includes('Blind test, levels matched')")).await;
    app.keys(&['2']).await;
    app.picture("audition-8-blind-dark").await;
    let told = "/\\d LUFS|Mix 1/.test(document.querySelector('main').innerText)";
    app.until("nothing tells them apart", &format!("!{told}")).await;
    app.keys(&['b']).await;
    app.close().await;

    // What was written is there after a restart, and opens at once.
    let app = stage.app(&[]).await;
    app.click("Audition").await;
    app.until("the song in the list", "document.body.innerText.includes('Harbour Lights')").await;
    app.picture("audition-9-songs-dark").await;
    app.click("Harbour Lights").await;
    app.until("the note", &format!("{NOTES}.includes('Snare feels dull')")).await;
    app.close().await;
}

#[tokio::test]
async fn what_the_sound_card_gets_is_the_mix_bit_for_bit() {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let hush = signal::silence(RATE, 1.0);
    let sound = |seed| signal::concat(&[&hush, &signal::noise(seed, RATE, -1.0, 4.0), &hush]);
    let (left, right) = (sound(1), sound(2));
    let path = folder.path().join("Mix 1.wav");
    Wav::pcm(24).rate(RATE).channels(&[&left, &right]).write(&path).unwrap();

    let server = SoundServer::start(RATE).unwrap();
    let stage = Stage::with(server.variables());
    let app = stage.app(&[]).await;
    dropped(&stage, &app, &[path]).await;
    app.until("bit-exact", &format!("{BAR}.includes('it-exact')")).await;
    let recording = server.record().unwrap();
    app.keys(&[' ']).await;
    app.until("it plays", &format!("{SECONDS} > 1")).await;
    app.until("it is over", "!!document.querySelector('[aria-label=Play]')").await;
    let captured = recording.finish().unwrap();
    app.picture("audition-exact").await;
    app.close().await;

    let quantised = |sample: f32| (f64::from(sample) * 8_388_608.0).round() / 8_388_608.0;
    let both = left.iter().zip(&right).flat_map(|(left, right)| [*left, *right]);
    let wanted: Vec<f32> = both.map(|sample| quantised(sample) as f32).collect();
    let sounds = |sample: &f32| sample.abs() > 0.0;
    let first = |sound: &[f32]| sound.iter().position(sounds).expect("it sounds") / 2 * 2;
    let (from, to) = (first(&wanted), wanted.iter().rposition(sounds).unwrap() + 1);
    let got = &captured[first(&captured)..];
    let same = wanted[from..to].iter().zip(got).take_while(|(a, b)| a.to_bits() == b.to_bits());
    assert_eq!(same.count(), to - from, "samples from the first on that are the same");
}

#[tokio::test]
async fn a_missing_part_is_heard_where_it_was_found() {
    let around = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let song = around.path().join("Demo Song");
    fs::create_dir(&song).unwrap();
    demo::write(&song).unwrap();
    let server = SoundServer::start(RATE).unwrap();
    let stage = Stage::with(server.variables());
    let app = stage.app(&[&song]).await;
    app.until("a part is missing", "document.body.innerText.includes('a part is missing')").await;
    app.click("Hear it").await;
    app.until("the rough mix is heard", &format!("{BAR}.includes('Rough mix')")).await;
    app.until("in a loop", "!!document.querySelector('[aria-label^=\"Switch the loop\"]')").await;
    app.picture("hear-1-part-light").await;
    app.click("Details").await;
    app.click("Hear what is left").await;
    app.until("what is left is heard", &format!("{BAR}.includes('What no stem explains')")).await;
    app.picture("hear-2-left-light").await;
    app.click("Listen").await;
    app.until("the stems", &format!("{BAR}.includes('Stems')")).await;
    app.keys(&['2']).await;
    app.until("against the rough mix", &format!("{BAR}.includes('Rough mix')")).await;
    app.picture("hear-3-stems-light").await;
    app.close().await;
}

#[tokio::test]
async fn notes_leave_as_markers_and_are_verified_in_the_next_mix() {
    let (folder, paths) = harbour();
    let server = SoundServer::start(RATE).unwrap();
    let stage = Stage::with(server.variables());
    let app = stage.app(&[]).await;
    dropped(&stage, &app, &paths[..2]).await;
    app.keys(&['n']).await;
    app.until("the field", "document.activeElement.tagName === 'TEXTAREA'").await;
    app.keys(&typed("More vocal")).await;
    app.keys(&[Key::Return.into()]).await;
    app.until("the note", &format!("{NOTES}.includes('More vocal')")).await;

    app.click("Markers").await;
    app.until("the dialog", "!!document.querySelector('[role=dialog]')").await;
    app.picture("notes-1-markers").await;
    app.click("Save…").await;
    stage.take_what_is_offered("^Save the notes as markers$");
    app.until("where they are", "document.body.innerText.includes('.mid')").await;
    let is_midi = |entry: &fs::DirEntry| entry.path().extension().is_some_and(|it| it == "mid");
    let markers =
        fs::read_dir(folder.path()).unwrap().flatten().find(is_midi).expect("it is there");
    let bytes = fs::read(markers.path()).unwrap();
    assert!(bytes.starts_with(b"MThd") && bytes.windows(10).any(|piece| piece == b"More vocal"));
    app.keys(&[Key::Escape.into()]).await;
    app.until("the dialog is gone", "!document.querySelector('[role=dialog]')").await;

    app.click("Submit 1 note").await;
    app.until("it is submitted", &format!("{NOTES}.includes('open')")).await;
    stage.drop_files(&app, &[&paths[2]]).await;
    app.until("the next mix", "document.querySelectorAll('.hear').length === 3").await;
    app.until(
        "the notes on it",
        "document.querySelector('main').innerText.includes('Notes on Mix 2')",
    )
    .await;
    app.keys(&['v']).await;
    app.until("it loops", "!!document.querySelector('[aria-label^=\"Switch the loop\"]')").await;
    app.until("in the new mix", &format!("{BAR}.startsWith('Mix 2')")).await;
    app.picture("notes-2-verify").await;
    app.keys(&['x']).await;
    app.until("where it was written", &format!("{BAR}.startsWith('Rough')")).await;
    app.keys(&['y']).await;
    app.until("it is verified", &format!("{NOTES}.includes('verified')")).await;
    app.picture("notes-3-verified").await;
    app.close().await;
}
