//! Compressed files: what they are told to be, and that the sound comes out where it was.

use std::f64::consts::TAU;
use std::path::PathBuf;

use bar_audio::format::{Container, Encoding, Header};
use bar_audio::source::ReadError;
use bar_domain::Frames;

use crate::support::{hear, hear_file};

pub fn fixture(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "fixtures", name].iter().collect()
}

#[track_caller]
fn check_lossless(name: &str, container: Container, encoding: Encoding, bits: u16) {
    let heard = hear_file(&fixture(name)).unwrap();
    let format = heard.format;
    assert_eq!((format.container, format.encoding, format.bits), (container, encoding, Some(bits)));
    assert_eq!((format.rate.0, format.channels, format.frames), (48_000, 2, Frames(3000)));
    assert_eq!(heard.header, Header::default());
    let fine = i32::from(bits == 24);
    for i in 0..3000_i32 {
        let left = ((i * 97) % 16_384 - 8192) * 256 + fine * (i % 7);
        let right = (4096 - (i * 31) % 8192) * 256;
        let wanted = [left, right].map(|sample| sample as f32 / 8_388_608.0);
        let found = [heard.samples[0][i as usize], heard.samples[1][i as usize]];
        assert_eq!(found.map(f32::to_bits), wanted.map(f32::to_bits), "frame {i}");
    }
    assert_eq!(heard.used_bits.trailing_zeros(), 32 - u32::from(bits));
    assert_eq!(heard.hash, blake3::hash(&std::fs::read(fixture(name)).unwrap()));
}

/// `delay` is what the codec puts in front without its container telling of it.
#[track_caller]
fn check_lossy(name: &str, container: Container, encoding: Encoding, delay: usize, frames: u64) {
    let heard = hear_file(&fixture(name)).unwrap();
    let format = heard.format;
    assert_eq!((format.container, format.encoding, format.bits), (container, encoding, None));
    assert_eq!((format.rate.0, format.channels, format.frames), (44_100, 2, Frames(frames)));
    assert_eq!((heard.header, heard.used_bits), (Header::default(), 0));
    for (samples, hertz, level) in
        [(&heard.samples[0], 441.0, 0.5), (&heard.samples[1], 882.0, 0.25)]
    {
        let error: f64 = (2000..9000)
            .map(|i| (i as f64, f64::from(samples[i + delay])))
            .map(|(i, sample)| (sample - level * (TAU * hertz * i / 44_100.0).sin()).powi(2))
            .sum();
        let rms = (error / 7000.0).sqrt();
        // Encoders turn down by up to 5 %, which is 0.018; a frame too early or too late is 0.028.
        assert!(rms < 0.02, "{hertz} Hz is {rms} away from where it should be");
    }
    assert_eq!(heard.hash, blake3::hash(&std::fs::read(fixture(name)).unwrap()));
}

#[test]
fn lossless_compression_gives_back_every_bit() {
    check_lossless("step24.flac", Container::Flac, Encoding::Flac, 24);
    check_lossless("step16.flac", Container::Flac, Encoding::Flac, 16);
    check_lossless("step16.oga", Container::Ogg, Encoding::Flac, 16);
    check_lossless("step24.m4a", Container::Mp4, Encoding::Alac, 24);
    check_lossless("step16.m4a", Container::Mp4, Encoding::Alac, 16);
}

#[test]
fn lossy_sound_comes_out_where_it_was() {
    check_lossy("sine.mp3", Container::Mp3, Encoding::Mp3, 0, 11_025);
    check_lossy("bare.mp3", Container::Mp3, Encoding::Mp3, 1105, 12_672);
    check_lossy("sine.mp2", Container::Mp3, Encoding::Mp3, 481, 11_520);
    check_lossy("sine.ogg", Container::Ogg, Encoding::Vorbis, 0, 11_025);
    check_lossy("sine.aac", Container::Adts, Encoding::Aac, 1024, 12_288);
    check_lossy("sine.m4a", Container::Mp4, Encoding::Aac, 1024, 12_049);
}

#[test]
fn opus_is_recognised_as_lossy_without_being_decoded() {
    let refused = hear_file(&fixture("sine.opus")).unwrap_err();
    assert_eq!(refused.to_string(), "Opus cannot be decoded");
    assert!(matches!(refused, ReadError::Unsupported { lossy: true, .. }));
}

#[test]
fn tags_in_front_and_behind_are_passed_over() {
    let id3 = [b"ID3\x04\0\0\0\0\x02\x01".as_slice(), &[0xFF; 257]].concat();
    let mut id3v1 = [0; 128];
    id3v1[..3].copy_from_slice(b"TAG");
    for name in ["sine.mp3", "step16.flac", "sine.aac"] {
        let plain = std::fs::read(fixture(name)).unwrap();
        let tagged = hear(&[&id3, &id3, &plain, id3v1.as_slice()].concat()).unwrap();
        assert_eq!(tagged.samples, hear(&plain).unwrap().samples, "{name}");
    }
}

#[test]
fn an_mp3_is_found_behind_junk() {
    let plain = std::fs::read(fixture("bare.mp3")).unwrap();
    let junk = [&[0_u8; 3000], b"not sound".as_slice(), &plain].concat();
    assert_eq!(hear(&junk).unwrap().samples, hear(&plain).unwrap().samples);
}
