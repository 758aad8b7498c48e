//! Peak, RMS, offset, silence and correlation: what is simply counted.

use super::standing::{MOMENT_GRAINS, Standing};
use crate::evidence::grain::{self, Grain, Grains};
use crate::waveform::{FINEST_FRAMES, Point};

/// Grains in one point of the waveform.
const GRAINS_IN_POINT: usize = FINEST_FRAMES as usize / grain::FRAMES;
/// Below this (−90 dBFS) nothing is heard.
const SILENCE: f32 = 3.162_277_7e-5;

/// Whether anything in it is above −90 dBFS.
pub(super) fn is_heard(grain: &Grain) -> bool {
    grain.peak() >= SILENCE
}

/// Sums over the whole file.
#[derive(Debug, Default)]
pub(super) struct Levels {
    frames: u64,
    peak: f32,
    channels: Vec<Sums>,
    /// Sum of squares of left − right.
    difference: f64,
    /// First frame that is heard, and the frame after the last one.
    heard: Option<(u64, u64)>,
}

#[derive(Debug, Default)]
struct Sums {
    sum: f64,
    squares: f64,
    standing: Standing,
}

impl Levels {
    pub(super) fn new(channels: usize) -> Self {
        Self { channels: (0..channels).map(|_| Sums::default()).collect(), ..Self::default() }
    }

    /// Counts a block.
    pub(super) fn push(&mut self, samples: &[Vec<f32>], grains: &Grains, frames: usize) {
        for (sums, grains) in self.channels.iter_mut().zip(&grains.channels) {
            for moment in grains.chunks(MOMENT_GRAINS) {
                let (mut sum, mut squares) = (0.0, 0.0);
                for grain in moment {
                    self.peak = self.peak.max(grain.peak());
                    sum += f64::from(grain.sum);
                    squares += f64::from(grain.square);
                }
                sums.sum += sum;
                sums.squares += squares;
                sums.standing.push(sum, squares, moment.len() * grain::FRAMES);
            }
        }
        self.difference += grains.pairs.iter().map(|pair| f64::from(pair.side)).sum::<f64>();
        for (samples, grains) in samples.iter().zip(&grains.channels) {
            self.listen(&samples[..frames], grains);
        }
        self.frames += frames as u64;
    }

    /// Moves the first and the last frame that is heard.
    fn listen(&mut self, samples: &[f32], grains: &[Grain]) {
        let first = grains.iter().position(is_heard);
        let last = grains.iter().rposition(is_heard);
        let (Some(first), Some(last)) = (first, last) else { return };
        let heard = |sample: &f32| sample.abs() >= SILENCE;
        let end = samples.len().min((last + 1) * grain::FRAMES);
        let last = samples[..end].iter().rposition(heard).unwrap_or_default() as u64;
        let last = self.frames + last + 1;
        let first = match self.heard {
            Some((first, _)) if first < self.frames => first,
            earlier => {
                let place = samples.iter().skip(first * grain::FRAMES).position(heard);
                let first =
                    (first * grain::FRAMES + place.unwrap_or_default()) as u64 + self.frames;
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

    /// Of each channel, the offset that stays when it is quiet.
    pub(super) fn standing_offsets(&self) -> impl Iterator<Item = f64> {
        self.channels.iter().map(|sums| sums.standing.offset())
    }

    /// Correlation of left and right about their means; `None` unless both sound.
    pub(super) fn correlation(&self) -> Option<f64> {
        let [left, right] = self.channels.as_slice() else { return None };
        let count = self.count();
        let variance = |sums: &Sums| sums.squares - sums.sum * sums.sum / count;
        let (left_variance, right_variance) = (variance(left), variance(right));
        let floor = f64::from(SILENCE * SILENCE) * count * 1e-3;
        (left_variance > floor && right_variance > floor).then(|| {
            let product = (left.squares + right.squares - self.difference) / 2.0;
            let covariance = product - left.sum * right.sum / count;
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

/// Draws a block: one point over all channels per [`FINEST_FRAMES`].
pub(super) fn draw(grains: &Grains, frames: usize, points: &mut Vec<Point>) {
    let channels = &grains.channels;
    for (number, start) in (0..frames).step_by(FINEST_FRAMES as usize).enumerate() {
        let here = number * GRAINS_IN_POINT;
        let drawn =
            channels.iter().flat_map(|grains| grains.iter().skip(here).take(GRAINS_IN_POINT));
        let (low, high, squares) =
            drawn.fold((f32::MAX, f32::MIN, 0.0), |(low, high, squares), grain| {
                (low.min(grain.min), high.max(grain.max), squares + grain.square)
            });
        let samples = (frames - start).min(FINEST_FRAMES as usize) * channels.len();
        points.push(Point::new(low, high, (squares / samples as f32).sqrt()));
    }
}
