//! The stems of which there is something to say, each with its waveform and where to look in it.

use bar_domain::{Finding, Frames};
use maud::{Markup, html};

use super::findings::{self, Around};
use super::shape::{self, STEPS};
use super::{Sheet, strip};
use crate::phrase::{clean, count, format, in_mix, places};
use crate::report::StemReport;
use crate::words::moment;

/// Heights, from the top: the numbers, the marks, the waveform, the times.
const NUMBERS: u32 = 14;
const MARKS: u32 = 5;
const WAVE: u32 = 72;
const TIMES: u32 = 16;
/// Steps between two numbers that can be told apart.
const APART: u64 = 25;

/// Every stem of which there is something to say.
pub(super) fn write_all(sheet: &Sheet<'_>) -> Markup {
    let told = || sheet.stems().filter(|(_, stem)| !stem.findings.is_empty());
    let (number, all) = (told().count(), sheet.report.total);
    html! {
        @if number > 0 {
            section.details aria-labelledby="details" {
                h2 id="details" { "What was found" }
                @if number < all {
                    p.muted { "Of " (count(all - number, "stem", "stems")) " there is nothing to say." }
                }
                @for (at, stem) in told() { (write(sheet, at, stem)) }
            }
        }
    }
}

fn write(sheet: &Sheet<'_>, at: usize, stem: &StemReport) -> Markup {
    let numbers = numbers(stem);
    html! {
        article id={ "s" (at) } {
            header {
                h3 { bdi { (clean(&stem.file)) } }
                (facts(stem))
            }
            (picture(sheet, at, stem, &numbers))
            ul.findings {
                @for (finding, number) in stem.findings.iter().zip(numbers) {
                    (findings::write(finding, &Around {
                        number,
                        places: where_in(stem, finding),
                        explained: sheet.reason(at, finding),
                        ..Around::default()
                    }))
                }
            }
        }
    }
}

fn facts(stem: &StemReport) -> Markup {
    html! {
        p.facts.mono {
            @if let Some(of) = &stem.format {
                (format(of)) " · " (moment(of.frames, of.rate))
            }
            @if let Some(heard) = &stem.in_mix { " · " (in_mix(heard)) }
        }
    }
}

fn where_in(stem: &StemReport, finding: &Finding) -> Vec<String> {
    let format = stem.format.as_ref();
    format.map(|of| places(finding, of.rate, Some(of.frames))).unwrap_or_default()
}

/// The number of each finding in the picture; those without a place have none.
fn numbers(stem: &StemReport) -> Vec<Option<usize>> {
    let mut last = 0;
    let number = |finding: &Finding| {
        (!where_in(stem, finding).is_empty()).then(|| {
            last += 1;
            last
        })
    };
    stem.findings.iter().map(number).collect()
}

/// The waveform with the places of the findings; nothing where none has a place, since the table
/// shows what the stem looks like.
fn picture(sheet: &Sheet<'_>, at: usize, stem: &StemReport, numbers: &[Option<usize>]) -> Markup {
    let points = sheet.wave(at).len();
    let marked: Vec<(&Finding, usize)> = stem
        .findings
        .iter()
        .zip(numbers)
        .filter_map(|(finding, number)| Some((finding, (*number)?)))
        .collect();
    let of = stem.format.as_ref().filter(|_| points > 0 && !marked.is_empty());
    let Some(of) = of else { return html! {} };
    let findings = count(marked.len(), "finding", "findings");
    let label = format!("Waveform of {}, with the places of {findings} marked", clean(&stem.file));
    let below = NUMBERS + MARKS;
    html! {
        svg.picture height=(below + WAVE + TIMES) role="img" aria-label=(label) {
            @for (finding, number) in &marked {
                @let tone = shape::tone(Some(finding.severity));
                svg.(tone) viewBox={ "0 0 " (STEPS) " " (shape::HEIGHT) } preserveAspectRatio="none" y=(NUMBERS) width="100%" height=(MARKS) {
                    path id={ "m" (at) "-" (number) } d=(shape::bars(strip::stretches(&finding.at, of.frames))) {}
                }
                svg.(tone) viewBox={ "0 0 " (STEPS) " " (shape::HEIGHT) } preserveAspectRatio="none" y=(below) width="100%" height=(WAVE) {
                    use.shade href={ "#m" (at) "-" (number) } {}
                }
            }
            svg.wave viewBox={ "0 0 " (points) " " (shape::HEIGHT) } preserveAspectRatio="none" y=(below) width="100%" height=(WAVE) {
                use href={ "#w" (at) } {}
            }
            (labels(&marked, of.frames))
            (strip::axis(of.frames, of.rate, below + WAVE + TIMES - 3))
        }
    }
}

/// The numbers over the first place of each finding; those that would lie on each other share one.
fn labels(marked: &[(&Finding, usize)], frames: Frames) -> Markup {
    let mut all: Vec<(u64, usize)> = Vec::new();
    for (finding, number) in marked {
        let first = strip::stretches(&finding.at, frames).first().map_or(0, |stretch| stretch.0);
        all.push((first, *number));
    }
    all.sort_unstable();
    let mut places: Vec<(u64, String)> = Vec::new();
    for (place, number) in all {
        match places.last_mut() {
            Some((before, words)) if place < *before + APART => {
                words.push_str(", ");
                words.push_str(&number.to_string());
            }
            _ => places.push((place, number.to_string())),
        }
    }
    html! {
        @for (place, words) in places {
            @let anchor = if place > STEPS - APART { "end" } else { "start" };
            text.label x={ (place / 10) "." (place % 10) "%" } y="11" text-anchor=(anchor) { (words) }
        }
    }
}
