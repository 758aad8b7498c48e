//! *What no stem explains*: the rough mix over time, as a picture and in a sentence.

use std::fmt::Write;

use bar_domain::{Frames, SampleRate, Span};
use maud::{Markup, html};

use super::shape::{self, STEPS};
use crate::phrase::{HALF, folded, in_words};
use crate::report::Report;
use crate::words::moment;

/// Cells of the picture: more are not told apart on paper.
const CELLS: usize = 250;
/// Height of a cell in which nothing is explained.
const TALL: f32 = 100.0;
/// Moments that are written under a picture.
const TICKS: [u64; 5] = [0, 25, 50, 75, 100];

/// The strip, where somebody looked for it.
pub(super) fn write(report: &Report) -> Markup {
    let set = &report.set;
    let Some((strip, rate)) = set.unexplained.as_ref().zip(set.rate) else { return html! {} };
    let words = in_words(strip, rate);
    let frames = Frames((strip.frames_per_cell * strip.share.len() as f64) as u64);
    let cells = folded(strip, CELLS);
    let marks = set.findings.iter().filter(|found| !found.finding.at.is_empty());
    html! {
        section.strip aria-labelledby="strip" {
            h2 id="strip" { "What no stem explains" }
            svg.picture height="76" role="img" aria-label=(words) {
                @for found in marks {
                    svg.(shape::tone(Some(found.finding.severity))) viewBox={ "0 0 " (STEPS) " " (shape::HEIGHT) } preserveAspectRatio="none" width="100%" height="54" {
                        path.shade d=(shape::bars(stretches(&found.finding.at, frames))) {}
                    }
                }
                svg viewBox={ "0 0 " (cells.len().max(1)) " " (TALL) } preserveAspectRatio="none" width="100%" height="54" {
                    path.heard d=(columns(&cells, |_| Some(TALL))) {}
                    path.some d=(columns(&cells, |share| (share < HALF).then_some(share * TALL))) {}
                    path.most d=(columns(&cells, |share| (share >= HALF).then_some(share * TALL))) {}
                }
                (axis(frames, rate, 72))
            }
            p { (words) }
            p.muted { "The taller a bar, the more of the rough mix is in no stem at that moment; over half, it is red. Where there is no bar, it is silent." }
        }
    }
}

/// The times under a picture of `frames`.
pub(super) fn axis(frames: Frames, rate: SampleRate, y: u32) -> Markup {
    let anchor = |percent| match percent {
        0 => "start",
        100 => "end",
        _ => "middle",
    };
    html! {
        @for percent in TICKS {
            text.tick x={ (percent) "%" } y=(y) text-anchor=(anchor(percent)) {
                (moment(Frames(frames.0 / 100 * percent), rate))
            }
        }
    }
}

/// Spans in steps of a picture of `frames`.
pub(super) fn stretches(at: &[Span], frames: Frames) -> Vec<(u64, u64)> {
    let step = |frame: Frames| {
        let share = u128::from(frame.0) * u128::from(STEPS) / u128::from(frames.0.max(1));
        u64::try_from(share).unwrap_or(STEPS).min(STEPS)
    };
    at.iter().map(|Span(from, to)| (step(*from), step(*to))).collect()
}

/// An upright line for every cell of which `tall` makes something.
fn columns(cells: &[Option<f32>], tall: impl Fn(f32) -> Option<f32>) -> String {
    let mut path = String::new();
    for (cell, share) in cells.iter().enumerate() {
        if let Some(height) = share.and_then(|share| tall(share.clamp(0.0, 1.0))) {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{cell}.5 100v-{:.0}", height.max(2.0));
        }
    }
    path
}
