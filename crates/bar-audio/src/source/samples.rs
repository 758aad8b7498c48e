//! Samples as they lie in the file, turned into planar `f32`.

use super::peek::Order;
use crate::format::Encoding;

/// How one sample lies in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    pub kind: Kind,
    pub order: Order,
}

/// What a sample is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 0 to 255, silence is 128.
    Unsigned8,
    /// Two's complement, most significant bit first in its container.
    Signed8,
    Signed16,
    Signed24,
    Signed32,
    /// 24 bits in 32, as yet unknown in which: the first sound tells.
    Some24In32,
    /// 24 bits in the low bytes of 32, the highest repeats the sign or is 0.
    Low24In32,
    Float32,
    Float64,
}

impl Kind {
    /// Two's complement in `bytes` bytes.
    pub(super) fn signed(bytes: u16) -> Option<Self> {
        match bytes {
            1 => Some(Self::Signed8),
            2 => Some(Self::Signed16),
            3 => Some(Self::Signed24),
            4 => Some(Self::Signed32),
            _ => None,
        }
    }
}

impl Layout {
    /// Bytes of one sample.
    pub(crate) fn bytes(self) -> usize {
        match self.kind {
            Kind::Unsigned8 | Kind::Signed8 => 1,
            Kind::Signed16 => 2,
            Kind::Signed24 => 3,
            Kind::Signed32 | Kind::Some24In32 | Kind::Low24In32 | Kind::Float32 => 4,
            Kind::Float64 => 8,
        }
    }

    /// Whether it is known where the bits of a sample are.
    pub(super) fn is_settled(self) -> bool {
        self.kind != Kind::Some24In32
    }

    /// Where 24 bits lie in 32, as told by the samples in `bytes`; still open when all are 0. The
    /// standard wants them high and the rest 0; some recorders put them low.
    pub(super) fn settled_by(self, bytes: &[u8]) -> Self {
        let samples = || bytes.as_chunks().0.iter().map(|bytes| self.order.u32(*bytes) as i32);
        if samples().all(|sample| sample == 0) {
            return self;
        }
        let low = samples().any(|sample| sample & 0xFF != 0)
            && samples().all(|sample| sample >> 24 == 0 || sample << 8 >> 8 == sample);
        Self { kind: if low { Kind::Low24In32 } else { Kind::Signed32 }, ..self }
    }

    pub(super) fn encoding(self) -> Encoding {
        match self.kind {
            Kind::Float32 | Kind::Float64 => Encoding::Float,
            _ => Encoding::Pcm,
        }
    }

    /// Decodes the frames in `bytes` (a whole number of them) into `channels`, and returns the OR
    /// of the magnitudes of integer samples, left-justified in 32 bits (0 for floats).
    pub(super) fn decode(self, bytes: &[u8], channels: &mut [Vec<f32>]) -> u32 {
        use Order::{Big, Little};
        match (self.kind, self.order) {
            (Kind::Unsigned8, _) => {
                integers(bytes, channels, |[a]| i32::from_be_bytes([a ^ 0x80, 0, 0, 0]))
            }
            (Kind::Signed8, _) => integers(bytes, channels, |[a]| i32::from_be_bytes([a, 0, 0, 0])),
            (Kind::Signed16, Little) => {
                integers(bytes, channels, |[a, b]| i32::from_le_bytes([0, 0, a, b]))
            }
            (Kind::Signed16, Big) => {
                integers(bytes, channels, |[a, b]| i32::from_be_bytes([a, b, 0, 0]))
            }
            (Kind::Signed24, Little) => little24(bytes, channels),
            (Kind::Signed24, Big) => {
                integers(bytes, channels, |[a, b, c]| i32::from_be_bytes([a, b, c, 0]))
            }
            (Kind::Signed32 | Kind::Some24In32, Little) => {
                integers(bytes, channels, i32::from_le_bytes)
            }
            (Kind::Signed32 | Kind::Some24In32, Big) => {
                integers(bytes, channels, i32::from_be_bytes)
            }
            (Kind::Low24In32, Little) => {
                integers(bytes, channels, |[a, b, c, _]| i32::from_le_bytes([0, a, b, c]))
            }
            (Kind::Low24In32, Big) => {
                integers(bytes, channels, |[_, a, b, c]| i32::from_be_bytes([a, b, c, 0]))
            }
            (Kind::Float32, Little) => floats(bytes, channels, f32::from_le_bytes),
            (Kind::Float32, Big) => floats(bytes, channels, f32::from_be_bytes),
            (Kind::Float64, Little) => floats(bytes, channels, |b| f64::from_le_bytes(b) as f32),
            (Kind::Float64, Big) => floats(bytes, channels, |b| f64::from_be_bytes(b) as f32),
        }
    }
}

