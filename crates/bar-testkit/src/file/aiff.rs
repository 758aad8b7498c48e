//! AIFF 1.3 and AIFF-C.

use super::samples::Coding;
use super::{Chunk, Pieces, Shell, Sizes, SoundFile};

/// Starts an AIFF or AIFF-C file.
#[derive(Debug)]
pub struct Aiff;

impl Aiff {
    /// Plain AIFF: big-endian integers of so many bits, left-justified.
    #[must_use]
    pub fn pcm(bits: u16) -> SoundFile {
        SoundFile::new(Shell::Aiff, Coding::pcm(bits).big_endian())
    }

    /// AIFF-C `NONE`: big-endian integers of so many bits.
    #[must_use]
    pub fn none(bits: u16) -> SoundFile {
        Self::aifc(*b"NONE", Coding::pcm(bits).big_endian())
    }

    /// AIFF-C `sowt`: little-endian integers of so many bits.
    #[must_use]
    pub fn sowt(bits: u16) -> SoundFile {
        Self::aifc(*b"sowt", Coding::pcm(bits))
    }

    /// AIFF-C `in24`: big-endian 24-bit integers.
    #[must_use]
    pub fn in24() -> SoundFile {
        Self::aifc(*b"in24", Coding::pcm(24).big_endian())
    }

    /// AIFF-C `in32`: big-endian 32-bit integers.
    #[must_use]
    pub fn in32() -> SoundFile {
        Self::aifc(*b"in32", Coding::pcm(32).big_endian())
    }

    /// AIFF-C `fl32`: big-endian 32-bit floats.
    #[must_use]
    pub fn fl32() -> SoundFile {
        Self::aifc(*b"fl32", Coding::float(32).big_endian())
    }

    /// AIFF-C `fl64`: big-endian 64-bit floats.
    #[must_use]
    pub fn fl64() -> SoundFile {
        Self::aifc(*b"fl64", Coding::float(64).big_endian())
    }

    /// AIFF-C of any compression type, its samples written as big-endian integers of so many bits:
    /// for types that a reader must refuse, or knows by another name.
    #[must_use]
    pub fn compressed(compression: [u8; 4], bits: u16) -> SoundFile {
        Self::aifc(compression, Coding::pcm(bits).big_endian())
    }

    fn aifc(compression: [u8; 4], coding: Coding) -> SoundFile {
        SoundFile::new(Shell::Aifc { compression }, coding)
    }
}

pub(super) fn lay_out(file: &SoundFile, sound: Vec<u8>) -> Pieces {
    let (there, told) = file.data_sizes(&sound);
    let mut head = Vec::new();
    if matches!(file.shell, Shell::Aifc { .. }) {
        put(&mut head, &Chunk { id: *b"FVER", body: 0xA280_5140u32.to_be_bytes().to_vec() });
    }
    for chunk in &file.first {
        put(&mut head, chunk);
    }
    put(&mut head, &Chunk { id: *b"COMM", body: common(file, told) });
    for chunk in &file.before {
        put(&mut head, chunk);
    }
    let mut tail = vec![0; (there % 2) as usize];
    for chunk in &file.after {
        put(&mut tail, chunk);
    }
    let form = 4 + head.len() as u64 + 16 + told + tail.len() as u64;

    let mut bytes = b"FORM".to_vec();
    bytes.extend(file.size32(form).to_be_bytes());
    bytes.extend(if matches!(file.shell, Shell::Aiff) { b"AIFF" } else { b"AIFC" });
    bytes.extend(head);
    bytes.extend(b"SSND");
    bytes.extend(file.size32(8 + told).to_be_bytes());
    bytes.extend([0; 8]);
    let hole = there - sound.len() as u64;
    bytes.extend(sound);
    Pieces { head: bytes, hole, tail }
}

fn common(file: &SoundFile, told: u64) -> Vec<u8> {
    let frames = match file.sizes {
        Sizes::Promised(frames) => frames,
        Sizes::True | Sizes::Unset(_) => told / file.frame_bytes().max(1),
    };
    let mut body = Vec::new();
    body.extend(file.channels.to_be_bytes());
    body.extend(file.size32(frames).to_be_bytes());
    body.extend(file.coding.bits.to_be_bytes());
    body.extend(extended(file.rate));
    if let Shell::Aifc { compression } = file.shell {
        body.extend(compression);
        body.extend(b"\x04name\x00");
    }
    body
}

/// The rate as an 80-bit IEEE 754 extended float, big-endian.
fn extended(rate: u32) -> [u8; 10] {
    let shift = rate.leading_zeros();
    let exponent = if rate == 0 { 0 } else { 16_383 + 31 - shift as u16 };
    let mantissa = u64::from(rate.checked_shl(shift).unwrap_or(0)) << 32;
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&exponent.to_be_bytes());
    bytes[2..].copy_from_slice(&mantissa.to_be_bytes());
    bytes
}

fn put(bytes: &mut Vec<u8>, chunk: &Chunk) {
    bytes.extend(chunk.id);
    bytes.extend((chunk.body.len() as u32).to_be_bytes());
    bytes.extend(&chunk.body);
    bytes.extend(vec![0; chunk.body.len() % 2]);
}
