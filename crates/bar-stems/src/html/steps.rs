//! What to do in each DAW, told once for all findings that need the same.

use std::collections::BTreeSet;

use bar_domain::Code;
use maud::{Markup, html};

use crate::guide::{Daw, Guide, guide};
use crate::report::Report;

/// The name under which the steps of a code are found in the page; `None` where there are none.
pub(super) fn place(code: Code) -> Option<String> {
    (!guide(code).steps.is_empty()).then(|| format!("how-{}", code.name()))
}

/// The steps for everything that was found.
pub(super) fn write(report: &Report) -> Markup {
    let groups = groups(report);
    html! {
        @if !groups.is_empty() {
            section.how aria-labelledby="how" {
                h2 id="how" { "How to do it in your DAW" }
                @for guides in groups { (together(&guides)) }
            }
        }
    }
}

/// Findings that the same steps mend.
fn groups(report: &Report) -> Vec<Vec<Guide>> {
    let codes: BTreeSet<Code> = report.findings().map(|finding| finding.code).collect();
    let mut groups: Vec<Vec<Guide>> = Vec::new();
    for guide in codes.into_iter().map(guide).filter(|guide| !guide.steps.is_empty()) {
        match groups.iter_mut().find(|group| group[0].steps == guide.steps) {
            Some(group) => group.push(guide),
            None => groups.push(vec![guide]),
        }
    }
    groups
}

fn together(guides: &[Guide]) -> Markup {
    let steps: &[(Daw, String)] = guides.first().map_or(&[], |guide| &guide.steps);
    html! {
        details {
            summary {
                @for (at, guide) in guides.iter().enumerate() {
                    @if at > 0 { " · " }
                    (guide.title)
                }
            }
            // Within the details, so that a browser opens them for whoever follows a link here.
            @for guide in guides { span id=[place(guide.code)] {} }
            dl { @for (daw, step) in steps { dt { (daw.name()) } dd { (step) } } }
        }
    }
}
