//! Where a stem lies in the rough mix, which way around, and how fast.

use bar_domain::Severity;
use bar_testkit::Wav;
use bar_testkit::session as make;

use crate::song::{accuses_none, cut, later, of_set, offset, song_with, wav};
use crate::story::{codes, said};

const VOICE: &str = "Lead Vox.wav";

#[test]
fn a_stem_that_was_cut_at_its_head_starts_late_to_the_frame() {
    let report = song_with(VOICE, |sound| wav(&cut(sound, 96_000))).check();
    let finding = said(&report, VOICE, "start.late");
    assert_eq!(finding.severity, Severity::Blocks);
    assert!(finding.message.starts_with("It starts 2.00 s late:"), "{}", finding.message);
    assert_eq!(offset(&report, VOICE), Some(96_000));
    // Where it lies is known, so it explains its part all the same.
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[VOICE]);
}

#[test]
fn a_stem_with_too_much_in_front_is_told_to_the_frame() {
    let report = song_with(VOICE, |sound| wav(&later(sound, 24_000))).check();
    let finding = said(&report, VOICE, "start.late");
    assert!(finding.message.starts_with("Its sound comes 500 ms too late:"), "{}", finding.message);
    assert_eq!(offset(&report, VOICE), Some(-24_000));
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[VOICE]);
}

#[test]
fn what_nobody_hears_is_in_time() {
    // The latency of a plug-in: 5 ms.
    let report = song_with(VOICE, |sound| wav(&later(sound, 240))).check();
    accuses_none(&report, &[]);
}

#[test]
fn a_turned_polarity_is_seen() {
    let turned = |mut sound: crate::song::Sound| {
        sound.iter_mut().flatten().for_each(|sample| *sample = -*sample);
        wav(&sound)
    };
    let report = song_with(VOICE, turned).check();
    let stem = report.stems.iter().find(|stem| stem.file == VOICE).unwrap();
    assert!(stem.in_mix.as_ref().unwrap().inverted);
    assert_eq!(offset(&report, VOICE), Some(0));
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[VOICE]);
}

#[test]
fn a_header_with_a_wrong_rate_is_told() {
    let label = |sound: crate::song::Sound| Wav::pcm(24).rate(44_100).channels(&sound).dithered(7);
    let report = song_with(VOICE, label).check();
    let finding = said(&report, VOICE, "rate.mislabelled");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(
        finding.message,
        "Its header says 44.1 kHz, but against the rough mix it was recorded at 48 kHz: as it is, \
         it plays too slow and too low, by 1.5 semitones."
    );
    assert!(!codes(&report, VOICE).contains(&"start.late"));
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[VOICE]);
}

#[test]
fn late_is_told_in_bars_where_the_tempo_is_known() {
    let late = |frames| song_with(VOICE, move |sound| wav(&cut(sound, frames)));
    let told =
        |folder: crate::story::Folder| said(&folder.check(), VOICE, "start.late").message.clone();
    // A bar of the demo song is 115,200 frames.
    let midi = late(230_400).with("Song.mid", make::midi(Some((100.0, (4, 4)))));
    let message = told(midi);
    assert!(message.starts_with("It starts 2 bars (4.80 s) late:"), "{message}");
    let session = late(28_800).with("Song.rpp", make::reaper(100.0, &[]));
    let message = told(session);
    assert!(message.starts_with("It starts 1 beat (600 ms) late:"), "{message}");
}
