//! Files cut off anywhere, damaged anywhere, or made to hurt: an error or sound, never a panic, a
//! hang, or memory by the size that a header claims (the allocator of this binary has a limit).

use bar_audio::format::Encoding;
use bar_audio::source::ReadError;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::build::*;
use crate::compressed::fixture;
use crate::support::{Heard, hear};

/// A small file of every uncompressed container, with chunks on both sides of the sound.
fn uncompressed() -> Vec<Vec<u8>> {
    let sound: Vec<u8> = (0..66).collect();
    let wav = |fmt: Vec<u8>| riff(&[bext(9), fmt, chunk(b"data", &sound), chunk(b"LIST", b"end")]);
    let rf64_parts = [fmt(1, 2, 48_000, 24), sized(b"data", u32::MAX, &sound), bext(9)];
    let w64_parts = [w64_chunk(b"fmt ", &fmt(1, 1, 48_000, 16)[8..]), w64_chunk(b"data", &sound)];
    vec![
        wav(fmt(1, 2, 48_000, 24)),
        wav(fmt(3, 1, 48_000, 32)),
        wav(extensible(1, 2, 48_000, 32, 24)),
        rf64(b"RF64", 66, &rf64_parts),
        w64(&w64_parts),
        form(b"AIFF", &[comm(2, 11, 24, None), ssnd(&sound), iff_chunk(b"NAME", b"end")]),
        form(b"AIFC", &[ssnd(&sound), comm(1, 33, 16, Some(b"sowt"))]),
    ]
}

const LOSSLESS: [&str; 3] = ["step16.flac", "step24.m4a", "step16.oga"];
const LOSSY: [&str; 6] = ["sine.mp3", "bare.mp3", "sine.mp2", "sine.ogg", "sine.aac", "sine.m4a"];

fn compressed(names: &[&str]) -> Vec<Vec<u8>> {
    names.iter().map(|name| std::fs::read(fixture(name)).unwrap()).collect()
}

/// What is heard of a file that ends early is what the whole one begins with, and if that is less,
/// the promise is told where the container `tells` of one.
#[track_caller]
fn check_cut(whole: &[u8], all: &Heard, end: usize, tells: bool) {
    match hear(&whole[..end]) {
        Err(error) => assert!(!matches!(error, ReadError::Panicked), "panicked, cut at {end}"),
        Ok(part) => {
            for (part, all) in part.samples.iter().zip(&all.samples) {
                assert!(all.starts_with(part), "other samples, cut at {end}");
            }
            let (heard, promised) = (part.format.frames, part.header.promised_frames);
            let wanted = (tells && heard < all.format.frames).then_some(all.format.frames);
            assert_eq!(promised, wanted, "cut at {end} with {heard:?}");
        }
    }
}

#[test]
fn uncompressed_files_may_end_at_any_byte() {
    for whole in uncompressed() {
        let all = hear(&whole).unwrap();
        (0..whole.len()).for_each(|end| check_cut(&whole, &all, end, true));
    }
}

#[test]
fn compressed_files_may_end_at_any_byte() {
    for (names, step) in [(&["step16.flac"], 3), (&["step24.m4a"], 11), (&["step16.oga"], 23)] {
        let whole = &compressed(names)[0];
        let all = hear(whole).unwrap();
        let tells = names[0] != "step16.oga";
        (0..whole.len()).step_by(step).for_each(|end| check_cut(whole, &all, end, tells));
    }
    for whole in compressed(&LOSSY) {
        for end in (0..whole.len()).step_by(61) {
            assert!(!matches!(hear(&whole[..end]), Err(ReadError::Panicked)), "cut at {end}");
        }
    }
}

#[test]
fn claims_of_size_cost_nothing() {
    let huge = u32::MAX - 0x1_0000;
    let body = fmt(1, 2, 48_000, 24);
    for bytes in [
        riff(&[body.clone(), sized(b"data", huge, &[1; 60])]),
        riff(&[sized(b"LIST", huge, &[1; 60]), body.clone()]),
        riff(&[sized(b"fmt ", huge, &body[8..])]),
        rf64(b"RF64", u64::MAX / 2, &[body.clone(), sized(b"data", u32::MAX, &[1; 60])]),
        rf64(b"RF64", 6, &vec![body.clone(); 5000]),
        riff(&vec![chunk(b"JUNK", b""); 100_000]),
        form(b"AIFF", &[comm(200, u32::MAX - 1, 32, None), ssnd(&[1; 4000])]),
        [b"ID3\x04\0\0\x7F\x7F\x7F\x7F".as_slice(), &[0; 500]].concat(),
        [b"fLaC".as_slice(), &[0x84, 0xFF, 0xFF, 0xFF], &[0; 500]].concat(),
        [b"\0\0\0\x08ftyp\xFF\xFF\xFF\xFFmoov".as_slice(), &[0; 500]].concat(),
    ] {
        let _ = hear(&bytes);
    }
}

