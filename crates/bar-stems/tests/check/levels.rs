//! How loud stems are.

use bar_domain::Severity;
use bar_stems::Report;
use bar_testkit::{SoundFile, Wav, signal};

use crate::story::{Folder, codes, said, tune};

const RATE: u32 = 48_000;

fn report(file: &SoundFile) -> Report {
    Folder::new().sound("Bass.wav", file).check()
}

/// The tune at a peak in dBFS.
fn peaking(dbfs: f64) -> Vec<f32> {
    let mut sound = tune(1, RATE);
    signal::normalise(&mut sound, dbfs);
    sound
}

#[track_caller]
fn check(sound: &[f32], wanted: &[&str]) {
    assert_eq!(codes(&report(&Wav::pcm(24).mono(sound)), "Bass.wav"), wanted);
}

#[test]
fn peaks() {
    check(&peaking(-3.1), &[]);
    check(&peaking(-2.9), &["level.hot"]);
    check(&peaking(-39.9), &[]);
    check(&peaking(-40.1), &["level.quiet"]);
    check(&peaking(-89.0), &["level.quiet"]);
    check(&peaking(-91.0), &["level.silent"]);
    check(&signal::silence(RATE, 1.0), &["level.silent"]);
    let hot = report(&Wav::pcm(24).mono(&peaking(-1.5)));
    let hot = said(&hot, "Bass.wav", "level.hot");
    assert_eq!(hot.severity, Severity::Informs);
    assert_eq!(hot.message, "It peaks at −1.5 dBFS; the studio likes peaks under −3.0 dBFS.");
    let silent = report(&Wav::pcm(24).mono(&signal::silence(RATE, 1.0)));
    assert_eq!(said(&silent, "Bass.wav", "level.silent").severity, Severity::Blocks);
}

#[test]
fn headroom_is_the_engineers() {
    let folder = Folder::new().sound("Bass.wav", &Wav::pcm(24).mono(&peaking(-5.0)));
    assert_eq!(codes(&folder.check(), "Bass.wav"), [""; 0]);
    assert_eq!(codes(&folder.check_for("headroom_dbfs = -6"), "Bass.wav"), ["level.hot"]);
}

#[test]
fn peaks_between_samples() {
    // A quarter of the rate at 45 degrees: samples 3 dB under the wave.
    let tone = |dbfs: f64| {
        let mut tone = signal::sine_from(RATE, f64::from(RATE) / 4.0, 45.0, dbfs, 2.0);
        signal::fade(&mut tone, 4_800);
        signal::concat(&[signal::silence(RATE, 0.5), tone])
    };
    let over = report(&Wav::pcm(24).mono(&tone(2.0)));
    let codes_of = codes(&over, "Bass.wav");
    assert!(codes_of.contains(&"level.over"), "{codes_of:?}");
    assert!(!codes_of.contains(&"level.hot"), "said already");
    let finding = said(&over, "Bass.wav", "level.over");
    assert_eq!(finding.severity, Severity::Advises);
    assert!(finding.message.contains("+2.0 dBTP"), "{}", finding.message);
    let under = report(&Wav::pcm(24).mono(&tone(-1.0)));
    assert!(!codes(&under, "Bass.wav").contains(&"level.over"));
}

#[test]
fn clipping_says_it_all() {
    let mut loud = tune(1, RATE);
    signal::amplify(&mut loud, 8.0);
    signal::clip(&mut loud);
    let clipped = report(&Wav::pcm(24).mono(&loud));
    let codes = codes(&clipped, "Bass.wav");
    assert!(codes.contains(&"level.clipped"), "{codes:?}");
    assert!(!codes.contains(&"level.over") && !codes.contains(&"level.hot"), "{codes:?}");
}

#[test]
fn an_offset_is_told_from_a_lopsided_instrument() {
    let off_by = |dbfs: f64| {
        let offset = signal::gain(dbfs);
        tune(1, RATE).iter().map(|sample| sample + offset).collect::<Vec<_>>()
    };
    let judged = report(&Wav::pcm(24).mono(&off_by(-40.0)));
    assert_eq!(said(&judged, "Bass.wav", "level.dc").severity, Severity::Advises);
    let message = &said(&judged, "Bass.wav", "level.dc").message;
    assert!(message.contains("by −40.0 dBFS"), "{message}");
    let judged = report(&Wav::pcm(24).mono(&off_by(-52.0)));
    assert!(!codes(&judged, "Bass.wav").contains(&"level.dc"));
}
