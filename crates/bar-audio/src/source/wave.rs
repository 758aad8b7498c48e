//! The `fmt ` chunk of the WAV family (Microsoft's WAVEFORMATEX and WAVEFORMATEXTENSIBLE).

use super::ReadError;
use super::outline::Shape;
use super::peek::Order;
use super::samples::{Kind, Layout};

/// Bytes of the chunk that matter here.
pub(super) const FMT_BYTES: usize = 40;

const PCM: u16 = 0x0001;
const FLOAT: u16 = 0x0003;
const EXTENSIBLE: u16 = 0xFFFE;

/// What follows the tag in a sub-format: Microsoft's, and that of Ambisonic B-format files.
const SUB_FORMATS: [[u8; 14]; 2] = [
    [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71],
    [0x00, 0x00, 0x21, 0x07, 0xD3, 0x11, 0x86, 0x44, 0xC8, 0xC1, 0xCA, 0x00, 0x00, 0x00],
];

/// The frames that a `fmt ` chunk describes; `at` is where its content stands in the file.
pub(super) fn shape(chunk: &[u8], order: Order, at: u64) -> Result<Shape, ReadError> {
    let field = |offset: usize| Some(order.u16(*chunk.get(offset..)?.first_chunk()?));
    let long = |offset: usize| Some(order.u32(*chunk.get(offset..)?.first_chunk()?));
    let (Some(written_tag), Some(channels), Some(rate), Some(align)) =
        (field(0), field(2), long(4), field(12))
    else {
        return Err(ReadError::damaged(at, "its format is shorter than a format can be"));
    };
    // The oldest form of the chunk ends here and means bytes.
    let written_bits = field(14).unwrap_or(8);
    let mut tag = written_tag;
    let mut valid_bits = written_bits;
    if written_tag == EXTENSIBLE {
        // Some writers leave the extension out; then the samples are integers.
        tag = field(24).unwrap_or(PCM);
        valid_bits = field(18).unwrap_or(written_bits);
        if chunk.get(26..40).is_some_and(|rest| !SUB_FORMATS.iter().any(|known| known == rest)) {
            return Err(ReadError::unsupported("an unknown kind of extensible WAV", false));
        }
    }
    let bytes = container_bytes(channels, align, written_bits);
    let kind = match (tag, bytes, valid_bits) {
        (PCM, 1, _) => Some(Kind::Unsigned8),
        (PCM, 4, 24) => Some(Kind::Some24In32),
        (PCM, bytes, _) => Kind::signed(bytes),
        (FLOAT, 4, _) => Some(Kind::Float32),
        (FLOAT, 8, _) => Some(Kind::Float64),
        (FLOAT, _, _) => None,
        (other, _, _) => return Err(foreign(other)),
    };
    let Some(kind) = kind else {
        let reason = format!("it claims samples of {written_bits} bits");
        return Err(ReadError::damaged(at + 14, reason));
    };
    let whole = bytes * 8;
    let bits = if tag == PCM && (1..whole).contains(&valid_bits) { valid_bits } else { whole };
    Shape { rate, channels, bits, layout: Layout { kind, order } }.sane(at)
}

/// Bytes of one sample: as the size of a frame says, or its bits where that makes no sense.
fn container_bytes(channels: u16, align: u16, bits: u16) -> u16 {
    let least = bits.div_ceil(8);
    match align.checked_div(channels) {
        Some(bytes) if align.is_multiple_of(channels) && bytes >= least && bytes <= 8 => bytes,
        _ => least,
    }
}

fn foreign(tag: u16) -> ReadError {
    let (what, lossy) = match tag {
        0x0002 | 0x0011 | 0x0020 | 0x0062 | 0x0069 | 0x0200 => ("ADPCM", true),
        0x0006 => ("A-law", true),
        0x0007 => ("µ-law", true),
        0x0031 => ("GSM", true),
        0x0050 => ("MPEG layer II", true),
        0x0055 => ("MP3", true),
        0x0092 | 0x2000 => ("AC-3", true),
        0x00FF | 0x1600..=0x1610 | 0xA106 => ("AAC", true),
        0x0160..=0x0162 => ("Windows Media Audio", true),
        0x0163 => ("Windows Media Audio Lossless", false),
        0x0164 => ("AC-3 over S/PDIF", true),
        0x674F..=0x6771 => ("Vorbis", true),
        0x704F => ("Opus", true),
        0xF1AC => ("FLAC", false),
        _ => return ReadError::unsupported(format!("WAV with the encoding 0x{tag:04X}"), false),
    };
    ReadError::unsupported(format!("{what} inside a WAV file"), lossy)
}
