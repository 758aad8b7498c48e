//! Container, encoding, sample rate, depth, channels: the engineer's preferences.

use bar_domain::{Code, Severity};
use bar_stems::SetFinding;
use bar_testkit::{Aiff, SoundFile, Wav, signal};

use crate::story::{Folder, codes, said, tune};

/// Checks a stem beside a sound one at its own rate.
#[track_caller]
fn check(file: &SoundFile, wanted: &[&str]) {
    let report = Folder::new().sound("Bass.wav", file).check();
    assert_eq!(codes(&report, "Bass.wav"), wanted);
}

fn wav(bits: u16) -> SoundFile {
    Wav::pcm(bits).mono(&tune(1, 48_000))
}

#[test]
fn what_the_studio_wants_is_not_accused() {
    check(&wav(24), &[]);
    check(&wav(32), &[]);
    check(&wav(24).rf64(), &[]);
    check(&wav(24).bw64(), &[]);
    check(&wav(24).extensible(), &[]);
    check(&wav(24).extensible().in_container(32), &[]);
    check(&Wav::pcm(24).rate(44_100).mono(&tune(1, 44_100)), &[]);
    check(&Wav::pcm(24).channels(&[tune(1, 48_000), tune(2, 48_000)]), &[]);
    let report = Folder::new().sound("Bass.aif", &Aiff::pcm(24).mono(&tune(1, 48_000))).check();
    assert_eq!(codes(&report, "Bass.aif"), [""; 0]);
    let report = Folder::new().sound("Bass.aiff", &Aiff::sowt(24).mono(&tune(1, 48_000))).check();
    assert_eq!(codes(&report, "Bass.aiff"), [""; 0]);
}

#[test]
fn depth() {
    check(&wav(16), &["depth.low"]);
    check(&wav(8), &["depth.low"]);
    check(&Wav::pcm(20).extensible().mono(&tune(1, 48_000)), &["depth.low"]);
    check(&Wav::float(32).mono(&tune(1, 48_000)), &["depth.float"]);
    let report = Folder::new().sound("Bass.wav", &wav(16)).check();
    let finding = said(&report, "Bass.wav", "depth.low");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(
        finding.message,
        "It is 16-bit: quiet tails and reverbs drown in noise once it is mixed."
    );
    assert_eq!(report.ready, 0);
}

#[test]
fn float_over_full_scale_blocks_unless_float_is_welcome() {
    let mut loud = tune(1, 48_000);
    signal::normalise(&mut loud, 2.0);
    let folder = Folder::new().sound("Bass.wav", &Wav::float(32).mono(&loud));
    let report = folder.check();
    let finding = said(&report, "Bass.wav", "depth.float");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(
        finding.message,
        "It is 32-bit float and peaks at +2.0 dBFS: it would clip as soon as it becomes 24-bit."
    );
    assert_eq!(
        finding.fix.as_deref(),
        Some("Turn it down by 3.0 dB or more, and bounce it again at 24-bit.")
    );
    let welcome = folder.check_for("float = true");
    assert!(!codes(&welcome, "Bass.wav").contains(&"depth.float"));

    let quiet = Folder::new().sound("Bass.wav", &Wav::float(64).mono(&tune(1, 48_000)));
    assert_eq!(said(&quiet.check(), "Bass.wav", "depth.float").severity, Severity::Advises);
}

#[test]
fn sample_rates() {
    let at = |rate: u32| Wav::pcm(24).rate(rate).mono(&tune(1, rate));
    let judged = |rate: u32| {
        let report = Folder::new().sound("Bass.wav", &at(rate)).check();
        let finding = said(&report, "Bass.wav", "rate.unsupported").clone();
        (finding.severity, finding.message)
    };
    let (severity, message) = judged(32_000);
    assert_eq!(severity, Severity::Blocks);
    assert_eq!(message, "Its sample rate is 32 kHz; the studio works at 44.1 or 48 kHz.");
    let (severity, message) = judged(96_000);
    assert_eq!(severity, Severity::Advises);
    assert_eq!(
        message,
        "Its sample rate is 96 kHz: more than 44.1 or 48 kHz, which the studio asks for."
    );
    let report = Folder::new().sound("Bass.wav", &at(96_000)).check_for("rates = [96000]");
    assert_eq!(codes(&report, "Bass.wav"), [""; 0]);
    let report = Folder::new().sound("Bass.wav", &at(48_000)).check_for("rates = [96000]");
    assert_eq!(codes(&report, "Bass.wav"), ["rate.unsupported"]);
}

