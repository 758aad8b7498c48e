//! *What no stem explains*, folded to any width and in words.

use bar_domain::{Frames, SampleRate};

use super::percent;
use crate::report::Unexplained;
use crate::words::{listed, moment};

/// From here on most of a moment is in no stem.
pub const HALF: f32 = 0.5;
/// Stretches with less than this between them are one to whoever listens.
const BREATH_SECONDS: f64 = 2.0;
/// Stretches that are named one by one.
const NAMED: usize = 6;

/// The strip in at most `width` cells, each as unexplained as its worst moment: what is missing for
/// a second must not vanish in a song.
#[must_use]
pub fn folded(strip: &Unexplained, width: usize) -> Vec<Option<f32>> {
    let cells = &strip.share;
    let width = width.min(cells.len());
    let edge = |number: usize| cells.len() * number / width;
    let worst = |number| {
        let cells = &cells[edge(number)..edge(number + 1)];
        cells.iter().flatten().copied().max_by(f32::total_cmp)
    };
    (0..width).map(worst).collect()
}

/// The strip in a sentence.
#[must_use]
pub fn in_words(strip: &Unexplained, rate: SampleRate) -> String {
    let at = |cell: usize| moment(Frames((cell as f64 * strip.frames_per_cell) as u64), rate);
    let sounding =
        strip.share.iter().enumerate().filter_map(|(cell, share)| Some((cell, (*share)?)));
    let Some((worst, most)) = sounding.max_by(|a, b| a.1.total_cmp(&b.1)) else {
        return "The rough mix is silent.".to_owned();
    };
    let most = f64::from(most);
    if most < f64::from(HALF) {
        return format!(
            "The stems explain most of every moment; at {} they leave {}, the most, unexplained.",
            at(worst),
            percent(most)
        );
    }
    let breath = BREATH_SECONDS * f64::from(rate.0) / strip.frames_per_cell.max(1.0);
    let stretches = stretches(&strip.share, breath as usize);
    let words = |(from, to): &(usize, usize)| format!("{}–{}", at(*from), at(*to));
    let mut named: Vec<String> = stretches.iter().take(NAMED).map(words).collect();
    let more = stretches.len().saturating_sub(NAMED);
    if more > 0 {
        named.push(super::count(more, "more stretch", "more stretches"));
    }
    format!("No stem explains most of what is heard at {}.", listed(&named, "and"))
}

/// Where most is unexplained: the first cell of each stretch, and the one after its last. A stretch
/// goes on after at most `breath` other cells.
fn stretches(share: &[Option<f32>], breath: usize) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for (cell, share) in share.iter().enumerate() {
        if share.is_none_or(|share| share < HALF) {
            continue;
        }
        match stretches.last_mut() {
            Some((_, end)) if cell <= *end + breath => *end = cell + 1,
            _ => stretches.push((cell, cell + 1)),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(share: &[f32]) -> Unexplained {
        let heard = |share: &f32| (*share >= 0.0).then_some(*share);
        Unexplained { frames_per_cell: 48_000.0, share: share.iter().map(heard).collect() }
    }

    #[test]
    fn a_narrow_strip_keeps_what_is_worst() {
        let wide = strip(&[0.1, 0.9, -1.0, -1.0, 0.2, 0.3, 0.4]);
        assert_eq!(folded(&wide, 3), [Some(0.9), None, Some(0.4)]);
        assert_eq!(folded(&wide, 99).len(), 7);
        assert_eq!(folded(&strip(&[]), 9), []);
    }

    #[test]
    fn the_strip_is_a_sentence_too() {
        #[track_caller]
        fn check(share: &[f32], wanted: &str) {
            assert_eq!(in_words(&strip(share), SampleRate(48_000)), wanted);
        }
        check(&[-1.0, -1.0], "The rough mix is silent.");
        check(&[], "The rough mix is silent.");
        check(
            &[0.1, 0.3, 0.2],
            "The stems explain most of every moment; at 0:01.0 they leave 30 %, the most, unexplained.",
        );
        check(
            &[0.1, 0.6, 0.7, -1.0, 0.5, 0.1, 0.1, 0.1, 0.9],
            "No stem explains most of what is heard at 0:01.0–0:05.0 and 0:08.0–0:09.0.",
        );
    }
}
