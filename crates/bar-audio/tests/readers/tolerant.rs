//! Files as they come out of real recorders: odd, unfinished, cut off, and readable all the same.

use bar_audio::format::Header;
use bar_audio::source::ReadError;
use bar_domain::Frames;

use crate::build::*;
use crate::support::hear;

const FORMAT: (u16, u16, u32, u16) = (1, 1, 48_000, 16);

fn mono16() -> Vec<u8> {
    let (tag, channels, rate, bits) = FORMAT;
    fmt(tag, channels, rate, bits)
}

/// `count` samples that differ.
fn samples(count: i16) -> Vec<u8> {
    (1..=count).flat_map(|sample| (sample * 100).to_le_bytes()).collect()
}

fn big_endian(count: i16) -> Vec<u8> {
    (1..=count).flat_map(|sample| (sample * 100).to_be_bytes()).collect()
}

/// The first `frames` samples come out, the header is told to be `header`, every byte is hashed.
#[track_caller]
fn check(bytes: &[u8], frames: usize, header: &Header) {
    let heard = hear(bytes).unwrap();
    assert_eq!(heard.samples[0].len(), frames, "frames");
    for (i, sample) in heard.samples[0].iter().enumerate() {
        let wanted = (i as f32 + 1.0) * 100.0 / 32_768.0;
        assert!((sample - wanted).abs() < 1e-9, "frame {i} is {sample} instead of {wanted}");
    }
    assert_eq!(&heard.header, header);
    assert_eq!(heard.hash, blake3::hash(bytes));
}

#[track_caller]
fn refused(bytes: &[u8], sentence: &str) {
    assert_eq!(hear(bytes).unwrap_err().to_string(), sentence);
}

fn plain() -> Header {
    Header::default()
}

fn unset() -> Header {
    Header { sizes_unset: true, ..plain() }
}

fn promised(frames: u64) -> Header {
    Header { promised_frames: Some(Frames(frames)), ..plain() }
}

fn at(frames: u64) -> Header {
    Header { time_reference: Some(Frames(frames)), ..plain() }
}

#[test]
fn chunks_stand_before_between_and_behind() {
    let data = chunk(b"data", &samples(9));
    let odd = chunk(b"LIST", b"odd");
    check(&riff(&[odd.clone(), mono16(), odd.clone(), data.clone(), odd.clone()]), 9, &plain());
    let unpadded = sized(b"LIST", 3, b"odd");
    check(&riff(&[unpadded.clone(), mono16(), unpadded, data.clone()]), 9, &plain());
    let junk = vec![0xAB; 100_001];
    check(&riff(&[chunk(b"JUNK", &junk), mono16(), data.clone()]), 9, &plain());
    check(&[riff(&[mono16(), data]), junk].concat(), 9, &plain());
}

#[test]
fn a_time_reference_is_found_on_either_side_of_the_sound() {
    let data = chunk(b"data", &samples(9));
    let noon = 12 * 3600 * 48_000;
    check(&riff(&[bext(noon), mono16(), data.clone()]), 9, &at(noon));
    check(&riff(&[mono16(), data.clone(), bext(u64::MAX)]), 9, &at(u64::MAX));
    let parts = [bext(noon), mono16(), sized(b"data", u32::MAX, &samples(9))];
    check(&rf64(b"BW64", 18, &parts), 9, &at(noon));
    let parts = [
        w64_chunk(b"fmt ", &mono16()[8..]),
        w64_chunk(b"data", &samples(9)),
        w64_chunk(b"bext", &bext(noon)[8..]),
    ];
    check(&w64(&parts), 9, &at(noon));
}

#[test]
fn sizes_that_were_never_written_mean_everything() {
    for size in [0, u32::MAX, u32::MAX - 36, 0x8000_0000, 0x7FFF_FFFF, 0x7FFF_F000] {
        check(&riff(&[mono16(), sized(b"data", size, &samples(9))]), 9, &unset());
    }
    for long in [0, u64::MAX] {
        let parts = [mono16(), sized(b"data", u32::MAX, &samples(9))];
        check(&rf64(b"RF64", long, &parts), 9, &unset());
    }
    let mut file = w64(&[w64_chunk(b"fmt ", &mono16()[8..]), w64_chunk(b"data", &samples(8))]);
    let size = file.len() - 24;
    for unwritten in [0, 24, u64::MAX] {
        file[size..size + 8].copy_from_slice(&u64::to_le_bytes(unwritten));
        check(&file, 8, &unset());
    }
    for (frames, size) in [(0, 0_u32), (0, 8), (0, u32::MAX), (u32::MAX, 0)] {
        let mut sound = ssnd(&big_endian(8));
        sound[4..8].copy_from_slice(&size.to_be_bytes());
        check(&form(b"AIFF", &[comm(1, frames, 16, None), sound]), 8, &unset());
    }
}

#[test]
fn a_riff_size_is_not_believed() {
    for size in [0, 4, 1_000_000, u32::MAX] {
        let mut file = riff(&[mono16(), chunk(b"data", &samples(9))]);
        file[4..8].copy_from_slice(&size.to_le_bytes());
        check(&file, 9, &plain());
    }
}

