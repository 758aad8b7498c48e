//! What bass, guitars, keys and pads play: the chords, each in its way.

use super::form::{Bar, Chord, Plan};
use super::score::Event;
use crate::random::Random;

/// A rhythm of a bar: steps and lengths, the same for the same section.
fn rhythm(plan: &Plan, random: &mut Random, dense: f32, grain: usize) -> Vec<(usize, usize)> {
    let steps = plan.meter.steps();
    let mut onsets: Vec<usize> = (0..steps)
        .step_by(grain)
        .filter(|step| {
            let strong = if step % plan.meter.beat() == 0 { 0.35 } else { 0.0 };
            *step == 0 || random.unit() < dense + strong
        })
        .collect();
    onsets.push(steps);
    onsets.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).collect()
}

/// Every bar with its start and a rhythm that belongs to its section.
fn by_bar(
    plan: &Plan,
    name: &str,
    dense: f32,
    grain: usize,
    mut perform: impl FnMut(f64, &Bar, &[(usize, usize)], &mut Random),
) {
    let mut free = plan.random(name, 99);
    for (n, bar) in plan.bars.iter().enumerate() {
        let mut random = plan.random(name, bar.section as u64);
        let rhythm = rhythm(plan, &mut random, dense, grain);
        perform(plan.start(n), bar, &rhythm, &mut free);
    }
}

fn chord(plan: &Plan, bar: &Bar, step: usize) -> Chord {
    bar.chords[usize::from(step >= plan.meter.steps() / 2)]
}

pub fn bass(plan: &Plan, low: i32) -> Vec<Event> {
    let mut events = Vec::new();
    let walks = plan.style == super::Style::Jazz;
    let (dense, grain) =
        if walks { (1.0, 4) } else { (plan.random("dense", 0).pick([0.3, 0.5, 0.8]), 2) };
    by_bar(plan, "bass", dense, grain, |start, bar, rhythm, free| {
        for &(step, length) in rhythm {
            let chord = chord(plan, bar, step);
            let root = plan.root(chord, low);
            let key = match free.unit() {
                _ if step == 0 => root,
                x if walks || x < 0.18 => {
                    let tones = plan.tones(chord, low);
                    tones[free.bits() as usize % tones.len()]
                }
                x if x < 0.26 => root + 12,
                _ => root,
            };
            let length = length as f64 * if free.unit() < 0.2 { 0.5 } else { 0.9 };
            events.push(Event {
                at: start + step as f64,
                length,
                key,
                force: 0.7 + 0.1 * free.unit(),
            });
        }
    });
    events
}

/// Chords in a rhythm; a strum spreads its strings.
pub fn strum(plan: &Plan, name: &str, low: i32, dense: f32) -> Vec<Event> {
    let mut events = Vec::new();
    by_bar(plan, name, dense, 2, |start, bar, rhythm, free| {
        for &(step, length) in rhythm {
            let mut keys = plan.tones(chord(plan, bar, step), low);
            keys.push(keys[0] + 12);
            if free.unit() < 0.3 {
                keys.remove(1);
            }
            let force = if step % plan.meter.beat() == 0 { 0.72 } else { 0.52 } + 0.1 * free.unit();
            let spread = 0.06 + 0.08 * f64::from(free.unit());
            for (string, key) in keys.into_iter().enumerate() {
                let at = start + step as f64 + spread * string as f64;
                events.push(Event { at, length: length as f64, key, force });
            }
        }
    });
    events
}

/// Roots and fifths.
pub fn power(plan: &Plan, name: &str, low: i32) -> Vec<Event> {
    let mut events = Vec::new();
    let dense = plan.random(name, 5).pick([0.35, 0.6, 0.9]);
    by_bar(plan, name, dense, 2, |start, bar, rhythm, free| {
        for &(step, length) in rhythm {
            let root = plan.root(chord(plan, bar, step), low);
            let length = length as f64 * if free.unit() < 0.3 { 0.4 } else { 0.95 };
            for key in [root, root + 7, root + 12] {
                events.push(Event { at: start + step as f64, length, key, force: 0.75 });
            }
        }
    });
    events
}

pub fn stabs(plan: &Plan, name: &str, low: i32) -> Vec<Event> {
    let mut events = Vec::new();
    by_bar(plan, name, 0.28, 1, |start, bar, rhythm, free| {
        for &(step, _) in rhythm.iter().skip(usize::from(bar.index % 2 == 1)) {
            let force = 0.55 + 0.3 * free.unit();
            for key in plan.tones(chord(plan, bar, step), low) {
                events.push(Event {
                    at: start + step as f64,
                    length: 0.8 + f64::from(free.unit()),
                    key,
                    force,
                });
            }
        }
    });
    events
}

pub fn arpeggio(plan: &Plan, name: &str, low: i32) -> Vec<Event> {
    let mut events = Vec::new();
    let mut shape = plan.random(name, 3);
    let order: Vec<usize> = (0..8).map(|_| shape.bits() as usize % 6).collect();
    let dense = shape.pick([0.6, 0.8, 1.0]);
    let grain = if plan.grid.step < 0.12 { 2 } else { shape.pick([1, 2, 2]) };
    by_bar(plan, name, dense, grain, |start, bar, rhythm, free| {
        for (at, &(step, length)) in rhythm.iter().enumerate() {
            let tones = plan.tones(chord(plan, bar, step), low);
            let tone = order[at % order.len()];
            let key = tones[tone % tones.len()] + 12 * (tone / tones.len()) as i32;
            let force = 0.5 + 0.25 * free.unit();
            events.push(Event { at: start + step as f64, length: length as f64 * 1.6, key, force });
        }
    });
    events
}

pub fn pad(plan: &Plan, low: i32) -> Vec<Event> {
    let mut events = Vec::new();
    let half = plan.meter.steps() as f64 / 2.0;
    for (n, bar) in plan.bars.iter().enumerate() {
        let [first, second] = bar.chords;
        let spans: &[(f64, f64, Chord)] = if first == second {
            &[(0.0, 2.0 * half, first)]
        } else {
            &[(0.0, half, first), (half, half, second)]
        };
        for &(at, length, chord) in spans {
            for key in plan.tones(chord, low) {
                events.push(Event {
                    at: plan.start(n) + at,
                    length: length * 1.02,
                    key,
                    force: 0.6,
                });
            }
        }
    }
    events
}
