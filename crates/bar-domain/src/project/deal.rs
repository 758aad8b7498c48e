//! What was agreed on, and what of it is paid.

use super::{Invoice, InvoiceStatus, Offering, Project, Quote, QuoteId, Terms};
use crate::song::SongId;

impl Project {
    /// The quote that is agreed on: it prices every song, and its invoice was not cancelled before it was
    /// paid. Others only add to it.
    #[must_use]
    pub fn base_quote(&self) -> Option<&Quote> {
        self.standing().find(|quote| self.prices_all(&quote.terms))
    }

    /// Every quote that is agreed on; none while there is nothing to add to.
    pub fn agreed(&self) -> impl Iterator<Item = &Quote> {
        let is_agreed = self.is_agreed();
        self.standing().filter(move |_| is_agreed)
    }

    /// Whether anything was agreed on.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.base_quote().is_some()
    }

    /// Whether there is work to be done for each song in it.
    #[must_use]
    pub fn prices_all(&self, terms: &Terms) -> bool {
        self.songs.iter().all(|it| terms.prices(it.song.id))
    }

    /// Quotes that were accepted and whose invoice holds.
    fn standing(&self) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(|quote| quote.is_accepted() && !self.is_void(quote))
    }

    /// The agreed quotes that are paid, or cost nothing.
    pub fn paid(&self) -> impl Iterator<Item = &Quote> {
        self.agreed().filter(|quote| {
            self.invoice_of(quote.id).is_none_or(|it| it.status() == InvoiceStatus::Paid)
        })
    }

    /// The invoice of a quote; `None` where it costs nothing or was not accepted.
    #[must_use]
    pub fn invoice_of(&self, quote: QuoteId) -> Option<&Invoice> {
        self.invoices.iter().find(|invoice| invoice.quote == quote)
    }

    /// Money that arrives after all counts, unless songs or offerings have changed since: then the studio
    /// gives it back.
    fn is_void(&self, quote: &Quote) -> bool {
        self.invoice_of(quote.id).is_some_and(|invoice| {
            let late = invoice.was_cancelled() && quote.scope != self.scope;
            late || invoice.status() == InvoiceStatus::Cancelled
        })
    }

    /// Rounds that a song has: those of the base quote and those that were bought and paid, but
    /// never fewer than were used.
    #[must_use]
    pub fn rounds(&self, song: SongId) -> u16 {
        let included = self.base_quote().map_or(0, |base| base.terms.rounds);
        let bought = self.paid().map(|quote| quote.terms.bought(song));
        let used = self.song(song).map_or(0, |it| it.song.rounds_used());
        bought.fold(included, u16::saturating_add).max(used)
    }

    /// Whether a master of this song was agreed on.
    #[must_use]
    pub fn is_mastered(&self, song: SongId) -> bool {
        self.agreed().any(|it| it.terms.offerings(song).any(Offering::is_mastering))
    }

    /// Whether a mix of this song was agreed on: always, but where it is only mastered.
    #[must_use]
    pub fn is_mixed(&self, song: SongId) -> bool {
        !self.is_mastered(song)
            || self.agreed().any(|it| it.terms.offerings(song).any(Offering::is_mixing))
    }

    /// Whether everything that was agreed on about this song is done.
    #[must_use]
    pub fn is_done(&self, song: SongId) -> bool {
        self.song(song).is_some_and(|it| {
            let mixed = !self.is_mixed(song) || it.approval.is_some();
            mixed && (!self.is_mastered(song) || it.accepted_master().is_some())
        })
    }
}
