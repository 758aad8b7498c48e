//! RIFF/WAVE and its relatives of one shape: RF64 (EBU Tech 3306), BW64 (ITU-R BS.2088), RIFX.

use std::io::{Read, Seek};

use bar_domain::Frames;

use super::ReadError;
use super::chunks::{Chunk, MAX_CHUNKS, after, chunk_at, extra, fill_the_rest};
use super::outline::{Declared, Extra, Outline, Shape};
use super::peek::{Order, Peek};
use super::wave::{self, FMT_BYTES};
use crate::format::Container;

/// Where `TimeReference` stands in a `bext` chunk (EBU Tech 3285).
const BEXT_TIME_REFERENCE: u64 = 338;

/// The walk over the chunks of one file.
struct Walk {
    order: Order,
    shape: Option<Shape>,
    /// The first byte of the sound, and how much of it is declared.
    data: Option<(u64, Declared)>,
    /// The size of the sound as told in `ds64`.
    long_data: Option<u64>,
    time_reference: Option<Frames>,
    extras: Vec<Extra>,
}

/// Finds the sound of a file whose form begins at byte `base`.
pub(super) fn outline<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    base: u64,
) -> Result<Outline, ReadError> {
    let (container, order) = match &file.bytes(base)? {
        b"RF64" => (Container::Rf64, Order::Little),
        b"BW64" => (Container::Bw64, Order::Little),
        b"RIFX" => (Container::Wav, Order::Big),
        _ => (Container::Wav, Order::Little),
    };
    let form_end = base + 8 + u64::from(order.u32(file.bytes(base + 4)?));
    let mut walk = Walk {
        order,
        shape: None,
        data: None,
        long_data: None,
        time_reference: None,
        extras: Vec::new(),
    };
    let mut next = Some(base + 12);
    for _ in 0..MAX_CHUNKS {
        let Some(at) = next else { break };
        let Some(chunk) = chunk_at(file, at, order)? else { break };
        let size = walk.look(file, &chunk)?;
        if !matches!(&chunk.id, b"data" | b"ds64") {
            walk.extras.extend(extra(file, &chunk));
        }
        next = after(file, chunk.content, size)?;
    }
    match (walk.shape, walk.data) {
        (Some(shape), Some((start, declared))) => {
            let mut outline = Outline::new(container, shape, start, declared, file.len())?;
            outline.header.time_reference = walk.time_reference;
            outline.extras = walk.extras;
            Ok(outline)
        }
        (None, Some((start, _))) => {
            Err(ReadError::damaged(start, "the sound comes before its format is told"))
        }
        _ if next != Some(file.len()) || form_end > file.len() => Err(file.ends_early()),
        (Some(_), None) => Err(ReadError::Empty),
        (None, None) => Err(ReadError::damaged(base + 12, "its format is not told")),
    }
}

impl Walk {
    /// Takes what matters from a chunk and returns how long its content is.
    fn look<R: Read + Seek>(
        &mut self,
        file: &mut Peek<'_, R>,
        chunk: &Chunk,
    ) -> Result<u64, ReadError> {
        let Chunk { id, size, content } = *chunk;
        match &id {
            b"ds64" => self.long_data = Some(u64::from_le_bytes(file.bytes(content + 8)?)),
            b"fmt " if self.shape.is_none() => {
                let mut bytes = [0; FMT_BYTES];
                let wanted = size.min(FMT_BYTES as u32) as usize;
                if file.some(content, &mut bytes[..wanted])? < wanted {
                    return Err(file.ends_early());
                }
                self.shape = Some(wave::shape(&bytes[..wanted], self.order, content)?);
            }
            b"bext" if u64::from(size) >= BEXT_TIME_REFERENCE + 8 => {
                let mut bytes = [0; 8];
                if file.some(content + BEXT_TIME_REFERENCE, &mut bytes)? == 8 {
                    self.time_reference = Some(Frames(u64::from_le_bytes(bytes)));
                }
            }
            b"data" if self.data.is_none() => {
                let declared = self.declared(file, size, content)?;
                self.data = Some((content, declared));
                return Ok(match declared {
                    Declared::Bytes(bytes) => bytes,
                    Declared::Unset => file.len() - content,
                });
            }
            _ => {}
        }
        Ok(size.into())
    }

    /// How much sound a `data` chunk of the written `size` holds.
    fn declared<R: Read + Seek>(
        &self,
        file: &mut Peek<'_, R>,
        size: u32,
        content: u64,
    ) -> Result<Declared, ReadError> {
        if let (u32::MAX, Some(long)) = (size, self.long_data) {
            let unset = matches!(long, 0 | u64::MAX);
            return Ok(if unset { Declared::Unset } else { Declared::Bytes(long) });
        }
        let held = file.len().saturating_sub(content);
        let short = u64::from(size);
        Ok(match size {
            0 if !fill_the_rest(file, content, self.order)? => Declared::Unset,
            // From before the recorder knew: all ones, less a header or rounded down to a frame,
            // or the greatest signed number, as written into pipes.
            0x7FFF_F000..=0x8000_0000 | 0xFFFF_F000.. if short > held => Declared::Unset,
            // Recorders that do not know RF64 let the size wrap around at 4 GiB.
            _ => Declared::Bytes(short + (held.saturating_sub(short) >> 32 << 32)),
        })
    }
}
