//! The one loop that touches every sample: what 64 frames amount to.

use crate::source::Block;

/// Frames in a grain.
pub const FRAMES: usize = 64;

/// Samples before a grain that its differences reach back to.
pub const REACH: usize = 4;

/// Independent sums, so that the compiler can keep them in vector registers.
const LANES: usize = 8;

/// What 64 samples of one channel amount to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Grain {
    /// Highest sample.
    pub max: f32,
    /// Lowest sample.
    pub min: f32,
    /// Sum.
    pub sum: f32,
    /// Sum of squares.
    pub square: f32,
    /// Sum of squares of the second difference: energy, weighted towards high frequencies.
    pub bend: f32,
    /// Largest magnitude of the fourth difference.
    pub snap: f32,
}

/// What 64 frames of two channels amount to together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pair {
    /// Sum of squares of left − right.
    pub side: f32,
    /// Largest magnitude of left + right.
    pub mid_peak: f32,
}

impl Grain {
    /// Largest magnitude.
    pub fn peak(&self) -> f32 {
        larger(self.max, -self.min)
    }
}

/// `a > b` compiles to one instruction where `f32::max` has NaN to think of; there is none on a tape.
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Sums up `samples`: [`REACH`] samples of context, then the grain, cut short only at the end of the sound.
pub fn sum_up(samples: &[f32]) -> Grain {
    let frames = samples.len() - REACH;
    let mut max = [f32::MIN; LANES];
    let mut min = [f32::MAX; LANES];
    let mut sum = [0.0; LANES];
    let mut square = [0.0; LANES];
    let mut bend = [0.0; LANES];
    let mut snap = [0.0; LANES];
    let mut step = |window: &[f32], lane: usize| {
        let sample = window[4];
        max[lane] = larger(sample, max[lane]);
        min[lane] = if sample < min[lane] { sample } else { min[lane] };
        sum[lane] += sample;
        square[lane] += sample * sample;
        let second = sample - 2.0 * window[3] + window[2];
        bend[lane] += second * second;
        let fourth = (sample + window[0]) - 4.0 * (window[3] + window[1]) + 6.0 * window[2];
        snap[lane] = larger(fourth.abs(), snap[lane]);
    };
    let whole = frames / LANES * LANES;
    for start in (0..whole).step_by(LANES) {
        let window: &[f32; LANES + REACH] = match samples[start..].first_chunk() {
            Some(window) => window,
            None => break,
        };
        for lane in 0..LANES {
            step(&window[lane..=lane + REACH], lane);
        }
    }
    for start in whole..frames {
        step(&samples[start..=start + REACH], 0);
    }
    Grain {
        max: max.into_iter().fold(f32::MIN, larger),
        min: min.into_iter().fold(f32::MAX, f32::min),
        sum: sum.iter().sum(),
        square: square.iter().sum(),
        bend: bend.iter().sum(),
        snap: snap.into_iter().fold(0.0, larger),
    }
}

/// Sums up what two channels are to each other; slices of equal length without context.
pub fn sum_up_pair(left: &[f32], right: &[f32]) -> Pair {
    let mut side = [0.0; LANES];
    let mut peak = [0.0; LANES];
    let mut lefts = left.chunks_exact(LANES);
    let mut rights = right.chunks_exact(LANES);
    for (left, right) in lefts.by_ref().zip(rights.by_ref()) {
        for lane in 0..LANES {
            let difference = left[lane] - right[lane];
            side[lane] += difference * difference;
            peak[lane] = larger((left[lane] + right[lane]).abs(), peak[lane]);
        }
    }
    for (left, right) in lefts.remainder().iter().zip(rights.remainder()) {
        side[0] += (left - right).powi(2);
        peak[0] = larger((left + right).abs(), peak[0]);
    }
    Pair { side: side.iter().sum(), mid_peak: peak.into_iter().fold(0.0, larger) }
}

/// What every 64 frames of a block amount to, worked out once for everybody who looks at it.
#[derive(Debug)]
pub struct Grains {
    /// Of each channel; the last grain of the sound may be shorter.
    pub channels: Vec<Vec<Grain>>,
    /// Of left and right; empty unless there are two channels.
    pub pairs: Vec<Pair>,
    /// The last samples before the block.
    before: Vec<[f32; REACH]>,
}

impl Grains {
    pub fn new(channels: usize) -> Self {
        let before = vec![[0.0; REACH]; channels];
        Self { channels: vec![Vec::new(); channels], pairs: Vec::new(), before }
    }

    /// Sums up `block`, as what follows the block that [`Grains::pass`] was last told of.
    pub fn sum_up(&mut self, block: &Block) {
        let blocks = block.channels.iter().map(|channel| &channel[..block.frames]);
        for ((grains, before), samples) in self.channels.iter_mut().zip(&self.before).zip(blocks) {
            let mut seam = [0.0; REACH + FRAMES];
            let head = samples.len().min(FRAMES);
            seam[..REACH].copy_from_slice(before);
            seam[REACH..REACH + head].copy_from_slice(&samples[..head]);
            grains.clear();
            grains.push(sum_up(&seam[..REACH + head]));
            grains.extend(
                (FRAMES..samples.len()).step_by(FRAMES).map(|start| {
                    sum_up(&samples[start - REACH..samples.len().min(start + FRAMES)])
                }),
            );
        }
        self.pairs.clear();
        if let [left, right] = &block.channels[..] {
            let [left, right] = [left, right].map(|side| side[..block.frames].chunks(FRAMES));
            self.pairs.extend(left.zip(right).map(|(left, right)| sum_up_pair(left, right)));
        }
    }

    /// Remembers the end of a block for the differences of the next one.
    pub fn pass(&mut self, block: &Block) {
        for (before, samples) in self.before.iter_mut().zip(&block.channels) {
            if let Some(last) = samples[..block.frames].last_chunk() {
                *before = *last;
            }
        }
    }
}
