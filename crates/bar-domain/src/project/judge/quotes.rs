//! The rules of quotes.

use super::{Facts, Judge, free, room, unless};
use crate::project::limits::{LONGEST_REMARK, MOST_QUOTES};
use crate::project::{Fact, InvoiceId, Quote, QuoteId, QuoteState, Refusal, Terms, text};
use crate::song::Role;

impl<'a> Judge<'a> {
    pub fn quotes_held(&self, held: bool) -> Facts {
        self.studio("hold quotes")?;
        self.going()?;
        Ok(unless(held == self.project.hold_quotes, Fact::QuotesHeld { held }))
    }

    pub fn quote_drawn(&self, quote: QuoteId, terms: &Terms) -> Facts {
        let who = "engineer or the studio";
        self.only(&[Role::Engineer, Role::Studio], who, "price the work")?;
        self.going()?;
        let project = self.project;
        if project.submitted.is_none() {
            return Err(Refusal::NotSubmitted);
        }
        if project.engineer.is_none() {
            return Err(Refusal::NoEngineer);
        }
        free(quote == QuoteId::default() || project.quote(quote).is_some(), "quote")?;
        let instead = "begin another project for what comes next";
        room(project.quotes.len(), MOST_QUOTES, "quotes", instead)?;
        let terms = self.sensible_terms(terms)?;
        let scope = project.scope;
        let drawn = Quote {
            id: quote,
            terms: terms.clone(),
            by: self.actor.clone(),
            at: self.command.at,
            scope,
            released: None,
            state: QuoteState::Open,
        };
        let mut facts = vec![Fact::QuoteDrawn { quote, terms, scope }];
        if !project.hold_quotes {
            facts.push(Fact::QuoteReleased { drawn });
        }
        Ok(facts)
    }

    pub fn quote_released(&self, id: QuoteId) -> Facts {
        self.studio("release a quote")?;
        self.going()?;
        let quote = self.project.quote(id).ok_or(Refusal::UnknownQuote)?;
        if quote.released.is_some() {
            return Err(Refusal::Released);
        }
        if !quote.is_held() {
            return Err(Refusal::QuoteAnswered { how: became(quote) });
        }
        if quote.scope != self.project.scope {
            return Err(Refusal::ScopeChanged);
        }
        self.adds_to_something(quote)?;
        Ok(vec![Fact::QuoteReleased { drawn: quote.clone() }])
    }

    pub fn quote_accepted(&self, id: QuoteId, invoice: InvoiceId) -> Facts {
        let quote = self.answered(id, "accept a quote")?;
        self.adds_to_something(quote)?;
        let amount = quote.terms.total();
        let mut facts = vec![Fact::QuoteAccepted { quote: id }];
        if amount.amount > 0 {
            let taken = invoice == InvoiceId::default() || self.project.invoice(invoice).is_some();
            free(taken, "invoice")?;
            facts.push(Fact::InvoiceMade { invoice, quote: id, amount });
        }
        Ok(facts)
    }

    pub fn quote_declined(&self, quote: QuoteId, reason: &str) -> Facts {
        self.answered(quote, "decline a quote")?;
        let reason = text::some_words(reason, LONGEST_REMARK)?;
        Ok(vec![Fact::QuoteDeclined { quote, reason }])
    }

    pub fn change_asked(&self, quote: QuoteId, reason: &str) -> Facts {
        self.answered(quote, "ask for a change of a quote")?;
        let reason = text::words(reason, "what should be different", LONGEST_REMARK)?;
        Ok(vec![Fact::ChangeAsked { quote, reason }])
    }

    pub fn quote_expired(&self, id: QuoteId) -> Facts {
        self.service("say that a quote is over")?;
        self.going()?;
        let quote = self.open(id)?;
        let over = self.command.at > quote.terms.valid_until;
        if over { Ok(vec![Fact::QuoteExpired { quote: id }]) } else { Err(Refusal::StillValid) }
    }

    /// The quote that the artist answers. Whoever was slower is told what became of it.
    fn answered(&self, id: QuoteId, what: &'static str) -> Result<&'a Quote, Refusal> {
        self.artist(what)?;
        self.going()?;
        self.open(id)
    }

    /// What it added to may not be agreed on any more.
    fn adds_to_something(&self, quote: &Quote) -> Result<(), Refusal> {
        let whole = self.project.is_agreed() || self.project.prices_all(&quote.terms);
        if whole { Ok(()) } else { Err(Refusal::AddsToNothing) }
    }

    fn open(&self, id: QuoteId) -> Result<&'a Quote, Refusal> {
        // What is held is not there, for whom it is held from.
        let shown = self.project.quote(id).filter(|it| it.released.is_some());
        let quote = shown.ok_or(Refusal::UnknownQuote)?;
        if quote.is_open() { Ok(quote) } else { Err(Refusal::QuoteAnswered { how: became(quote) }) }
    }
}

fn became(quote: &Quote) -> &'static str {
    match quote.state {
        QuoteState::Open => "waits for an answer",
        QuoteState::Accepted => "was accepted already",
        QuoteState::Declined { .. } => "was declined already",
        QuoteState::ChangeAsked { .. } => "is to be changed, as the artist asked",
        QuoteState::Replaced => "was replaced by a newer one",
        QuoteState::Expired => "is over: it was not answered in time",
        QuoteState::Withdrawn => "does not hold any more",
    }
}
