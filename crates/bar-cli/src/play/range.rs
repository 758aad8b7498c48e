//! `--loop 1:05-1:12.5`.

use std::str::FromStr;

use bar_domain::{Frames, SampleRate};

/// A stretch of a song, in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Range {
    from: f64,
    to: f64,
}

/// Why that is no stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RangeError {
    /// Not two times.
    #[error("write two times with a dash between, like 65-72.5 or 1:05-1:12.5")]
    Form,
    /// Nothing lies between them.
    #[error("the loop must end after it begins")]
    Empty,
}

impl FromStr for Range {
    type Err = RangeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once(['-', '–']).ok_or(RangeError::Form)?;
        let (from, to) =
            (seconds(from).ok_or(RangeError::Form)?, seconds(to).ok_or(RangeError::Form)?);
        if to > from { Ok(Self { from, to }) } else { Err(RangeError::Empty) }
    }
}

impl Range {
    /// The same in frames; at least one.
    pub(super) fn frames(self, rate: SampleRate) -> std::ops::Range<Frames> {
        let frame = |seconds: f64| (seconds * f64::from(rate.0)).round() as u64;
        let start = frame(self.from);
        Frames(start)..Frames(frame(self.to).max(start + 1))
    }
}

/// `72.5`, `1:12.5` or `1:01:12.5`.
fn seconds(text: &str) -> Option<f64> {
    let mut parts = text.trim().rsplit(':');
    let part = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if digits { text.parse::<f64>().ok() } else { None }
    };
    let seconds = part(parts.next()?)?;
    let minutes = parts.next().map_or(Some(0.0), part)?;
    let hours = parts.next().map_or(Some(0.0), part)?;
    parts.next().is_none().then_some(seconds + 60.0 * minutes + 3600.0 * hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let check = |text: &str, wanted: Result<(f64, f64), RangeError>| {
            assert_eq!(text.parse().map(|range: Range| (range.from, range.to)), wanted, "{text}");
        };
        check("65-72.5", Ok((65.0, 72.5)));
        check("1:05-1:12.5", Ok((65.0, 72.5)));
        check("0–1:00:00", Ok((0.0, 3600.0)));
        check("5-5", Err(RangeError::Empty));
        check("9-5", Err(RangeError::Empty));
        for odd in ["", "5", "-5", "5-", "a-b", "1:2:3:4-5", "inf-nan", "1e3-2e3", "--"] {
            check(odd, Err(RangeError::Form));
        }
    }

    #[test]
    fn frames_are_the_nearest_and_at_least_one() {
        let range = Range { from: 0.5, to: 0.500_001 };
        assert_eq!(range.frames(SampleRate(48_000)), Frames(24_000)..Frames(24_001));
    }
}