/// One wound.
#[derive(Debug, Clone)]
enum Wound {
    Overwrite(Index, Vec<u8>),
    Remove(Index, u8),
    Insert(Index, Vec<u8>),
    Repeat(Index, u8),
}

fn wound() -> impl Strategy<Value = Wound> {
    let bytes = || {
        prop_oneof![
            vec(any::<u8>(), 1..9),
            vec(prop_oneof![Just(0_u8), Just(0x7F), Just(0x80), Just(0xFF)], 1..9),
        ]
    };
    prop_oneof![
        4 => (any::<Index>(), bytes()).prop_map(|(at, bytes)| Wound::Overwrite(at, bytes)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, count)| Wound::Remove(at, count)),
        1 => (any::<Index>(), bytes()).prop_map(|(at, bytes)| Wound::Insert(at, bytes)),
        1 => (any::<Index>(), any::<u8>()).prop_map(|(at, count)| Wound::Repeat(at, count)),
    ]
}

fn wounded(mut bytes: Vec<u8>, wounds: &[Wound]) -> Vec<u8> {
    for wound in wounds {
        if bytes.is_empty() {
            break;
        }
        // Headers are short, and where it hurts: half of the wounds go there.
        let place = |at: &Index, len: usize| {
            if at.index(2) == 0 { at.index(len) } else { at.index(len.min(160)) }
        };
        match wound {
            Wound::Overwrite(at, with) => {
                let at = place(at, bytes.len());
                bytes.iter_mut().skip(at).zip(with).for_each(|(byte, with)| *byte = *with);
            }
            Wound::Remove(at, count) => {
                let at = place(at, bytes.len());
                let end = (at + usize::from(*count)).min(bytes.len());
                bytes.drain(at..end);
            }
            Wound::Insert(at, with) => {
                let at = place(at, bytes.len());
                bytes.splice(at..at, with.iter().copied());
            }
            Wound::Repeat(at, count) => {
                let at = place(at, bytes.len());
                let end = (at + usize::from(*count)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

/// Every byte is hashed, and uncompressed frames are no more than the bytes can hold.
fn check_wounded(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(Heard { format, hash, .. }) = hear(bytes) {
        prop_assert_eq!(hash, blake3::hash(bytes));
        if matches!(format.encoding, Encoding::Pcm | Encoding::Float) {
            let sample = u64::from(format.bits.unwrap_or(8).div_ceil(8));
            prop_assert!(
                format.frames.0 * u64::from(format.channels) * sample <= bytes.len() as u64
            );
        }
    }
    Ok(())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn any_bytes_behind_any_name(
        name in prop_oneof![
            Just(b"RIFF\0\0\0\0WAVE".to_vec()), Just(b"RF64\0\0\0\0WAVEds64".to_vec()),
            Just(b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0".to_vec()),
            Just(b"FORM\0\0\0\0AIFFCOMM\0\0\0\x12".to_vec()), Just(w64(&[])),
            Just(b"fLaC".to_vec()), Just(b"OggS\0\x02".to_vec()), Just(b"\0\0\0\x08ftyp".to_vec()),
            Just(b"ID3\x03\0\0\0\0\0\x05".to_vec()), Just(b"\xFF\xFB\x90\x64".to_vec()),
            Just(b"\xFF\xF1\x50\x80".to_vec()), Just(Vec::new()),
        ],
        bytes in vec(any::<u8>(), 0..600),
    ) {
        check_wounded(&[name, bytes].concat())?;
    }

    #[test]
    fn wounded_uncompressed_files(
        which in 0..7_usize,
        wounds in vec(wound(), 1..6),
    ) {
        check_wounded(&wounded(uncompressed().swap_remove(which), &wounds))?;
    }
}

proptest! {
    #![proptest_config(config(250))]

    #[test]
    fn wounded_compressed_files(
        which in 0..9_usize,
        wounds in vec(wound(), 1..6),
    ) {
        let name = LOSSLESS.into_iter().chain(LOSSY).nth(which).unwrap_or(LOSSLESS[0]);
        check_wounded(&wounded(compressed(&[name]).swap_remove(0), &wounds))?;
    }
}
