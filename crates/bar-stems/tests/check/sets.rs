//! What is true of the stems together: rates, lengths, the rough mix.

use bar_domain::{Code, Frames, SampleRate, Severity};
use bar_stems::{CheckError, Choice, SetFinding};
use bar_testkit::{SoundFile, Wav, signal};

use crate::story::{Folder, codes, said, stem, tune};

fn at(rate: u32) -> SoundFile {
    Wav::pcm(24).rate(rate).mono(&tune(9, rate))
}

#[test]
fn the_odd_sample_rate_blocks() {
    let report = Folder::new().stems(["Bass.wav", "Gtr.wav"]).sound("Vox.wav", &at(44_100)).check();
    assert_eq!(codes(&report, "Vox.wav"), ["rate.mixed"]);
    let finding = said(&report, "Vox.wav", "rate.mixed");
    assert_eq!(finding.severity, Severity::Blocks);
    assert!(
        finding.message.starts_with("Its sample rate is 44.1 kHz, that of most other stems 48 kHz")
    );
    assert_eq!(codes(&report, "Bass.wav"), [""; 0]);
    assert_eq!(report.set.rate, Some(SampleRate(48_000)));
    assert_eq!(report.set.frames, Some(Frames(192_000)));
}

#[test]
fn a_rate_is_accused_once() {
    let report = Folder::new().stems(["Bass.wav", "Gtr.wav"]).sound("Vox.wav", &at(96_000)).check();
    assert_eq!(codes(&report, "Vox.wav"), ["rate.mixed"]);
    let low = Folder::new()
        .sound("Bass.wav", &at(32_000))
        .sound("Gtr.wav", &at(32_000))
        .stems(["Vox.wav"])
        .check();
    // The one that is right is not told to become wrong.
    assert_eq!(codes(&low, "Vox.wav"), [""; 0]);
    assert!(codes(&low, "Bass.wav").contains(&"rate.unsupported"));
}

#[test]
fn where_no_sample_rate_is_that_of_most_nobody_is_accused_of_another() {
    let even = Folder::new().stems(["Bass.wav"]).sound("Vox.wav", &at(44_100)).check();
    for file in ["Bass.wav", "Vox.wav"] {
        assert_eq!(codes(&even, file), ["rate.mixed"]);
        let finding = said(&even, file, "rate.mixed");
        assert_eq!(finding.severity, Severity::Advises);
        assert_eq!(
            finding.message,
            "The stems do not agree on a sample rate: 1 at 44.1 kHz and 1 at 48 kHz. In one \
             session some would play at another speed and pitch."
        );
        assert_eq!(
            finding.fix.as_deref(),
            Some(
                "Choose one rate, such as 48 kHz, and bounce the stems of other rates again at it."
            )
        );
    }
    assert_eq!(even.ready, 2);

    // A rate that must change anyway is no choice, and keeps its own sentence.
    let low = Folder::new().stems(["Bass.wav"]).sound("Vox.wav", &at(32_000)).check();
    assert_eq!(codes(&low, "Bass.wav"), [""; 0]);
    assert!(codes(&low, "Vox.wav").contains(&"rate.unsupported"));
    assert_eq!(low.ready, 1);
}

#[test]
fn shorter_stems_are_advised_of() {
    let long = signal::concat(&[tune(1, 48_000), signal::silence(48_000, 2.0)]);
    let report =
        Folder::new().sound("Bass.wav", &Wav::pcm(24).mono(&long)).stems(["Gtr.wav"]).check();
    assert_eq!(codes(&report, "Bass.wav"), [""; 0]);
    let finding = said(&report, "Gtr.wav", "length.differs");
    assert_eq!(finding.severity, Severity::Advises);
    assert_eq!(
        finding.message,
        "It is 2.0 s shorter than the longest stem: 0:04.0 against 0:06.0 of “Bass.wav”."
    );
    assert_eq!(report.ready, 2);
    assert_eq!(report.set.frames, Some(Frames(288_000)));
}

#[test]
fn lengths_that_differ_by_rounding_are_one_length() {
    let mut sound = tune(1, 48_000);
    sound.truncate(sound.len() - 400);
    let report =
        Folder::new().sound("Bass.wav", &Wav::pcm(24).mono(&sound)).stems(["Gtr.wav"]).check();
    assert_eq!(codes(&report, "Bass.wav"), [""; 0]);
}

