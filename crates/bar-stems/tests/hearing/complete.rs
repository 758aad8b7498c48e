//! Whether the stems are all of the song, and nothing but the song.

use bar_domain::{Code, Severity};
use bar_stems::SetFinding;
use bar_testkit::demo;
use bar_testkit::material::{Kind, stem};

use crate::song::{BAND, MIX, RATE, accuses_none, band_with, of_set, part, song_with, sum, wav};
use crate::story::{Folder, said};

#[test]
fn of_a_complete_song_nothing_is_said_though_its_rough_mix_was_mastered() {
    let all = demo::files().filter(|file| *file != "Bass Amp.wav");
    let folder = all.fold(Folder::new(), |folder, file| folder.sound(file, &wav(&part(file))));
    let report = folder.check();
    assert_eq!(report.total, 13);
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[]);
    let explained = report.set.explained.unwrap();
    assert!(explained >= 0.99, "{explained}");
    let mix = report.set.mix.unwrap();
    assert_eq!((mix.offset_frames, mix.drift_ppm), (0, 0.0));
}

#[test]
fn of_a_plain_sum_everything_is_explained_and_every_stem_has_its_share() {
    let report = song_with("", |_| unreachable!()).check();
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &[]);
    let explained = report.set.explained.unwrap();
    assert!(explained >= 0.999, "{explained}");
    let shares: Vec<f64> =
        report.stems.iter().map(|stem| stem.in_mix.as_ref().unwrap().share).collect();
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
    let unexplained = report.set.unexplained.unwrap();
    assert!((unexplained.frames_per_cell - f64::from(RATE)).abs() < 1e-9);
    assert_eq!(unexplained.share.len(), 48);
}

#[test]
fn a_part_that_nobody_bounced_is_missed() {
    let folder = BAND.iter().filter(|file| **file != "Lead Vox.wav");
    let folder = folder.fold(Folder::new(), |folder, file| folder.sound(file, &wav(&part(file))));
    let report = folder.sound(MIX, &wav(&sum())).check();
    let [SetFinding { finding, band_hz: Some([low, high]), .. }] = &report.set.findings[..] else {
        panic!("{:#?}", report.set.findings)
    };
    assert_eq!((finding.code, finding.severity), (Code::SetMissing, Severity::Blocks));
    assert!(finding.message.ends_with("that no stem holds."), "{}", finding.message);
    assert!(20.0 < *low && low < high, "{low} {high}");
    // The voice begins in bar 5, after 9.9 seconds; moments are told to a second or two.
    let first = finding.at[0].0.seconds(bar_domain::SampleRate(RATE));
    assert!((7.9..11.9).contains(&first), "{first}");
    assert!(report.blocks() && report.set.explained.unwrap() < 0.95);
    accuses_none(&report, &[]);
}

#[test]
fn a_sound_that_is_not_in_the_rough_mix_is_told() {
    let other = stem(Kind::Guitar, 7, RATE, 40.0);
    let report = song_with("", |_| unreachable!()).sound("Solo.wav", &wav(&other.channels)).check();
    let finding = said(&report, "Solo.wav", "set.unused");
    assert_eq!(finding.severity, Severity::Advises);
    assert_eq!(of_set(&report), [""; 0], "{:#?}", report.set.findings);
    accuses_none(&report, &["Solo.wav"]);
}

#[test]
fn a_rough_mix_of_another_song_accuses_no_stem() {
    let mut song = stem(Kind::Guitar, 3, RATE, 40.0);
    song.add(&stem(Kind::Drums, 4, RATE, 40.0), 0.5);
    let report = band_with("", |_| unreachable!()).sound(MIX, &wav(&song.channels)).check();
    assert_eq!(of_set(&report), ["set.differs"]);
    let message = &report.set.findings[0].finding.message;
    assert!(message.starts_with("Nothing of any of the stems was found"), "{message}");
    assert_eq!((report.set.mix, report.set.explained), (None, None));
    assert!(report.stems.iter().all(|stem| stem.in_mix.is_none()));
}
