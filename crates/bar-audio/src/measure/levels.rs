//! Peak, RMS, offset, silence and correlation: what is simply counted.

use wide::f32x4;

use crate::waveform::{FINEST_FRAMES, Point};

/// Frames that a [`Chunk`] stands for.
pub(super) const CHUNK_FRAMES: usize = 64;
/// Chunks in one point of the waveform.
const CHUNKS_IN_POINT: usize = FINEST_FRAMES as usize / CHUNK_FRAMES;
/// Below this (−90 dBFS) nothing is heard.
const SILENCE: f32 = 3.162_277_7e-5;

/// What 64 frames of one channel amount to.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chunk {
    low: f32,
    high: f32,
    sum: f32,
    squares: f32,
}

impl Chunk {
    /// The largest magnitude.
    pub(super) fn peak(&self) -> f32 {
        self.high.max(-self.low)
    }

    /// Whether anything is above −90 dBFS.
    pub(super) fn is_heard(&self) -> bool {
        self.peak() >= SILENCE
    }

    /// Whether every sample was a number that can be squared and added up.
    pub(super) fn is_sane(&self) -> bool {
        self.squares < f32::MAX / 64.0
    }

    /// Adds up at most [`CHUNK_FRAMES`] samples.
    fn of(samples: &[f32]) -> Self {
        let first = samples.first().copied().unwrap_or_default();
        let [mut low, mut high] = [f32x4::splat(first); 2];
        let [mut sum, mut squares] = [f32x4::ZERO; 2];
        let (quads, rest) = samples.as_chunks::<4>();
        for quad in quads {
            let x = f32x4::new(*quad);
            low = low.fast_min(x);
            high = high.fast_max(x);
            sum += x;
            squares += x * x;
        }
        let mut chunk = Self {
            low: low.to_array().into_iter().fold(first, f32::min),
            high: high.to_array().into_iter().fold(first, f32::max),
            sum: sum.reduce_add(),
            squares: squares.reduce_add(),
        };
        for x in rest {
            chunk.low = chunk.low.min(*x);
            chunk.high = chunk.high.max(*x);
            chunk.sum += x;
            chunk.squares += x * x;
        }
        chunk
    }
}

/// Splits `samples` into chunks.
pub(super) fn chunks(samples: &[f32], into: &mut Vec<Chunk>) {
    into.clear();
    into.extend(samples.chunks(CHUNK_FRAMES).map(Chunk::of));
}

/// Sums over the whole file.
#[derive(Debug, Default)]
pub(super) struct Levels {
    frames: u64,
    peak: f32,
    channels: Vec<Sums>,
    /// Sum of left times right.
    product: f64,
    /// First frame that is heard, and the frame after the last one.
    heard: Option<(u64, u64)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    sum: f64,
    squares: f64,
}

impl Levels {
    pub(super) fn new(channels: usize) -> Self {
        Self { channels: vec![Sums::default(); channels], ..Self::default() }
    }

    /// Counts a block: its samples and its chunks, per channel.
    pub(super) fn push(&mut self, samples: &[Vec<f32>], chunks: &[Vec<Chunk>], frames: usize) {
        for (sums, chunks) in self.channels.iter_mut().zip(chunks) {
            for chunk in chunks {
                self.peak = self.peak.max(chunk.peak());
                sums.sum += f64::from(chunk.sum);
                sums.squares += f64::from(chunk.squares);
            }
        }
        if let [left, right] = samples {
            self.product += product(&left[..frames], &right[..frames]);
        }
        for (samples, chunks) in samples.iter().zip(chunks) {
            self.listen(&samples[..frames], chunks);
        }
        self.frames += frames as u64;
    }

