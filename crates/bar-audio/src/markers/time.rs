//! Times, as files for people and DAWs spell them.

use bar_domain::SampleRate;

/// `0:01:02.500`, to the nearest millisecond.
pub(super) fn clock(frame: u64, rate: SampleRate) -> String {
    let rate = u128::from(rate.0.max(1));
    let milliseconds = (u128::from(frame) * 2000 + rate) / (2 * rate);
    let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    format!("{}:{:02}:{seconds:02}.{rest:03}", minutes / 60, minutes % 60)
}

/// `62.500000`, to the nearest microsecond.
pub(super) fn seconds(frame: u64, rate: SampleRate) -> String {
    let rate = u128::from(rate.0.max(1));
    let microseconds = (u128::from(frame) * 2_000_000 + rate) / (2 * rate);
    format!("{}.{:06}", microseconds / 1_000_000, microseconds % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spelt_to_the_nearest_millisecond_and_microsecond() {
        #[track_caller]
        fn check(frame: u64, rate: u32, wanted: (&str, &str)) {
            let rate = SampleRate(rate);
            assert_eq!((clock(frame, rate).as_str(), seconds(frame, rate).as_str()), wanted);
        }
        check(0, 48_000, ("0:00:00.000", "0.000000"));
        check(3_000_000, 48_000, ("0:01:02.500", "62.500000"));
        check(1, 44_100, ("0:00:00.000", "0.000023"));
        check(44_099, 44_100, ("0:00:01.000", "0.999977"));
        check(48_000 * 3_600 * 25, 48_000, ("25:00:00.000", "90000.000000"));
    }
}
