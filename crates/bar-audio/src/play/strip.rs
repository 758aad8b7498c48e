//! How loud everything is: level match, mute, solo, gain and volume become one gain per tape.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reel::Reel;
use super::voice::{Gains, MAX_TAPES};

/// What the mixer does to a tape.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Strip {
    /// In decibels; what is above 0 counts as 0, so that no tape can be turned into clipping.
    pub gain_db: f64,
    /// Not heard.
    pub mute: bool,
    /// Where any tape of a side has it, only those are heard. A muted tape stays muted.
    pub solo: bool,
}

/// Decibels that make sides equally loud by turning the louder ones down to the quietest, never up.
///
/// `loudness` is in LUFS; what is silent or not measured is left alone, and so is everything beside
/// it alone.
#[must_use]
pub fn level_match(loudness: &[Option<f64>]) -> Vec<f64> {
    let sounds = |lufs: &f64| lufs.is_finite();
    let quietest = loudness.iter().flatten().copied().filter(sounds).fold(f64::INFINITY, f64::min);
    let turned = |lufs: &Option<f64>| lufs.filter(sounds).map_or(0.0, |lufs| quietest - lufs);
    loudness.iter().map(turned).collect()
}

/// The linear factor of so many decibels; 1 exactly at 0 and above.
pub(super) fn factor(db: f64) -> f32 {
    // Not a number is silence: nobody meant that, and it must not reach a loudspeaker.
    if db.is_nan() { 0.0 } else { 10_f64.powf(db.min(0.0) / 20.0) as f32 }
}

/// Whether a tape of a side is heard at all.
pub(super) fn is_heard(strips: &[Strip], side: &[usize], tape: usize) -> bool {
    let strip = |tape: usize| strips.get(tape).copied().unwrap_or_default();
    let solo = side.iter().any(|tape| strip(*tape).solo);
    side.contains(&tape) && !strip(tape).mute && (!solo || strip(tape).solo)
}

/// The gain of every tape while a side is heard. `match_db` is the side's.
pub(super) fn gains(
    reel: &Reel,
    side: usize,
    strips: &[Strip],
    match_db: f64,
    volume_db: f64,
) -> Gains {
    let mut gains = [0.0; MAX_TAPES];
    let Some(side) = reel.sides.get(side) else { return gains };
    for &tape in &side.tapes {
        if let Some(gain) = gains.get_mut(tape).filter(|_| is_heard(strips, &side.tapes, tape)) {
            let own = strips.get(tape).map_or(0.0, |strip| strip.gain_db.min(0.0));
            *gain = factor(own + match_db.min(0.0) + volume_db.min(0.0));
        }
    }
    gains
}

#[cfg(test)]
mod tests {
    use super::super::reel::{Side, Tape};
    use super::*;

    #[test]
    fn the_louder_are_turned_down_to_the_quietest_and_silence_to_nothing() {
        let check = |loudness: &[Option<f64>], wanted: &[f64]| {
            let got = level_match(loudness);
            assert_eq!(got.len(), wanted.len());
            let near = got.iter().zip(wanted).all(|(got, wanted)| (got - wanted).abs() < 1e-9);
            assert!(near, "{loudness:?} became {got:?}");
        };
        check(&[Some(-14.0), Some(-8.0)], &[0.0, -6.0]);
        check(&[Some(-14.0), None, Some(-20.5)], &[-6.5, 0.0, 0.0]);
        check(&[Some(f64::NEG_INFINITY), Some(-8.0)], &[0.0, 0.0]);
        check(&[Some(f64::NAN), Some(-8.0), Some(-9.0)], &[0.0, -1.0, 0.0]);
        check(&[None, None], &[0.0, 0.0]);
        check(&[], &[]);
    }

    #[test]
    fn mute_solo_gain_and_volume_make_one_gain_a_tape_and_never_more_than_one() {
        let tapes = (0..4).map(|_| Tape::new("a.wav".into())).collect();
        let sides = vec![
            Side { tapes: vec![0, 1, 2], loudness: None },
            Side { tapes: vec![3], loudness: None },
        ];
        let reel = Reel { tapes, sides, ..Reel::empty() };
        let strip = |gain_db, mute, solo| Strip { gain_db, mute, solo };
        let flat = strip(0.0, false, false);
        let check = |strips: [Strip; 4], side, match_db, volume_db, wanted: [f32; 4]| {
            let got = gains(&reel, side, &strips, match_db, volume_db);
            for (got, wanted) in got.iter().zip(wanted) {
                assert!((got - wanted).abs() < 1e-6, "{got} instead of {wanted}");
            }
        };
        check([flat; 4], 0, 0.0, 0.0, [1.0, 1.0, 1.0, 0.0]);
        check([flat; 4], 1, 0.0, 0.0, [0.0, 0.0, 0.0, 1.0]);
        check([flat; 4], 7, 0.0, 0.0, [0.0; 4]);
        check([strip(0.0, true, false), flat, flat, flat], 0, 0.0, 0.0, [0.0, 1.0, 1.0, 0.0]);
        check([flat, strip(0.0, false, true), flat, flat], 0, 0.0, 0.0, [0.0, 1.0, 0.0, 0.0]);
        check([flat, strip(0.0, true, true), flat, flat], 0, 0.0, 0.0, [0.0; 4]);
        // A solo among the stems does not silence the rough mix on the other side.
        check([flat, strip(0.0, false, true), flat, flat], 1, 0.0, 0.0, [0.0, 0.0, 0.0, 1.0]);
        check([strip(-20.0, false, false); 4], 0, -20.0, -20.0, [1e-3, 1e-3, 1e-3, 0.0]);
        check([strip(12.0, false, false); 4], 0, 6.0, 3.0, [1.0, 1.0, 1.0, 0.0]);
        check([strip(f64::NAN, false, false), flat, flat, flat], 0, 0.0, 0.0, [1.0, 1.0, 1.0, 0.0]);
        check([flat; 4], 0, f64::NAN, f64::NEG_INFINITY, [0.0; 4]);
    }
}
