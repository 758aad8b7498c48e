//! How the set stands: the figures, what no stem explains, and what is said of all stems together.

use maud::{Markup, html};

use super::{Sheet, findings, shape, strip};
use crate::phrase::{Card, cards, lies};
use crate::report::Report;

/// The set.
pub(super) fn write(sheet: &Sheet<'_>) -> Markup {
    html! {
        dl.cards { @for card in cards(sheet.report, sheet.ready()) { (figure(&card)) } }
        (strip::write(sheet.report))
        (together(sheet.report))
    }
}

fn figure(card: &Card) -> Markup {
    html! {
        div {
            dt { (card.title) }
            dd.figure.(shape::tone(card.severity)) { (card.figure) }
            dd { (card.line) }
        }
    }
}

fn together(report: &Report) -> Markup {
    let set = &report.set;
    let lies = set.mix.as_ref().zip(set.rate).and_then(|(mix, rate)| lies(mix, rate));
    html! {
        @if lies.is_some() || !set.findings.is_empty() {
            section aria-labelledby="set" {
                h2 id="set" { "All stems together" }
                @if let Some(lies) = lies { p { (lies) } }
                ul.findings { @for found in &set.findings { (findings::of_set(found, set.rate)) } }
            }
        }
    }
}