/// Full scale of a left-justified sample.
const SCALE: f32 = 1.0 / 2_147_483_648.0;

/// Turns left-justified samples into floats and returns the OR of their magnitudes.
pub(super) fn plane(samples: &[i32], out: &mut [f32]) -> u32 {
    let mut used = 0;
    for (out, sample) in out.iter_mut().zip(samples) {
        used |= sample.unsigned_abs();
        *out = *sample as f32 * SCALE;
    }
    used
}

fn integers<const N: usize>(
    bytes: &[u8],
    channels: &mut [Vec<f32>],
    decode: impl Fn([u8; N]) -> i32 + Copy,
) -> u32 {
    let mut used = 0;
    planes(bytes, channels, |sample| {
        let value = decode(sample);
        used |= value.unsigned_abs();
        value as f32 * SCALE
    });
    used
}

/// The usual stem, by the quickest way: four samples are three words.
fn little24(bytes: &[u8], channels: &mut [Vec<f32>]) -> u32 {
    const FRAMES: usize = 256;
    let mut words = [0; 2 * FRAMES];
    let mut used = 0;
    match channels {
        [mono] => {
            let pieces = bytes.chunks(3 * FRAMES).zip(mono.chunks_mut(FRAMES));
            for (piece, out) in pieces {
                used |= plane(unpack24(piece, &mut words), out);
            }
        }
        [left, right] => {
            let sides = left.chunks_mut(FRAMES).zip(right.chunks_mut(FRAMES));
            for (piece, (left, right)) in bytes.chunks(6 * FRAMES).zip(sides) {
                let frames = unpack24(piece, &mut words).as_chunks::<2>().0;
                for ((left, right), [l, r]) in left.iter_mut().zip(right).zip(frames) {
                    used |= l.unsigned_abs() | r.unsigned_abs();
                    *left = *l as f32 * SCALE;
                    *right = *r as f32 * SCALE;
                }
            }
        }
        many => used = integers(bytes, many, |[a, b, c]| i32::from_le_bytes([0, a, b, c])),
    }
    used
}

/// Left-justifies little-endian samples of 24 bits; returns those that `bytes` held.
fn unpack24<'a>(bytes: &[u8], words: &'a mut [i32]) -> &'a [i32] {
    let (quads, rest) = bytes.as_chunks::<12>();
    let (out, _) = words.as_chunks_mut::<4>();
    for (out, quad) in out.iter_mut().zip(quads) {
        let word =
            |at: usize| u32::from_le_bytes([quad[at], quad[at + 1], quad[at + 2], quad[at + 3]]);
        let (first, second, third) = (word(0), word(4), word(8));
        *out = [
            first << 8,
            first >> 24 << 8 | second << 16,
            second >> 16 << 8 | third << 24,
            third >> 8 << 8,
        ]
        .map(u32::cast_signed);
    }
    let done = 4 * quads.len();
    let rest = rest.as_chunks::<3>().0;
    for (out, [a, b, c]) in words[done..].iter_mut().zip(rest) {
        *out = i32::from_le_bytes([0, *a, *b, *c]);
    }
    &words[..done + rest.len()]
}

fn floats<const N: usize>(
    bytes: &[u8],
    channels: &mut [Vec<f32>],
    decode: impl Fn([u8; N]) -> f32,
) -> u32 {
    planes(bytes, channels, decode);
    0
}

fn planes<const N: usize>(
    bytes: &[u8],
    channels: &mut [Vec<f32>],
    mut decode: impl FnMut([u8; N]) -> f32,
) {
    let samples = bytes.as_chunks::<N>().0;
    match channels {
        [mono] => mono.iter_mut().zip(samples).for_each(|(out, sample)| *out = decode(*sample)),
        [left, right] => {
            let frames = samples.as_chunks::<2>().0;
            for ((left, right), [l, r]) in left.iter_mut().zip(right).zip(frames) {
                *left = decode(*l);
                *right = decode(*r);
            }
        }
        many => {
            let width = many.len();
            for (channel, out) in many.iter_mut().enumerate() {
                for (out, frame) in out.iter_mut().zip(samples.chunks_exact(width)) {
                    *out = decode(frame[channel]);
                }
            }
        }
    }
}
