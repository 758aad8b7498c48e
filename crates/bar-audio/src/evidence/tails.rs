//! How the sound dies away between left and right: an attack in the middle, a tail all around.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::flow::Relation;
use super::levels::{ByLevel, decibels};
use super::tape::Tape;

/// Correlation of left and right in attacks and in the tails after them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Tails {
    /// Median correlation of the attacks.
    pub attack: f32,
    /// Median correlation of the tails.
    pub tail: f32,
    /// Standard deviation of the correlation of the tails.
    pub spread: f32,
    /// Cells (about 10 ms) of tails that were looked at.
    pub cells: u32,
    /// Median time in which the tails fall by 60 dB, in seconds; `None` unless at least two agree.
    pub seconds: Option<f32>,
}

/// Cells over which energies are summed: about 50 ms.
const SMOOTH: usize = 5;
/// Steps of correlation that are told apart.
const STEPS: usize = 64;
/// Share of the cells under the level that counts as the peak.
const PEAK_QUANTILE: f64 = 0.995;
/// Attacks lie within this of the peak, in dB.
const ATTACK_DB: f32 = 8.0;
/// Tails lie this far under the peak, in dB …
const TAIL_DB: f32 = 15.0;
/// … but not so far that noise may hold them.
const DEEPEST_DB: f32 = 65.0;
/// Tails lie this far above the floor, in dB …
const ABOVE_FLOOR_DB: f32 = 6.0;
/// … above which 98 % of the cells lie.
const FLOOR_QUANTILE: f64 = 0.02;
/// A fall that tells a time is at least this deep, in dB,
const FALL_DB: f32 = 15.0;
/// and ends where the level rises above its lowest by this, in dB,
const RISE_DB: f32 = 1.5;
/// or after so many cells.
const LONGEST: usize = 600;
/// Falls whose time is kept.
const FALLS: usize = 1000;
/// Times agree when their middle half spans no more than this share of the median.
const AGREEMENT: f32 = 0.5;

type Correlations = [u32; STEPS];

#[derive(Clone)]
struct Bin(Correlations);

impl Default for Bin {
    fn default() -> Self {
        Self([0; STEPS])
    }
}

pub struct Gather {
    recent: VecDeque<Relation>,
    before: [f32; 2],
    all: ByLevel<Bin>,
    falling: ByLevel<Bin>,
    levels: ByLevel<u32>,
    /// Levels of the last cells, oldest first.
    past: VecDeque<f32>,
    fall: Vec<f32>,
    times: Vec<f32>,
    cells_per_second: f32,
}

impl Gather {
    pub fn new(frames_per_second: f64, cell: usize) -> Self {
        Self {
            recent: VecDeque::new(),
            before: [0.0; 2],
            all: ByLevel::new(1.0),
            falling: ByLevel::new(1.0),
            levels: ByLevel::new(1.0),
            past: VecDeque::new(),
            fall: Vec::new(),
            times: Vec::new(),
            cells_per_second: (frames_per_second / cell as f64) as f32,
        }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        let [left, right] = tape.thin();
        let cell = tape.cell() / tape.thinning();
        for (left, right) in left.chunks_exact(cell).zip(right.chunks_exact(cell)) {
            let relation = Relation::of_steps(left, right, self.before);
            self.before = [left, right].map(|side| side.last().copied().unwrap_or_default());
            self.cell(relation);
        }
    }

    fn cell(&mut self, relation: Relation) {
        self.recent.push_back(relation);
        if self.recent.len() < SMOOTH {
            return;
        }
        let mut smooth = Relation::default();
        self.recent.iter().for_each(|relation| smooth.add(relation));
        self.recent.pop_front();

        let level = decibels(smooth.energy());
        let step = (f64::midpoint(smooth.correlation(), 1.0) * (STEPS - 1) as f64).round() as usize;
        self.levels.count(level);
        self.all.at(level).0[step] += 1;
        self.past.push_back(level);
        if self.past.len() > SMOOTH && self.past.pop_front().is_some_and(|past| level < past) {
            self.falling.at(level).0[step] += 1;
        }
        self.follow(level);
    }

    fn follow(&mut self, level: f32) {
        let lowest = self.fall.last().copied().unwrap_or(f32::MAX);
        if level > lowest + RISE_DB || self.fall.len() >= LONGEST {
            self.end_fall();
        }
        match self.fall.last_mut() {
            // A small rise on the way down is held at the lowest, so that beating does not end the fall.
            Some(&mut lowest) => self.fall.push(level.min(lowest)),
            None => self.fall.push(level),
        }
    }

