//! The headers of WAV (Microsoft's RIFF), and of RF64 (EBU Tech 3306) where 32 bits are too few.

use super::shape::Shape;

const PCM: u16 = 0x0001;
const FLOAT: u16 = 0x0003;
const EXTENSIBLE: u16 = 0xFFFE;
/// What follows the tag in the sub-format of an extensible file.
const SUB_FORMAT: [u8; 14] =
    [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
/// The `ds64` chunk with its header.
const DS64_BYTES: u64 = 36;

/// Everything up to the first chunk that is kept; those before and after the sound take so many bytes.
pub(super) fn head(shape: &Shape, before: u64, after: u64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(128);
    let form = form_bytes(shape, before, after);
    if is_large(shape, before, after) {
        bytes.extend(b"RF64\xFF\xFF\xFF\xFFWAVEds64");
        bytes.extend(28_u32.to_le_bytes());
        bytes.extend((form + DS64_BYTES).to_le_bytes());
        bytes.extend(shape.sound_bytes().to_le_bytes());
        bytes.extend(shape.frames.to_le_bytes());
        bytes.extend(0_u32.to_le_bytes());
    } else {
        bytes.extend(b"RIFF");
        bytes.extend((form as u32).to_le_bytes());
        bytes.extend(b"WAVE");
    }
    bytes.extend(format(shape));
    bytes
}

/// The header of the sound itself.
pub(super) fn sound_head(shape: &Shape, before: u64, after: u64) -> Vec<u8> {
    let large = is_large(shape, before, after);
    let size = if large { u32::MAX } else { shape.sound_bytes() as u32 };
    [b"data".as_slice(), &size.to_le_bytes()].concat()
}

/// Bytes of the form after its own size field, as a plain WAV.
fn form_bytes(shape: &Shape, before: u64, after: u64) -> u64 {
    let sound = shape.sound_bytes();
    [format(shape).len() as u64, before, 8, sound, sound % 2, after]
        .into_iter()
        .fold(4, u64::saturating_add)
}

fn is_large(shape: &Shape, before: u64, after: u64) -> bool {
    // Greatest of all is the mark for "see ds64".
    form_bytes(shape, before, after) >= u64::from(u32::MAX)
}

/// The `fmt ` chunk, and the `fact` chunk that goes with floats.
fn format(shape: &Shape) -> Vec<u8> {
    let extensible = shape.bits != 8 * shape.bytes || shape.channels > 2;
    let plain = if shape.float { FLOAT } else { PCM };
    let frame_bytes = shape.frame_bytes() as u16;
    let told_bits = 8 * shape.bytes;
    let mut body = Vec::with_capacity(40);
    body.extend(if extensible { EXTENSIBLE } else { plain }.to_le_bytes());
    body.extend(shape.channels.to_le_bytes());
    body.extend(shape.rate.to_le_bytes());
    body.extend(shape.rate.wrapping_mul(u32::from(frame_bytes)).to_le_bytes());
    body.extend(frame_bytes.to_le_bytes());
    body.extend(told_bits.to_le_bytes());
    if extensible {
        let speakers = shape.speakers.unwrap_or(match shape.channels {
            1 => 0x4,
            2 => 0x3,
            _ => 0,
        });
        body.extend(22_u16.to_le_bytes());
        body.extend(shape.bits.to_le_bytes());
        body.extend(speakers.to_le_bytes());
        body.extend(plain.to_le_bytes());
        body.extend(SUB_FORMAT);
    } else if shape.float {
        body.extend(0_u16.to_le_bytes());
    }
    let mut bytes = chunk(*b"fmt ", &body);
    if shape.float {
        let frames = u32::try_from(shape.frames).unwrap_or(u32::MAX);
        bytes.extend(chunk(*b"fact", &frames.to_le_bytes()));
    }
    bytes
}

fn chunk(id: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&id, &(body.len() as u32).to_le_bytes(), body].concat()
}
