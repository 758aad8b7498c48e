//! Finding the first frame of an MPEG audio or ADTS stream, which have no name.

use std::io::{Read, Seek};

use super::ReadError;
use super::peek::Peek;

/// What kind of frames follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// Layers I, II and III.
    Audio,
    /// AAC.
    Adts,
}

/// Bytes of junk that may stand before the first frame.
const REACH: usize = 64 * 1024;
/// Frames that must follow each other: by chance, two do so once in some millions of places.
const CHAIN: usize = 3;

/// The first frame at or after byte `at`, and what kind it is.
pub(super) fn find<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    at: u64,
) -> Result<Option<(Layer, u64)>, ReadError> {
    let mut bytes = vec![0; REACH.min((file.len() - at.min(file.len())) as usize)];
    let read = file.some(at, &mut bytes)?;
    for (offset, pair) in bytes[..read].windows(2).enumerate() {
        if pair[0] != 0xFF || pair[1] < 0xE0 {
            continue;
        }
        let here = at + offset as u64;
        for layer in [Layer::Audio, Layer::Adts] {
            if follows(file, here, layer, offset == 0)? {
                return Ok(Some((layer, here)));
            }
        }
    }
    Ok(None)
}

/// Whether like frames follow each other from `at` on; fewer will do when the file begins (`front`)
/// and ends with them.
fn follows<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    mut at: u64,
    layer: Layer,
    front: bool,
) -> Result<bool, ReadError> {
    let mut first = None;
    for found in 0..CHAIN {
        let mut head = [0; 6];
        let read = file.some(at, &mut head)?;
        if read < 6 && found > 0 {
            return Ok(front);
        }
        let frame = match layer {
            Layer::Audio => audio(head),
            Layer::Adts => adts(head),
        };
        let Some(frame) = frame else { return Ok(false) };
        if first.is_some_and(|first| first != frame.alike) {
            return Ok(false);
        }
        first = Some(frame.alike);
        at += frame.bytes;
    }
    Ok(true)
}

/// A frame's header.
struct Frame {
    /// From this header to the next one.
    bytes: u64,
    /// What all frames of a stream have in common.
    alike: [u8; 2],
}

/// In kbit/s: MPEG-1 layers I, II, III, then MPEG-2 layer I, layers II and III.
const KBITS: [[u64; 14]; 5] = [
    [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
];
const HERTZ: [u64; 3] = [44_100, 48_000, 32_000];

/// ISO 11172-3 and 13818-3, section 2.4.1.3.
fn audio([sync, version, rates, ..]: [u8; 6]) -> Option<Frame> {
    if sync != 0xFF || version < 0xE0 {
        return None;
    }
    // MPEG 2.5, none, 2 and 1; layers none, III, II and I.
    let (half, mpeg1) = match version >> 3 & 3 {
        0 => (4, false),
        2 => (2, false),
        3 => (1, true),
        _ => return None,
    };
    let layer = 4 - (version >> 1 & 3);
    let table = match (mpeg1, layer) {
        (true, 1) => 0,
        (true, 2) => 1,
        (true, 3) => 2,
        (false, 1) => 3,
        (false, 2 | 3) => 4,
        _ => return None,
    };
    let kbits = KBITS[table].get(usize::from(rates >> 4).checked_sub(1)?)?;
    let hertz = HERTZ.get(usize::from(rates >> 2 & 3))? / half;
    let padding = u64::from(rates >> 1 & 1);
    let bytes = match layer {
        1 => (12_000 * kbits / hertz + padding) * 4,
        3 if !mpeg1 => 72_000 * kbits / hertz + padding,
        _ => 144_000 * kbits / hertz + padding,
    };
    Some(Frame { bytes, alike: [version & 0xFE, rates & 0x0C] })
}

/// ISO 13818-7, section 6.2.
fn adts([sync, version, profile, channels, length, rest]: [u8; 6]) -> Option<Frame> {
    let rate = profile >> 2 & 0xF;
    if sync != 0xFF || version & 0xF6 != 0xF0 || rate > 12 {
        return None;
    }
    let bytes = u64::from(channels & 3) << 11 | u64::from(length) << 3 | u64::from(rest) >> 5;
    (bytes > 7).then_some(Frame { bytes, alike: [version, profile & 0xFC] })
}
