//! How the stems and the rough mix lie to each other.

use std::fmt::Write;

use anstyle::Style;
use bar_domain::{Frames, SampleRate};
use bar_stems::phrase::{HALF, explained, folded, in_words, lies, moment, tempo};
use bar_stems::{Report, Unexplained};

use super::{BAD, BOLD, FAINT, clean, line, paragraph};

/// The strip's cells at most: a terminal is read at a glance.
const CELLS: usize = 72;
/// A cell in which nothing is explained comes last.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Writes what is known of the set, where anything is.
pub(super) fn write(text: &mut String, report: &Report, width: usize) {
    let set = &report.set;
    if let Some(told) = &set.tempo {
        let told = format!("{} (from {})", tempo(told), clean(&told.told_by));
        paragraph(text, &told, "", FAINT, width);
    }
    if let Some(explained) = explained(report) {
        line(text, "");
        line(text, &format!("{BOLD}{explained}{BOLD:#}"));
    }
    if let Some((mix, rate)) = set.mix.as_ref().zip(set.rate)
        && let Some(lies) = lies(mix, rate)
    {
        paragraph(text, &lies, "", Style::new(), width);
    }
    if let Some((unexplained, rate)) = set.unexplained.as_ref().zip(set.rate) {
        strip(text, unexplained, rate, width);
    }
}

fn strip(text: &mut String, unexplained: &Unexplained, rate: SampleRate, width: usize) {
    let cells = folded(unexplained, CELLS.min(width.saturating_sub(2)));
    line(text, "");
    line(text, &format!("{BOLD}What no stem explains{BOLD:#}"));
    let mut drawn = String::new();
    for cell in &cells {
        // Writing to a String cannot fail.
        let _ = match cell {
            None => write!(drawn, " "),
            Some(share) if *share >= HALF => write!(drawn, "{BAD}{}{BAD:#}", block(*share)),
            Some(share) => write!(drawn, "{FAINT}{}{FAINT:#}", block(*share)),
        };
    }
    line(text, &format!("  {drawn}"));
    let frames = (unexplained.frames_per_cell * unexplained.share.len() as f64) as u64;
    let at = |part: u64| moment(Frames(frames / 2 * part), rate);
    let (start, middle, end) = (at(0), at(1), at(2));
    let room = cells.len().saturating_sub(start.len() + end.len());
    let axis = if room > middle.len() { format!("{middle:^room$}") } else { " ".repeat(room) };
    line(text, &format!("{FAINT}  {start}{axis}{end}{FAINT:#}"));
    paragraph(text, &in_words(unexplained, rate), "  ", Style::new(), width);
}

fn block(share: f32) -> char {
    let step = (share.clamp(0.0, 1.0) * BLOCKS.len() as f32) as usize;
    BLOCKS[step.min(BLOCKS.len() - 1)]
}
