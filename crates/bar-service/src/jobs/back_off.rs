//! How long to wait before something that did not work is tried again.

/// Before the second attempt.
const FIRST: i64 = 5_000;
/// At most: six hours.
const LONGEST: i64 = 6 * 3_600_000;
/// So often something is tried, about four days long.
const MOST: u32 = 25;

/// Milliseconds until the next attempt, after so many; nothing when it is enough.
///
/// Each wait is twice the one before. `chance`, from 0 to 1, shortens it by up to a half, so that
/// what broke at once does not come again at once.
#[must_use]
pub fn back_off(attempts: u32, chance: f64) -> Option<i64> {
    if attempts >= MOST {
        return None;
    }
    let doubled = FIRST.saturating_mul(1 << attempts.saturating_sub(1).min(31));
    let longest = doubled.min(LONGEST) as f64;
    Some((longest * (1.0 - chance.clamp(0.0, 1.0) / 2.0)) as i64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LONGEST, MOST, back_off};

    #[test]
    fn waits_double_up_to_six_hours_and_end() {
        let waits: Vec<_> = (1..=5).map(|attempts| back_off(attempts, 0.0)).collect();
        assert_eq!(waits, [5_000, 10_000, 20_000, 40_000, 80_000].map(Some));
        assert_eq!(back_off(MOST - 1, 0.0), Some(LONGEST));
        assert_eq!(back_off(MOST, 0.0), None);
        let all: i64 = (1..MOST).filter_map(|attempts| back_off(attempts, 0.5)).sum();
        assert!((2..4).contains(&(all / 86_400_000)), "{all} ms in all");
    }

    proptest! {
        #[test]
        fn chance_shortens_a_wait_by_up_to_a_half(attempts in 0..MOST, chance in 0.0..=1.0_f64) {
            let longest = back_off(attempts, 0.0).expect("not enough yet");
            let wait = back_off(attempts, chance).expect("not enough yet");
            prop_assert!((longest / 2..=longest).contains(&wait));
        }
    }
}
