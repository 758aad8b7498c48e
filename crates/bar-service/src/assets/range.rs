//! `Range`: which part of a file is asked for (RFC 9110, 14).

use std::ops::Range;

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The whole file: nothing else is asked for, or nothing that is understood.
    Whole,
    /// A part, which is not empty.
    Part(Range<u64>),
    /// What is not there.
    Nothing,
}

impl Wanted {
    /// What `written` asks of a file of `len` bytes. Several parts at once are answered with the
    /// whole, as is everything else that does not read.
    #[must_use]
    pub fn read(written: &str, len: u64) -> Self {
        let Some((unit, spec)) = written.split_once('=') else { return Self::Whole };
        let Some((first, last)) = spec.trim().split_once('-') else { return Self::Whole };
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return Self::Whole;
        }
        let range = match (number(first), number(last)) {
            (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(len),
            (Some(first), None) if last.is_empty() => first..len,
            (None, Some(length)) if first.is_empty() => len.saturating_sub(length)..len,
            _ => return Self::Whole,
        };
        if range.is_empty() { Self::Nothing } else { Self::Part(range) }
    }
}

/// Digits. More of them than fit mean the largest number.
fn number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_are_read() {
        use Wanted::{Nothing, Part, Whole};
        for (written, wanted) in [
            ("bytes=0-0", Part(0..1)),
            ("bytes=0-", Part(0..100)),
            ("bytes=10-19", Part(10..20)),
            ("bytes=10-1000", Part(10..100)),
            ("Bytes = 99-", Part(99..100)),
            ("bytes=-1", Part(99..100)),
            ("bytes=-1000", Part(0..100)),
            ("bytes=0-99999999999999999999999", Part(0..100)),
            ("bytes=100-", Nothing),
            ("bytes=100-200", Nothing),
            ("bytes=99999999999999999999999-", Nothing),
            ("bytes=-0", Nothing),
            ("bytes=5-4", Whole),
            ("bytes=-", Whole),
            ("bytes=", Whole),
            ("bytes=a-b", Whole),
            ("bytes=+1-2", Whole),
            ("bytes=--1", Whole),
            ("bytes=0-1,5-6", Whole),
            ("lines=0-1", Whole),
            ("", Whole),
        ] {
            assert_eq!(Wanted::read(written, 100), wanted, "{written:?}");
        }
        assert_eq!(Wanted::read("bytes=0-", 0), Nothing);
    }

    proptest! {
        #[test]
        fn a_part_is_never_empty_nor_outside(written in "bytes=[0-9,-]{0,24}|.{0,20}", len in 0..200u64) {
            if let Wanted::Part(range) = Wanted::read(&written, len) {
                prop_assert!(!range.is_empty() && range.end <= len);
            }
        }
    }
}
