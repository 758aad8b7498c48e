//! Peaks for drawing: minimum, maximum and RMS in power-of-two levels.

use serde::{Deserialize, Serialize};

/// Frames that one point of the finest level stands for.
pub const FINEST_FRAMES: u64 = 256;

/// One drawn point over all channels; ±127 is full scale (louder is clamped for drawing only).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Lowest sample.
    pub min: i8,
    /// Highest sample.
    pub max: i8,
    /// RMS, 0 to 127.
    pub rms: i8,
}

/// The finest level; coarser ones are folded from it when asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waveform {
    /// One point per [`FINEST_FRAMES`].
    pub points: Vec<Point>,
}

impl Waveform {
    /// The whole file in at most `width` points.
    #[must_use]
    pub fn overview(&self, width: usize) -> Vec<Point> {
        let group = self.points.len().div_ceil(width.max(1)).max(1);
        self.points.chunks(group).filter_map(fold).collect()
    }
}

fn fold(points: &[Point]) -> Option<Point> {
    let min = points.iter().map(|point| point.min).min()?;
    let max = points.iter().map(|point| point.max).max()?;
    let square: f32 = points.iter().map(|point| f32::from(point.rms).powi(2)).sum();
    let rms = (square / points.len() as f32).sqrt().round() as i8;
    Some(Point { min, max, rms })
}
