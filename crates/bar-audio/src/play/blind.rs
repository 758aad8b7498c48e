//! Listening without knowing what is heard: a shuffled order, ABX trials, and what chance would do.
//!
//! Everything here is pure: whoever starts a test gives the seed, and the same seed makes the same
//! test.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Sides in a hidden order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blind {
    /// `order[place]` is the side behind a place.
    order: Vec<usize>,
    /// The last thing that was drawn.
    seed: u64,
    /// What is being told apart, where two are.
    trial: Option<Trial>,
    answers: Vec<Answer>,
    revealed: bool,
}

/// What is heard in an ABX test: two places that are known apart, and one of them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum Letter {
    /// The first.
    A,
    /// The second.
    B,
    /// One of the two.
    X,
}

/// One round of an ABX test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Trial {
    pair: [usize; 2],
    x: usize,
}

/// What was said of an X, and what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Answer {
    said: usize,
    was: usize,
}

/// How a listener did so far, without a word on which answers were right.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, TS)]
pub struct Score {
    /// Answers that were right.
    pub right: u32,
    /// Answers given.
    pub trials: u32,
    /// How likely as many right answers or more are by guessing: one-sided binomial, p = ½.
    pub p_value: f64,
}

impl Blind {
    /// Hides `sides` sides in an order that `seed` decides.
    #[must_use]
    pub fn new(sides: usize, seed: u64) -> Self {
        let mut blind = Self {
            order: (0..sides).collect(),
            seed,
            trial: None,
            answers: Vec::new(),
            revealed: false,
        };
        // Fisher and Yates, from the back.
        for place in (1..sides).rev() {
            let other = blind.draw(place + 1);
            blind.order.swap(place, other);
        }
        blind
    }

    /// The side to let be heard for a place, from 0. Nobody is to be shown it.
    #[must_use]
    pub fn side(&self, place: usize) -> Option<usize> {
        self.order.get(place).copied()
    }

    /// How many places there are.
    #[must_use]
    pub fn places(&self) -> usize {
        self.order.len()
    }

    /// Begins a trial with two sides: one of them becomes X. A trial that is not answered is dropped.
    pub fn begin(&mut self, a: usize, b: usize) {
        let pair = [a, b];
        let x = pair[self.draw(2)];
        self.trial = Some(Trial { pair, x });
    }

    /// The side to let be heard for a letter of the trial; `None` while there is no trial.
    #[must_use]
    pub fn hear(&self, letter: Letter) -> Option<usize> {
        self.trial.map(|Trial { pair: [a, b], x }| match letter {
            Letter::A => a,
            Letter::B => b,
            Letter::X => x,
        })
    }

    /// Says what X is, which ends the trial; nothing is said back. X itself is no answer.
    pub fn answer(&mut self, letter: Letter) {
        if letter == Letter::X {
            return;
        }
        if let (Some(said), Some(trial)) = (self.hear(letter), self.trial.take()) {
            self.answers.push(Answer { said, was: trial.x });
        }
    }

    /// How many trials were answered.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.answers.len()
    }

    /// Ends the test: from now on the order and the score are told.
    pub fn reveal(&mut self) {
        self.revealed = true;
        self.trial = None;
    }

    /// The side behind each place, once revealed.
    #[must_use]
    pub fn order(&self) -> Option<&[usize]> {
        self.revealed.then_some(&self.order)
    }

    /// How the listener did, once revealed.
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        self.revealed.then(|| {
            let right =
                self.answers.iter().filter(|answer| answer.said == answer.was).count() as u32;
            let trials = self.answers.len() as u32;
            Score { right, trials, p_value: p_value(right, trials) }
        })
    }

    /// A number below `below`, and the next seed: `SplitMix64` (Steele, Lea, Flood 2014).
    fn draw(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.seed;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        // The high half of the product: even to one part in 2⁵⁸ for as many sides as there can be.
        ((u128::from(bits) * below as u128) >> 64) as usize
    }
}

/// How likely `right` or more of `trials` are by guessing between two: exact, one-sided.
#[must_use]
pub fn p_value(right: u32, trials: u32) -> f64 {
    if right == 0 {
        return 1.0;
    }
    // Logarithms, so that thousands of trials neither overflow nor vanish.
    let all = f64::from(trials) * 2_f64.ln();
    let mut ways = 0.0; // ln of (trials choose k), from k = trials down
    let mut sum = 0.0;
    for k in (right..=trials).rev() {
        sum += f64::exp(ways - all);
        ways += f64::from(k).ln() - f64::from(trials - k + 1).ln();
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn chance_is_told_as_the_tables_of_the_binomial_tell_it() {
        let check = |right, trials, wanted: f64| {
            let got = p_value(right, trials);
            assert!((got - wanted).abs() < 1e-12, "{right} of {trials}: {got}");
        };
        check(0, 0, 1.0);
        check(0, 10, 1.0);
        check(1, 1, 0.5);
        check(5, 5, 1.0 / 32.0);
        check(7, 10, 176.0 / 1024.0);
        check(9, 10, 11.0 / 1024.0);
        check(12, 16, 2517.0 / 65536.0);
        check(14, 16, 137.0 / 65536.0);
    }

    proptest! {
        #[test]
        fn every_side_is_behind_one_place_and_a_seed_makes_one_order(sides in 0_usize..70, seed: u64) {
            let blind = Blind::new(sides, seed);
            let mut seen: Vec<usize> = (0..sides).filter_map(|place| blind.side(place)).collect();
            prop_assert_eq!(&blind, &Blind::new(sides, seed));
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..sides).collect::<Vec<_>>());
            prop_assert_eq!(blind.order(), None);
        }

        #[test]
        fn what_is_right_is_counted_and_told_only_in_the_end(seed: u64, said: Vec<bool>) {
            let mut blind = Blind::new(3, seed);
            let mut right = 0;
            for said in &said {
                blind.begin(2, 0);
                let x = blind.hear(Letter::X);
                prop_assert!(x == blind.hear(Letter::A) || x == blind.hear(Letter::B));
                let letter = if *said { Letter::A } else { Letter::B };
                right += u32::from(blind.hear(letter) == x);
                prop_assert_eq!(blind.score(), None);
                blind.answer(letter);
                blind.answer(letter);
            }
            blind.reveal();
            let score = blind.score().expect("it was revealed");
            prop_assert_eq!((score.right, score.trials), (right, said.len() as u32));
            prop_assert!((0.0..=1.0).contains(&score.p_value));
        }

        #[test]
        fn more_right_answers_are_never_likelier(trials in 1_u32..400) {
            let values: Vec<f64> = (0..=trials).map(|right| p_value(right, trials)).collect();
            prop_assert!(values.windows(2).all(|pair| pair[1] <= pair[0]));
        }
    }

    #[test]
    fn all_orders_of_three_come_up_about_equally_often() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            let blind = Blind::new(3, seed);
            *counts.entry([0, 1, 2].map(|place| blind.side(place))).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| (850..1150).contains(count)), "{counts:?}");
    }
}
