//! The time stamps of broadcast WAV, alone and beside what is heard.

use bar_domain::{Frames, Severity};

use crate::song::{
    BAND, RATE, Sound, accuses_none, band_with, cut, of_set, offset, part, song_with, wav,
};
use crate::story::{Folder, codes, said};

const VOICE: &str = "Lead Vox.wav";
/// Ten in the morning, where the others begin.
const TEN: u64 = 36_000 * RATE as u64;

/// The voice with a time stamp so many frames after the others.
fn stamped(sound: &Sound, late: u64) -> bar_testkit::SoundFile {
    wav(sound).time_reference(TEN + late)
}

/// The others begin at ten, by their stamps.
fn with_stamps(folder: Folder) -> Folder {
    let others = BAND.iter().filter(|file| **file != VOICE);
    others.fold(folder, |folder, file| folder.sound(file, &stamped(&part(file), 0)))
}

#[test]
fn without_a_rough_mix_the_stamps_tell_where_a_stem_belongs() {
    let voice = |sound: Sound| stamped(&cut(sound, 96_000), 96_000);
    let report = with_stamps(band_with(VOICE, voice)).check();
    let finding = said(&report, VOICE, "start.late");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(finding.message, "Its time stamp says that it begins 2.00 s after the first stem.");
    assert_eq!(offset(&report, VOICE), Some(96_000));
    for file in BAND.iter().filter(|file| **file != VOICE) {
        assert!(!codes(&report, file).contains(&"start.late"), "{file}");
    }
    assert_eq!(of_set(&report), ["set.no_reference"]);
}

#[test]
fn stamps_that_are_all_the_same_tell_nothing() {
    let report = with_stamps(band_with(VOICE, |sound| stamped(&sound, 0))).check();
    assert!(!codes(&report, VOICE).contains(&"start.late"));
    let header = report.stems.iter().find(|stem| stem.file == VOICE).unwrap();
    assert_ne!(header.format.unwrap().frames, Frames(0));
}

#[test]
fn the_sound_comes_first_and_the_sentence_says_whether_the_stamp_agrees() {
    let song = |frames, stamp| {
        let voice = move |sound| stamped(&cut(sound, frames), stamp);
        with_stamps(song_with(VOICE, voice)).check()
    };
    let agrees = song(96_000, 96_000);
    let finding = said(&agrees, VOICE, "start.late");
    assert!(finding.message.ends_with("Its time stamp says the same."), "{}", finding.message);
    assert_eq!(offset(&agrees, VOICE), Some(96_000));

    let contradicts = song(96_000, 48_000 * 7);
    let finding = said(&contradicts, VOICE, "start.late");
    assert!(
        finding.message.ends_with("Its time stamp says 7.00 s instead."),
        "{}",
        finding.message
    );
    assert_eq!(offset(&contradicts, VOICE), Some(96_000));

    let errs = song(0, 96_000);
    let finding = said(&errs, VOICE, "start.late");
    assert_eq!(finding.severity, Severity::Advises);
    assert_eq!(
        finding.message,
        "Its time stamp says that it begins 2.00 s after the first stem, but in the rough mix it \
         is heard as if it began with them."
    );
    assert_eq!(offset(&errs, VOICE), Some(0));
    accuses_none(&errs, &[VOICE]);
}
