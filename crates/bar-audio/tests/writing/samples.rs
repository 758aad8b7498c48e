//! Samples: every bit of them, whatever kind of file they come from.

use bar_audio::format::{Container, Encoding};
use bar_audio::write::{Change, Shell};
use bar_domain::Frames;
use bar_testkit::{Aiff, SoundFile, Unset, Wav, signal};

use crate::support::{RATE, copy, hear, nothing};

const FRAMES: usize = 20_000;

fn sides() -> [Vec<f32>; 2] {
    [1, 2].map(|seed| signal::noise(seed, RATE, -0.1, FRAMES as f64 / f64::from(RATE)))
}

fn both(file: SoundFile) -> SoundFile {
    file.rate(RATE).channels(&sides())
}

/// Every kind of uncompressed file that is read.
fn kinds() -> Vec<(&'static str, SoundFile)> {
    vec![
        ("8-bit WAV", Wav::pcm(8)),
        ("16-bit WAV", Wav::pcm(16)),
        ("20-bit WAV", Wav::pcm(20).extensible()),
        ("24-bit WAV", Wav::pcm(24)),
        ("24-bit extensible WAV", Wav::pcm(24).extensible()),
        ("24 in 32 bits", Wav::pcm(24).in_container(32)),
        ("24 in 32 bits, extensible", Wav::pcm(24).extensible().in_container(32)),
        ("32-bit WAV", Wav::pcm(32)),
        ("float WAV", Wav::float(32)),
        ("double WAV", Wav::float(64)),
        ("RF64", Wav::pcm(24).rf64()),
        ("BW64", Wav::pcm(24).bw64()),
        ("Wave64", Wav::pcm(24).w64()),
        ("8-bit AIFF", Aiff::pcm(8)),
        ("16-bit AIFF", Aiff::pcm(16)),
        ("20-bit AIFF", Aiff::pcm(20)),
        ("24-bit AIFF", Aiff::pcm(24)),
        ("32-bit AIFF", Aiff::pcm(32)),
        ("little-endian AIFF-C", Aiff::sowt(24)),
        ("float AIFF-C", Aiff::fl32()),
        ("double AIFF-C", Aiff::fl64()),
    ]
}

/// The same samples between silences.
fn shifted(samples: &[f32], start: i64, frames: usize) -> Vec<f32> {
    let kept = &samples[start.min(0).unsigned_abs() as usize..];
    let mut out = vec![0.0; start.max(0) as usize];
    out.extend_from_slice(kept);
    out.resize(frames, 0.0);
    out
}

#[test]
fn silence_around_the_sound_leaves_every_bit_of_it() {
    for (kind, file) in kinds() {
        let original = both(file).bytes();
        let (told, before) = hear(&original);
        for shell in [Shell::Wav, Shell::Aiff] {
            for (start, frames) in
                [(0, FRAMES), (4_801, FRAMES + 5_000), (-333, FRAMES - 333), (-7, FRAMES)]
            {
                let change = Change { shell, start, ..nothing(frames as u64) };
                let (format, after) = hear(&copy(&original, &change).unwrap());
                for (before, after) in before.iter().zip(&after) {
                    assert!(*after == shifted(before, start, frames), "{kind} {shell:?} {start}");
                }
                let same = (format.bits, format.rate, format.channels, format.encoding);
                assert_eq!(same, (told.bits, told.rate, told.channels, told.encoding), "{kind}");
                let wanted: &[Container] = match shell {
                    Shell::Wav => &[Container::Wav],
                    Shell::Aiff => &[Container::Aiff, Container::Aifc],
                };
                assert!(wanted.contains(&format.container), "{kind} became {:?}", format.container);
            }
        }
    }
}

#[test]
fn one_channel_of_two_is_the_first() {
    for (kind, file) in kinds() {
        let original = both(file).bytes();
        let (_, before) = hear(&original);
        for shell in [Shell::Wav, Shell::Aiff] {
            let change = Change { shell, mono: true, start: 3, ..nothing(FRAMES as u64 + 3) };
            let (format, after) = hear(&copy(&original, &change).unwrap());
            assert_eq!(format.channels, 1);
            assert!(after == [shifted(&before[0], 3, FRAMES + 3)], "{kind} {shell:?}");
        }
    }
}

#[test]
fn silence_is_written_as_exactly_nothing() {
    let bytes =
        copy(&both(Wav::pcm(24)).bytes(), &Change { start: 100, ..nothing(FRAMES as u64 + 200) });
    let bytes = bytes.unwrap();
    let sound = &bytes[bytes.len() - (FRAMES + 200) * 6..];
    assert!(sound[..600].iter().all(|byte| *byte == 0));
    assert!(sound[sound.len() - 600..].iter().all(|byte| *byte == 0));
}

#[test]
fn a_header_that_was_never_completed_is() {
    for unset in [Unset::Zero, Unset::AllOnes] {
        let whole = both(Wav::pcm(24)).bytes();
        let broken = both(Wav::pcm(24).sizes_unset(unset)).bytes();
        assert!(copy(&broken, &nothing(FRAMES as u64)).unwrap() == whole);
    }
}

#[test]
fn other_programs_read_what_is_written() {
    let original = both(Wav::pcm(24)).bytes();
    let bytes = copy(&original, &Change { start: 10, ..nothing(FRAMES as u64 + 20) }).unwrap();
    let mut theirs = hound::WavReader::new(bytes.as_slice()).unwrap();
    let spec = theirs.spec();
    assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (2, RATE, 24));
    assert_eq!(theirs.duration() as usize, FRAMES + 20);
    let samples: Vec<i32> = theirs.samples().map(Result::unwrap).collect();
    let mut ours = hound::WavReader::new(original.as_slice()).unwrap();
    let before: Vec<i32> = ours.samples().map(Result::unwrap).collect();
    assert_eq!(samples[20..20 + before.len()], before);
}

#[test]
fn lossless_compression_is_undone_without_a_loss() {
    let fixtures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/");
    for file in ["step16.flac", "step24.flac", "step16.m4a", "step24.m4a", "step16.oga"] {
        let original = std::fs::read(format!("{fixtures}{file}")).unwrap();
        let (told, before) = hear(&original);
        for (shell, container) in [(Shell::Wav, Container::Wav), (Shell::Aiff, Container::Aiff)] {
            let frames = before[0].len() + 50;
            let change = Change { shell, start: 50, ..nothing(frames as u64) };
            let (format, after) = hear(&copy(&original, &change).unwrap());
            assert_eq!((format.container, format.encoding), (container, Encoding::Pcm), "{file}");
            assert_eq!((format.bits, format.rate), (told.bits, told.rate), "{file}");
            for (before, after) in before.iter().zip(&after) {
                assert!(*after == shifted(before, 50, frames), "{file}");
            }
        }
    }
}

#[test]
fn a_copy_takes_the_bytes_that_were_foretold() {
    let original = both(Wav::pcm(24)).bytes();
    let (format, _) = hear(&original);
    for mono in [false, true] {
        let change = Change { mono, frames: Frames(30_000), ..nothing(0) };
        let real = copy(&original, &change).unwrap().len() as u64;
        let told = bar_audio::write::bytes(&format, &change);
        assert!((told..told + 100).contains(&real), "{told} and {real}");
    }
}
