//! The sound of a copy: silence, the samples of the original, silence.

use super::dither::Dither;
use super::out::Out;
use super::shape::Shape;
use super::{Change, Shell, WriteError};
use crate::source::{Block, Layout, Order, SampleKind, Source};

/// Half of full scale of a 32-bit integer, by which decoded floats become left-justified integers.
const LEFT_JUSTIFIED: f32 = 2_147_483_648.0;

/// The sound being written.
pub(super) struct Sound<'a> {
    change: &'a Change,
    shape: &'a Shape,
    /// Channels of the original.
    channels: usize,
    /// Frames of the original that are left out, and of the copy that are to come.
    skip: u64,
    left: u64,
    gain: f64,
    dithers: Vec<Dither>,
    bytes: Vec<u8>,
}

impl<'a> Sound<'a> {
    pub(super) fn new(change: &'a Change, shape: &'a Shape, source: &Source) -> Self {
        let dithers = change.depth.map_or_else(Vec::new, |to| {
            (0..shape.channels).map(|channel| Dither::new(to.seed, channel)).collect()
        });
        Self {
            change,
            shape,
            channels: source.format().channels.into(),
            skip: change.start.min(0).unsigned_abs(),
            left: shape.frames,
            gain: change.depth.map_or(1.0, |to| f64::powf(10.0, to.gain_db / 20.0)),
            dithers,
            bytes: Vec::new(),
        }
    }

    /// Writes all of it.
    pub(super) fn write(
        mut self,
        source: &mut Source,
        out: &mut Out<'_>,
    ) -> Result<(), WriteError> {
        self.silence(self.change.start.max(0).unsigned_abs(), out)?;
        if source.layout().is_some() {
            while let Some((bytes, layout)) = source.read_raw()? {
                let frame_bytes = layout.bytes() * self.channels;
                let frames = bytes.len() / frame_bytes;
                let skipped = self.pass(frames)?;
                self.bytes.clear();
                self.recode(&bytes[skipped * frame_bytes..], layout)?;
                out.put(&self.bytes)?;
            }
        } else {
            let mut block = Block::default();
            loop {
                source.read(&mut block)?;
                if block.frames == 0 {
                    break;
                }
                let skipped = self.pass(block.frames)?;
                self.bytes.clear();
                self.encode(&block, skipped);
                out.put(&self.bytes)?;
            }
        }
        self.silence(self.left, out)
    }

    fn silence(&mut self, frames: u64, out: &mut Out<'_>) -> Result<(), WriteError> {
        self.left = self.left.checked_sub(frames).ok_or(WriteError::Changed)?;
        let bytes = frames.saturating_mul(self.shape.frame_bytes());
        out.fill(self.shape.silence(self.change.shell), bytes)
    }

    /// Counts frames of the original that come by; those that are left out among them.
    fn pass(&mut self, frames: usize) -> Result<usize, WriteError> {
        let skipped = self.skip.min(frames as u64);
        self.skip -= skipped;
        self.left = self.left.checked_sub(frames as u64 - skipped).ok_or(WriteError::Changed)?;
        Ok(skipped as usize)
    }

    /// Channels of the original that the copy has.
    fn kept(&self) -> usize {
        self.shape.channels.into()
    }

    /// Frames as they lie in the original, as they shall lie in the copy.
    fn recode(&mut self, bytes: &[u8], layout: Layout) -> Result<(), WriteError> {
        let width = layout.bytes();
        if self.change.depth.is_some() {
            return match layout.kind {
                SampleKind::Float32 => {
                    self.dither(bytes, layout.order, |b| f32::from_le_bytes(b).into())
                }
                SampleKind::Float64 => self.dither(bytes, layout.order, f64::from_le_bytes),
                _ => Err(WriteError::Changed),
            };
        }
        let told = usize::from(self.shape.bytes);
        let (kept, out) = (self.kept() * width, &mut self.bytes);
        out.reserve(bytes.len());
        for frame in bytes.chunks_exact(width * self.channels) {
            out.extend_from_slice(&frame[..kept]);
        }
        let wanted = match self.change.shell {
            Shell::Wav => Order::Little,
            Shell::Aiff => Order::Big,
        };
        let unsigned = self.change.shell == Shell::Wav;
        match layout.kind {
            SampleKind::Unsigned8 if !unsigned => out.iter_mut().for_each(|byte| *byte ^= 0x80),
            SampleKind::Signed8 if unsigned => out.iter_mut().for_each(|byte| *byte ^= 0x80),
            SampleKind::Unsigned8 | SampleKind::Signed8 => {}
            kind => {
                if kind == SampleKind::Low24In32 {
                    out.chunks_exact_mut(width).for_each(|sample| lift(sample, layout.order));
                }
                if layout.order != wanted {
                    out.chunks_exact_mut(width).for_each(<[u8]>::reverse);
                }
                if told < width {
                    narrow(out, width, told);
                }
            }
        }
        Ok(())
    }

    /// Floats become 24 bits.
    fn dither<const N: usize>(
        &mut self,
        bytes: &[u8],
        order: Order,
        decode: impl Fn([u8; N]) -> f64,
    ) -> Result<(), WriteError> {
        let kept = self.kept();
        for frame in bytes.as_chunks::<N>().0.chunks_exact(self.channels) {
            for (sample, dither) in frame[..kept].iter().zip(&mut self.dithers) {
                let mut sample = *sample;
                if order == Order::Big {
                    sample.reverse();
                }
                let sample = decode(sample) * self.gain;
                if sample.is_nan() || sample.abs() > 1.0 {
                    return Err(WriteError::Over);
                }
                put(&mut self.bytes, dither.round(sample) << 8, 3, self.change.shell);
            }
        }
        Ok(())
    }

    /// Decoded integers of at most 24 bits, which floats hold without a loss.
    fn encode(&mut self, block: &Block, skipped: usize) {
        let kept = self.kept();
        for frame in skipped..block.frames {
            for channel in &block.channels[..kept] {
                let sample = (channel[frame] * LEFT_JUSTIFIED) as i32;
                put(&mut self.bytes, sample, self.shape.bytes, self.change.shell);
            }
        }
    }
}

/// The highest `width` bytes of a left-justified sample.
fn put(out: &mut Vec<u8>, sample: i32, width: u16, shell: Shell) {
    let width = usize::from(width.min(4));
    match shell {
        Shell::Wav if width == 1 => out.push(sample.to_be_bytes()[0] ^ 0x80),
        Shell::Wav => out.extend_from_slice(&sample.to_le_bytes()[4 - width..]),
        Shell::Aiff => out.extend_from_slice(&sample.to_be_bytes()[..width]),
    }
}

/// Leaves away the last bytes of every big-endian sample, which hold nothing.
fn narrow(samples: &mut Vec<u8>, from: usize, to: usize) {
    let count = samples.len() / from;
    for sample in 0..count {
        samples.copy_within(sample * from..sample * from + to, sample * to);
    }
    samples.truncate(count * to);
}

/// Moves 24 bits from the low bytes of 32 to the high ones, where everybody expects them.
fn lift(sample: &mut [u8], order: Order) {
    match order {
        Order::Little => {
            sample.rotate_right(1);
            sample[0] = 0;
        }
        Order::Big => {
            sample.rotate_left(1);
            sample[3] = 0;
        }
    }
}
