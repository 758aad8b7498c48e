//! Notes before and after a musician has touched them.

use crate::random::Random;

/// A note as written: times in sixteenths from the song's start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    pub at: f64,
    pub length: f64,
    pub key: i32,
    /// 0 to 1.
    pub force: f32,
}

/// A note as played: times in seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Note {
    pub at: f64,
    pub length: f64,
    pub key: i32,
    pub velocity: i32,
}

/// Where the grid lies in time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grid {
    /// Seconds of a sixteenth.
    pub step: f64,
    /// How much later the off-beats of this grain come, as a share of it.
    pub swing: f64,
    /// Sixteenths of the grain that swings: 1 or 2.
    pub grain: f64,
    /// Deviation of a musician's timing, in seconds.
    pub loose: f64,
}

impl Grid {
    pub fn seconds(&self, at: f64) -> f64 {
        let is_off = (at / self.grain).floor() % 2.0 >= 1.0;
        (at + if is_off { self.swing * self.grain } else { 0.0 }) * self.step
    }

    /// A performance: within 10 ms of the grid, never twice alike.
    pub fn play(&self, events: &[Event], random: &mut Random) -> Vec<Note> {
        let lean = f64::from(random.both()) * self.loose * 0.7;
        let mut notes: Vec<Note> = events
            .iter()
            .map(|event| {
                let slip = (f64::from(random.normal()) * self.loose + lean).clamp(-0.01, 0.01);
                let force = (event.force + random.normal() * 0.05).clamp(0.08, 1.0);
                Note {
                    at: (self.seconds(event.at) + slip).max(0.0),
                    length: (event.length * self.step * (0.92 + 0.1 * f64::from(random.unit())))
                        .max(0.03),
                    key: event.key.clamp(12, 110),
                    velocity: (force * 127.0) as i32,
                }
            })
            .collect();
        notes.sort_by(|a, b| a.at.total_cmp(&b.at));
        notes
    }
}
