//! What was agreed on, and what of it is paid.

use super::{Invoice, InvoiceStatus, Offering, Project, Quote, QuoteId};
use crate::song::SongId;

impl Project {
    /// The quotes that were agreed on and still are, the first one first: it prices the project, later ones
    /// add to it. A quote whose invoice was cancelled before it was paid is not agreed on any more.
    pub fn agreed(&self) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(|quote| quote.is_accepted() && !self.is_void(quote))
    }

    /// Whether anything was agreed on.
    #[must_use]
    pub fn is_agreed(&self) -> bool {
        self.agreed().next().is_some()
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

    /// Rounds that a song has: those of the first agreed quote and those that were bought and paid, but
    /// never fewer than were used.
    #[must_use]
    pub fn rounds(&self, song: SongId) -> u16 {
        let included = self.agreed().next().map_or(0, |first| first.terms.rounds);
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
