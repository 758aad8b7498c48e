//! One row per stem.

use maud::{Markup, html};

use super::{Sheet, shape};
use crate::phrase::{Verdict, clean, format, level, verdict};
use crate::report::{Report, StemReport};

/// The table of stems.
pub(super) fn write(sheet: &Sheet<'_>, open: &Report) -> Markup {
    html! {
        section aria-labelledby="stems" {
            h2 id="stems" { "Stems" }
            div.wide tabindex="0" role="region" aria-labelledby="stems" {
                table {
                    thead {
                        tr {
                            th scope="col" { "Stem" }
                            th scope="col" { "Waveform" }
                            th scope="col" { "Format" }
                            th.figure scope="col" { "Peak" br; small { "dBFS" } }
                            th.figure scope="col" { "Loudness" br; small { "LUFS" } }
                            th scope="col" { "Verdict" }
                        }
                    }
                    tbody { @for (at, stem) in sheet.stems() { (row(sheet, at, stem, &said(stem, open.stems.get(at)))) } }
                }
            }
        }
    }
}

fn row(sheet: &Sheet<'_>, at: usize, stem: &StemReport, said: &Verdict) -> Markup {
    let measured = stem.measured.as_ref();
    let name = clean(&stem.file);
    let points = sheet.wave(at);
    html! {
        tr {
            th scope="row" {
                @if stem.findings.is_empty() { bdi { (name) } }
                @else { a href={ "#s" (at) } { bdi { (name) } } }
            }
            td {
                @if points.is_empty() { span.muted { "–" } }
                @else {
                    svg.wave viewBox={ "0 0 " (points.len()) " " (shape::HEIGHT) } preserveAspectRatio="none"
                        role="img" aria-label={ "Waveform of " (name) } {
                        path id={ "w" (at) } d=(shape::outline(&points)) {}
                    }
                }
            }
            td.mono { (stem.format.as_ref().map_or_else(|| "–".to_owned(), format)) }
            td.figure { (level(measured.and_then(|measured| measured.peak_dbfs))) }
            td.figure { (level(measured.and_then(|measured| measured.integrated_lufs))) }
            td { (chip(said)) }
        }
    }
}

/// What is said of a stem of which the artist left `open` open.
fn said(stem: &StemReport, open: Option<&StemReport>) -> Verdict {
    let open = open.map_or(&[][..], |stem| &stem.findings);
    let said = verdict(open);
    if said.severity.is_none() && open.len() < stem.findings.len() {
        return Verdict { severity: None, words: "Explained".to_owned() };
    }
    said
}

/// A verdict: an icon, words, and a colour.
fn chip(said: &Verdict) -> Markup {
    let tone = shape::tone(said.severity);
    html! { span.chip.(tone) { (shape::icon(tone)) " " (said.words) } }
}
