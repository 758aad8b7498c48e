//! The demo session is a session: whole, audible, and the same every time.

use std::collections::BTreeMap;
use std::fs;

use bar_testkit::demo;

const RATE: u64 = 48_000;
/// 28 bars of four beats at 100 a minute.
const FRAMES: u64 = RATE * 28 * 4 * 60 / 100;
const HEADER: u64 = 44;

#[test]
fn the_same_song_is_played_every_time_and_bounced_from_bar_1() {
    let written = [(); 2].map(|()| {
        let folder = tempfile::tempdir().unwrap();
        demo::write(folder.path()).unwrap();
        let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        files
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                let bytes = fs::read(&path).unwrap();
                (name, (bytes.len() as u64, blake3::hash(&bytes)))
            })
            .collect::<BTreeMap<_, _>>()
    });
    let [once, again] = written;
    assert_eq!(once, again);

    let named: Vec<&str> = once.keys().map(String::as_str).collect();
    let mut promised: Vec<&str> = demo::files().collect();
    promised.sort_unstable();
    assert_eq!(named, promised);

    let frames = |name: &str, frame_bytes: u64| (once[name].0 - HEADER) / frame_bytes;
    assert_eq!(frames("Kick.wav", 3), FRAMES);
    assert_eq!(frames("Overheads.wav", 6), FRAMES);
    assert_eq!(frames("Gtr L.wav", 2), FRAMES, "one guitar at 16 bits");
    assert_eq!(frames(demo::ROUGH_MIX, 6), FRAMES);
    assert_eq!(frames("Tambourine.wav", 3), FRAMES / 2 + 480, "from its first stroke to its last");
}
