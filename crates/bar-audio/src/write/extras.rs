//! What lies around the sound: kept as it is, but for places on the tape, which move with the sound.

use super::out::Out;
use super::{Change, PIECE, Shell, WriteError, ixml};
use crate::format::Container;
use crate::source::{Extra, Order, Source};

/// What a copy tells anew, and what describes samples that are not the same any more: the size and
/// format of the sound, room to write over, peaks.
const MADE_ANEW: &[&[u8; 4]] = &[
    b"fmt ", b"fact", b"JUNK", b"junk", b"PAD ", b"FLLR", b"PEAK", b"levl", b"COMM", b"SSND",
    b"FVER",
];
/// Chunks with places on the tape are changed in memory; larger ones than this are none.
const MOVABLE_BYTES: u64 = 4 << 20;
/// Where `TimeReference` stands in a `bext` chunk (EBU Tech 3285).
const TIME_REFERENCE: usize = 338;
/// Where the speakers stand in an extensible `fmt ` chunk.
const SPEAKERS: usize = 20;

/// The chunks that a copy keeps.
pub(super) struct Extras {
    before: Vec<Kept>,
    after: Vec<Kept>,
    speakers: Option<u32>,
    order: Order,
}

struct Kept {
    id: [u8; 4],
    body: Body,
}

enum Body {
    /// As it lies in the original: where, and how many bytes.
    There(u64, u64),
    /// Changed.
    Here(Vec<u8>),
}

impl Extras {
    /// Those of `source` that `change` leaves true.
    pub(super) fn of(source: &mut Source, change: &Change) -> Result<Self, WriteError> {
        let order = match change.shell {
            Shell::Wav => Order::Little,
            Shell::Aiff => Order::Big,
        };
        let mut extras = Self { before: Vec::new(), after: Vec::new(), speakers: None, order };
        let (sound, all) = source.extras();
        let all = all.to_vec();
        for extra in all {
            if extra.id == *b"fmt " {
                extras.speakers = speakers(&load(source, &extra)?);
            }
            // Numbers of another family stand in another order, and its chunks mean nothing there.
            let foreign = family(source) != Some(change.shell) && !is_tag(extra.id);
            if foreign || MADE_ANEW.contains(&&extra.id) {
                continue;
            }
            let body = match movable(extra.id) {
                Some(moved) if change.start != 0 && extra.size <= MOVABLE_BYTES => {
                    let mut body = load(source, &extra)?;
                    moved(&mut body, change.start);
                    Body::Here(body)
                }
                _ => Body::There(extra.content, extra.size),
            };
            let id = if is_tag(extra.id) { tag_in(change.shell) } else { extra.id };
            let list = if extra.content < sound { &mut extras.before } else { &mut extras.after };
            list.push(Kept { id, body });
        }
        Ok(extras)
    }

    /// Which speakers the channels are for.
    pub(super) fn speaker_mask(&self) -> Option<u32> {
        self.speakers
    }

    /// Bytes that the chunks before and after the sound take.
    pub(super) fn bytes(&self) -> (u64, u64) {
        let sum =
            |list: &[Kept]| list.iter().map(|kept| 8 + kept.body.size().next_multiple_of(2)).sum();
        (sum(&self.before), sum(&self.after))
    }

    pub(super) fn write_before(
        &mut self,
        source: &mut Source,
        out: &mut Out<'_>,
    ) -> Result<(), WriteError> {
        write(std::mem::take(&mut self.before), self.order, source, out)
    }

    pub(super) fn write_after(
        &mut self,
        source: &mut Source,
        out: &mut Out<'_>,
    ) -> Result<(), WriteError> {
        write(std::mem::take(&mut self.after), self.order, source, out)
    }
}

impl Body {
    fn size(&self) -> u64 {
        match self {
            Self::There(_, size) => *size,
            Self::Here(body) => body.len() as u64,
        }
    }
}

fn write(
    list: Vec<Kept>,
    order: Order,
    source: &mut Source,
    out: &mut Out<'_>,
) -> Result<(), WriteError> {
    for Kept { id, body } in list {
        let size = body.size();
        // What is there fits into the 32 bits that it was told in.
        let told = u32::try_from(size).map_err(|_| WriteError::Changed)?;
        out.put(&id)?;
        out.put(&match order {
            Order::Little => told.to_le_bytes(),
            Order::Big => told.to_be_bytes(),
        })?;
        match body {
            Body::Here(body) => out.put(&body)?,
            Body::There(at, size) => pass(source, at, size, |piece| out.put(piece))?,
        }
        out.zeros(size % 2)?;
    }
    Ok(())
}

