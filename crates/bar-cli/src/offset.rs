//! Where a mix begins in the engineer's session, as people type it.

use std::str::FromStr;

use bar_domain::SampleRate;

/// A time, or frames of the mix; may be negative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Offset {
    /// In seconds.
    Seconds(f64),
    /// In frames of the mix.
    Frames(i64),
}

/// It is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("type a time such as 1:02.5, 8s or -2.5, or frames such as 96000f")]
pub(crate) struct NotAnOffset;

impl FromStr for Offset {
    type Err = NotAnOffset;

    fn from_str(text: &str) -> Result<Self, NotAnOffset> {
        let text = text.trim();
        let (sign, rest) = text.strip_prefix('-').map_or((1_i32, text), |rest| (-1, rest));
        let plain = |part: &str| part.starts_with(|letter: char| letter.is_ascii_digit());
        if let Some(frames) = rest.strip_suffix('f').filter(|frames| plain(frames)) {
            let frames: i64 = frames.parse().map_err(|_| NotAnOffset)?;
            return Ok(Self::Frames(i64::from(sign) * frames));
        }
        let rest = rest.strip_suffix('s').unwrap_or(rest);
        let parts: Vec<&str> = rest.split(':').collect();
        if parts.len() > 3 || !parts.iter().all(|part| plain(part)) {
            return Err(NotAnOffset);
        }
        let mut seconds = 0.0;
        for part in parts {
            seconds = seconds * 60.0 + part.parse::<f64>().map_err(|_| NotAnOffset)?;
        }
        Ok(Self::Seconds(f64::from(sign) * seconds))
    }
}

impl Offset {
    /// In frames; `None` where it is more than a day.
    pub fn frames(self, rate: SampleRate) -> Option<i64> {
        let frames = match self {
            Self::Seconds(seconds) => (seconds * f64::from(rate.0)).round() as i64,
            Self::Frames(frames) => frames,
        };
        let day = 24 * 60 * 60 * u64::from(rate.0);
        (frames.unsigned_abs() <= day).then_some(frames)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_frames_are_told_apart() {
        #[track_caller]
        fn check(text: &str, wanted: Option<i64>) {
            let frames = text.parse::<Offset>().ok().and_then(|it| it.frames(SampleRate(48_000)));
            assert_eq!(frames, wanted, "{text}");
        }
        check("8", Some(384_000));
        check("8s", Some(384_000));
        check("-2.5", Some(-120_000));
        check("1:02.5", Some(3_000_000));
        check("1:00:00", Some(172_800_000));
        check("96000f", Some(96_000));
        check("-96000f", Some(-96_000));
        check("0", Some(0));
        check("", None);
        check("-", None);
        check("1:2:3:4", None);
        check("1:-2", None);
        check("inf", None);
        check("1e400", None);
        check("9.5f", None);
        check("25:00:00", None);
        check("99999999999999999999f", None);
        check("bar 2", None);
    }
}
