//! Prices, and what becomes of them.

use bar_domain::project::{Act, LineKind, Offering, QuoteState, Stage};
use bar_domain::song::{Role, Time};

use super::desk::*;

fn hold() -> Act {
    Act::HoldQuotes { held: true }
}

fn release(quote: bar_domain::project::QuoteId) -> Act {
    Act::ReleaseQuote { quote }
}

#[test]
fn what_a_quote_must_be() {
    let desk = Desk::submitted();
    let mixing = |amount| offering(Offering::Mixing, amount);
    let too_late = || {
        let mut terms = terms(both());
        terms.valid_until = Time(TODAY.0 - 1);
        Act::DrawQuote { quote: QUOTE, terms }
    };
    for (act, code) in [
        (draw(QUOTE, vec![]), "quote.no_lines"),
        (draw(QUOTE, vec![mixing(-1)]), "money.amount"),
        (draw(QUOTE, vec![mixing(i64::MAX), mixing(i64::MAX)]), "money.amount"),
        (draw(QUOTE, vec![mixing(100_000_000_000), mixing(1)]), "money.amount"),
        (draw(QUOTE, vec![rounds(1, 100)]), "quote.song_left_out"),
        (draw(QUOTE, vec![mixing(1), rounds(0, 100)]), "quote.rounds"),
        (too_late(), "quote.valid_until"),
        (draw(QUOTE, vec![line(LineKind::Extra, 0)]), "ok"),
    ] {
        assert_eq!(desk.would(&ed(), act.clone()), code, "{act:?}");
    }
    assert_eq!(desk.would(&ana(), draw(QUOTE, both())), "project.not_yours");
    assert_eq!(Desk::draft().code(&studio(), draw(QUOTE, both())), "submit.not_yet");
}

#[test]
fn the_artist_answers_once_and_who_is_slower_is_told() {
    let decline = || Act::DeclineQuote { quote: QUOTE, reason: String::new() };
    let change = |reason: &str| Act::AskForChange { quote: QUOTE, reason: reason.into() };
    let desk = Desk::quoted();
    for (answer, stage, later) in [
        (accept(), Stage::Accepted, "this quote was accepted already: look at the newest one"),
        (decline(), Stage::Submitted, "this quote was declined already: look at the newest one"),
        (
            change("without mastering"),
            Stage::Submitted,
            "this quote is to be changed, as the artist asked: look at the newest one",
        ),
    ] {
        let mut desk = desk.clone();
        desk.ok(&ana(), answer);
        assert_eq!(desk.stage(), stage);
        for slower in [accept(), decline(), change("cheaper")] {
            assert_eq!(desk.act(&ana(), slower).unwrap_err().to_string(), later);
        }
    }
    assert_eq!(desk.would(&ana(), change(" ")), "text.missing");
    for other in [ed(), studio()] {
        assert_eq!(desk.would(&other, accept()), "project.not_yours");
    }
    assert_eq!(
        desk.would(&service(), accept()),
        "project.not_yours",
        "nothing is accepted by silence"
    );
}

#[test]
fn a_revised_quote_takes_the_place_of_the_one_before() {
    let mut desk = Desk::quoted();
    desk.ok(&ed(), draw(MORE, vec![offering(Offering::Mixing, 30_000)]));
    assert_eq!(desk.project.quote(QUOTE).unwrap().state, QuoteState::Replaced);
    assert_eq!(desk.project.open_quote().unwrap().id, MORE);
    assert_eq!(desk.code(&ana(), accept()), "quote.answered");
    desk.ok(&ana(), Act::AcceptQuote { quote: MORE, invoice: INVOICE });
    assert_eq!(desk.invoice().amount.amount, 30_000);
    assert_eq!(desk.code(&ed(), draw(MORE, both())), "project.id_taken");
}

#[test]
fn the_artist_sees_a_held_quote_when_it_is_released() {
    let mut desk = Desk::submitted();
    assert_eq!(desk.code(&ed(), hold()), "project.not_yours");
    desk.ok(&studio(), hold()).ok(&ed(), draw(QUOTE, both()));
    assert_eq!(desk.stage(), Stage::Submitted);
    assert!(desk.fold_of(Role::Artist).quotes.is_empty());
    assert_eq!(desk.fold_of(Role::Engineer).quotes.len(), 1);
    assert_eq!(
        desk.code(&ana(), accept()),
        "quote.unknown",
        "it does not even say that it is there"
    );
    // The studio adjusts it.
    desk.ok(&studio(), draw(MORE, vec![offering(Offering::Mixing, 42_000)]));
    assert_eq!(desk.code(&studio(), release(QUOTE)), "quote.answered");
    assert_eq!(desk.code(&ed(), release(MORE)), "project.not_yours");
    desk.ok(&studio(), release(MORE));
    assert_eq!(desk.code(&studio(), release(MORE)), "quote.released");
    let seen = desk.fold_of(Role::Artist);
    assert_eq!(seen.quotes.iter().map(|it| it.id).collect::<Vec<_>>(), [MORE]);
    assert_eq!(seen.quotes[0].by, studio(), "as it was drawn");
}

#[test]
fn a_held_quote_prices_what_it_was_drawn_for() {
    let mut desk = Desk::submitted();
    desk.ok(&studio(), hold()).ok(&ed(), draw(QUOTE, both()));
    desk.ok(&ana(), add_song(SALT, "Salt"));
    assert_eq!(desk.code(&studio(), release(QUOTE)), "quote.scope_changed");
    desk.ok(&ed(), draw(MORE, both())).ok(&studio(), release(MORE));
    assert_eq!(desk.stage(), Stage::Quoted);
}

#[test]
fn what_is_held_when_the_artist_accepts_the_one_before_is_not_released_on_top() {
    let mut desk = Desk::quoted();
    desk.ok(&studio(), hold()).ok(&ed(), draw(MORE, both()));
    assert_eq!(desk.stage(), Stage::Quoted, "the artist still has the first one");
    desk.ok(&ana(), accept());
    assert_eq!(desk.code(&studio(), release(MORE)), "quote.answered");
}

#[test]
fn a_quote_is_over_when_the_service_says_so_by_its_own_clock() {
    let expire = || Act::ExpireQuote { quote: QUOTE };
    let mut desk = Desk::quoted();
    assert_eq!(desk.code(&service(), expire()), "quote.still_valid");
    assert_eq!(desk.code(&studio(), expire()), "project.not_yours");
    desk.days(15);
    assert_eq!(desk.would(&ana(), accept()), "ok", "a clock decides nothing for people");
    desk.ok(&service(), expire());
    assert_eq!((desk.stage(), desk.code(&ana(), accept())), (Stage::Submitted, "quote.answered"));
}

#[test]
fn what_costs_nothing_needs_no_invoice() {
    let mut desk = Desk::submitted();
    desk.ok(&ed(), draw(QUOTE, vec![offering(Offering::Mixing, 0)])).ok(&ana(), accept());
    assert!(desk.project.invoices.is_empty());
    assert_eq!((desk.stage(), desk.song().song.allowed), (Stage::Working, Some(2)));
}