fn load(source: &mut Source, extra: &Extra) -> Result<Vec<u8>, WriteError> {
    let mut body = Vec::new();
    pass(source, extra.content, extra.size.min(MOVABLE_BYTES), |piece| {
        body.extend_from_slice(piece);
        Ok(())
    })?;
    Ok(body)
}

/// Hands on `size` bytes of the original, piece by piece.
fn pass(
    source: &mut Source,
    mut at: u64,
    size: u64,
    mut to: impl FnMut(&[u8]) -> Result<(), WriteError>,
) -> Result<(), WriteError> {
    let end = at + size;
    let mut piece = vec![0; PIECE.min(usize::try_from(size).unwrap_or(PIECE))];
    while at < end {
        let wanted = piece.len().min(usize::try_from(end - at).unwrap_or(PIECE));
        let read = source.read_aside(at, &mut piece[..wanted])?;
        if read == 0 {
            return Err(WriteError::Changed);
        }
        to(&piece[..read])?;
        at += read as u64;
    }
    Ok(())
}

/// The kind of file whose chunks these are; `None` where their numbers stand in an order of their own.
fn family(source: &Source) -> Option<Shell> {
    let layout = source.layout()?;
    match source.format().container {
        Container::Aiff | Container::Aifc => Some(Shell::Aiff),
        // RIFX.
        _ if layout.order == Order::Big => None,
        _ => Some(Shell::Wav),
    }
}

/// Tags of music files are the same everywhere but for their name.
fn is_tag(id: [u8; 4]) -> bool {
    matches!(&id, b"id3 " | b"ID3 ")
}

fn tag_in(shell: Shell) -> [u8; 4] {
    match shell {
        Shell::Wav => *b"id3 ",
        Shell::Aiff => *b"ID3 ",
    }
}

fn speakers(format: &[u8]) -> Option<u32> {
    let extensible = format.first_chunk() == Some(&[0xFE, 0xFF]);
    let mask = format.get(SPEAKERS..)?.first_chunk()?;
    extensible.then(|| u32::from_le_bytes(*mask))
}

/// What moves the places in a chunk so many frames later; `None` where it holds none.
fn movable(id: [u8; 4]) -> Option<fn(&mut [u8], i64)> {
    match &id {
        b"bext" => Some(move_origin),
        b"cue " => Some(move_cues),
        b"smpl" => Some(move_loops),
        b"MARK" => Some(move_markers),
        b"iXML" => Some(ixml::move_origin),
        _ => None,
    }
}

/// The file begins earlier by what is put in front.
fn move_origin(bext: &mut [u8], frames: i64) {
    if let Some(field) = bext.get_mut(TIME_REFERENCE..).and_then(<[u8]>::first_chunk_mut) {
        *field = u64::from_le_bytes(*field).saturating_sub_signed(frames).to_le_bytes();
    }
}

/// Cue points: after their number, 24 bytes each, with a place in the play list and one in the sound.
fn move_cues(cue: &mut [u8], frames: i64) {
    let points = cue.get_mut(4..).unwrap_or_default().as_chunks_mut::<24>().0;
    for point in points {
        for place in [4, 20] {
            later(&mut point[place..], frames);
        }
    }
}

/// Loops of a sampler: after 36 bytes, 24 bytes each, with their first and last frame.
fn move_loops(smpl: &mut [u8], frames: i64) {
    let loops = smpl.get_mut(36..).unwrap_or_default().as_chunks_mut::<24>().0;
    for each in loops {
        for place in [8, 12] {
            later(&mut each[place..], frames);
        }
    }
}

/// Moves the little-endian place that `bytes` begin with.
fn later(bytes: &mut [u8], frames: i64) {
    if let Some(place) = bytes.first_chunk_mut() {
        *place = moved(u32::from_le_bytes(*place), frames).to_le_bytes();
    }
}

/// AIFF markers: after their number, an identity, a place and a name of an even number of bytes.
fn move_markers(mark: &mut [u8], frames: i64) {
    let mut rest = mark.get_mut(2..).unwrap_or_default();
    while let Some((marker, name)) = rest.split_first_chunk_mut::<7>() {
        let [_, _, a, b, c, d, length] = *marker;
        let place = moved(u32::from_be_bytes([a, b, c, d]), frames);
        marker[2..6].copy_from_slice(&place.to_be_bytes());
        let name_bytes = (usize::from(length) + 1).next_multiple_of(2) - 1;
        rest = name.get_mut(name_bytes..).unwrap_or_default();
    }
}

fn moved(place: u32, frames: i64) -> u32 {
    let moved = i64::from(place).saturating_add(frames);
    u32::try_from(moved.max(0)).unwrap_or(u32::MAX)
}
