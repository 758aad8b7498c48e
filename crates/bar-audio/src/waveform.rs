//! Peaks for drawing: minimum, maximum and RMS, folded to any width.

use std::ops::Range;

use bar_domain::Frames;
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

/// The finest level; coarser ones are folded from it when asked for. Three hours take 6 MB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waveform {
    /// One point per [`FINEST_FRAMES`]; the last one may stand for fewer.
    pub points: Vec<Point>,
}

impl Point {
    /// The point for these amplitudes, full scale 1.0.
    #[must_use]
    pub fn new(min: f32, max: f32, rms: f32) -> Self {
        // A cast to an integer clamps.
        let drawn = |amplitude: f32| ((amplitude * 127.0).round() as i8).max(-127);
        Self { min: drawn(min), max: drawn(max), rms: drawn(rms) }
    }
}

impl Waveform {
    /// The whole file in at most `width` points, evenly spread.
    #[must_use]
    pub fn overview(&self, width: usize) -> Vec<Point> {
        folded(&self.points, width)
    }

    /// The points that touch the stretch from `place.start` to `place.end`, folded to at most
    /// `width`, evenly spread.
    #[must_use]
    pub fn stretch(&self, place: Range<Frames>, width: usize) -> Vec<Point> {
        let start = (place.start.0 / FINEST_FRAMES).min(self.points.len() as u64) as usize;
        let end = place.end.0.div_ceil(FINEST_FRAMES).min(self.points.len() as u64) as usize;
        folded(self.points.get(start..end).unwrap_or_default(), width)
    }
}

fn folded(points: &[Point], width: usize) -> Vec<Point> {
    let width = width.min(points.len());
    let edge = |number: usize| points.len() * number / width;
    (0..width).filter_map(|number| fold(&points[edge(number)..edge(number + 1)])).collect()
}

fn fold(points: &[Point]) -> Option<Point> {
    let min = points.iter().map(|point| point.min).min()?;
    let max = points.iter().map(|point| point.max).max()?;
    let square: f32 = points.iter().map(|point| f32::from(point.rms).powi(2)).sum();
    let rms = (square / points.len() as f32).sqrt().round() as i8;
    Some(Point { min, max, rms })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A waveform whose maxima count up from 0.
    fn counting(points: i8) -> Waveform {
        Waveform { points: (0..points).map(|max| Point { min: -max, max, rms: max }).collect() }
    }

    #[track_caller]
    fn check(points: &[Point], maxima: &[i8]) {
        assert_eq!(points.iter().map(|point| point.max).collect::<Vec<_>>(), maxima);
    }

    #[test]
    fn an_overview_is_as_wide_as_asked_or_as_there_is_sound() {
        check(&counting(10).overview(4), &[1, 4, 6, 9]);
        check(&counting(3).overview(100), &[0, 1, 2]);
        check(&counting(3).overview(0), &[]);
        check(&counting(0).overview(5), &[]);
    }

    #[test]
    fn a_stretch_holds_every_point_it_touches() {
        let stretch = |from, to, width| counting(10).stretch(Frames(from)..Frames(to), width);
        check(&stretch(256, 512, 9), &[1]);
        check(&stretch(255, 513, 9), &[0, 1, 2]);
        check(&stretch(0, 2560, 2), &[4, 9]);
        check(&stretch(2048, u64::MAX, 9), &[8, 9]);
        check(&stretch(9999, 99999, 9), &[]);
        check(&stretch(512, 256, 9), &[]);
    }

    #[test]
    fn louder_than_full_scale_is_drawn_at_full_scale() {
        assert_eq!(Point::new(-3.0, 3.0, 0.5), Point { min: -127, max: 127, rms: 64 });
    }
}
