//! The front of a native FLAC file (RFC 9639, section 8), without the metadata.
//!
//! symphonia wants every picture, cue sheet and comment to be right, and holds them in memory. Only
//! `STREAMINFO` matters here, so that is all it gets to see.

use std::io::{Read, Seek};

use super::ReadError;
use super::peek::Peek;

/// Metadata blocks looked at in one file.
const MAX_BLOCKS: usize = 4096;
const STREAMINFO: usize = 34;

/// A front that holds `STREAMINFO` alone, and the byte of the first frame behind it.
pub(super) fn front<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    base: u64,
) -> Result<(Vec<u8>, u64), ReadError> {
    let mut info: Option<[u8; STREAMINFO]> = None;
    let mut at = base + 4;
    for _ in 0..MAX_BLOCKS {
        let [kind, size @ ..] = file.bytes::<4>(at)?;
        let size = size.iter().fold(0, |size, byte| size << 8 | u64::from(*byte));
        let (kind, is_last) = (kind & 0x7F, kind > 0x7F);
        if kind == 0 && size >= STREAMINFO as u64 && info.is_none() {
            info = Some(file.bytes(at + 4)?);
        }
        at += 4 + size;
        if is_last {
            break;
        }
    }
    if at > file.len() {
        return Err(file.ends_early());
    }
    let Some(info) = info else {
        return Err(ReadError::damaged(base + 4, "its format is not told"));
    };
    if bits(&info) > 24 {
        return Err(ReadError::unsupported("FLAC with more than 24 bits", false));
    }
    let header = [0x80, 0, 0, STREAMINFO as u8];
    Ok(([b"fLaC".as_slice(), &header, &info].concat(), at))
}

/// Bits of a sample: five bits across two bytes, less one.
fn bits(info: &[u8; STREAMINFO]) -> u8 {
    ((info[12] & 1) << 4 | info[13] >> 4) + 1
}
