//! The headers of AIFF 1.3, and of AIFF-C for floats.

use super::shape::Shape;

/// Everything up to the first chunk that is kept; those before and after the sound take so many bytes.
pub(super) fn head(shape: &Shape, before: u64, after: u64) -> Vec<u8> {
    let common = common(shape);
    let sound = shape.sound_bytes();
    let form = [common.len() as u64, before, 16, sound, sound % 2, after]
        .into_iter()
        .fold(4, u64::saturating_add);
    let mut bytes = b"FORM".to_vec();
    bytes.extend(size(form));
    bytes.extend(if shape.float { b"AIFC" } else { b"AIFF" });
    bytes.extend(common);
    bytes
}

/// The header of the sound itself.
pub(super) fn sound_head(shape: &Shape) -> Vec<u8> {
    [b"SSND".as_slice(), &size(shape.sound_bytes().saturating_add(8)), &[0; 8]].concat()
}

/// The `COMM` chunk, and in AIFF-C the `FVER` chunk before it.
fn common(shape: &Shape) -> Vec<u8> {
    let mut body = Vec::with_capacity(38);
    body.extend(shape.channels.to_be_bytes());
    body.extend(size(shape.frames));
    body.extend(shape.bits.to_be_bytes());
    body.extend(extended(shape.rate));
    let mut bytes = Vec::new();
    if shape.float {
        bytes.extend(chunk(*b"FVER", &0xA280_5140_u32.to_be_bytes()));
        // A Pascal string fills an even number of bytes, its length among them.
        body.extend(if shape.bits == 64 {
            b"fl64\x0C64-bit float\0"
        } else {
            b"fl32\x0C32-bit float\0"
        });
    }
    bytes.extend(chunk(*b"COMM", &body));
    bytes
}

fn chunk(id: [u8; 4], body: &[u8]) -> Vec<u8> {
    [&id, &(body.len() as u32).to_be_bytes(), body].concat()
}

/// A size field; whoever plans sees to it that 32 bits suffice.
fn size(bytes: u64) -> [u8; 4] {
    u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes()
}

/// A rate in the 80-bit extended precision of IEEE 754.
fn extended(rate: u32) -> [u8; 10] {
    let shift = rate.leading_zeros().min(31);
    let exponent = (16_383 + 31 - shift) as u16;
    let mantissa = u64::from(rate << shift) << 32;
    let mut bytes = [0; 10];
    bytes[..2].copy_from_slice(&exponent.to_be_bytes());
    bytes[2..].copy_from_slice(&mantissa.to_be_bytes());
    bytes
}
