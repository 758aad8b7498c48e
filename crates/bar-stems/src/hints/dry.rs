//! `dry.reverb` and `dry.limited`: information, never an accusation.

use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Severity};

use crate::words::{decimal, finding};

/// Attacks of a dry instrument come from one place.
const ATTACK: f32 = 0.5;
/// Its reverb comes from everywhere: the correlation falls by so much …
const FALL: f32 = 0.4;
/// … to about none, from moment to moment …
const TAIL: std::ops::RangeInclusive<f32> = -0.1..=0.15;
const SPREAD: f32 = 0.25;
/// … through so many cells of 10 ms.
const CELLS: u32 = 100;

/// Peaks of 5 ms that reach a limiter's ceiling: fewer are chance.
const AT_CEILING: u32 = 8;
/// Share of the loud peaks that a limiter holds at its ceiling.
const CROWDED: f32 = 0.4;
/// A steady tone reaches its peak all the time by itself: the level around must vary, in dB.
const VARIED_DB: f32 = 0.7;
/// Flat tops into which a wave leaps are those of a square wave.
const LEAPING_SHARE: f32 = 0.5;

pub fn reverb(listened: &Listened) -> Option<Finding> {
    let tails = listened.evidence.tails?;
    let spreads = tails.attack > ATTACK
        && tails.attack - tails.tail > FALL
        && TAIL.contains(&tails.tail)
        && tails.spread < SPREAD
        && tails.cells >= CELLS;
    let message = match tails.seconds {
        Some(seconds) => format!(
            "Its tails spread in stereo, about {} s long, as printed reverb or a room does.",
            decimal(seconds.into())
        ),
        None => "Its tails spread in stereo, as printed reverb or a room does.".to_owned(),
    };
    let fix = "If it is an effect, bounce it again without; if it is the room or part of the \
        sound, leave it.";
    spreads.then(|| finding(Code::DryReverb, Severity::Informs, message, fix))
}

pub fn limited(listened: &Listened) -> Option<Finding> {
    let crests = listened.evidence.crests;
    let tops = &listened.evidence.flat_tops;
    let square = tops
        .iter()
        .any(|tops| tops.runs > 0 && tops.leaps as f32 >= LEAPING_SHARE * tops.runs as f32);
    let limited = crests.at_ceiling >= AT_CEILING
        && crests.at_ceiling as f32 >= CROWDED * crests.loud as f32
        && crests.spread_db >= VARIED_DB
        && !square;
    let message = "Its peaks all stop at the same level: it is limited or heavily compressed.";
    let fix = "If that is not part of the sound, bounce it again without the limiter.";
    limited.then(|| finding(Code::DryLimited, Severity::Informs, message, fix))
}
