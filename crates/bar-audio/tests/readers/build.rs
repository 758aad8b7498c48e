//! Files built byte by byte.

use std::iter::repeat_n;

/// `id`, size, content, and a pad byte where it is odd.
pub fn chunk(id: &[u8], content: &[u8]) -> Vec<u8> {
    let mut bytes = sized(id, content.len() as u32, content);
    bytes.extend(repeat_n(0, content.len() % 2));
    bytes
}

/// A chunk that claims another size than it has.
pub fn sized(id: &[u8], size: u32, content: &[u8]) -> Vec<u8> {
    [id, &size.to_le_bytes(), content].concat()
}

/// A RIFF form around chunks.
pub fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    let size = (body.len() as u32 + 4).to_le_bytes();
    [b"RIFF".as_slice(), &size, b"WAVE", &body].concat()
}

/// A `fmt ` chunk of 16 bytes.
pub fn fmt(tag: u16, channels: u16, rate: u32, bits: u16) -> Vec<u8> {
    fmt_aligned(tag, channels, rate, bits, channels * bits.div_ceil(8))
}

/// A `fmt ` chunk of 16 bytes with a frame size of its own.
pub fn fmt_aligned(tag: u16, channels: u16, rate: u32, bits: u16, align: u16) -> Vec<u8> {
    let bytes_per_second = rate.wrapping_mul(align.into());
    let body = [
        &tag.to_le_bytes()[..],
        &channels.to_le_bytes(),
        &rate.to_le_bytes(),
        &bytes_per_second.to_le_bytes(),
        &align.to_le_bytes(),
        &bits.to_le_bytes(),
    ];
    chunk(b"fmt ", &body.concat())
}

/// A WAVEFORMATEXTENSIBLE `fmt ` chunk.
pub fn extensible(sub_tag: u16, channels: u16, rate: u32, bits: u16, valid: u16) -> Vec<u8> {
    let plain = fmt(0xFFFE, channels, rate, bits);
    let guid = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
    let body = [
        &plain[8..],
        &22_u16.to_le_bytes(),
        &valid.to_le_bytes(),
        &3_u32.to_le_bytes(),
        &sub_tag.to_le_bytes(),
        &guid,
    ];
    chunk(b"fmt ", &body.concat())
}

/// A `bext` chunk (EBU Tech 3285) that begins `frames` after midnight.
pub fn bext(frames: u64) -> Vec<u8> {
    let mut body = vec![0; 602];
    body[338..346].copy_from_slice(&frames.to_le_bytes());
    chunk(b"bext", &body)
}

/// An RF64 or BW64 form: `ds64` with this data size, then `chunks`.
pub fn rf64(id: &[u8], data_size: u64, chunks: &[Vec<u8>]) -> Vec<u8> {
    let ds64 = [&0_u64.to_le_bytes()[..], &data_size.to_le_bytes(), &[0; 12]].concat();
    let body = [chunk(b"ds64", &ds64), chunks.concat()].concat();
    [id, &u32::MAX.to_le_bytes(), b"WAVE", &body].concat()
}

const W64_TAIL: [u8; 12] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];

/// A Wave64 chunk, its size counting its header, padded to 8 bytes.
pub fn w64_chunk(id: &[u8], content: &[u8]) -> Vec<u8> {
    let size = (content.len() as u64 + 24).to_le_bytes();
    let mut bytes = [id, &W64_TAIL, &size, content].concat();
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes
}

/// A Wave64 form around chunks.
pub fn w64(chunks: &[Vec<u8>]) -> Vec<u8> {
    let tail = [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 4, 0xC1, 0, 0];
    let body = chunks.concat();
    let size = (body.len() as u64 + 40).to_le_bytes();
    [b"riff".as_slice(), &tail, &size, b"wave", &W64_TAIL, &body].concat()
}

/// `id`, big-endian size, content and padding.
pub fn iff_chunk(id: &[u8], content: &[u8]) -> Vec<u8> {
    let size = (content.len() as u32).to_be_bytes();
    let mut bytes = [id, &size, content].concat();
    bytes.extend(repeat_n(0, content.len() % 2));
    bytes
}

/// A FORM of this type around chunks.
pub fn form(kind: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = chunks.concat();
    let size = (body.len() as u32 + 4).to_be_bytes();
    [b"FORM".as_slice(), &size, kind, &body].concat()
}

/// A `COMM` chunk at 48 kHz; `encoding` makes it that of AIFF-C.
pub fn comm(channels: u16, frames: u32, bits: u16, encoding: Option<&[u8; 4]>) -> Vec<u8> {
    let rate = [0x40, 0x0E, 0xBB, 0x80, 0, 0, 0, 0, 0, 0];
    let mut body =
        [&channels.to_be_bytes()[..], &frames.to_be_bytes(), &bits.to_be_bytes(), &rate].concat();
    if let Some(encoding) = encoding {
        body.extend([encoding.as_slice(), &[0, 0]].concat());
    }
    iff_chunk(b"COMM", &body)
}

/// An `SSND` chunk without offset.
pub fn ssnd(samples: &[u8]) -> Vec<u8> {
    iff_chunk(b"SSND", &[&[0; 8], samples].concat())
}
