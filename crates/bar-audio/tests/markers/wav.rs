//! The silent WAV, read by hound for its sound and by a reader of RIFF chunks for its markers.

use bar_audio::markers::{Format, Sheet};
use bar_domain::{Frames, SampleRate};
use proptest::prelude::*;

use super::sheet::{marker, moment, range, sheet, three, written};

/// The chunks in `bytes`: their names and contents.
fn chunks(mut bytes: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut chunks = Vec::new();
    while !bytes.is_empty() {
        let size = u32::from_le_bytes(bytes[4..8].try_into().unwrap()) as usize;
        chunks.push((&bytes[..4], &bytes[8..8 + size]));
        bytes = &bytes[8 + size.next_multiple_of(2)..];
    }
    chunks
}

fn number(bytes: &[u8]) -> u32 {
    u32::from_le_bytes(bytes[..4].try_into().unwrap())
}

/// First frame, frames, label and comment of every cue point.
fn cues(file: &[u8]) -> Vec<(u32, u32, String, String)> {
    let form = chunks(file);
    assert_eq!((form.len(), form[0].0, &form[0].1[..4]), (1, &b"RIFF"[..], &b"WAVE"[..]));
    let parts = chunks(&form[0].1[4..]);
    let named = |name: &[u8]| parts.iter().find(|(it, _)| *it == name).unwrap().1;
    let list = named(b"LIST");
    assert_eq!(&list[..4], b"adtl");
    let notes = chunks(&list[4..]);
    let text = |kind: &[u8], id: u32| {
        let found = notes.iter().find(|(it, body)| *it == kind && number(body) == id).unwrap();
        String::from_utf8(found.1[4..].strip_suffix(b"\0").unwrap().to_vec()).unwrap()
    };
    let (count, points) = named(b"cue ").split_at(4);
    let points = points.as_chunks::<24>().0;
    assert_eq!(points.len() as u32, number(count));
    let point = |point: &[u8; 24]| {
        let (id, at) = (number(point), number(&point[20..]));
        assert_eq!((number(&point[4..]), &point[8..12]), (at, &b"data"[..]));
        let region = notes.iter().find(|(it, body)| *it == b"ltxt" && number(body) == id);
        let length = region.map_or(0, |(_, body)| number(&body[4..]));
        (at, length, text(b"labl", id), text(b"note", id))
    };
    points.iter().map(point).collect()
}

#[test]
fn it_is_as_long_as_the_mix_and_holds_the_markers() {
    let file = written(&Sheet { offset: 96_000, ..three() }, Format::Wav);
    let mut reader = hound::WavReader::new(file.as_slice()).unwrap();
    let spec = reader.spec();
    assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (1, 48_000, 16));
    assert_eq!(reader.duration(), 62 * 48_000);
    assert!(reader.samples::<i16>().all(|sample| sample.unwrap() == 0));
    let (snare, air) = ("snare, \"too\" loud", "more <reverb> & air 🎤");
    let wanted = [
        (96_000, 0, "Whole song: wider".to_owned(), "wider".to_owned()),
        (576_000, 0, format!("{snare} / by 2 dB"), format!("{snare}\nby 2 dB")),
        (1_056_000, 480_000, air.to_owned(), air.to_owned()),
    ];
    assert_eq!(cues(&file), wanted);
}

#[test]
fn our_own_reader_takes_it_as_a_sound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("markers.wav");
    std::fs::write(&path, written(&three(), Format::Wav)).unwrap();
    let source = bar_audio::source::open(&path).unwrap();
    assert_eq!(source.format().frames, Frames(60 * 48_000));
}

#[test]
fn a_very_long_mix_has_fewer_bits() {
    /// Counts what is written, and keeps the first of it.
    struct Head(u64, Vec<u8>);
    impl std::io::Write for Head {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len() as u64;
            if self.1.len() < 44 {
                self.1.extend_from_slice(bytes);
            }
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let hours = |hours: u64| Sheet {
        rate: SampleRate(192_000),
        frames: Frames(192_000 * 3600 * hours),
        ..sheet(vec![marker(moment(1), "x")])
    };
    let mut head = Head(0, Vec::new());
    hours(4).write(Format::Wav, &mut head).unwrap();
    assert_eq!((head.1[34], u64::from(number(&head.1[4..])) + 8), (8, head.0));
    assert!(hours(7).write(Format::Wav, &mut Head(0, Vec::new())).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_words_come_back(
        words in prop::collection::vec(prop_oneof!["\\PC{1,200}", "[a🥁\u{5d0}\n\"]{1,9}"], 1..6),
        length in 1..1000_u64,
    ) {
        let notes = words.iter().enumerate();
        let markers = notes.map(|(at, words)| marker(range(at as u64, at as u64 + length), words));
        let sheet = Sheet { frames: Frames(999), ..sheet(markers.collect()) };
        let file = written(&sheet, Format::Wav);
        prop_assert_eq!(file.len() % 2, 0);
        let duration = hound::WavReader::new(file.as_slice()).unwrap().duration();
        prop_assert_eq!(u64::from(duration), 999.max(words.len() as u64 - 1 + length));
        for (at, (found, words)) in cues(&file).iter().zip(&words).enumerate() {
            prop_assert_eq!((found.0, u64::from(found.1)), (at as u32, length));
            prop_assert_eq!(&found.3, words);
        }
    }
}
