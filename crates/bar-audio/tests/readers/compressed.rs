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

/// The FLAC fixture without its comments: its front of 42 bytes and its three frames of 1,024, 1,024 and 952 samples.
fn flac_parts() -> (Vec<u8>, [Vec<u8>; 3]) {
    let file = std::fs::read(fixture("step16.flac")).unwrap();
    let frames = file.windows(4).enumerate().filter(|(at, bytes)| *at > 41 && is_frame(bytes));
    let starts: Vec<usize> = frames.map(|(at, _)| at).collect();
    let [a, b, c] = starts[..] else { panic!("frames at {starts:?}") };
    let front = [b"fLaC\x80", &file[5..42]].concat();
    (front, [file[a..b].to_vec(), file[b..c].to_vec(), file[c..].to_vec()])
}

fn is_frame(bytes: &[u8]) -> bool {
    bytes[0] == 0xFF && bytes[1] == 0xF8 && matches!(bytes[2], 0xAA | 0x7A)
}

/// The same frame, said to be at 44.1 kHz (RFC 9639, section 9.1): its header ends with a CRC.
fn at_44_100(frame: &[u8]) -> Vec<u8> {
    let mut frame = frame.to_vec();
    frame[2] = frame[2] & 0xF0 | 0x09;
    let end = if frame[2] >> 4 == 7 { 7 } else { 5 };
    frame[end] = frame[..end].iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ byte, |crc: u8, _| if crc > 0x7F { crc << 1 ^ 7 } else { crc << 1 })
    });
    frame
}

#[test]
fn what_is_wrong_with_the_metadata_of_a_flac_file_is_its_own_affair() {
    let whole = hear_file(&fixture("step16.flac")).unwrap();
    let (front, [a, b, c]) = flac_parts();
    let comment = [4, 0, 0, 3, 0xFF, 0xFF, 0xFF].as_slice();
    let cue_sheet = [0x85, 0, 0, 2, 1, 2].as_slice();
    let info = [&[0], &front[5..]].concat();
    let heard = hear(&[b"fLaC", &info[..], comment, cue_sheet, &a, &b, &c].concat()).unwrap();
    assert_eq!(heard.samples, whole.samples);
}

#[test]
fn sound_missing_from_a_flac_file_is_told() {
    let (front, [a, b, c]) = flac_parts();
    let said = |parts: &[&[u8]]| hear(&parts.concat()).map(|heard| heard.header);
    let reason = |parts: &[&[u8]]| match said(parts).unwrap_err() {
        ReadError::Damaged { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    let promised = Header { promised_frames: Some(Frames(3000)), ..Header::default() };
    assert_eq!(said(&[&front, &a, &b]).unwrap(), promised);
    assert_eq!(reason(&[&front, &a, &c]), "1024 frames are missing here");
    // Without a length, as from a stream.
    let mut streamed = front.clone();
    streamed[21] &= 0xF0;
    streamed[22..26].fill(0);
    let unset = Header { sizes_unset: true, ..Header::default() };
    assert_eq!(said(&[&streamed, &a, &b, &c]).unwrap(), unset);
    assert_eq!(reason(&[&streamed, &a, &c]), "1024 frames are missing here");
    assert_eq!(said(&[&streamed, &a, &b, &c[..99]]).unwrap(), unset);
    // Sound of another rate, which symphonia passes over in silence.
    let other: Vec<u8> = [&a, &b, &c].into_iter().flat_map(|frame| at_44_100(frame)).collect();
    let other = other.repeat(12);
    assert_eq!(reason(&[&streamed, &a, &b, &c, &other]), "what follows cannot be decoded");
}

#[test]
fn flac_beyond_24_bits_is_not_decoded_wrongly() {
    let (mut front, [a, ..]) = flac_parts();
    front[20] |= 1;
    front[21] |= 0xF0;
    let refused = hear(&[front, a].concat()).unwrap_err();
    assert_eq!(refused.to_string(), "FLAC with more than 24 bits cannot be decoded");
}

#[test]
fn two_frames_and_a_tag_are_an_mp3() {
    let file = std::fs::read(fixture("bare.mp3")).unwrap();
    let mut tag = [0; 128];
    tag[..3].copy_from_slice(b"TAG");
    // 128 kbit/s at 44.1 kHz is 417 bytes, or 418 with padding.
    let second = 417 + usize::from(file[2] >> 1 & 1);
    let end = second + 417 + usize::from(file[second + 2] >> 1 & 1);
    let heard = hear(&[&file[..end], tag.as_slice()].concat()).unwrap();
    assert!(heard.format.frames.0 >= 1152);
}
