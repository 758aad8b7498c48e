//! The findings that guess: they judge the evidence that measuring gathered.
//!
//! Every threshold is a named constant with its reason. What each guess gets right and wrong on
//! generated material stands in this crate's `README.md`.

mod channels;
mod clip;
mod depth;
mod dry;
mod duplicate;
mod ends;
mod glitch;
mod spectrum;

pub(crate) use clip::goes_above;
use std::sync::atomic::AtomicBool;

use bar_audio::measure::Listened;
use bar_domain::{Finding, Frames};

use crate::words;

/// What the sound of one stem hints at. `file` is its name; nothing is said of silence.
#[must_use]
pub fn of_stem(file: &str, listened: &Listened) -> Vec<Finding> {
    let _ = file;
    if listened.evidence.levels.active_dbfs.is_none() {
        return Vec::new();
    }
    // What a lossy codec leaves of peaks, bits and edges says nothing of the recording.
    let lossy = listened.format.encoding.is_lossy();
    let intact: &[fn(&Listened) -> Option<Finding>] = &[
        clip::clipped,
        depth::padded,
        spectrum::cut_off,
        dry::limited,
        glitch::click,
        glitch::dropout,
    ];
    let always: &[fn(&Listened) -> Option<Finding>] =
        &[channels::related, dry::reverb, ends::end_cut];
    let judges = intact.iter().filter(|_| !lossy).chain(always);
    judges.filter_map(|judge| judge(listened)).collect()
}

/// What the stems hint at together: findings, each with the index of its stem. Once `cancelled` is
/// set, it ends soon, and what it found is not complete.
#[must_use]
pub fn of_set(stems: &[(&str, &Listened)], cancelled: &AtomicBool) -> Vec<(usize, Finding)> {
    let mut findings = duplicate::duplicates(stems, cancelled);
    findings.extend(ends::starts_cut(stems));
    findings
}

/// When a frame of this file sounds, as `m:ss.s`.
fn moment(listened: &Listened, frame: Frames) -> String {
    words::moment(frame, listened.format.rate)
}

/// `once, at 0:52.3` or `41 times, first at 0:52.3`.
fn times(listened: &Listened, count: u64, first: Option<Frames>) -> String {
    let first = moment(listened, first.unwrap_or_default());
    if count == 1 {
        format!("once, at {first}")
    } else {
        format!("{count} times, first at {first}")
    }
}
