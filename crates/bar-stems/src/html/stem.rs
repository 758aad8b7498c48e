//! The stems of which there is something to say, each with its waveform and where to look in it.

use bar_domain::{Finding, Frames};
use maud::{Markup, html};

use super::findings::{self, Around};
use super::shape::{self, STEPS};
use super::{Sheet, strip, table};
use crate::phrase::{clean, count, format, in_mix, places};
use crate::report::StemReport;
use crate::words::moment;

/// Height of the numbers over a waveform, of the waveform, and of the times under it.
const NUMBERS: u32 = 16;
const WAVE: u32 = 84;
const TIMES: u32 = 16;

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
                (table::chip(&table::said(sheet, at)))
                (facts(stem))
            }
            (picture(sheet, at, stem, &numbers))
            ul.findings {
                @for (finding, number) in stem.findings.iter().zip(numbers) {
                    (findings::write(finding, &Around {
                        number,
                        places: where_in(stem, finding),
                        explained: sheet.reason(at, finding.code),
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

fn picture(sheet: &Sheet<'_>, at: usize, stem: &StemReport, numbers: &[Option<usize>]) -> Markup {
    let points = sheet.wave(at).len();
    let Some(of) = stem.format.as_ref().filter(|_| points > 0) else { return html! {} };
    let marked = || stem.findings.iter().zip(numbers).filter(|(_, number)| number.is_some());
    let name = clean(&stem.file);
    let label = match marked().count() {
        0 => format!("Waveform of {name}"),
        many => format!(
            "Waveform of {name}, with the places of {} marked",
            count(many, "finding", "findings")
        ),
    };
    html! {
        svg.picture height=(NUMBERS + WAVE + TIMES) role="img" aria-label=(label) {
            @for (finding, _) in marked() {
                svg viewBox={ "0 0 " (STEPS) " " (shape::HEIGHT) } preserveAspectRatio="none" y=(NUMBERS) width="100%" height=(WAVE) {
                    path.mark.(shape::tone(Some(finding.severity)))
                        d=(shape::bars(strip::stretches(&finding.at, of.frames))) {}
                }
            }
            svg.wave viewBox={ "0 0 " (points) " " (shape::HEIGHT) } preserveAspectRatio="none" y=(NUMBERS) width="100%" height=(WAVE) {
                use href={ "#w" (at) } {}
            }
            (labels(stem, numbers, of.frames))
            (strip::axis(of.frames, of.rate, NUMBERS + WAVE + TIMES - 3))
        }
    }
}

/// The numbers over the first place of each finding; those that would lie on each other share one.
fn labels(stem: &StemReport, numbers: &[Option<usize>], frames: Frames) -> Markup {
    const APART: u64 = 25;
    let first = |finding: &Finding| strip::stretches(&finding.at, frames).first().map(|it| it.0);
    let mut places: Vec<(u64, String)> = Vec::new();
    let numbered = stem.findings.iter().zip(numbers);
    let mut all: Vec<(u64, usize)> =
        numbered.filter_map(|(finding, number)| Some((first(finding)?, (*number)?))).collect();
    all.sort_unstable();
    for (place, number) in all {
        match places.last_mut() {
            Some((before, words)) if place < *before + APART => {
                words.push_str(&format!(", {number}"));
            }
            _ => places.push((place, number.to_string())),
        }
    }
    html! {
        @for (place, words) in places {
            @let anchor = if place > STEPS * 97 / 100 { "end" } else { "start" };
            text.label x={ (place / 10) "." (place % 10) "%" } y="12" text-anchor=(anchor) { (words) }
        }
    }
}
