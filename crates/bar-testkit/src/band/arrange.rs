//! Who of the seats is in this song, what each plays and in which sections.

use super::form::Plan;
use super::part::{How, Role, Tie};
use super::score::{Event, Note};
use super::style_seats::{Job, Seat, seats};
use super::{chords, drums, melody};
use crate::random::Random;

/// A part before it sounds.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    pub name: &'static str,
    pub role: Role,
    pub job: Job,
    pub patch: (i32, i32),
    pub stereo: bool,
    pub notes: Vec<Note>,
    /// Whether a player's breath or bow bends the notes.
    pub sings: bool,
    pub tie: Option<Tie>,
}

const FEWEST: usize = 8;
const MOST: usize = 15;

/// The band of this song, with all that it plays.
pub fn tracks(plan: &Plan) -> Vec<Track> {
    let mut random = plan.random("band", 0);
    let kit = random.bits() as usize % plan.style.kits().len();
    let kit = (128, plan.style.kits()[kit]);
    let mut tracks: Vec<Track> = Vec::new();
    let mut lead: Option<(&'static str, Vec<Event>)> = None;
    let mut doubled: Option<(Seat, (i32, i32), Vec<Event>)> = None;
    for seat in chosen(plan, &mut random) {
        let mut patch = seat
            .patches
            .get(random.bits() as usize % seat.patches.len().max(1))
            .copied()
            .unwrap_or(kit);
        let (events, tie) = match (seat.job, &lead, &doubled) {
            (Job::Double, _, Some((of, with, events))) => {
                patch = *with;
                (events.clone(), Some(Tie { to: of.name.to_owned(), how: How::Double }))
            }
            (Job::Harmony(steps), Some((to, line)), _) => {
                let tie = Tie { to: (*to).to_owned(), how: How::Harmony };
                (melody::harmony(plan, line, steps), Some(tie))
            }
            (Job::Unison(keys), Some((to, line)), _) => {
                let how = if keys == 0 { How::Unison } else { How::Octave };
                (melody::unison(line, keys), Some(Tie { to: (*to).to_owned(), how }))
            }
            _ => (written(plan, &seat), None),
        };
        let present = presence(plan, &seat);
        let steps = plan.meter.steps() as f64;
        let heard: Vec<Event> = events
            .iter()
            .filter(|event| present.get((event.at / steps) as usize).copied().unwrap_or(false))
            .copied()
            .collect();
        if heard.is_empty() {
            continue;
        }
        match seat.job {
            Job::Lead => lead = Some((seat.name, events)),
            Job::Strum | Job::Power => doubled = Some((seat, patch, events)),
            _ => {}
        }
        let mut hands = plan.random(seat.name, 7);
        let sings = matches!(
            seat.job,
            Job::Lead | Job::Harmony(_) | Job::Unison(_) | Job::Counter | Job::Solo
        );
        tracks.push(Track {
            name: seat.name,
            role: seat.role,
            job: seat.job,
            patch,
            stereo: seat.stereo,
            notes: plan.grid.play(&heard, &mut hands),
            sings,
            tie,
        });
    }
    tracks.truncate(MOST);
    tracks
}

/// Seats by their chance, and more until they are a band.
fn chosen(plan: &Plan, random: &mut Random) -> Vec<Seat> {
    let all: Vec<Seat> = seats(plan.style).collect();
    let mut takes: Vec<bool> = all.iter().map(|seat| random.unit() < seat.chance).collect();
    while takes.iter().filter(|takes| **takes).count() < FEWEST {
        let one = random.bits() as usize % all.len();
        takes[one] |= all[one].chance > 0.0;
    }
    while takes.iter().filter(|takes| **takes).count() > MOST {
        let one = random.bits() as usize % all.len();
        takes[one] &= all[one].chance >= 0.9;
    }
    // A double doubles what is there.
    for n in 1..all.len() {
        takes[n] &= all[n].job != Job::Double || takes[n - 1];
    }
    all.into_iter().zip(takes).filter_map(|(seat, takes)| takes.then_some(seat)).collect()
}

/// In which bars it plays.
fn presence(plan: &Plan, seat: &Seat) -> Vec<bool> {
    let is_core = seat.chance >= 1.0 || matches!(seat.role, Role::Lead | Role::Bass);
    let mut random = plan.random(seat.name, 3);
    let (enters_later, skips) = (random.unit() < 0.3, random.unit() < 0.15);
    let plays = |bar: &super::form::Bar| {
        let waits = enters_later && bar.section == 'V' && bar.turn == 0;
        let rests = skips && bar.section == 'B';
        seat.sections.contains(bar.section) && (is_core || !(waits || rests))
    };
    let present: Vec<bool> = plan.bars.iter().map(plays).collect();
    // A short song may have none of its sections: then it plays the last half.
    if present.contains(&true) {
        present
    } else {
        (0..plan.bars.len()).map(|bar| 2 * bar >= plan.bars.len().saturating_sub(1)).collect()
    }
}

fn written(plan: &Plan, seat: &Seat) -> Vec<Event> {
    let Seat { name, low, .. } = *seat;
    match seat.job {
        Job::Kick => drums::groove_of(plan, 0),
        Job::Snare => drums::groove_of(plan, 1),
        Job::Hats => drums::groove_of(plan, 2),
        Job::Toms => drums::toms(plan),
        Job::Cymbals => drums::cymbals(plan),
        Job::Loop(keys) => drums::percussion(plan, name, keys),
        Job::Rare(key) => drums::rare(plan, name, key),
        Job::Shaker => drums::shakes(plan, &mut plan.random(name, 0)),
        Job::Bass => chords::bass(plan, low),
        Job::Strum | Job::Double => {
            chords::strum(plan, name, low, plan.random(name, 1).pick([0.3, 0.5, 0.75]))
        }
        Job::Power => chords::power(plan, name, low),
        Job::Stabs => chords::stabs(plan, name, low),
        Job::Arpeggio => chords::arpeggio(plan, name, low),
        Job::Pad => chords::pad(plan, low),
        Job::Lead | Job::Harmony(_) | Job::Unison(_) => {
            melody::line(plan, name, low, melody::Line::LEAD)
        }
        Job::Counter => melody::line(plan, name, low, melody::Line::COUNTER),
        Job::Riff => melody::line(plan, name, low, melody::Line::RIFF),
        Job::Solo => melody::line(plan, name, low, melody::Line::SOLO),
        Job::Vinyl | Job::Ambience => whole_bars(plan),
        Job::Riser => before_sections(plan, plan.meter.steps() as f64),
        Job::Swell => before_sections(plan, 1.6 / plan.grid.step),
    }
}

/// One long note a bar.
fn whole_bars(plan: &Plan) -> Vec<Event> {
    let length = plan.meter.steps() as f64 * 1.2;
    (0..plan.bars.len())
        .map(|bar| Event { at: plan.start(bar), length, key: 60, force: 0.8 })
        .collect()
}

/// One note that ends where the next section begins.
fn before_sections(plan: &Plan, length: f64) -> Vec<Event> {
    let ends = plan.bars.iter().enumerate().filter(|(_, bar)| bar.index + 1 == bar.of);
    ends.map(|(n, _)| Event {
        at: (plan.start(n + 1) - length).max(plan.start(n)),
        length,
        key: 60,
        force: 0.8,
    })
    .collect()
}
