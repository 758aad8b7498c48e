//! Tags of music files: passed over, whatever they hold.

use std::io::{Read, Seek};

use super::ReadError;
use super::peek::Peek;

/// The end of an `ID3v2` tag that begins at `at`, or `None` where there is none.
pub(super) fn front<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    at: u64,
) -> Result<Option<u64>, ReadError> {
    let mut head = [0; 10];
    if file.some(at, &mut head)? < 10 {
        return Ok(None);
    }
    let [b'I', b'D', b'3', version, _, flags, size @ ..] = head else { return Ok(None) };
    if version == 0xFF || size.iter().any(|byte| *byte > 0x7F) {
        return Ok(None);
    }
    let size = size.iter().fold(0, |size, byte| size << 7 | u64::from(*byte));
    let footer = if flags & 0x10 == 0 { 0 } else { 10 };
    Ok(Some((at + 10 + size + footer).min(file.len())))
}

/// Where the sound of a file that may carry `ID3v1` and `APE` tags at its end is over.
pub(super) fn back<R: Read + Seek>(file: &mut Peek<'_, R>) -> Result<u64, ReadError> {
    let mut end = file.len();
    if end >= 128 && &file.bytes::<3>(end - 128)? == b"TAG" {
        end -= 128;
    }
    if end >= 32 {
        let footer: [u8; 32] = file.bytes(end - 32)?;
        if footer.starts_with(b"APETAGEX") {
            let [.., s0, s1, s2, s3] = *footer.first_chunk::<16>().unwrap_or(&[0; 16]);
            let header = if footer[23] & 0x80 == 0 { 0 } else { 32 };
            end = end.saturating_sub(u64::from(u32::from_le_bytes([s0, s1, s2, s3])) + header);
        }
    }
    Ok(end)
}
