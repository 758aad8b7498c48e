//! Sessions of DAWs, and the files that take no part.

use maud::{Markup, html};

use super::Sheet;
use super::findings::{self, Around};
use crate::phrase::{clean, count, tempo};
use crate::report::{Media, Report, SessionReport};

/// Names that are listed one by one.
const NAMED: usize = 200;

/// The sessions, where there are any.
pub(super) fn write(sheet: &Sheet<'_>) -> Markup {
    let report = sheet.report;
    html! {
        @if !report.sessions.is_empty() {
            section.details aria-labelledby="sessions" {
                h2 id="sessions" { "Sessions" }
                @for session in &report.sessions { (session_of(sheet, session)) }
            }
        }
    }
}

fn session_of(sheet: &Sheet<'_>, session: &SessionReport) -> Markup {
    html! {
        article {
            header {
                h3 { bdi { (clean(&session.file)) } }
                p.facts.mono {
                    (clean(&session.daw))
                    @if let Some(version) = &session.version { " " bdi { (clean(version)) } }
                    @if let Some(rate) = session.rate { " · " (rate) }
                    @if let Some(told) = &session.tempo { " · " (tempo(told)) }
                    @if let Some(media) = &session.media {
                        " · names " (count(media.named, "audio file", "audio files"))
                    }
                }
            }
            ul.findings {
                @for finding in &session.findings {
                    (findings::write(finding, &Around {
                        explained: sheet.reason_together(Some(&session.file), finding),
                        ..Around::default()
                    }))
                }
            }
            @if let Some(media) = &session.media { (media_of(media)) }
        }
    }
}

fn media_of(media: &Media) -> Markup {
    html! {
        (names("Not there", &media.missing))
        (names("In its folder, but not used", &media.unused))
    }
}

fn names(title: &str, names: &[String]) -> Markup {
    let more = names.len().saturating_sub(NAMED);
    html! {
        @if !names.is_empty() {
            details open[names.len() <= 12] {
                summary { (title) ": " (count(names.len(), "file", "files")) }
                ul.names {
                    @for name in names.iter().take(NAMED) { li { bdi { (clean(name)) } } }
                    @if more > 0 { li.muted { "and " (count(more, "other", "others")) } }
                }
            }
        }
    }
}

/// The files that take no part.
pub(super) fn set_aside(report: &Report) -> Markup {
    let (hidden, others): (Vec<_>, Vec<_>) =
        report.skipped.iter().partition(|skipped| skipped.is_hidden());
    let more = others.len().saturating_sub(NAMED);
    html! {
        @if !report.skipped.is_empty() {
            section aria-labelledby="aside" {
                h2 id="aside" { "Set aside" }
                ul.aside {
                    @for file in others.iter().take(NAMED) {
                        li { bdi { (clean(&file.file)) } " " span.muted { (clean(&file.reason)) } }
                    }
                    @if more > 0 { li.muted { "and " (count(more, "other file", "other files")) } }
                    @if !hidden.is_empty() {
                        li.muted { (count(hidden.len(), "hidden file", "hidden files")) }
                    }
                }
            }
        }
    }
}
