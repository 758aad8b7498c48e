//! AIFF and AIFF-C (Apple's Audio Interchange File Format 1.3 and C).

use std::io::{Read, Seek};

use super::ReadError;
use super::chunks::{Chunk, MAX_CHUNKS, after, chunk_at, extra, fill_the_rest};
use super::outline::{Declared, Outline, Shape};
use super::peek::{Order, Peek};
use super::samples::{Kind, Layout};
use crate::format::Container;

/// Channels, frames, bits and the rate; in AIFF-C the encoding follows.
const COMM_BYTES: usize = 18;

/// Finds the sound of a file whose form begins at its first byte.
pub(super) fn outline<R: Read + Seek>(file: &mut Peek<'_, R>) -> Result<Outline, ReadError> {
    let form_end = 8 + u64::from(u32::from_be_bytes(file.bytes(4)?));
    let container = match &file.bytes(8)? {
        b"AIFC" => Container::Aifc,
        _ => Container::Aiff,
    };
    let mut common = None;
    let mut sound = None;
    let mut extras = Vec::new();
    let mut next = Some(12);
    for _ in 0..MAX_CHUNKS {
        let Some(at) = next else { break };
        let Some(chunk) = chunk_at(file, at, Order::Big)? else { break };
        match &chunk.id {
            b"COMM" if common.is_none() => common = Some(Common::read(file, &chunk, container)?),
            b"SSND" if sound.is_none() => sound = Some(chunk),
            b"COMM" | b"SSND" | b"FVER" => {}
            _ => extras.extend(extra(file, &chunk)),
        }
        next = after(file, chunk.content, chunk.size.into())?;
    }
    match (common, sound) {
        (Some(common), Some(sound)) => {
            let offset = u64::from(u32::from_be_bytes(file.bytes(sound.content)?));
            let start = sound.content + 8 + offset;
            let (declared, end) = declared(file, &common, &sound, start)?;
            let outline = Outline::new(container, common.shape, start, declared, end)?;
            Ok(Outline { extras, ..outline })
        }
        (None, Some(_)) if next == Some(file.len()) => {
            Err(ReadError::damaged(12, "its format is not told"))
        }
        (Some(common), None) if common.frames == 0 => Err(ReadError::Empty),
        _ if next != Some(file.len()) || form_end > file.len() => Err(file.ends_early()),
        (Some(_), None) => Err(ReadError::Empty),
        (None, _) => Err(ReadError::damaged(12, "its format is not told")),
    }
}

/// How much sound there should be, and where it ends at the latest: as many frames as `COMM` says,
/// inside `SSND`, unless either was never filled in.
fn declared<R: Read + Seek>(
    file: &mut Peek<'_, R>,
    common: &Common,
    sound: &Chunk,
    start: u64,
) -> Result<(Declared, u64), ReadError> {
    let first = sound.content + 8;
    let end = sound.content + u64::from(sound.size);
    let by_frames = u64::from(common.frames) * common.shape.frame_bytes();
    let unset = match sound.size {
        u32::MAX => true,
        // An empty file has no frames and an empty chunk, and nothing but chunks after it.
        0 | 8 => !(common.frames == 0 && fill_the_rest(file, first, Order::Big)?),
        _ => false,
    };
    let declared = match (unset, common.frames) {
        (true, 0 | u32::MAX) => Declared::Unset,
        (false, 0 | u32::MAX) => Declared::Bytes(end.saturating_sub(start)),
        _ => Declared::Bytes(by_frames),
    };
    Ok((declared, if unset { file.len() } else { end.min(file.len()) }))
}

/// The `COMM` chunk.
struct Common {
    shape: Shape,
    frames: u32,
}

impl Common {
    fn read<R: Read + Seek>(
        file: &mut Peek<'_, R>,
        chunk: &Chunk,
        container: Container,
    ) -> Result<Self, ReadError> {
        let at = chunk.content;
        let [c0, c1, f0, f1, f2, f3, b0, b1, rate @ ..] = file.bytes::<COMM_BYTES>(at)?;
        let written = u16::from_be_bytes([b0, b1]);
        // An AIFF-C file whose format is as short as an AIFF's holds integers.
        let encoding = match container {
            Container::Aifc if chunk.size as usize >= COMM_BYTES + 4 => {
                file.bytes(at + COMM_BYTES as u64)?
            }
            _ => *b"NONE",
        };
        let Some((kind, order, bits)) = samples(encoding, written)? else {
            return Err(ReadError::damaged(at + 6, format!("it claims samples of {written} bits")));
        };
        let shape = Shape {
            rate: extended(rate),
            channels: u16::from_be_bytes([c0, c1]),
            bits,
            layout: Layout { kind, order },
        };
        Ok(Self { shape: shape.sane(at)?, frames: u32::from_be_bytes([f0, f1, f2, f3]) })
    }
}

/// What samples of an AIFF-C encoding are made of, and how many of their bits are valid; `None`
/// when the bits make no sense.
fn samples(encoding: [u8; 4], bits: u16) -> Result<Option<(Kind, Order, u16)>, ReadError> {
    let fixed = |kind, order, bits| Ok(Some((kind, order, bits)));
    let plain = |order| Ok(Kind::signed(bits.div_ceil(8)).map(|kind| (kind, order, bits)));
    match &encoding {
        b"NONE" | b"none" | b"twos" => plain(Order::Big),
        b"sowt" => plain(Order::Little),
        b"raw " => fixed(Kind::Unsigned8, Order::Big, 8),
        b"in24" => fixed(Kind::Signed24, Order::Big, 24),
        b"in32" => fixed(Kind::Signed32, Order::Big, 32),
        // The same backwards, as QuickTime writes them.
        b"42ni" => fixed(Kind::Signed24, Order::Little, 24),
        b"23ni" => fixed(Kind::Signed32, Order::Little, 32),
        b"fl32" | b"FL32" => fixed(Kind::Float32, Order::Big, 32),
        b"fl64" | b"FL64" => fixed(Kind::Float64, Order::Big, 64),
        b"alaw" | b"ALAW" => Err(ReadError::unsupported("A-law inside an AIFF-C file", true)),
        b"ulaw" | b"ULAW" => Err(ReadError::unsupported("µ-law inside an AIFF-C file", true)),
        b"ima4" => Err(ReadError::unsupported("ADPCM inside an AIFF-C file", true)),
        b"MAC3" | b"MAC6" => Err(ReadError::unsupported("MACE inside an AIFF-C file", true)),
        other => {
            let name = other.escape_ascii();
            Err(ReadError::unsupported(format!("AIFF-C with the encoding “{name}”"), false))
        }
    }
}

/// The number of hertz in the 80-bit extended precision of IEEE 754, rounded; 0 for what is none.
fn extended(bytes: [u8; 10]) -> u32 {
    let [e0, e1, mantissa @ ..] = bytes;
    let exponent = i32::from(u16::from_be_bytes([e0, e1])) - 16_383 - 63;
    (u64::from_be_bytes(mantissa) as f64 * f64::powi(2.0, exponent)).round() as u32
}
