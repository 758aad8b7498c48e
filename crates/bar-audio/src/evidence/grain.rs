//! The one loop that touches every sample: what 64 frames amount to.

use wide::f32x4;

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
    let whole = (samples.len() - REACH) / 4 * 4;
    let (mut max, mut min) = (f32x4::splat(f32::MIN), f32x4::splat(f32::MAX));
    let [mut sum, mut square, mut bend, mut snap] = [f32x4::ZERO; 4];
    for start in (0..whole).step_by(4) {
        let Some(window) = samples[start..].first_chunk::<8>() else { break };
        let from = |k: usize| f32x4::new([window[k], window[k + 1], window[k + 2], window[k + 3]]);
        let (sample, back1, back2, back3, back4) = (from(4), from(3), from(2), from(1), from(0));
        max = max.fast_max(sample);
        min = min.fast_min(sample);
        sum += sample;
        square += sample * sample;
        let second = (sample + back2) - (back1 + back1);
        bend += second * second;
        let fourth = (sample + back4) - (back1 + back3) * 4.0 + back2 * 6.0;
        snap = snap.fast_max(fourth.abs());
    }
    let mut grain = Grain {
        max: max.to_array().into_iter().fold(f32::MIN, larger),
        min: min.to_array().into_iter().fold(f32::MAX, f32::min),
        sum: sum.reduce_add(),
        square: square.reduce_add(),
        bend: bend.reduce_add(),
        snap: snap.to_array().into_iter().fold(0.0, larger),
    };
    for window in samples[whole..].windows(REACH + 1) {
        let (sample, back2) = (window[4], window[2]);
        let second = sample + back2 - 2.0 * window[3];
        let fourth = (sample + window[0]) - 4.0 * (window[3] + window[1]) + 6.0 * back2;
        grain.max = larger(sample, grain.max);
        grain.min = grain.min.min(sample);
        grain.sum += sample;
        grain.square += sample * sample;
        grain.bend += second * second;
        grain.snap = larger(fourth.abs(), grain.snap);
    }
    grain
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
