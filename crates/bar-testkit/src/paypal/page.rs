//! What the payer sees: the page behind the link of an invoice.

use maud::{DOCTYPE, Markup, html};

use super::ledger::Kept;
use super::money;

/// An invoice to look at, and to pay with one button.
pub fn invoice(kept: &Kept) -> Markup {
    let due = money::shown(&kept.currency, kept.total - kept.paid);
    html! {
        (DOCTYPE)
        html lang="en" {
            head { title { "Invoice " (kept.number) } }
            body {
                h1 { "Invoice " (kept.number) }
                p { "A stand-in for PayPal: no money moves." }
                p id="status" { (kept.status) }
                p { (due["value"].as_str().unwrap_or_default()) " " (kept.currency) " due" }
                @if kept.can_be_paid() {
                    form method="post" { button { "Pay" } }
                }
            }
        }
    }
}
