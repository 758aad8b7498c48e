//! What lies around the sound.

use bar_audio::write::{Change, Shell};
use bar_testkit::{Aiff, SoundFile, Wav, signal};

use crate::support::{RATE, copy, hear, nothing};

const FRAMES: u64 = 4_800;

fn sound(file: SoundFile) -> SoundFile {
    file.rate(RATE).mono(&signal::noise(1, RATE, -3.0, 0.1))
}

/// The content of the first chunk of that name; sizes are little-endian unless `big`.
fn chunk(bytes: &[u8], id: [u8; 4], big: bool) -> Option<&[u8]> {
    let mut rest = &bytes[12..];
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let size = [head[4], head[5], head[6], head[7]];
        let size = if big { u32::from_be_bytes(size) } else { u32::from_le_bytes(size) } as usize;
        if head[..4] == id {
            return body.get(..size);
        }
        rest = body.get(size.next_multiple_of(2)..)?;
    }
    None
}

fn cue(places: &[u32]) -> Vec<u8> {
    let mut body = (places.len() as u32).to_le_bytes().to_vec();
    for (id, place) in (1_u32..).zip(places) {
        body.extend(id.to_le_bytes());
        body.extend(place.to_le_bytes());
        body.extend(b"data");
        body.extend([0; 8]);
        body.extend(place.to_le_bytes());
    }
    body
}

fn smpl(first: u32, last: u32) -> Vec<u8> {
    let mut body = vec![7; 28];
    body.extend(1_u32.to_le_bytes());
    body.extend(0_u32.to_le_bytes());
    body.extend([0; 8]);
    body.extend(first.to_le_bytes());
    body.extend(last.to_le_bytes());
    body.extend([0; 8]);
    body
}

fn ixml(high: &str, low: &str) -> Vec<u8> {
    format!(
        "<BWFXML><SPEED><TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>{high}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>\
         <TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{low}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED></BWFXML>"
    )
    .into_bytes()
}

#[test]
fn it_is_kept_and_places_move_with_the_sound() {
    let original = sound(Wav::pcm(24))
        .time_reference(480_000)
        .chunk_before(b"cue ", &cue(&[0, 2_400]))
        .chunk_before(b"JUNK", &[0; 28])
        .chunk_before(b"PEAK", &[1; 16])
        .chunk_after(b"smpl", &smpl(10, 4_000))
        .chunk_after(b"iXML", &ixml("0", "480000"))
        .chunk_after(b"LIST", b"INFOINAM\x05\0\0\0Kick\0\0")
        .chunk_after(b"what", &[9; 7])
        .bytes();
    let copied = copy(&original, &Change { start: 960, ..nothing(FRAMES + 960) }).unwrap();
    let of = |id: &[u8; 4]| chunk(&copied, *id, false);
    let bext = of(b"bext").unwrap();
    assert_eq!(bext[338..346], 479_040_u64.to_le_bytes(), "it begins earlier");
    assert_eq!(bext[..338], chunk(&original, *b"bext", false).unwrap()[..338]);
    assert_eq!(of(b"cue ").unwrap(), cue(&[960, 3_360]));
    assert_eq!(of(b"smpl").unwrap(), smpl(970, 4_960));
    assert_eq!(of(b"iXML").unwrap(), ixml("0", "479040"));
    assert_eq!(of(b"LIST").unwrap(), b"INFOINAM\x05\0\0\0Kick\0\0");
    assert_eq!(of(b"what").unwrap(), [9; 7]);
    assert_eq!(of(b"JUNK"), None, "room to write over is made where it is needed");
    assert_eq!(of(b"PEAK"), None, "peaks are found again");
    let size = u32::from_le_bytes([copied[4], copied[5], copied[6], copied[7]]) as usize;
    assert_eq!(size + 8, copied.len());
    assert_eq!(hear(&copied).1[0].len() as u64, FRAMES + 960);
}