#[test]
fn a_container_that_promises_more_is_told_of() {
    check(&riff(&[mono16(), sized(b"data", 2000, &samples(9))]), 9, &promised(1000));
    let nothing = riff(&[mono16(), sized(b"data", 2000, b"")]);
    refused(&nothing, "it is damaged at byte 44: the file ends where its sound should begin");
    // Half a frame is no frame.
    check(&riff(&[mono16(), sized(b"data", 18, &samples(9)[..17])]), 8, &promised(9));
    check(&riff(&[mono16(), sized(b"data", 17, &samples(9)[..17])]), 8, &plain());
    let parts = [mono16(), sized(b"data", u32::MAX, &samples(9))];
    check(&rf64(b"RF64", 1 << 40, &parts), 9, &promised(1 << 39));
    let parts = [
        comm(1, 1000, 16, None),
        [&b"SSND\0\0\x07\xD8\0\0\0\0\0\0\0\0"[..], &big_endian(9)].concat(),
    ];
    check(&form(b"AIFF", &parts), 9, &promised(1000));
}

#[test]
fn an_aiff_whose_chunks_disagree_is_told_of_where_sound_is_missing() {
    // What stands behind the sound is none of it.
    let text = iff_chunk(b"ANNO", &[b'x'; 100]);
    let file = |frames, samples| {
        form(b"AIFF", &[comm(1, frames, 16, None), ssnd(&big_endian(samples)), text.clone()])
    };
    check(&file(27, 9), 9, &promised(27));
    check(&file(10, 9), 9, &promised(10));
    check(&file(9, 9), 9, &plain());
    check(&file(9, 12), 9, &plain());
}

#[test]
fn an_aiff_may_tell_its_format_last_and_begin_late() {
    let late =
        iff_chunk(b"SSND", &[&[0, 0, 0, 6, 0, 0, 0, 0][..], &[7; 6], &big_endian(9)].concat());
    check(&form(b"AIFF", &[late, comm(1, 9, 16, None)]), 9, &plain());
    let text = iff_chunk(b"NAME", b"a kick");
    check(
        &form(b"AIFC", &[text, comm(1, 9, 16, Some(b"NONE")), ssnd(&big_endian(9))]),
        9,
        &plain(),
    );
}

#[test]
fn big_endian_wav_is_read_too() {
    let mut fmt = mono16();
    for field in [4..8, 8..10, 10..12, 12..16, 16..20, 20..22, 22..24] {
        fmt[field].reverse();
    }
    let data = iff_chunk(b"data", &big_endian(9));
    let mut file = riff(&[fmt, data]);
    file[..4].copy_from_slice(b"RIFX");
    file[4..8].reverse();
    check(&file, 9, &plain());
}

#[test]
fn nothing_to_hear_is_told_as_that() {
    let nothing = "there is no sound in it";
    refused(b"", nothing);
    refused(&riff(&[mono16(), chunk(b"data", b"")]), nothing);
    refused(&riff(&[mono16(), chunk(b"data", b""), bext(5)]), nothing);
    refused(&riff(&[mono16()]), nothing);
    refused(&form(b"AIFF", &[comm(1, 0, 16, None)]), nothing);
    refused(&form(b"AIFF", &[comm(1, 0, 16, None), ssnd(b"")]), nothing);
    refused(b"ID3\x04\0\0\0\0\0\0", nothing);
}

#[test]
fn what_makes_no_sense_is_told_with_its_place() {
    let data = chunk(b"data", &samples(9));
    let file = |fmt: Vec<u8>| riff(&[fmt, data.clone()]);
    refused(&file(fmt(1, 0, 48_000, 16)), "it is damaged at byte 20: it claims 0 channels");
    refused(&file(fmt(1, 9999, 48_000, 16)), "it is damaged at byte 20: it claims 9999 channels");
    refused(&file(fmt(1, 1, 0, 16)), "it is damaged at byte 20: it claims a sample rate of 0 Hz");
    refused(&file(fmt(1, 1, 48_000, 0)), "it is damaged at byte 34: it claims samples of 0 bits");
    refused(&file(fmt(1, 1, 48_000, 48)), "it is damaged at byte 34: it claims samples of 48 bits");
    refused(&file(fmt(3, 1, 48_000, 24)), "it is damaged at byte 34: it claims samples of 24 bits");
    refused(
        &file(chunk(b"fmt ", b"too short")),
        "it is damaged at byte 20: its format is shorter than a format can be",
    );
    refused(
        &riff(&[chunk(b"data", &samples(9)), chunk(b"JUNK", b"")]),
        "it is damaged at byte 20: the sound comes before its format is told",
    );
    refused(b"RIFF\x10\0", "it is damaged at byte 6: the file ends inside its header");
    refused(b"a letter to the engineer", "it is not a sound file that Bar One knows");
    refused(b"RIFF\x04\0\0\0NUND", "it is not a sound file that Bar One knows");
}

#[test]
fn other_encodings_are_named() {
    let file = |tag| riff(&[fmt(tag, 1, 8000, 8), chunk(b"data", &[0; 99])]);
    for (bytes, sentence, is_lossy) in [
        (file(6), "A-law inside a WAV file cannot be decoded", true),
        (file(7), "µ-law inside a WAV file cannot be decoded", true),
        (file(2), "ADPCM inside a WAV file cannot be decoded", true),
        (file(0x55), "MP3 inside a WAV file cannot be decoded", true),
        (file(0x1234), "WAV with the encoding 0x1234 cannot be decoded", false),
        (
            form(b"AIFC", &[comm(1, 9, 8, Some(b"ulaw")), ssnd(&[0; 9])]),
            "µ-law inside an AIFF-C file cannot be decoded",
            true,
        ),
        (b"wvpk and then some".to_vec(), "WavPack cannot be decoded", false),
    ] {
        let error = hear(&bytes).unwrap_err();
        assert_eq!(error.to_string(), sentence);
        assert!(matches!(error, ReadError::Unsupported { lossy, .. } if lossy == is_lossy));
    }
}
