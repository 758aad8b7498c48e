//! Samples that are no numbers: counted, placed, and taken for silence so that they poison nothing.

use bar_domain::{Frames, Span};

use crate::evidence::grain::Grain;
use crate::source::Block;

/// Most places that are kept.
const PLACES: usize = 100;
/// Largest magnitude that is calculated with, just under +120 dBFS; no sound is as loud.
const LARGEST: f32 = 999_999.0;

/// Whether these are all numbers that can be calculated with.
pub(super) fn is_sane(grain: &Grain) -> bool {
    grain.square.is_finite() && grain.peak() <= LARGEST
}

/// NaN and infinite samples so far.
#[derive(Debug, Default)]
pub(super) struct NotFinite {
    count: u64,
    places: Vec<Span>,
}

impl NotFinite {
    /// Takes out of `block`, which starts at `start`, what cannot be calculated with.
    pub(super) fn mend(&mut self, block: &mut Block, start: u64) {
        for frame in 0..block.frames {
            let mut found = 0;
            for channel in &mut block.channels {
                let sample = &mut channel[frame];
                if sample.is_finite() {
                    *sample = sample.clamp(-LARGEST, LARGEST);
                } else {
                    *sample = 0.0;
                    found += 1;
                }
            }
            if found > 0 {
                self.count += found;
                self.place(start + frame as u64);
            }
        }
    }

    fn place(&mut self, frame: u64) {
        let next = Frames(frame + 1);
        if let Some(Span(_, end)) = self.places.last_mut().filter(|last| last.1.0 == frame) {
            *end = next;
        } else if self.places.len() < PLACES {
            self.places.push(Span(Frames(frame), next));
        }
    }

    /// How many, and where the first ones are.
    pub(super) fn finish(self) -> (u64, Vec<Span>) {
        (self.count, self.places)
    }
}
