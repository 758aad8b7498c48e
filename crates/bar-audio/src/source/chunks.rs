//! Walking the chunks of RIFF and IFF files, whose writers do not always pad.

use std::io::{Read, Seek};

use super::ReadError;
use super::outline::Extra;
use super::peek::{Order, Peek};

/// Headers looked at in one file: far more than any recorder writes, few enough to be quick.
pub(super) const MAX_CHUNKS: usize = 4096;

/// Chunks whose names settle where a chunk begins when a pad byte may be missing.
const KNOWN: [&[u8; 4]; 16] = [
    b"data", b"fmt ", b"bext", b"LIST", b"fact", b"PEAK", b"JUNK", b"iXML", b"smpl", b"cue ",
    b"id3 ", b"SSND", b"COMM", b"MARK", b"INST", b"COMT",
];

/// One chunk's header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub id: [u8; 4],
    /// As written, which may be a lie.
    pub size: u32,
    /// The first byte of the content.
    pub content: u64,
}

/// The chunk whose header stands at `at`; `None` when the file ends before.
pub(super) fn chunk_at<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    at: u64,
    order: Order,
) -> Result<Option<Chunk>, ReadError> {
    if file.len() < at + 8 {
        return Ok(None);
    }
    let id = file.bytes(at)?;
    let size = order.u32(file.bytes(at + 4)?);
    Ok(Some(Chunk { id, size, content: at + 8 }))
}

/// Where the chunk after one of `size` bytes at `content` begins; `None` past the end of the file.
/// Odd chunks are padded, but for those of writers who forget it.
pub(super) fn after<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    content: u64,
    size: u64,
) -> Result<Option<u64>, ReadError> {
    let Some(end) = content.checked_add(size).filter(|end| *end <= file.len()) else {
        return Ok(None);
    };
    if size.is_multiple_of(2) {
        return Ok(Some(end));
    }
    let mut bytes = [0; 5];
    file.some(end, &mut bytes)?;
    let [unpadded @ .., _] = bytes;
    let [_, padded @ ..] = bytes;
    let unpadded_wins = KNOWN.contains(&&unpadded) || is_id(unpadded) && !is_id(padded);
    Ok(Some(if unpadded_wins { end } else { (end + 1).min(file.len()) }))
}

/// Whether chunks, and nothing else, fill the file from `at` to its end.
pub(super) fn fill_the_rest<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    mut at: u64,
    order: Order,
) -> Result<bool, ReadError> {
    for _ in 0..MAX_CHUNKS {
        if at == file.len() {
            return Ok(true);
        }
        let Some(chunk) = chunk_at(file, at, order)?.filter(|chunk| is_id(chunk.id)) else {
            return Ok(false);
        };
        let Some(next) = after(file, chunk.content, chunk.size.into())? else { return Ok(false) };
        at = next;
    }
    Ok(false)
}

/// The chunk as one to keep; `None` where its name or its size cannot be meant.
pub(super) fn extra<R: Read + Seek>(file: &Peek<'_, R>, chunk: &Chunk) -> Option<Extra> {
    let size = u64::from(chunk.size);
    let whole = chunk.content + size <= file.len();
    (whole && is_id(chunk.id)).then_some(Extra { id: chunk.id, content: chunk.content, size })
}

fn is_id(id: [u8; 4]) -> bool {
    id.iter().all(|byte| (b' '..=b'~').contains(byte)) && id[0] != b' '
}
