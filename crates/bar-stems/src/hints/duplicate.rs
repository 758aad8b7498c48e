//! `set.duplicate`: two stems with the same sound, at whatever level, offset or polarity.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

use bar_audio::evidence::Landmark;
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Frames, Severity};

use crate::words::{count, decimal, finding, listed, signed};

/// How far apart one landmark in two files may look, in dB: rounding and panning change it less.
const BODY_DB: f32 = 0.3;
const STEPS_DB: f32 = 0.6;
/// Share of the landmarks of the sparser file that both must have at one distance in time.
const SHARE: f64 = 0.6;
/// Fewer than this in common are chance.
const COMMON: usize = 8;
/// One level lies between two files with the same sound, to this standard deviation in dB; two
/// takes of one part (doubled guitars) differ by more than half a dB.
const LEVEL_SPREAD_DB: f64 = 0.3;
/// Further apart than this, in seconds, a part repeats itself.
const OFFSET_SECONDS: f64 = 1.0;
/// Less than this is no other level, in dB.
const SAME_LEVEL_DB: f64 = 0.05;

/// Twins that are named; the others are counted, or a folder of one-shots would fill a book.
const NAMED: usize = 3;

/// How one file is another one again.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Again {
    /// Sample by sample.
    Exactly,
    /// At another level (dB) or another time (frames later).
    Changed { level: f64, later: i64 },
}

/// Which files a file is again.
#[derive(Debug, Clone, Default)]
struct Twins {
    /// At most [`NAMED`] of them: of thousands of equal files, all pairs would fill the memory.
    named: Vec<(usize, Again)>,
    /// The others.
    more: u64,
}

impl Twins {
    fn add(&mut self, other: usize, again: Again) {
        if self.named.len() < NAMED {
            self.named.push((other, again));
        } else {
            self.more += 1;
        }
    }
}

/// Compares each two stems; once `cancelled` is set, nothing is found any more.
pub fn duplicates(stems: &[(&str, &Listened)], cancelled: &AtomicBool) -> Vec<(usize, Finding)> {
    let mut twins = vec![Twins::default(); stems.len()];
    for (second, (_, second_sound)) in stems.iter().enumerate() {
        if cancelled.load(Ordering::Relaxed) {
            return Vec::new();
        }
        for (first, (_, first_sound)) in stems.iter().enumerate().take(second) {
            if let Some(again) = compare(first_sound, second_sound) {
                twins[second].add(first, again);
                twins[first].add(second, again.seen_from_the_other());
            }
        }
    }
    let told = twins.iter().enumerate().filter_map(|(stem, twins)| {
        let (_, again) = *twins.named.first()?;
        let named = twins.named.iter().map(|(other, _)| format!("“{}”", stems[*other].0));
        let more = (twins.more > 0).then(|| count(twins.more, "other", "others"));
        let others = listed(&named.chain(more).collect::<Vec<_>>(), "and");
        let rate = f64::from(stems[stem].1.format.rate.0.max(1));
        let message = match again {
            Again::Exactly => format!("It is the same as {others}, sample by sample."),
            Again::Changed { level, later } => {
                format!("It is the same sound as {others}{}.", changes(level, later, rate))
            }
        };
        let fix = "Leave out the one that is not needed; keep both only if the part is meant to \
            sound twice.";
        Some((stem, finding(Code::SetDuplicate, Severity::Advises, message, fix)))
    });
    told.collect()
}

fn changes(level: f64, later: i64, rate: f64) -> String {
    let level =
        if level.abs() < SAME_LEVEL_DB { String::new() } else { format!(", {} dB", signed(level)) };
    let milliseconds = decimal(1000.0 * later.unsigned_abs() as f64 / rate);
    match later.signum() {
        1 => format!("{level}, {milliseconds} ms later"),
        -1 => format!("{level}, {milliseconds} ms earlier"),
        _ => level,
    }
}

fn compare(first: &Listened, second: &Listened) -> Option<Again> {
    let sounds = |listened: &Listened| listened.evidence.levels.active_dbfs.is_some();
    if first.format.rate != second.format.rate || !sounds(first) || !sounds(second) {
        return None;
    }
    let same_shape = first.format.channels == second.format.channels
        && first.format.frames == second.format.frames;
    if same_shape && first.evidence.digest == second.evidence.digest {
        return Some(Again::Exactly);
    }
    let furthest = Frames((OFFSET_SECONDS * f64::from(first.format.rate.0)) as u64);
    common(&first.evidence.landmarks, &second.evidence.landmarks, furthest)
}

/// What the landmarks that look alike in both have in common.
fn common(first: &[Landmark], second: &[Landmark], furthest: Frames) -> Option<Again> {
    let alike = alike(first, second, furthest)?;
    let mut distances: HashMap<i64, usize> = HashMap::new();
    for (later, _) in &alike {
        *distances.entry(*later).or_default() += 1;
    }
    // The nearest of those that occur most often.
    let (&later, _) =
        distances.iter().max_by_key(|(later, count)| (**count, -later.abs(), **later))?;
    let levels: Vec<f64> = alike
        .iter()
        .filter(|(distance, _)| distance.abs_diff(later) <= 1)
        .map(|(_, level)| *level)
        .collect();
    let count = levels.len();
    let level = levels.iter().sum::<f64>() / count as f64;
    let variance = levels.iter().map(|each| (each - level).powi(2)).sum::<f64>() / count as f64;
    let share = count as f64 / first.len().min(second.len()) as f64;
    let same = share > SHARE && count >= COMMON && variance.sqrt() < LEVEL_SPREAD_DB;
    same.then_some(Again::Changed { level, later })
}

/// Distances in time and level between landmarks that look alike and lie less than `furthest`
/// apart; `None` as soon as they are too few to matter, as in nearly every two files.
fn alike(first: &[Landmark], second: &[Landmark], furthest: Frames) -> Option<Vec<(i64, f64)>> {
    let sparser = first.len().min(second.len());
    // Landmarks of one file lie far apart: at one distance, each has one counterpart at most.
    let needed = COMMON.max((SHARE * sparser as f64) as usize);
    let mut lonely_at_most = first.len().checked_sub(needed)?;
    let mut alike = Vec::new();
    // Both are sorted by time, so those near enough move along.
    let mut near = second;
    for a in first {
        let passed = near.iter().take_while(|b| b.at.0 + furthest.0 <= a.at.0).count();
        near = &near[passed..];
        let known = alike.len();
        let there = near.iter().take_while(|b| b.at.0 < a.at.0 + furthest.0);
        alike.extend(
            there
                .filter(|b| looks_alike(a, b))
                .map(|b| (b.at.0 as i64 - a.at.0 as i64, f64::from(b.level_db - a.level_db))),
        );
        if alike.len() == known {
            lonely_at_most = lonely_at_most.checked_sub(1)?;
        }
    }
    Some(alike)
}

fn looks_alike(a: &Landmark, b: &Landmark) -> bool {
    (a.body_db - b.body_db).abs() < BODY_DB && (a.steps_db - b.steps_db).abs() < STEPS_DB
}

impl Again {
    fn seen_from_the_other(self) -> Self {
        match self {
            Self::Exactly => Self::Exactly,
            Self::Changed { level, later } => Self::Changed { level: -level, later: -later },
        }
    }
}
