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
fn a_full_scale_square_is_over_and_not_clipped() {
    let square = signal::square(RATE, 110.0, 0.0, 2.0);
    let codes = codes(&report(&Wav::pcm(24).mono(&square)), "Bass.wav");
    assert!(codes.contains(&"level.over"), "{codes:?}");
    assert!(!codes.contains(&"level.clipped"), "its flat tops are its shape: {codes:?}");
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

/// What is said of an offset, in dBFS.
fn dc(sound: &[f32]) -> Option<String> {
    let report = report(&Wav::pcm(24).mono(sound));
    let findings = &report.stems[0].findings;
    let dc = findings.iter().find(|finding| finding.code.name() == "level.dc")?;
    assert_eq!(dc.severity, Severity::Advises);
    Some(dc.message.clone())
}

#[test]
fn an_offset_that_stays_is_advised_of() {
    let off_by = |dbfs: f64| -> Vec<f32> {
        let offset = signal::gain(dbfs);
        tune(1, RATE).iter().map(|sample| sample - offset).collect()
    };
    let message = "Its wave sits off the centre line by −40.0 dBFS, which clicks at every cut.";
    assert_eq!(dc(&off_by(-40.0)).as_deref(), Some(message));
    assert!(dc(&off_by(-49.0)).is_some());
    assert_eq!(dc(&off_by(-51.0)), None);
    // Between recordings an editor left digital silence.
    let edited = [off_by(-40.0), signal::silence(RATE, 4.0), off_by(-40.0)].concat();
    assert!(dc(&edited).is_some());
}

#[test]
fn an_offset_that_sounds_and_dies_with_the_instrument_is_its_own() {
    // As in sampled basses and brass: 2 % of each note is offset.
    let note = |hz: f64| -> Vec<f32> {
        let lopsided = signal::sine(RATE, hz, -3.0, 2.0).into_iter().enumerate();
        let dying = |n: usize| (-3.0 * n as f32 / RATE as f32).exp();
        lopsided.map(|(n, sample)| (sample + 0.02) * dying(n)).collect()
    };
    let bass = [55.0, 65.4, 49.0, 82.4].map(note).concat();
    let mean = bass.iter().sum::<f32>() / bass.len() as f32;
    assert!(mean > signal::gain(-50.0), "it tempts");
    assert_eq!(dc(&bass), None);
}
