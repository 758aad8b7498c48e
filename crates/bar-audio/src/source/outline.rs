//! What a header parser hands to the reader of uncompressed samples.

use bar_domain::{Frames, SampleRate};

use super::ReadError;
use super::samples::Layout;
use crate::format::{Container, Format, Header};

/// More channels than any format of sound delivery has (Dolby Atmos masters hold 128).
const MAX_CHANNELS: u16 = 256;
/// From sensors to twice the fastest converters; anything else is not a rate.
const RATES: std::ops::RangeInclusive<u32> = 100..=1_536_000;

/// Where the samples of an uncompressed file are, and how they are written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    pub format: Format,
    pub header: Header,
    pub layout: Layout,
    /// The byte of the first sample.
    pub start: u64,
    /// What lies around the sound, in the order of the file.
    pub extras: Vec<Extra>,
}

/// A chunk that is neither the sound nor tells its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extra {
    pub id: [u8; 4],
    /// The first byte of the content.
    pub content: u64,
    /// Bytes of content, all of which are there.
    pub size: u64,
}

/// What a frame is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub rate: u32,
    pub channels: u16,
    /// Valid bits of a sample.
    pub bits: u16,
    pub layout: Layout,
}

/// How much sound the container says it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    Bytes(u64),
    /// Never written: everything up to the end of the file is sound.
    Unset,
}

impl Shape {
    /// Refuses numbers that no recorder writes; `at` is where they stand.
    pub(super) fn sane(self, at: u64) -> Result<Self, ReadError> {
        sane(self.channels, self.rate, at).map(|()| self)
    }

    /// Bytes of one frame.
    pub(super) fn frame_bytes(self) -> u64 {
        u64::from(self.channels) * self.layout.bytes() as u64
    }
}

/// Refuses a number of channels or a rate that no sound has; `at` is where they stand.
pub(super) fn sane(channels: u16, rate: u32, at: u64) -> Result<(), ReadError> {
    if channels == 0 || channels > MAX_CHANNELS {
        return Err(ReadError::damaged(at, format!("it claims {channels} channels")));
    }
    if !RATES.contains(&rate) {
        return Err(ReadError::damaged(at, format!("it claims a sample rate of {rate} Hz")));
    }
    Ok(())
}

impl Outline {
    /// Bytes of one frame.
    pub(super) fn frame_bytes(&self) -> usize {
        usize::from(self.format.channels) * self.layout.bytes()
    }

    /// Cuts what is declared to what there is room for from the byte `start` to the byte `end`.
    pub(super) fn new(
        container: Container,
        shape: Shape,
        start: u64,
        declared: Declared,
        end: u64,
    ) -> Result<Self, ReadError> {
        let held = end.saturating_sub(start);
        let (promised, sizes_unset) = match declared {
            Declared::Bytes(bytes) => (bytes, false),
            Declared::Unset => (held, true),
        };
        let frames = promised.min(held) / shape.frame_bytes();
        let promised_frames = promised / shape.frame_bytes();
        if frames == 0 {
            let cut = promised_frames > 0;
            return Err(if cut {
                ReadError::damaged(end, "the file ends where its sound should begin")
            } else {
                ReadError::Empty
            });
        }
        Ok(Self {
            format: Format {
                container,
                encoding: shape.layout.encoding(),
                bits: Some(shape.bits),
                rate: SampleRate(shape.rate),
                channels: shape.channels,
                frames: Frames(frames),
            },
            header: Header {
                promised_frames: (promised_frames > frames).then_some(Frames(promised_frames)),
                sizes_unset,
                time_reference: None,
            },
            layout: shape.layout,
            start,
            extras: Vec::new(),
        })
    }
}
