//! One thing that was found: what, how grave, where, why it matters and what mends it.

use bar_domain::Finding;
use maud::{Markup, html};

use super::{Sheet, shape, steps};
use crate::guide::guide;
use crate::phrase::{clean, count, weight, whereabouts};
use crate::report::SetFinding;

/// Places that are written down; the picture has them all.
const PLACES: usize = 12;

/// What is known of a finding beside itself.
#[derive(Default)]
pub(super) struct Around<'a> {
    /// Its number in the picture, where it is marked there.
    pub number: Option<usize>,
    /// What it is about, where that is no stem.
    pub about: Option<String>,
    /// Where it is heard.
    pub places: Vec<String>,
    /// Where in the spectrum.
    pub band: Option<String>,
    /// Why the artist keeps it.
    pub explained: Option<&'a str>,
}

/// A finding about no single stem.
pub(super) fn of_set(sheet: &Sheet<'_>, found: &SetFinding) -> Markup {
    let said = whereabouts(found, sheet.report.set.rate);
    let around = Around {
        number: None,
        about: said.about,
        places: said.times,
        band: said.band,
        explained: sheet.reason_together(found.about.as_deref(), &found.finding),
    };
    write(&found.finding, &around)
}

/// A finding.
pub(super) fn write(finding: &Finding, around: &Around<'_>) -> Markup {
    let guide = guide(finding.code);
    let tone = shape::tone(Some(finding.severity));
    let (icon, weight) = match around.explained {
        Some(_) => ("kept", "Explained by the artist"),
        None => (tone, weight(finding.severity)),
    };
    let tone = if around.explained.is_some() { "info" } else { tone };
    html! {
        li.finding data-code=(finding.code.name()) {
            h4 {
                span.(tone) { (shape::icon(icon)) " " (guide.title) }
                @if let Some(number) = around.number { span.number { (number) } }
                span.weight.muted { (weight) }
                @if let Some(about) = &around.about { bdi.muted { (about) } }
            }
            p { (clean(&finding.message)) }
            (places(around))
            p.muted { (guide.why) }
            @if let Some(text) = around.explained {
                p { b { "The artist: " } "“" bdi { (clean(text)) } "”" }
            }
            @if let Some(fix) = &finding.fix {
                p { b { "What mends it: " } (clean(fix)) }
            }
            @if let Some(place) = steps::place(finding.code) {
                p.how { a href={ "#" (place) } { "How to do it in your DAW" } }
            }
        }
    }
}

fn places(around: &Around<'_>) -> Markup {
    let more = around.places.len().saturating_sub(PLACES);
    html! {
        @if !around.places.is_empty() || around.band.is_some() {
            ul.places aria-label="Where it is heard" {
                @for place in around.places.iter().take(PLACES) { li { (place) } }
                @if more > 0 { li.more { "and " (count(more, "more place", "more places")) } }
                @if let Some(band) = &around.band { li { (band) } }
            }
        }
    }
}
