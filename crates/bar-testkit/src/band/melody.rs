//! Lines: the lead, what follows it, what answers it.

use super::form::Plan;
use super::score::Event;
use crate::random::Random;

/// How a line moves.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// Chance of a note on a step that may have one.
    pub dense: f32,
    /// Sixteenths between steps that may have one.
    pub grain: usize,
    /// Steps of the scale above the lowest key.
    pub range: i32,
    /// Bars after which a phrase breathes.
    pub breath: usize,
}

impl Line {
    pub const LEAD: Self = Self { dense: 0.42, grain: 2, range: 10, breath: 2 };
    pub const COUNTER: Self = Self { dense: 0.12, grain: 4, range: 8, breath: 4 };
    pub const RIFF: Self = Self { dense: 0.4, grain: 2, range: 6, breath: 1 };
    pub const SOLO: Self = Self { dense: 0.6, grain: 1, range: 14, breath: 2 };
}

/// A line over the song; a section that comes again brings its line again, with small changes.
pub fn line(plan: &Plan, name: &str, low: i32, line: Line) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    let base = plan.step_of(low) + 1;
    let mut free = plan.random(name, 1_000);
    for (n, bar) in plan.bars.iter().enumerate() {
        // Two motifs a section, A A B A.
        let motif = u64::from(bar.index % 4 == 2);
        let mut random = plan.random(name, bar.section as u64 * 2 + motif);
        let lift = if bar.section == 'C' { 2 } else { 0 };
        let mut step_now = base + line.range / 2 + lift;
        let steps = plan.meter.steps();
        let onsets = onsets(plan, line, &mut random);
        for (at, &onset) in onsets.iter().enumerate() {
            let leap = random.pick([-2, -1, -1, 0, 1, 1, 2, 3, -3]);
            let changes = bar.turn > 0 && free.unit() < 0.1;
            step_now = (step_now + leap + i32::from(changes)).clamp(base, base + line.range);
            let is_last = (bar.index + 1).is_multiple_of(line.breath);
            if is_last && onset > steps * 5 / 8 {
                continue;
            }
            let mut key = plan.key(step_now);
            if onset % plan.meter.beat() == 0 {
                key =
                    nearest(&plan.tones(bar.chords[usize::from(onset >= steps / 2)], key - 6), key);
            }
            let next = onsets.get(at + 1).copied().unwrap_or(steps);
            let length =
                ((next - onset) as f64).min(8.0) * f64::from(random.pick([0.95f32, 0.95, 0.6]));
            let force = 0.6 + 0.25 * random.unit();
            events.push(Event { at: plan.start(n) + onset as f64, length, key, force });
        }
    }
    events
}

fn onsets(plan: &Plan, line: Line, random: &mut Random) -> Vec<usize> {
    let pickup = random.pick([0, 0, line.grain, 2 * line.grain]);
    let mut onsets: Vec<usize> = (pickup..plan.meter.steps())
        .step_by(line.grain)
        .filter(|step| {
            let strong = if step % plan.meter.beat() == 0 { 0.3 } else { 0.0 };
            random.unit() < line.dense + strong
        })
        .collect();
    if onsets.is_empty() {
        onsets.push(pickup);
    }
    onsets
}

fn nearest(keys: &[i32], to: i32) -> i32 {
    keys.iter().copied().min_by_key(|key| (key - to).abs()).unwrap_or(to)
}

/// The same line so many steps of the scale away.
pub fn harmony(plan: &Plan, lead: &[Event], steps: i32) -> Vec<Event> {
    lead.iter()
        .map(|&event| Event {
            key: plan.key(plan.step_of(event.key) + steps),
            force: event.force * 0.9,
            ..event
        })
        .collect()
}

/// The same line so many keys away.
pub fn unison(lead: &[Event], keys: i32) -> Vec<Event> {
    lead.iter().map(|&event| Event { key: event.key + keys, ..event }).collect()
}