#[test]
fn the_rough_mix_is_not_a_stem() {
    let mut loud = signal::concat(&[tune(1, 44_100), signal::silence(44_100, 3.0)]);
    signal::amplify(&mut loud, 9.0);
    signal::clip(&mut loud);
    let rough = Wav::pcm(16).rate(44_100).channels(&[&loud, &loud]);
    let folder = Folder::new().stems(["Bass.wav", "Gtr.wav"]).sound("Rough mix.wav", &rough);
    let report = folder.check();
    assert_eq!(report.reference.as_deref(), Some("Rough mix.wav"));
    assert_eq!(report.total, 2);
    assert_eq!(report.ready, 2);
    let [SetFinding { finding, about, .. }] = &report.set.findings[..] else {
        panic!("{:?}", report.set.findings)
    };
    assert_eq!(about.as_deref(), Some("Rough mix.wav"));
    assert_eq!((finding.code, finding.severity), (Code::SetNoReference, Severity::Informs));
    assert_eq!(finding.message, "The rough mix is too short to compare the stems with.");
    assert_eq!((&report.set.mix, report.set.explained), (&None, None));
    for stem in &report.stems {
        assert_eq!(stem.findings, [], "{}", stem.file);
    }
}

#[test]
fn without_a_rough_mix_it_is_said_what_was_not_checked() {
    let report = Folder::new().stems(["Bass.wav", "Gtr.wav"]).check();
    assert_eq!(report.reference, None);
    let [SetFinding { finding, .. }] = &report.set.findings[..] else {
        panic!("{:?}", report.set.findings)
    };
    assert_eq!((finding.code, finding.severity), (Code::SetNoReference, Severity::Informs));
    assert_eq!(
        finding.message,
        "No rough mix is here, so whether a part of the song is missing was not checked."
    );
    assert_eq!(
        finding.fix.as_deref(),
        Some(
            "Put a bounce of the whole song beside the stems and call it “Rough mix”, or choose \
             one: the stems are compared with it, and the engineer hears what you mean."
        )
    );

    let report = Folder::new().stems(["Bass.wav", "Rough 1.wav", "Rough 2.wav"]).check();
    assert_eq!((report.reference, report.total), (None, 3));
    let message = &report.set.findings[0].finding.message;
    assert!(message.starts_with("“Rough 1.wav” and “Rough 2.wav” could each be"), "{message}");
}

#[test]
fn the_rough_mix_can_be_chosen_wherever_it_lies() {
    let folder = Folder::new().stems(["Bass.wav", "Gtr.wav", "Rough.wav"]);
    let within = Choice { reference: Some(folder.at("Gtr.wav")), ..folder.choice() };
    let report = folder.check_as(&within).unwrap();
    assert_eq!(report.reference.as_deref(), Some("Gtr.wav"));
    assert_eq!(report.total, 2);

    let elsewhere = Folder::new().stems(["Song.wav"]);
    let outside = Choice { reference: Some(elsewhere.at("Song.wav")), ..folder.choice() };
    let report = folder.check_as(&outside).unwrap();
    assert_eq!(report.reference.as_deref(), elsewhere.at("Song.wav").to_str());
    assert_eq!(report.total, 3);

    let nowhere = Choice { reference: Some(folder.at("Gone.wav")), ..folder.choice() };
    let error = folder.check_as(&nowhere).unwrap_err();
    assert!(matches!(error, CheckError::CannotOpen { .. }), "{error}");
    assert!(error.to_string().ends_with("Gone.wav cannot be opened: it is not there"), "{error}");
}

#[test]
fn a_rough_mix_that_cannot_be_read_is_said() {
    let report = Folder::new().stems(["Bass.wav"]).with("Rough.wav", "").check();
    let [SetFinding { finding, .. }] = &report.set.findings[..] else {
        panic!("{:?}", report.set.findings)
    };
    assert_eq!((finding.code, finding.severity), (Code::FileEmpty, Severity::Blocks));
    assert_eq!(
        finding.message,
        "The rough mix “Rough.wav” cannot be used. There is no sound in it."
    );
    assert_eq!(report.ready, 1);
}

#[test]
fn the_only_file_is_a_stem_whatever_it_is_called() {
    let report = Folder::new().sound("Rough mix.wav", &stem(1)).check();
    assert_eq!((report.reference, report.total), (None, 1));
}
