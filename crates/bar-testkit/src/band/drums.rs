//! What the drummer and the percussionist play.

use super::form::{Meter, Plan};
use super::score::Event;
use crate::random::Random;

const KICK: i32 = 36;
const SNARE: i32 = 38;
const RIM: i32 = 37;
const CLOSED: i32 = 42;
const OPEN: i32 = 46;
const RIDE: i32 = 51;

/// Grooves of kick, snare and hats where a bar has twelve sixteenths.
const THREE: [[&str; 3]; 2] = [
    ["9...........", "....7...7...", "7.5.7.5.7.5."],
    ["9.....6.....", "........9...", "7...6.5.6.5."],
];
const SIX: [[&str; 3]; 2] = [
    ["9.........6.", "......9.....", "8.5.5.8.5.5."],
    ["9...6.......", "......9...2.", "8.5.658.5.65"],
];

/// Steps and forces of a bar written in digits.
fn strokes(line: &str) -> impl Iterator<Item = (usize, f32)> {
    line.bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_digit())
        .map(|(step, byte)| (step, 0.1 + f32::from(byte - b'0') * 0.09))
}

fn hit(at: f64, key: i32, force: f32) -> Event {
    Event { at, length: 2.0, key, force }
}

fn groove(plan: &Plan, section: char) -> [&'static str; 3] {
    // Kick, snare and hats agree on it.
    let pick = plan.random("groove", section as u64).bits() as usize % 2;
    match plan.meter {
        Meter::Four => plan.style.grooves()[pick],
        Meter::Three => THREE[pick],
        Meter::Six => SIX[pick],
    }
}

/// Kick, snare or hats: 0, 1, 2.
pub fn groove_of(plan: &Plan, piece: usize) -> Vec<Event> {
    let mut events = Vec::new();
    let mut random = plan.random("drummer", piece as u64);
    for (n, bar) in plan.bars.iter().enumerate() {
        let is_fill = bar.index + 1 == bar.of && plan.bars.len() > n + 1;
        let steps = plan.meter.steps();
        let is_quiet = matches!(bar.section, 'B' | 'I');
        for (step, force) in strokes(groove(plan, bar.section)[piece]) {
            let at = plan.start(n) + step as f64;
            // The fill takes the snare and the hats from the last half of the section.
            if is_fill && step >= steps / 2 && piece > 0 {
                continue;
            }
            let key = match piece {
                0 => KICK,
                1 if is_quiet && plan.style.sevenths() => RIM,
                1 => SNARE,
                _ if step + 2 >= steps && random.unit() < 0.3 => OPEN,
                _ => CLOSED,
            };
            if random.unit() > 0.03 {
                events.push(hit(at, key, force));
            }
        }
        match piece {
            0 if random.unit() < 0.2 => {
                events.push(hit(plan.start(n) + random.pick([6.0, 7.0, 10.0, 11.0]), KICK, 0.6));
            }
            1 if is_fill => {
                for step in steps / 2..steps {
                    if random.unit() < 0.6 {
                        events.push(hit(
                            plan.start(n) + step as f64,
                            SNARE,
                            0.5 + 0.04 * (step % 8) as f32,
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    dedup(events)
}

/// Fills at the ends of sections, now and then a stroke within.
pub fn toms(plan: &Plan) -> Vec<Event> {
    let mut random = plan.random("toms", 0);
    let mut events = Vec::new();
    for (n, bar) in plan.bars.iter().enumerate() {
        let steps = plan.meter.steps();
        if bar.index + 1 == bar.of {
            let run = [50, 50, 48, 47, 45, 43, 41, 41];
            for (at, step) in (steps / 2..steps).enumerate() {
                if random.unit() < 0.75 {
                    let key = run[(at * 8 / (steps / 2)).min(7)];
                    events.push(hit(plan.start(n) + step as f64, key, 0.65 + random.unit() * 0.3));
                }
            }
        } else if bar.section == 'B' || random.unit() < 0.1 {
            let step = random.pick([6.0, 10.0, 11.0]);
            events.push(hit(plan.start(n) + step, random.pick([41, 43, 45]), 0.7));
        }
    }
    events
}

/// Crashes where sections begin, the ride where it is loud.
pub fn cymbals(plan: &Plan) -> Vec<Event> {
    let mut events = Vec::new();
    let rides = plan.random("ride", 0).pick(["C", "CS", "CB", "VC"]);
    for (n, bar) in plan.bars.iter().enumerate() {
        if bar.index == 0 {
            let key = if bar.section == 'C' { 49 } else { 57 };
            events.push(Event { at: plan.start(n), length: 16.0, key, force: 0.85 });
        }
        if rides.contains(bar.section) {
            for (step, force) in
                strokes(groove(plan, bar.section)[2]).filter(|(step, _)| step % 2 == 0)
            {
                events.push(hit(plan.start(n) + step as f64, RIDE, force * 0.8));
            }
        }
    }
    events
}

/// A loop of one or two bars on a few drums.
pub fn percussion(plan: &Plan, name: &str, keys: &[i32]) -> Vec<Event> {
    let mut random = plan.random(name, 1);
    let steps = plan.meter.steps();
    let grain = if keys.len() == 1 { random.pick([1, 2]) } else { 1 };
    let bar: Vec<(usize, i32, f32)> = (0..2 * steps)
        .step_by(grain)
        .filter_map(|step| {
            let is_strong = step % plan.meter.beat() == 0;
            let there = if keys.len() == 1 { 0.85 } else { 0.45 };
            (random.unit() < there).then(|| {
                let key = keys[random.bits() as usize % keys.len()];
                (step, key, 0.45 + 0.25 * f32::from(u8::from(is_strong)) + random.unit() * 0.2)
            })
        })
        .collect();
    let both = plan.bars.len().div_ceil(2);
    (0..both)
        .flat_map(|pair| bar.iter().map(move |&(step, key, force)| (pair, step, key, force)))
        .map(|(pair, step, key, force)| hit((pair * 2 * steps + step) as f64, key, force))
        .filter(|event| event.at < plan.start(plan.bars.len()))
        .collect()
}

/// The same stroke on the back-beats, or on few of them.
pub fn rare(plan: &Plan, name: &str, key: i32) -> Vec<Event> {
    let mut random = plan.random(name, 2);
    let every = random.pick([1, 1, 2]);
    (0..plan.bars.len())
        .filter(|bar| bar % every == 0)
        .flat_map(|bar| {
            let back = plan.meter.beat();
            (back..plan.meter.steps()).step_by(2 * back).map(move |step| (bar, step))
        })
        .map(|(bar, step)| hit(plan.start(bar) + step as f64, key, 0.6 + random.unit() * 0.3))
        .collect()
}

fn dedup(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by(|a, b| a.at.total_cmp(&b.at));
    events.dedup_by(|a, b| a.at.total_cmp(&b.at).is_eq() && a.key == b.key);
    events
}

/// Where a shaker moves: every sixteenth or eighth, and how hard.
pub fn shakes(plan: &Plan, random: &mut Random) -> Vec<Event> {
    let grain = random.pick([1, 2]);
    (0..plan.bars.len() * plan.meter.steps())
        .step_by(grain)
        .map(|step| {
            hit(step as f64, 0, if step % 4 == 0 { 0.8 } else { 0.35 + random.unit() * 0.2 })
        })
        .collect()
}
