//! How the set stands: the figures, what no stem explains, and what is said of all stems together.

use maud::{Markup, html};

use super::{Sheet, findings, shape, strip};
use crate::phrase::{Card, cards, lies};
use crate::report::Report;

/// The set.
pub(super) fn write(sheet: &Sheet<'_>, open: &Report) -> Markup {
    html! {
        dl.cards { @for card in cards(open) { (figure(&card)) } }
        (strip::write(sheet.report))
        (together(sheet))
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

fn together(sheet: &Sheet<'_>) -> Markup {
    let set = &sheet.report.set;
    let lies = set.mix.as_ref().zip(set.rate).and_then(|(mix, rate)| lies(mix, rate));
    html! {
        @if lies.is_some() || !set.findings.is_empty() {
            section aria-labelledby="set" {
                h2 id="set" { "All stems together" }
                @if let Some(lies) = lies { p { (lies) } }
                ul.findings { @for found in &set.findings { (findings::of_set(sheet, found)) } }
            }
        }
    }
}