    fn end_fall(&mut self) {
        let fall = std::mem::take(&mut self.fall);
        if self.times.len() < FALLS
            && let Some((first, last)) = fall.first().zip(fall.last())
            && first - last >= FALL_DB
            && let Some(slope) = late_slope(&fall)
        {
            self.times.push(-60.0 / slope / self.cells_per_second);
        }
    }

    pub fn finish(mut self) -> Option<Tails> {
        self.end_fall();
        let peak = self.levels.quantile(PEAK_QUANTILE)?;
        let floor = self.levels.quantile(FLOOR_QUANTILE)?;
        let attack = pool(self.all.from(peak - ATTACK_DB));
        let deepest = (peak - DEEPEST_DB).max(floor + ABOVE_FLOOR_DB);
        let tail = pool(self.falling.between(deepest, peak - TAIL_DB));
        Some(Tails {
            attack: median(&attack),
            tail: median(&tail),
            spread: spread(&tail),
            cells: tail.iter().sum(),
            seconds: agreed(&mut self.times),
        })
    }
}

fn pool(bins: &[Bin]) -> Correlations {
    let mut sum = [0; STEPS];
    for bin in bins {
        for (sum, count) in sum.iter_mut().zip(bin.0) {
            *sum += count;
        }
    }
    sum
}

fn correlation(step: usize) -> f32 {
    2.0 * step as f32 / (STEPS - 1) as f32 - 1.0
}

fn median(counts: &Correlations) -> f32 {
    let half = counts.iter().sum::<u32>() / 2;
    let mut below = 0;
    let step = counts.iter().position(|count| {
        below += count;
        below > half
    });
    step.map_or(0.0, correlation)
}

fn spread(counts: &Correlations) -> f32 {
    let total = counts.iter().sum::<u32>().max(1) as f32;
    let moment = |power: i32| -> f32 {
        (0..).zip(counts).map(|(step, &n)| n as f32 * correlation(step).powi(power)).sum::<f32>()
            / total
    };
    (moment(2) - moment(1).powi(2)).max(0.0).sqrt()
}

/// The slope of the second of the two straight lines that fit best, per cell: the first is the
/// instrument's own decay, the second the room's.
fn late_slope(fall: &[f32]) -> Option<f32> {
    const SHORTEST: usize = 5;
    let sums = Sums::of(fall);
    let splits = SHORTEST..fall.len().checked_sub(SHORTEST)?;
    let error = |split: usize| sums.line(0, split).1 + sums.line(split, fall.len()).1;
    let best = splits.min_by(|&a, &b| error(a).total_cmp(&error(b)))?;
    let slope = sums.line(best, fall.len()).0;
    (slope < -1e-3).then_some(slope as f32)
}

/// Running sums, from which the line through any stretch follows at once.
struct Sums(Vec<[f64; 3]>);

impl Sums {
    fn of(values: &[f32]) -> Self {
        let mut sums = vec![[0.0; 3]];
        let mut sum = [0.0; 3];
        for (x, &y) in (0..).zip(values) {
            let (x, y) = (f64::from(x), f64::from(y));
            sum = [sum[0] + y, sum[1] + x * y, sum[2] + y * y];
            sums.push(sum);
        }
        Self(sums)
    }

    /// Slope of the least-squares line through `from..to`, and its squared error.
    fn line(&self, from: usize, to: usize) -> (f64, f64) {
        let [y, xy, yy] = [0, 1, 2].map(|index| self.0[to][index] - self.0[from][index]);
        let n = (to - from) as f64;
        let middle = f64::from((from + to - 1) as u32) / 2.0;
        let variance = n * (n * n - 1.0) / 12.0;
        let covariance = xy - middle * y;
        let slope = covariance / variance;
        (slope, (yy - y * y / n - slope * covariance).max(0.0))
    }
}

fn agreed(times: &mut [f32]) -> Option<f32> {
    times.sort_by(f32::total_cmp);
    let count = times.len();
    let middle = *times.get(count / 2)?;
    let agree = times[count * 3 / 4] - times[count / 4] <= AGREEMENT * middle;
    (count >= 2 && agree).then_some(middle)
}
