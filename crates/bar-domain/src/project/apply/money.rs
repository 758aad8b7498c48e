//! What has become of quotes and invoices.

use super::super::{Fact, Invoice, InvoiceId, Payment, Project, Quote, QuoteId, QuoteState};
use crate::song::{Actor, Time};

impl Project {
    pub(super) fn take_of_money(&mut self, fact: &Fact, by: &Actor, at: Time) {
        match fact {
            Fact::QuotesHeld { held } => self.hold_quotes = *held,
            Fact::QuoteDrawn { quote, terms, scope } => {
                self.replace_quotes(Quote::is_held);
                let (id, terms, by, scope) = (*quote, terms.clone(), by.clone(), *scope);
                let state = QuoteState::Open;
                self.quotes.push(Quote { id, terms, by, at, scope, released: None, state });
            }
            Fact::QuoteReleased { drawn } => self.release(drawn, at),
            Fact::QuoteAccepted { quote } => {
                self.with_quote(*quote, |it| it.state = QuoteState::Accepted);
                // What is held prices what is agreed on by now.
                self.replace_quotes(Quote::is_held);
            }
            Fact::QuoteDeclined { quote, reason } => {
                let reason = reason.clone();
                self.with_quote(*quote, |it| it.state = QuoteState::Declined { reason });
            }
            Fact::ChangeAsked { quote, reason } => {
                let reason = reason.clone();
                self.with_quote(*quote, |it| it.state = QuoteState::ChangeAsked { reason });
            }
            Fact::QuoteExpired { quote } => {
                self.with_quote(*quote, |it| it.state = QuoteState::Expired);
            }
            Fact::WorkStarted => self.started = Some(at),
            Fact::InvoiceMade { invoice, quote, amount } => self.invoices.push(Invoice {
                id: *invoice,
                quote: *quote,
                amount: *amount,
                at,
                standing: None,
                payments: Vec::new(),
                refunds: Vec::new(),
                cancelled: false,
                settled: false,
            }),
            Fact::InvoiceStood { invoice, standing } => {
                self.with_invoice(*invoice, |it| it.standing = Some(standing.clone()));
            }
            Fact::InvoiceCancelled { invoice, .. } => {
                self.with_invoice(*invoice, |it| it.cancelled = true);
            }
            Fact::PaymentRecorded { invoice, payment, amount, method, why } => {
                let payment = Payment {
                    id: *payment,
                    amount: *amount,
                    method: method.clone(),
                    why: why.clone(),
                    by: by.clone(),
                    at,
                };
                self.with_invoice(*invoice, |it| it.payments.push(payment));
            }
            Fact::RefundRecorded { invoice, payment, amount, method, why } => {
                let refund = Payment {
                    id: *payment,
                    amount: *amount,
                    method: method.clone(),
                    why: why.clone(),
                    by: by.clone(),
                    at,
                };
                self.with_invoice(*invoice, |it| it.refunds.push(refund));
            }
            // The rest is about songs.
            _ => {}
        }
    }

    /// The artist has not seen it before, so it comes whole.
    fn release(&mut self, quote: &Quote, at: Time) {
        self.quotes.retain(|it| it.id != quote.id);
        self.replace_quotes(|it| it.state == QuoteState::Open);
        self.quotes.push(Quote { released: Some(at), ..quote.clone() });
    }

    fn replace_quotes(&mut self, which: impl Fn(&Quote) -> bool) {
        for quote in self.quotes.iter_mut().filter(|it| which(it)) {
            quote.state = QuoteState::Replaced;
        }
    }

    fn with_quote(&mut self, id: QuoteId, change: impl FnOnce(&mut Quote)) {
        if let Some(quote) = self.quotes.iter_mut().rev().find(|it| it.id == id) {
            change(quote);
        }
    }

    fn with_invoice(&mut self, id: InvoiceId, change: impl FnOnce(&mut Invoice)) {
        if let Some(invoice) = self.invoices.iter_mut().rev().find(|it| it.id == id) {
            change(invoice);
            invoice.settled |= invoice.is_settled_now();
        }
    }
}