    /// Moves the first and the last frame that is heard.
    fn listen(&mut self, samples: &[f32], chunks: &[Chunk]) {
        let first = chunks.iter().position(Chunk::is_heard);
        let last = chunks.iter().rposition(Chunk::is_heard);
        let (Some(first), Some(last)) = (first, last) else { return };
        let heard = |sample: &f32| sample.abs() >= SILENCE;
        let end = samples.len().min((last + 1) * CHUNK_FRAMES);
        let last = samples[..end].iter().rposition(heard).unwrap_or_default() as u64;
        let last = self.frames + last + 1;
        let first = match self.heard {
            Some((first, _)) if first < self.frames => first,
            earlier => {
                let place = samples.iter().skip(first * CHUNK_FRAMES).position(heard);
                let first = (first * CHUNK_FRAMES + place.unwrap_or_default()) as u64 + self.frames;
                earlier.map_or(first, |(earlier, _)| first.min(earlier))
            }
        };
        self.heard = Some((first, self.heard.map_or(last, |(_, end)| end.max(last))));
    }

    /// The largest magnitude so far.
    pub(super) fn peak(&self) -> f32 {
        self.peak
    }

    /// Mean square over all channels.
    pub(super) fn mean_square(&self) -> f64 {
        let squares: f64 = self.channels.iter().map(|sums| sums.squares).sum();
        squares / (self.count() * self.channels.len().max(1) as f64)
    }

    /// Mean of each channel.
    pub(super) fn offsets(&self) -> impl Iterator<Item = f64> {
        self.channels.iter().map(|sums| sums.sum / self.count())
    }

    /// Correlation of left and right about their means; `None` unless both sound.
    pub(super) fn correlation(&self) -> Option<f64> {
        let [left, right] = self.channels.as_slice() else { return None };
        let count = self.count();
        let variance = |sums: &Sums| sums.squares - sums.sum * sums.sum / count;
        let (left_variance, right_variance) = (variance(left), variance(right));
        let floor = f64::from(SILENCE * SILENCE) * count * 1e-3;
        (left_variance > floor && right_variance > floor).then(|| {
            let covariance = self.product - left.sum * right.sum / count;
            (covariance / (left_variance * right_variance).sqrt()).clamp(-1.0, 1.0)
        })
    }

    /// Frames before the first and after the last one that is heard; all of them in silence.
    pub(super) fn silence(&self) -> (u64, u64) {
        self.heard.map_or((self.frames, self.frames), |(first, end)| (first, self.frames - end))
    }

    fn count(&self) -> f64 {
        self.frames.max(1) as f64
    }
}

fn product(left: &[f32], right: &[f32]) -> f64 {
    let pieces = left.chunks(FINEST_FRAMES as usize).zip(right.chunks(FINEST_FRAMES as usize));
    let piece = |(left, right): (&[f32], &[f32])| {
        let (left, left_rest) = left.as_chunks::<4>();
        let (right, right_rest) = right.as_chunks::<4>();
        let quads =
            left.iter().zip(right).map(|(left, right)| f32x4::new(*left) * f32x4::new(*right));
        let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
        f64::from(quads.fold(f32x4::ZERO, |sum, product| sum + product).reduce_add() + rest)
    };
    pieces.map(piece).sum()
}

/// Draws a block: one point over all channels per [`FINEST_FRAMES`].
pub(super) fn draw(chunks: &[Vec<Chunk>], frames: usize, points: &mut Vec<Point>) {
    for (number, start) in (0..frames).step_by(FINEST_FRAMES as usize).enumerate() {
        let here = number * CHUNKS_IN_POINT;
        let mut drawn =
            chunks.iter().flat_map(|chunks| chunks.iter().skip(here).take(CHUNKS_IN_POINT));
        let Some(first) = drawn.next().copied() else { return };
        let whole = drawn.fold(first, |whole, chunk| Chunk {
            low: whole.low.min(chunk.low),
            high: whole.high.max(chunk.high),
            sum: 0.0,
            squares: whole.squares + chunk.squares,
        });
        let samples = (frames - start).min(FINEST_FRAMES as usize) * chunks.len();
        points.push(Point::new(whole.low, whole.high, (whole.squares / samples as f32).sqrt()));
    }
}
