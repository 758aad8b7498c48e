//! Files that are broken, unfinished, or not what they are called.

use bar_domain::{Frames, Severity, Span};
use bar_testkit::{Aiff, Unset, Wav, signal};

use crate::story::{Folder, codes, said, skipped, stem, tune};

#[test]
fn empty_files() {
    let header = Wav::pcm(24).mono(&[]).bytes();
    let report = Folder::new().with("Kick.wav", "").with("Snare.wav", header).check();
    for file in ["Kick.wav", "Snare.wav"] {
        assert_eq!(codes(&report, file), ["file.empty"]);
        assert_eq!(said(&report, file, "file.empty").message, "There is no sound in it.");
    }
    assert_eq!(report.ready, 0);
}

#[test]
fn a_file_that_breaks_off() {
    let whole = stem(1).bytes();
    let half = &whole[..whole.len() / 2];
    let report = Folder::new().with("Bass.wav", half).sound("Gtr.wav", &stem(2)).check();
    // Neither that it is shorter nor that its end is cut need to be said as well.
    assert_eq!(codes(&report, "Bass.wav"), ["file.truncated"]);
    let finding = said(&report, "Bass.wav", "file.truncated");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(finding.message, "The file breaks off: only 0:01.9 of 0:04.0 are there.");
    assert_eq!(report.stems.len(), 2);
    assert_eq!(report.ready, 1);
}

#[test]
fn a_recorder_that_never_came_back() {
    for unset in [Unset::Zero, Unset::AllOnes] {
        let report = Folder::new().sound("Bass.wav", &stem(1).sizes_unset(unset)).check();
        assert_eq!(codes(&report, "Bass.wav"), ["file.sizes_unset"]);
        assert_eq!(said(&report, "Bass.wav", "file.sizes_unset").severity, Severity::Informs);
        assert_eq!(report.ready, 1);
    }
}

#[test]
fn samples_that_are_no_numbers() {
    let mut sound = tune(1, 48_000);
    sound[96_000] = f32::NAN;
    sound[96_001] = f32::INFINITY;
    let report = Folder::new().sound("Bass.wav", &Wav::float(32).mono(&sound)).check();
    let finding = said(&report, "Bass.wav", "file.not_finite");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(finding.at.first().map(|span| span.0), Some(Frames(96_000)), "{:?}", finding.at);
    assert_eq!(
        finding.message,
        "2 samples are no sound at all (not a number, or infinite), first at 0:02.0."
    );
    assert!(finding.at.iter().all(|Span(from, to)| from < to));
}

#[test]
fn files_in_disguise() {
    let aiff = Aiff::pcm(24).mono(&tune(1, 48_000));
    let report = Folder::new()
        .sound("Bass.wav", &aiff)
        .sound("Gtr.aif", &stem(2))
        .sound("Keys.bin", &stem(3))
        .sound("Vox", &stem(4))
        .sound("Kick.WAV", &stem(5))
        .sound("Snare.bwf", &stem(6))
        .check();
    let disguised = said(&report, "Bass.wav", "file.disguised");
    assert_eq!(disguised.severity, Severity::Blocks);
    assert_eq!(disguised.message, "It is called .wav, but it is an AIFF file.");
    assert_eq!(
        disguised.fix.as_deref(),
        Some("Rename it to end in “.aif”; the sound in it is fine.")
    );
    let message = &said(&report, "Gtr.aif", "file.disguised").message;
    assert_eq!(message, "It is called .aif, but it is a WAV file.");
    assert_eq!(codes(&report, "Keys.bin"), ["file.disguised"]);
    assert_eq!(said(&report, "Vox", "file.disguised").severity, Severity::Advises);
    assert_eq!(codes(&report, "Kick.WAV"), [""; 0]);
    assert_eq!(codes(&report, "Snare.bwf"), [""; 0]);
}

#[test]
fn what_is_called_like_sound_but_is_none_is_told_in_its_row() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    let report = Folder::new()
        .with("Bass.wav", png)
        .with("Gtr.wav", "This is not sound at all, but a sentence.")
        .with("Vox.mp3", vec![0; 5_000])
        .check();
    assert_eq!(codes(&report, "Bass.wav"), ["file.disguised"]);
    let finding = said(&report, "Bass.wav", "file.disguised");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(finding.message, "It is called like a sound file, but it is a picture.");
    assert_eq!(codes(&report, "Gtr.wav"), ["file.unreadable"]);
    assert_eq!(codes(&report, "Vox.mp3"), ["file.unreadable"]);
    assert_eq!(report.stems[0].format, None);
    assert_eq!(report.stems[0].measured, None);
}

#[test]
fn what_is_not_sound_is_set_aside_with_a_reason() {
    let report = Folder::new()
        .stems(["Bass.wav"])
        .with("cover.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0")
        .with("Lyrics.txt", "la la la")
        .with("Keys.mid", b"MThd\0\0\0\x06\0\x01\0\x02\x01\xe0MTrk")
        .with("Song.zip", b"PK\x03\x04\x14\0\0\0\x08\0")
        .with("Song.rar", b"Rar!\x1a\x07\0\xcf\x90")
        .with("Song.rpp", "dear engineer, this is no project")
        .with("notes", "")
        .with(".DS_Store", "x")
        .with("._Bass.wav", "x")
        .with("Thumbs.db", "x")
        .with(".git/config", "x")
        .check();
    assert_eq!(report.stems.len(), 1);
    let skipped = skipped(&report);
    let expected = [
        (".DS_Store", "A hidden file."),
        ("._Bass.wav", "A hidden file."),
        (".git/config", "A hidden file."),
        ("Keys.mid", "A MIDI file: it holds notes, not sound, so bounce its instrument to a stem."),
        ("Lyrics.txt", "Not a sound file."),
        ("Song.rar", "An archive: unpack it, then drop the folder."),
        ("Song.rpp", "Called like a session of REAPER, but it does not begin like one."),
        (
            "Song.zip",
            "It could not be unpacked: it is damaged or was not copied whole: make it again, or send it again.",
        ),
        ("Thumbs.db", "A hidden file."),
        ("cover.jpg", "A picture."),
        ("notes", "An empty file."),
    ];
    assert_eq!(skipped.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn quiet_noise_is_sound() {
    let noise = signal::gaussian(7, 48_000, -50.0, 2.0);
    let report = Folder::new().sound("Room.wav", &Wav::pcm(24).mono(&noise)).check();
    let accused = codes(&report, "Room.wav");
    assert!(
        !accused.iter().any(|code| code.starts_with("file.") || code.starts_with("level.")),
        "{accused:?}"
    );
}