#[test]
fn channels() {
    let [a, b, c] = [1, 2, 3].map(|seed| tune(seed, 48_000));
    let stereo = Wav::pcm(24).channels(&[&a, &b]);
    let report = Folder::new().sound("Bass.wav", &Wav::pcm(24).channels(&[&a, &b, &c])).check();
    let finding = said(&report, "Bass.wav", "channels.unsupported");
    assert_eq!(finding.severity, Severity::Blocks);
    assert_eq!(finding.message, "It has 3 channels; the studio wants mono or stereo.");
    check(&stereo, &[]);
    let report = Folder::new().sound("Bass.wav", &stereo).check_for("name = \"Ada\"\nchannels = 1");
    let finding = said(&report, "Bass.wav", "channels.unsupported");
    assert_eq!(finding.message, "It is stereo; Ada wants mono.");
}

#[test]
fn containers() {
    let aiff = Folder::new().sound("Bass.aif", &Aiff::pcm(24).mono(&tune(1, 48_000)));
    let report = aiff.check_for("name = \"Ada\"\ncontainers = [\"wav\", \"flac\"]");
    let finding = said(&report, "Bass.aif", "file.not_wav_or_aiff");
    assert_eq!(finding.severity, Severity::Advises);
    assert_eq!(
        finding.message,
        "It is an AIFF file, which loses nothing, but Ada wants WAV or FLAC."
    );
    let w64 = Folder::new().sound("Bass.w64", &wav(24).w64());
    assert_eq!(codes(&w64.check(), "Bass.w64"), ["file.not_wav_or_aiff"]);
    assert_eq!(codes(&w64.check_for("containers = [\"w64\"]"), "Bass.w64"), [""; 0]);
}

/// A small compressed file of the readers' tests.
fn compressed(file: &str) -> Vec<u8> {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/../bar-audio/tests/fixtures/");
    std::fs::read(format!("{fixtures}{file}")).unwrap()
}

#[test]
fn lossy_files_block_whatever_they_are_called() {
    let report = Folder::new()
        .with("Bass.mp3", compressed("sine.mp3"))
        .with("Gtr.m4a", compressed("sine.m4a"))
        .with("Keys.ogg", compressed("sine.ogg"))
        .with("Vox.opus", compressed("sine.opus"))
        .with("Vox take.bin", compressed("sine.mp3"))
        .with("Snare.wav", compressed("sine.mp3"))
        .with("Tom.wav", compressed("sine.opus"))
        .check();
    for stem in &report.stems {
        let finding = said(&report, &stem.file, "file.lossy");
        assert_eq!(finding.severity, Severity::Blocks, "{}", stem.file);
        let codes = codes(&report, &stem.file);
        let said_elsewhere = ["depth.", "source.", "file.not_wav"];
        assert!(
            !codes.iter().any(|code| said_elsewhere.iter().any(|start| code.starts_with(start))),
            "{}: {codes:?}",
            stem.file
        );
        let disguised = codes.contains(&"file.disguised");
        assert_eq!(
            disguised,
            ["Snare.wav", "Tom.wav", "Vox take.bin"].contains(&stem.file.as_str())
        );
    }
    let disguised = said(&report, "Snare.wav", "file.disguised");
    assert_eq!(disguised.message, "It is called .wav, but it is an MP3 file.");
    assert!(disguised.fix.as_deref().unwrap().contains("does not bring back"));
    let disguised = said(&report, "Tom.wav", "file.disguised");
    assert_eq!(disguised.message, "It is called .wav, but it holds Opus.");
    assert!(disguised.fix.as_deref().unwrap().contains("does not bring back"));
    assert_eq!(report.ready, 0);
}

#[test]
fn lossless_files_in_other_containers_are_advised_of() {
    let folder = Folder::new()
        .with("Bass.flac", compressed("step24.flac"))
        .with("Gtr.m4a", compressed("step24.m4a"));
    let report = folder.check();
    for file in ["Bass.flac", "Gtr.m4a"] {
        let finding = said(&report, file, "file.not_wav_or_aiff");
        assert_eq!(finding.severity, Severity::Advises);
        assert!(!codes(&report, file).contains(&"file.lossy"));
    }
    let welcome = folder.check_for("containers = [\"wav\", \"flac\", \"alac\"]");
    for file in ["Bass.flac", "Gtr.m4a"] {
        assert!(!codes(&welcome, file).contains(&"file.not_wav_or_aiff"));
    }
}

#[test]
fn a_lossy_rough_mix_is_fine() {
    let report =
        Folder::new().stems(["Bass.wav"]).with("Rough.mp3", compressed("sine.mp3")).check();
    assert_eq!(report.reference.as_deref(), Some("Rough.mp3"));
    let [SetFinding { finding, .. }] = &report.set.findings[..] else {
        panic!("{:?}", report.set.findings)
    };
    assert_eq!((finding.code, finding.severity), (Code::SetNoReference, Severity::Informs));
    assert_eq!(finding.message, "The rough mix is too short to compare the stems with.");
    assert_eq!(report.ready, 1);
}
