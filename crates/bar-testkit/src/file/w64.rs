//! Sony Wave64: chunks named by GUIDs, sizes of 64 bits that count their own 24-byte header.

use super::{Chunk, Pieces, SoundFile};

const RIFF: &[u8; 16] = b"riff\x2E\x91\xCF\x11\xA5\xD6\x28\xDB\x04\xC1\x00\x00";
/// What follows the four letters in the GUID of `wave`, `fmt `, `data` and the rest.
const REST: &[u8; 12] = b"\xF3\xAC\xD3\x11\x8C\xD1\x00\xC0\x4F\x8E\xDB\x8A";
const CHUNK_HEADER: u64 = 24;

pub(super) fn lay_out(file: &SoundFile, sound: Vec<u8>) -> Pieces {
    let (there, told) = file.data_sizes(&sound);
    let mut head = Vec::new();
    for chunk in &file.first {
        put(&mut head, chunk);
    }
    put(&mut head, &Chunk { id: *b"fmt ", body: file.wave_format() });
    for chunk in &file.before {
        put(&mut head, chunk);
    }
    let mut tail = vec![0; (there.next_multiple_of(8) - there) as usize];
    for chunk in &file.after {
        put(&mut tail, chunk);
    }
    let whole = CHUNK_HEADER + 16 + head.len() as u64 + CHUNK_HEADER + told + tail.len() as u64;

    let mut bytes = RIFF.to_vec();
    bytes.extend(file.size64(whole).to_le_bytes());
    bytes.extend(b"wave");
    bytes.extend(REST);
    bytes.extend(head);
    bytes.extend(b"data");
    bytes.extend(REST);
    bytes.extend(file.size64(CHUNK_HEADER + told).to_le_bytes());
    let hole = there - sound.len() as u64;
    bytes.extend(sound);
    Pieces { head: bytes, hole, tail }
}

fn put(bytes: &mut Vec<u8>, chunk: &Chunk) {
    let size = CHUNK_HEADER + chunk.body.len() as u64;
    bytes.extend(chunk.id.map(|letter| letter.to_ascii_lowercase()));
    bytes.extend(REST);
    bytes.extend(size.to_le_bytes());
    bytes.extend(&chunk.body);
    bytes.extend(vec![0; (size.next_multiple_of(8) - size) as usize]);
}
