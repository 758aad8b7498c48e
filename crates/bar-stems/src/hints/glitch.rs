//! `glitch.dropout` and `glitch.click`.

use bar_audio::evidence::{Click, Hole};
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Frames, Severity, Span};

use super::times;
use crate::words::found_at;

/// Sound around a dropout is about as loud as the sound usually is, in dB under it.
const LOUD_DB: f32 = 25.0;
/// A channel this far under the other one holds what leaks into it, in dB.
const LEAK_DB: f64 = 30.0;
/// More holes than this a second are gates or pulses.
const PER_SECOND: f32 = 1.0;

/// A click stands out of its surroundings this many times,
const STANDS_OUT: f32 = 8.0;
/// and this many times more than the fifth: where many stand out, they are music.
const OVER_OTHERS: f32 = 3.0;
const OTHERS: usize = 4;
/// A click that nobody hears, relative to the sound's usual level.
const UNHEARD: f32 = 1e-4;
/// Samples over which a click rings: five by nature; a drum rings on.
const WIDEST: u16 = 10;
/// An attack is louder after than before.
const ATTACK: f32 = 4.0;
/// Height of a click over the RMS around it, and by itself, under which nobody hears it.
const OVER_RMS: f32 = 0.02;
const LOWEST: f32 = 3e-4;
/// The fourth difference of a click of height 1.
const SNAP: f32 = 6.0;

pub fn dropout(listened: &Listened) -> Option<Finding> {
    let holes = &listened.evidence.holes;
    let levels = listened.evidence.levels;
    let loud = levels.active_dbfs? - LOUD_DB;
    let heard = |hole: &&Hole| {
        hole.sides_dbfs.iter().all(|&side| side > loud)
            && !leaks(listened, hole.channel)
            && !is_a_clipped_top(listened, hole.at)
    };
    let mut at: Vec<Span> = holes.first.iter().filter(heard).map(|hole| hole.at).collect();
    at.dedup_by_key(|span| span.0);
    let first = at.first()?;
    if holes.count as f32 > (PER_SECOND * levels.active_seconds).max(1.0) {
        return None;
    }
    let when = times(listened, at.len() as u64, Some(first.0));
    let message = format!("The sound drops out for a moment {when}.");
    let fix = "Check the recording there, and bounce it again; if it is cut like this on purpose, \
        leave it.";
    Some(found_at(Code::GlitchDropout, Severity::Advises, message, fix, at))
}

/// A wave that stands still at its peak was cut off there, which is said by itself. Only the first
/// places are known: beyond them nothing is told apart.
fn is_a_clipped_top(listened: &Listened, Span(from, to): Span) -> bool {
    let evidence = &listened.evidence;
    let tops = evidence.flat_tops.iter().map(|tops| (tops.runs, &tops.at));
    tops.chain([(evidence.clips.runs, &evidence.clips.at)]).any(|(runs, at)| {
        let beyond_known = runs > at.len() as u64 && at.last().is_some_and(|last| last.1 <= from);
        beyond_known || at.iter().any(|Span(start, end)| *start < to && from < *end)
    })
}

fn leaks(listened: &Listened, channel: u16) -> bool {
    listened.evidence.stereo.is_some_and(|stereo| {
        let (own, other) = match channel {
            0 => (stereo.left, stereo.right),
            _ => (stereo.right, stereo.left),
        };
        own < other / 10f64.powf(LEAK_DB / 10.0)
    })
}

pub fn click(listened: &Listened) -> Option<Finding> {
    let active = 10f32.powf(listened.evidence.levels.active_dbfs? / 20.0);
    let ratio = |click: &Click| {
        let around = click.snap / click.ratio.max(1.0);
        click.snap / (around + UNHEARD * active)
    };
    let clicks = &listened.evidence.clicks;
    let mut ratios: Vec<f32> = clicks.iter().map(ratio).collect();
    ratios.sort_by(|a, b| b.total_cmp(a));
    let others = ratios.get(OTHERS).copied().unwrap_or_default();
    let heard = |click: &&Click| {
        ratio(click) > STANDS_OUT.max(OVER_OTHERS * others)
            && click.wide <= WIDEST
            && click.rise < ATTACK
            && click.snap / SNAP > (OVER_RMS * click.rms).max(LOWEST)
    };
    let mut places: Vec<Frames> = clicks.iter().filter(heard).map(|click| click.at).collect();
    places.sort_unstable();
    places.dedup();
    let when = times(listened, places.len() as u64, Some(*places.first()?));
    let at = places.into_iter().map(|Frames(at)| Span(Frames(at), Frames(at + 1))).collect();
    let message = format!("It clicks {when}.");
    let fix = "Listen there: crossfade the edit, or draw the click out, and bounce it again.";
    Some(found_at(Code::GlitchClick, Severity::Advises, message, fix, at))
}