#[test]
fn without_silence_in_front_it_is_kept_to_the_byte() {
    let original = sound(Wav::pcm(24))
        .time_reference(77)
        .chunk_before(b"cue ", &cue(&[5]))
        .chunk_after(b"iXML", &ixml("1", "5"))
        .bytes();
    let copied = copy(&original, &nothing(FRAMES + 1)).unwrap();
    for id in [b"bext", b"cue ", b"iXML"] {
        assert_eq!(chunk(&copied, *id, false), chunk(&original, *id, false));
    }
}

#[test]
fn no_place_lies_before_the_file() {
    let original = sound(Wav::pcm(24))
        .time_reference(100)
        .chunk_before(b"cue ", &cue(&[5, 4_000]))
        .chunk_after(b"iXML", &ixml("0", "100"));
    let start = |start| Change { start, ..nothing((FRAMES as i64 + start) as u64) };
    let later = copy(&original.bytes(), &start(960)).unwrap();
    assert_eq!(chunk(&later, *b"bext", false).unwrap()[338..346], [0; 8]);
    assert_eq!(chunk(&later, *b"iXML", false).unwrap(), ixml("0", "000"));
    let earlier = copy(&original.bytes(), &start(-960)).unwrap();
    assert_eq!(chunk(&earlier, *b"cue ", false).unwrap(), cue(&[0, 3_040]));
    assert_eq!(chunk(&earlier, *b"bext", false).unwrap()[338..346], 1_060_u64.to_le_bytes());
    let unchanged = ixml("0", "100");
    assert_eq!(chunk(&earlier, *b"iXML", false).unwrap(), unchanged, "too narrow for 1060");
}

#[test]
fn markers_of_aiff_move_too() {
    let marker = |id: u16, place: u32, name: &[u8]| {
        let mut bytes =
            [&id.to_be_bytes()[..], &place.to_be_bytes(), &[name.len() as u8], name].concat();
        bytes.resize(bytes.len().next_multiple_of(2), 0);
        bytes
    };
    let marks = |places: [u32; 2]| {
        let two = [marker(1, places[0], b"Verse"), marker(2, places[1], b"Chor")];
        [&[0, 2], two.concat().as_slice()].concat()
    };
    let original = sound(Aiff::pcm(24))
        .chunk_before(b"MARK", &marks([0, 2_400]))
        .chunk_after(b"NAME", b"Kick");
    let change = Change { shell: Shell::Aiff, start: 960, ..nothing(FRAMES + 960) };
    let copied = copy(&original.bytes(), &change).unwrap();
    assert_eq!(chunk(&copied, *b"MARK", true).unwrap(), marks([960, 3_360]));
    assert_eq!(chunk(&copied, *b"NAME", true).unwrap(), b"Kick");
    let size = u32::from_be_bytes([copied[4], copied[5], copied[6], copied[7]]) as usize;
    assert_eq!(size + 8, copied.len());
}

#[test]
fn what_another_kind_of_file_would_not_understand_stays_behind_but_for_tags() {
    let original =
        sound(Aiff::pcm(24)).chunk_before(b"MARK", &[0, 0]).chunk_after(b"ID3 ", b"ID3\x03tag");
    let copied = copy(&original.bytes(), &nothing(FRAMES)).unwrap();
    assert_eq!(chunk(&copied, *b"MARK", false), None);
    assert_eq!(chunk(&copied, *b"id3 ", false), Some(b"ID3\x03tag".as_slice()));
}

#[test]
fn speakers_of_many_channels_are_kept() {
    let sides = [1, 2, 3, 4, 5, 6].map(|seed| signal::noise(seed, RATE, -3.0, 0.1));
    let original = Wav::pcm(24).extensible().rate(RATE).channels(&sides).bytes();
    let copied = copy(&original, &nothing(FRAMES + 10)).unwrap();
    assert_eq!(chunk(&copied, *b"fmt ", false), chunk(&original, *b"fmt ", false));
}
