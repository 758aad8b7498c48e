//! `start.cut` and `end.cut`: sound in the first frames, or still at the last.

use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Frames, Severity, Span};

use crate::words::found_at;

/// At the last frames, sound within this of its usual level is cut off, in dB.
const END_DB: f32 = 50.0;
/// A floor of noise that never ends lies below this, in dBFS.
const END_DBFS: f32 = -80.0;
/// In the first frames, sound within this of its usual level is in full flow, in dB.
const START_DB: f32 = 25.0;
const START_DBFS: f32 = -75.0;
/// Louder after 10 ms than in the first by more than this, in dB, it only begins.
const BEGINS_DB: f32 = 6.0;
/// What the ends last, as a share of a second.
const END_PART: u64 = 100;

pub fn end_cut(listened: &Listened) -> Option<Finding> {
    let levels = listened.evidence.levels;
    let tail = listened.evidence.ends.tail_dbfs?;
    let cut = tail > levels.active_dbfs? - END_DB && tail >= levels.floor_dbfs? && tail > END_DBFS;
    let end = listened.format.frames.0;
    let part = u64::from(listened.format.rate.0) / END_PART;
    let at = vec![Span(Frames(end.saturating_sub(part)), Frames(end))];
    let message = "It still sounds when the file ends: the end may be cut off.";
    let fix = "Bounce it again with a few seconds more at the end, until it has died away.";
    cut.then(|| found_at(Code::EndCut, Severity::Advises, message, fix, at))
}

/// Says nothing where most of the set starts so: then the song does.
pub fn starts_cut(stems: &[(&str, &Listened)]) -> Vec<(usize, Finding)> {
    let sounding =
        |(_, listened): &&(&str, &Listened)| listened.evidence.levels.active_dbfs.is_some();
    let sounding = stems.iter().filter(sounding).count();
    let cut: Vec<(usize, Finding)> = stems
        .iter()
        .enumerate()
        .filter_map(|(index, (_, listened))| Some((index, start_cut(listened)?)))
        .collect();
    let all_do = cut.len() > 1 && 2 * cut.len() > sounding;
    if all_do { Vec::new() } else { cut }
}

fn start_cut(listened: &Listened) -> Option<Finding> {
    let levels = listened.evidence.levels;
    let ends = listened.evidence.ends;
    let [at_once, soon, later] = ends.head_dbfs;
    let (at_once, soon, later) = (at_once?, soon?, later?);
    let loud = levels.active_dbfs? - START_DB;
    let cut = ends.first_dbfs? > loud
        && soon > loud
        && later - at_once < BEGINS_DB
        && soon >= levels.floor_dbfs?
        && soon > START_DBFS;
    let part = u64::from(listened.format.rate.0) / END_PART;
    let at = vec![Span(Frames(0), Frames(part.min(listened.format.frames.0)))];
    let message = "It sounds from the very first moment: the start may be cut off.";
    let fix = "Bounce it again from bar 1, with a little silence before the first note.";
    cut.then(|| found_at(Code::StartCut, Severity::Advises, message, fix, at))
}
