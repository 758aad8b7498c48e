//! Sony Wave64: RIFF with GUIDs for names and 64-bit sizes that count their own header.

use std::io::{Read, Seek};

use bar_domain::Frames;

use super::ReadError;
use super::chunks::MAX_CHUNKS;
use super::outline::{Declared, Extra, Outline};
use super::peek::{Order, Peek};
use super::wave::{self, FMT_BYTES};
use crate::format::Container;

/// What follows `riff` in the name of the form.
pub(super) const RIFF_TAIL: [u8; 12] =
    [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0x00, 0x00];
/// What follows the four letters in every other name.
const TAIL: [u8; 12] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0x00, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A];
/// A GUID and a size.
const HEADER: u64 = 24;
/// Where `TimeReference` stands in a `bext` chunk (EBU Tech 3285).
const BEXT_TIME_REFERENCE: u64 = 338;

/// Finds the sound of a file whose form begins at its first byte.
pub(super) fn outline<R: Read + Seek>(file: &mut Peek<'_, R>) -> Result<Outline, ReadError> {
    let mut shape = None;
    let mut data = None;
    let mut time_reference = None;
    let mut extras = Vec::new();
    let mut at = HEADER + 16;
    for _ in 0..MAX_CHUNKS {
        if file.len() < at.saturating_add(HEADER) {
            break;
        }
        let name: [u8; 16] = file.bytes(at)?;
        let size = u64::from_le_bytes(file.bytes(at + 16)?);
        let content = at + HEADER;
        let held = file.len() - content;
        let inner = size.checked_sub(HEADER);
        match (&name[..4], name[4..] == TAIL) {
            (b"fmt ", true) if shape.is_none() => {
                let mut bytes = [0; FMT_BYTES];
                let wanted = inner.unwrap_or(0).min(FMT_BYTES as u64) as usize;
                if file.some(content, &mut bytes[..wanted])? < wanted {
                    return Err(file.ends_early());
                }
                shape = Some(wave::shape(&bytes[..wanted], Order::Little, content)?);
            }
            (b"bext", true) if inner >= Some(BEXT_TIME_REFERENCE + 8) => {
                let mut bytes = [0; 8];
                if file.some(content + BEXT_TIME_REFERENCE, &mut bytes)? == 8 {
                    time_reference = Some(Frames(u64::from_le_bytes(bytes)));
                }
            }
            (b"data", true) if data.is_none() => {
                let declared = match inner {
                    // Written before anything was recorded, and never again.
                    None | Some(0) if held > 0 => Declared::Unset,
                    Some(bytes) if size > i64::MAX as u64 && bytes > held => Declared::Unset,
                    other => Declared::Bytes(other.unwrap_or(0)),
                };
                data = Some((content, declared));
            }
            _ => {}
        }
        if let (Some(&id), true, Some(size)) = (name.first_chunk(), name[4..] == TAIL, inner)
            && id != *b"data"
            && size <= held
        {
            extras.push(Extra { id, content, size });
        }
        // Chunks begin at multiples of 8; a size below that of its own header ends the walk.
        let next = inner.and_then(|inner| content.checked_add(inner)?.checked_next_multiple_of(8));
        let Some(next) = next.filter(|next| *next <= file.len()) else { break };
        at = next;
    }
    match (shape, data) {
        (Some(shape), Some((start, declared))) => {
            let mut outline = Outline::new(Container::W64, shape, start, declared, file.len())?;
            outline.header.time_reference = time_reference;
            outline.extras = extras;
            Ok(outline)
        }
        (None, Some((start, _))) => {
            Err(ReadError::damaged(start, "the sound comes before its format is told"))
        }
        _ if at != file.len() => Err(file.ends_early()),
        (Some(_), None) => Err(ReadError::Empty),
        (None, None) => Err(ReadError::damaged(HEADER + 16, "its format is not told")),
    }
}
