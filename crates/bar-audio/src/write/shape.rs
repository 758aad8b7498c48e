//! What the sound of a copy is made of.

use super::{Change, Shell, WriteError};
use crate::format::Encoding;
use crate::source::Source;

/// The frames of a copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub rate: u32,
    pub channels: u16,
    /// Valid bits of a sample.
    pub bits: u16,
    /// Bytes of a sample.
    pub bytes: u16,
    pub float: bool,
    pub frames: u64,
    /// Which speakers its channels are for, where the original told.
    pub speakers: Option<u32>,
}

impl Shape {
    /// The shape of a changed copy of `source`.
    pub(super) fn of(
        source: &Source,
        change: &Change,
        speakers: Option<u32>,
    ) -> Result<Self, WriteError> {
        let format = source.format();
        let (bits, bytes, float) = match (change.depth, source.layout()) {
            (Some(_), _) if format.encoding == Encoding::Float => (24, 3, false),
            // Only floats are dithered: an integer would lose what it has.
            (Some(_), _) => return Err(WriteError::Changed),
            (None, Some(layout)) => {
                let float = format.encoding == Encoding::Float;
                let bytes = layout.bytes() as u16;
                let bits = format.bits.unwrap_or(8 * bytes);
                // In AIFF the bits tell how many bytes there are.
                let narrow = change.shell == Shell::Aiff && !float;
                (bits, if narrow { bits.div_ceil(8) } else { bytes }, float)
            }
            // Decoded sound passes by as floats, which hold 24 bits and no more.
            (None, None) => match format.bits {
                Some(bits @ 1..=24) if !format.encoding.is_lossy() => {
                    (bits, bits.div_ceil(8), false)
                }
                _ => return Err(WriteError::Changed),
            },
        };
        Ok(Self {
            rate: format.rate.0,
            channels: if change.mono { 1 } else { format.channels },
            bits,
            bytes,
            float,
            frames: change.frames.0,
            speakers: speakers.filter(|_| !change.mono),
        })
    }

    /// Bytes of one frame.
    pub(super) fn frame_bytes(&self) -> u64 {
        u64::from(self.channels) * u64::from(self.bytes)
    }

    /// Bytes of all frames.
    pub(super) fn sound_bytes(&self) -> u64 {
        self.frames.saturating_mul(self.frame_bytes())
    }

    /// What silence is written as: WAV alone counts 8 bits from 0 to 255.
    pub(super) fn silence(&self, shell: Shell) -> u8 {
        if shell == Shell::Wav && self.bytes == 1 { 0x80 } else { 0 }
    }
}
