//! Single samples that stick out of smooth surroundings.

use std::collections::VecDeque;

use bar_domain::Frames;
use serde::{Deserialize, Serialize};

use super::grain;
use super::tape::{Channel, Tape};

/// A single sample that sticks out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Click {
    /// Where.
    pub at: Frames,
    /// Which channel.
    pub channel: u16,
    /// Largest magnitude of the fourth difference: six times the height of the click.
    pub snap: f32,
    /// That over the largest of the grains around it.
    pub ratio: f32,
    /// Samples within 24 of it whose fourth difference is above a tenth of it.
    pub wide: u16,
    /// RMS of the 300 samples after it over that of the 300 before.
    pub rise: f32,
    /// RMS of those 600 samples.
    pub rms: f32,
}

/// Grains on each side that are too near to compare with.
const NEAR: usize = 1;
/// Grains on each side that are looked at.
const FAR: usize = 4;
const LAG: usize = 2 * FAR + 1;
/// Rounding of 24 bits makes fourth differences up to this.
const ROUNDING: f32 = 3.2e-6;
/// A ratio worth keeping.
const RATIO: f32 = 6.0;
/// Clicks kept: the sharpest. More of them are music.
const KEPT: usize = 32;
/// Samples before and after that tell how loud it is there.
const AROUND: i64 = 300;
/// Samples on each side in which a click has rung out.
const WIDTH: i64 = 24;

pub struct Gather {
    /// Snaps of the last grains of each channel, oldest first.
    recent: Vec<VecDeque<f32>>,
    clicks: Vec<Click>,
}

impl Gather {
    pub fn new(channels: usize) -> Self {
        Self { recent: vec![VecDeque::with_capacity(LAG + 1); channels], clicks: Vec::new() }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        for (index, channel) in (0..).zip(tape.channels()) {
            for (number, grain) in (1..).zip(&channel.grains) {
                let recent = &mut self.recent[usize::from(index)];
                if recent.len() == LAG {
                    recent.pop_front();
                }
                recent.push_back(grain.snap);
                let Some(ratio) = stands_out(recent) else { continue };
                let end = tape.start() as i64 + number * grain::FRAMES as i64;
                let start = end - ((FAR + 1) * grain::FRAMES) as i64;
                if let Some(click) = examine(tape, channel, index, start, ratio) {
                    self.keep(click);
                }
            }
        }
    }

    fn keep(&mut self, click: Click) {
        let better = self.clicks.partition_point(|kept| kept.ratio >= click.ratio);
        self.clicks.insert(better, click);
        self.clicks.truncate(KEPT);
    }

    pub fn finish(self) -> Vec<Click> {
        self.clicks
    }
}

/// How far the middle grain stands out of those around it, where it does.
fn stands_out(snaps: &VecDeque<f32>) -> Option<f32> {
    if snaps.len() < LAG {
        return None;
    }
    let snap = snaps[FAR];
    let around = (0..LAG).filter(|index| index.abs_diff(FAR) > NEAR);
    let largest = around.map(|index| snaps[index]).fold(0.0, f32::max) + ROUNDING;
    (snap > RATIO * largest).then_some(snap / largest)
}

/// Looks at the samples of the grain that begins at frame `start`.
fn examine(tape: &Tape, channel: &Channel, index: u16, start: i64, ratio: f32) -> Option<Click> {
    let end = start + grain::FRAMES as i64;
    // The fourth difference of five samples belongs to the middle one.
    let samples = tape.slice(channel, start - WIDTH - 4, end + WIDTH + 4)?;
    let fourth: Vec<f32> = samples
        .windows(5)
        .map(|w| ((w[0] + w[4]) - 4.0 * (w[1] + w[3]) + 6.0 * w[2]).abs())
        .collect();
    let (place, &snap) = fourth.iter().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b))?;
    let near = place.saturating_sub(WIDTH as usize)..fourth.len().min(place + WIDTH as usize + 1);
    let wide = fourth[near].iter().filter(|&&value| value > 0.1 * snap).count() as u16;
    let at = start - WIDTH - 2 + place as i64;
    let power = |from: i64, to: i64| -> Option<f32> {
        let samples = tape.slice(channel, from, to)?;
        Some(samples.iter().map(|sample| sample * sample).sum::<f32>() / AROUND as f32)
    };
    let before = power(at - AROUND - 4, at - 4)?;
    let after = power(at + 5, at + 5 + AROUND)?;
    Some(Click {
        at: Frames(at.max(0) as u64),
        channel: index,
        snap,
        ratio,
        wide,
        rise: (after / before.max(1e-14)).sqrt(),
        rms: f32::midpoint(before, after).sqrt(),
    })
}
