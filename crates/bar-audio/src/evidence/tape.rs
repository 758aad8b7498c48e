//! The chunk under the lens, with the chunk before it for context.

use super::flow::{self, THINNING};
use super::grain::{self, Grain, Grains, Pair};
use crate::format::Format;
use crate::source::Block;

/// Frames in a cell at usual rates, about 10 ms; the unit of envelopes.
const CELL_FRAMES: usize = 512;
/// Cells in a chunk, about 85 ms.
const CELLS: usize = 8;
/// Louder than any sound; what lies beyond is damage, and would overflow sums of squares.
const BEYOND_SOUND: f32 = 1e6;

/// A window on the sound: the chunk being looked at, after the chunk before it.
pub struct Tape {
    channels: Vec<Channel>,
    pairs: Vec<Pair>,
    /// Left and right of this chunk, thinned out.
    thin: [Vec<f32>; 2],
    /// Frames in a full chunk.
    chunk: usize,
    /// Multiple of [`CELL_FRAMES`] by which cells stay near 10 ms at high rates.
    scale: usize,
    /// Frames of the present chunk that are filled.
    filled: usize,
    /// Frame of the sound at which the present chunk begins.
    start: u64,
    rate: u32,
}

/// One channel of a [`Tape`].
pub struct Channel {
    /// The chunk before, then this one.
    samples: Vec<f32>,
    /// Sums of this chunk, 64 frames each; the last one of a sound may be shorter.
    pub grains: Vec<Grain>,
}

impl Tape {
    pub fn new(format: &Format) -> Self {
        let scale = match format.rate.0 {
            0..=64_000 => 1,
            64_001..=128_000 => 2,
            _ => 4,
        };
        let chunk = CELLS * CELL_FRAMES * scale;
        let channel = || Channel { samples: vec![0.0; 2 * chunk], grains: Vec::new() };
        Self {
            channels: (0..format.channels).map(|_| channel()).collect(),
            pairs: Vec::new(),
            thin: Default::default(),
            chunk,
            scale,
            filled: 0,
            start: 0,
            rate: format.rate.0,
        }
    }

    /// Copies frames of `block` from frame `from` on, as many as fit; returns how many. `summed` are
    /// the grains of the block, if somebody knows them: they must begin where those of this tape do,
    /// and the block must hold nothing broken.
    pub fn fill(&mut self, block: &Block, from: usize, summed: Option<&Grains>) -> usize {
        let frames = (block.frames - from).min(self.chunk - self.filled);
        let at = self.chunk + self.filled;
        if self.filled == 0 {
            self.pairs.clear();
            self.channels.iter_mut().for_each(|channel| channel.grains.clear());
        }
        for (channel, source) in self.channels.iter_mut().zip(&block.channels) {
            let samples = &mut channel.samples[at..at + frames];
            samples.copy_from_slice(&source[from..from + frames]);
            if summed.is_none() {
                let broken = |sample: &&mut f32| sample.is_nan() || sample.abs() >= BEYOND_SOUND;
                samples.iter_mut().filter(broken).for_each(|sample| *sample = 0.0);
            }
        }
        if let Some(summed) = summed {
            let range = from / grain::FRAMES..(from + frames).div_ceil(grain::FRAMES);
            for (channel, grains) in self.channels.iter_mut().zip(&summed.channels) {
                channel.grains.extend_from_slice(&grains[range.clone()]);
            }
            self.pairs.extend_from_slice(summed.pairs.get(range).unwrap_or_default());
        }
        self.filled += frames;
        frames
    }

    pub fn is_full(&self) -> bool {
        self.filled == self.chunk
    }

    /// Sums up the present chunk, where that came without grains, and thins it out.
    pub fn sum_up(&mut self) {
        let (chunk, filled) = (self.chunk, self.filled);
        let starts = || (chunk..chunk + filled).step_by(grain::FRAMES);
        let end = |start: usize| (start + grain::FRAMES).min(chunk + filled);
        for Channel { samples, grains } in &mut self.channels {
            if grains.is_empty() {
                grains.extend(
                    starts().map(|start| grain::sum_up(&samples[start - grain::REACH..end(start)])),
                );
            }
        }
        if let [left, right] = &self.channels[..] {
            if self.pairs.is_empty() {
                self.pairs.extend(starts().map(|start| {
                    let range = start..end(start);
                    grain::sum_up_pair(&left.samples[range.clone()], &right.samples[range])
                }));
            }
            for (side, out) in [left, right].into_iter().zip(&mut self.thin) {
                flow::thin(&side.samples[chunk..chunk + filled], THINNING * self.scale, out);
            }
        }
    }

    /// Makes the present chunk the one before.
    pub fn advance(&mut self) {
        for channel in &mut self.channels {
            channel.samples.copy_within(self.chunk.., 0);
        }
        self.start += self.filled as u64;
        self.filled = 0;
    }

    pub fn channels(&self) -> impl ExactSizeIterator<Item = &Channel> {
        self.channels.iter()
    }

    /// Left and right, where there are exactly two channels.
    pub fn stereo(&self) -> Option<(&Channel, &Channel, &[Pair])> {
        match &self.channels[..] {
            [left, right] => Some((left, right, &self.pairs)),
            _ => None,
        }
    }

    /// Left and right of this chunk at about 12 kHz; empty unless there are two channels.
    pub fn thin(&self) -> [&[f32]; 2] {
        let [left, right] = &self.thin;
        [left, right]
    }

    /// Frames that one of [`Tape::thin`] is the sum of.
    pub fn thinning(&self) -> usize {
        THINNING * self.scale
    }

    /// Samples of `channel` in this chunk.
    pub fn present<'a>(&self, channel: &'a Channel) -> &'a [f32] {
        &channel.samples[self.chunk..self.chunk + self.filled]
    }

    /// Samples of `channel` from `back` frames before this chunk to its end.
    pub fn with_past<'a>(&self, channel: &'a Channel, back: usize) -> &'a [f32] {
        &channel.samples[self.chunk - back..self.chunk + self.filled]
    }

    /// Frames filled in this chunk.
    pub fn frames(&self) -> usize {
        self.filled
    }

    /// Frame of the sound at which this chunk begins.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// Frames of a full chunk.
    pub fn chunk(&self) -> usize {
        self.chunk
    }

    /// Frames of a cell, about 10 ms.
    pub fn cell(&self) -> usize {
        CELL_FRAMES * self.scale
    }

    /// Grains of a cell.
    pub fn grains_per_cell(&self) -> usize {
        self.cell() / grain::FRAMES
    }

    pub fn frames_per_second(&self) -> f64 {
        f64::from(self.rate)
    }

    /// The samples of `range`, in frames of the sound, where the tape still holds all of them.
    pub fn slice<'a>(&self, channel: &'a Channel, from: i64, to: i64) -> Option<&'a [f32]> {
        let origin = self.start as i64 - self.chunk as i64;
        if from < origin.max(0) || to > (self.start + self.filled as u64) as i64 || from > to {
            return None;
        }
        channel.samples.get((from - origin) as usize..(to - origin) as usize)
    }
}
