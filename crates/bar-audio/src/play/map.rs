//! From frames played to places on the timeline.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bar_domain::SampleRate;

/// Where the frames of a take belong on the timeline, all in frames of the device.
#[derive(Debug, Clone)]
pub(super) struct Map {
    /// The take's.
    pub(super) id: u16,
    /// Where it begins.
    pub(super) start: u64,
    /// What it plays over and over, once there.
    pub(super) looped: Option<Range<u64>>,
    /// Frames after which nothing comes any more.
    pub(super) ends_at: Arc<AtomicU64>,
}

impl Map {
    /// The place of the frame that comes after so many.
    pub(super) fn at(&self, played: u64) -> u64 {
        let straight = self.start + played;
        match &self.looped {
            Some(range) if straight >= range.end && !range.is_empty() => {
                range.start + (straight - range.start) % (range.end - range.start)
            }
            _ => straight,
        }
    }

    /// Frames from there on without a jump.
    pub(super) fn straight(&self, played: u64) -> u64 {
        let at = self.at(played);
        self.looped.as_ref().map_or(u64::MAX, |range| range.end.saturating_sub(at))
    }

    /// Whether nothing comes any more.
    pub(super) fn is_over(&self, played: u64) -> bool {
        played >= self.ends_at.load(Ordering::Acquire)
    }
}

/// A place on a timeline of one rate as one of another, to the nearest frame.
pub(super) fn convert(place: u64, from: SampleRate, to: SampleRate) -> u64 {
    convert_signed(i64::try_from(place).unwrap_or(i64::MAX), from, to).unsigned_abs()
}

/// The same for places before the beginning.
pub(super) fn convert_signed(place: i64, from: SampleRate, to: SampleRate) -> i64 {
    if from == to {
        return place;
    }
    let from = i128::from(from.0.max(1));
    let scaled = i128::from(place) * i128::from(to.0);
    i64::try_from((scaled + from / 2).div_euclid(from)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_is_entered_from_before_and_comes_back_to_its_first_frame() {
        let map = Map { id: 1, start: 5, looped: Some(10..13), ends_at: Arc::default() };
        let places: Vec<u64> = (0..12).map(|played| map.at(played)).collect();
        assert_eq!(places, [5, 6, 7, 8, 9, 10, 11, 12, 10, 11, 12, 10]);
        assert_eq!([0, 5, 7, 8].map(|played| map.straight(played)), [8, 3, 1, 3]);
    }

    #[test]
    fn places_of_other_rates_are_the_nearest() {
        let check = |place, from, to, wanted| {
            assert_eq!(convert_signed(place, SampleRate(from), SampleRate(to)), wanted);
        };
        check(44_100, 44_100, 48_000, 48_000);
        check(-44_100, 44_100, 48_000, -48_000);
        check(1, 44_100, 48_000, 1);
        check(-1, 96_000, 44_100, 0);
        check(i64::MAX, 48_000, 48_000, i64::MAX);
        check(i64::MAX, 48_000, 96_000, i64::MAX);
    }
}
