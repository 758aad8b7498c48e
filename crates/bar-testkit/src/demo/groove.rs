//! What the drummer plays.

use super::song::{BAR, SIXTEENTH, Section, bars};
use crate::random::Random;

/// One stroke.
#[derive(Debug, Clone, Copy)]
pub struct Hit {
    /// Frame it falls on.
    pub frame: usize,
    /// How hard, 0 to 1.
    pub velocity: f32,
    /// Left to ring: an open hat.
    pub open: bool,
}

/// A bar of sixteenths: `X` hard, `x` firm, `-` soft, `o` open, `.` rest.
fn play(seed: u64, pattern: impl Fn(usize, Section) -> &'static str) -> Vec<Hit> {
    let mut random = Random::new(seed);
    let mut hits = Vec::new();
    for (at, section, _) in bars() {
        for (step, stroke) in pattern(at / BAR, section).bytes().enumerate() {
            let velocity = match stroke {
                b'X' => 1.0,
                b'x' | b'o' => 0.8,
                b'-' => 0.3,
                _ => continue,
            };
            // A drummer is within two milliseconds; the first stroke is not before the song.
            let late = (random.both() * 90.0) as i64;
            let frame = ((at + step) * SIXTEENTH).saturating_add_signed(late as isize);
            let velocity = velocity * (1.0 + 0.08 * random.both());
            hits.push(Hit { frame, velocity, open: stroke == b'o' });
        }
    }
    hits
}

pub fn kick() -> Vec<Hit> {
    play(1, |bar, section| match section {
        Section::Intro if bar < 2 => "",
        Section::Intro => "X.......X.......",
        Section::Verse => "X......xX.......",
        Section::Chorus => "X..x....X.x.....",
        Section::Break => "X.......x.......",
        Section::Ending => "X...............",
        Section::Tail => "",
    })
}

pub fn snare() -> Vec<Hit> {
    play(2, |bar, section| match section {
        Section::Intro if bar == 3 => "............x-xX",
        Section::Verse if bar == 11 => "....X..-x-x-xxXX",
        Section::Verse => "....X..-.-..X...",
        Section::Chorus if bar == 19 => "....X...x-xxXxXX",
        Section::Chorus => "....X.......X..-",
        Section::Break if bar == 21 => "........x-xxXXXX",
        Section::Ending => "X...............",
        Section::Intro | Section::Break | Section::Tail => "",
    })
}

pub fn hat() -> Vec<Hit> {
    play(3, |bar, section| match section {
        Section::Intro if bar < 2 => "....x.......x...",
        Section::Intro | Section::Verse => "X.-.x.-.X.-.x.-.",
        Section::Break => "x.......x.......",
        Section::Chorus => "x.o.x.o.x.o.x.o.",
        Section::Ending | Section::Tail => "",
    })
}

pub fn crash() -> Vec<Hit> {
    play(4, |bar, section| match section {
        Section::Chorus | Section::Ending if [12, 16, 22, 26].contains(&bar) => "X...............",
        Section::Break if bar == 20 => "x...............",
        _ => "",
    })
}

pub fn ride() -> Vec<Hit> {
    play(5, |_, section| if section == Section::Chorus { "x...-.x.x...-.x." } else { "" })
}

pub fn tambourine() -> Vec<Hit> {
    play(6, |_, section| if section == Section::Chorus { "-.-.X.-.-.-.X.-." } else { "" })
}
