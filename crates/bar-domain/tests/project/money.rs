//! Invoices and payments.

use bar_domain::project::{Act, Currency, InvoiceStatus, Money, Stage, Standing};

use super::desk::*;

#[track_caller]
fn status(standing: &Standing, expected: InvoiceStatus) {
    let mut desk = Desk::accepted();
    desk.ok(&service(), Act::InvoiceStands { invoice: INVOICE, standing: standing.clone() });
    assert_eq!(desk.invoice().status(), expected, "{standing:?}");
    let starts = expected == InvoiceStatus::Paid;
    assert_eq!(desk.project.started.is_some(), starts, "{standing:?}");
}

#[test]
fn how_an_invoice_stands_follows_from_what_arrived() {
    use InvoiceStatus::{Cancelled, Draft, Paid, PartlyPaid, Refunded, Sent};
    let told = |sent, paid, refunded, cancelled| Standing {
        sent,
        paid,
        refunded,
        cancelled,
        ..Standing::default()
    };
    status(&told(false, 0, 0, false), Draft);
    status(&told(true, 0, 0, false), Sent);
    status(&told(true, 100, 0, false), PartlyPaid);
    status(&told(true, 45_000, 0, false), Paid);
    status(&told(true, 46_000, 0, false), Paid);
    status(&told(true, 45_000, 100, false), Paid);
    status(&told(true, 45_000, 45_000, false), Refunded);
    status(&told(true, 0, 0, true), Cancelled);
    // They paid in time: it was cancelled too late.
    status(&told(true, 45_000, 0, true), Paid);
}

#[test]
fn whatever_order_paypal_tells_it_in_it_comes_to_the_same() {
    let tellings = [
        standing(0),
        standing(10_000),
        standing(45_000),
        Standing { refunded: 5_000, ..standing(45_000) },
    ];
    for first in 0..4 {
        for second in 0..4 {
            let mut desk = Desk::accepted();
            for at in [first, second, 3, first, 2, 1, 0] {
                let standing = tellings[at].clone();
                desk.ok(&service(), Act::InvoiceStands { invoice: INVOICE, standing });
            }
            let invoice = desk.invoice();
            assert_eq!((invoice.paid(), invoice.refunded()), (45_000, 5_000));
            assert_eq!(desk.stage(), Stage::Working);
            assert_eq!(desk.act(&service(), paid(INVOICE, 45_000)), Ok(0));
        }
    }
    assert_eq!(Desk::accepted().code(&studio(), paid(INVOICE, 1)), "project.not_yours");
}

#[test]
fn the_studio_records_what_came_another_way() {
    let mut desk = Desk::accepted();
    assert_eq!(desk.code(&ana(), pay(INVOICE, 1, 45_000)), "project.not_yours");
    assert_eq!(desk.code(&studio(), pay(EXTRA, 1, 45_000)), "invoice.unknown");
    desk.ok(&studio(), pay(INVOICE, 1, 20_000));
    assert_eq!(desk.code(&studio(), pay(INVOICE, 1, 20_000)), "project.id_taken");
    assert_eq!(
        desk.act(&studio(), pay(INVOICE, 2, 25_001)).unwrap_err().to_string(),
        "EUR 250.00 are left to pay, so no more than that can be recorded"
    );
    assert_eq!(desk.invoice().status(), InvoiceStatus::PartlyPaid);
    desk.ok(&studio(), pay(INVOICE, 2, 25_000));
    assert_eq!((desk.stage(), desk.song().song.allowed), (Stage::Working, Some(2)));
    assert_eq!(desk.code(&studio(), pay(INVOICE, 3, 1)), "invoice.settled");
}

#[test]
fn what_is_given_back_takes_no_work_back() {
    let mut desk = Desk::mixed();
    assert_eq!(desk.code(&studio(), give_back(INVOICE, 1, 45_001)), "invoice.more_than_paid");
    desk.ok(&studio(), give_back(INVOICE, 1, 45_000));
    assert_eq!(desk.invoice().status(), InvoiceStatus::Refunded);
    assert_eq!((desk.stage(), desk.song().song.allowed), (Stage::Working, Some(2)));
    assert!(desk.song().song.version(MIX_1).is_some());
}

#[test]
fn an_invoice_that_was_cancelled_is_not_agreed_on_any_more() {
    let cancel = || Act::CancelInvoice { invoice: INVOICE, reason: "another address".into() };
    let mut desk = Desk::accepted();
    let mut partly = desk.clone();
    partly.ok(&studio(), pay(INVOICE, 1, 1));
    assert_eq!(partly.code(&studio(), cancel()), "invoice.refund_first");
    desk.ok(&studio(), cancel());
    assert_eq!(desk.stage(), Stage::Submitted);
    assert_eq!(desk.act(&studio(), cancel()), Ok(0));
    desk.ok(&ed(), draw(MORE, both()));
    desk.ok(&ana(), Act::AcceptQuote { quote: MORE, invoice: EXTRA });
    desk.ok(&service(), paid(EXTRA, 45_000));
    assert_eq!(desk.stage(), Stage::Working);
    assert_eq!(Desk::working().code(&studio(), cancel()), "invoice.settled");
}

#[test]
fn money_that_comes_after_all_counts_for_what_was_agreed_on() {
    let cancel = || Act::CancelInvoice { invoice: INVOICE, reason: "too late".into() };
    let mut desk = Desk::accepted();
    desk.ok(&studio(), cancel());
    let mut changed = desk.clone();
    desk.ok(&service(), paid(INVOICE, 45_000));
    assert_eq!(desk.stage(), Stage::Working);
    // It was for something else.
    changed.ok(&ana(), add_song(SALT, "Salt")).ok(&service(), paid(INVOICE, 45_000));
    assert_eq!(
        (changed.stage(), changed.invoice().status()),
        (Stage::Submitted, InvoiceStatus::Paid)
    );
    changed.ok(&studio(), give_back(INVOICE, 1, 45_000));
}

#[test]
fn what_only_adds_starts_no_work() {
    let cancel = || Act::CancelInvoice { invoice: INVOICE, reason: "wrong address".into() };
    let more = || Act::AcceptQuote { quote: MORE, invoice: EXTRA };
    let mut desk = Desk::accepted();
    desk.ok(&ed(), draw(MORE, vec![rounds(1, 4_000)]));
    let mut open = desk.clone();
    open.ok(&studio(), cancel());
    assert_eq!(open.code(&ana(), more()), "quote.adds_to_nothing");
    desk.ok(&ana(), more()).ok(&studio(), cancel()).ok(&service(), paid(EXTRA, 4_000));
    assert_eq!(desk.stage(), Stage::Submitted);
    // It adds to the next one.
    let third = bar_domain::project::QuoteId(uuid::Uuid::from_u128(0x93));
    let invoice = bar_domain::project::InvoiceId(uuid::Uuid::from_u128(0x73));
    desk.ok(&ed(), draw(third, both())).ok(&ana(), Act::AcceptQuote { quote: third, invoice });
    desk.ok(&service(), paid(invoice, 45_000));
    assert_eq!((desk.stage(), desk.song().song.allowed), (Stage::Working, Some(3)));
}

#[test]
fn further_rounds_come_with_their_payment() {
    let mut desk = Desk::mixed();
    for number in 1..=2_u16 {
        let on = bar_domain::song::VersionId(uuid::Uuid::from_u128(0x10 + u128::from(number)));
        desk.ok(&ana(), write(u128::from(number), on)).ok(&ana(), submit_round(on));
        desk.mix(number + 1);
    }
    let mix_3 = bar_domain::song::VersionId(uuid::Uuid::from_u128(0x13));
    desk.ok(&ana(), write(3, mix_3));
    assert_eq!(desk.code(&ana(), submit_round(mix_3)), "round.used_up");
    desk.ok(&ed(), draw(MORE, vec![rounds(1, 4_000)]));
    desk.ok(&ana(), Act::AcceptQuote { quote: MORE, invoice: EXTRA });
    assert_eq!(desk.song().song.rounds_left(), Some(0), "it is not paid");
    desk.ok(&service(), paid(EXTRA, 4_000));
    assert_eq!(desk.song().song.rounds_left(), Some(1));
    desk.ok(&ana(), submit_round(mix_3));
    desk.ok(&studio(), give_back(EXTRA, 1, 4_000));
    assert_eq!(desk.song().song.allowed, Some(3), "a round that was used was used");
}

#[test]
fn cancelling_a_project_cancels_what_is_to_be_paid() {
    let cancel = || Act::Cancel { reason: "the band split up".into() };
    let mut desk = Desk::accepted();
    assert_eq!(desk.code(&ed(), cancel()), "project.not_yours");
    desk.ok(&ana(), cancel());
    assert_eq!(
        (desk.stage(), desk.invoice().status()),
        (Stage::Cancelled, InvoiceStatus::Cancelled)
    );
    // Money that was on its way is shown, and can be given back.
    desk.ok(&service(), paid(INVOICE, 45_000));
    assert_eq!((desk.stage(), desk.invoice().status()), (Stage::Cancelled, InvoiceStatus::Paid));
    desk.ok(&studio(), give_back(INVOICE, 1, 45_000));
    assert_eq!(desk.code(&ana(), cancel()), "project.ended");
}

#[test]
fn amounts_are_written_as_paypal_wants_them() {
    let check = |amount, currency, text: &str| {
        let money = Money { amount, currency };
        assert_eq!(money.decimal(), text);
        assert_eq!(Money::from_decimal(text, currency), Some(money));
    };
    check(125_000, Currency::Eur, "1250.00");
    check(5, Currency::Usd, "0.05");
    check(-5, Currency::Usd, "-0.05");
    check(90_000, Currency::Jpy, "90000");
    check(0, Currency::Huf, "0");
    check(i64::MAX, Currency::Gbp, "92233720368547758.07");
    let reads = |text, currency| Money::from_decimal(text, currency).map(|it| it.amount);
    assert_eq!(reads("5", Currency::Eur), Some(500));
    assert_eq!(reads("5.5", Currency::Eur), Some(550));
    assert_eq!(reads("5.500", Currency::Eur), Some(550));
    assert_eq!(reads("90000.00", Currency::Twd), Some(90_000));
    for wrong in
        ["", ".", "5.", ".5", "5.001", "1e3", "+5", "--5", "5,00", "٥", "99999999999999999999"]
    {
        assert_eq!(reads(wrong, Currency::Eur), None, "{wrong}");
    }
    assert_eq!(reads("1.5", Currency::Jpy), None);
    assert_eq!(serde_json::to_string(&Currency::Eur).unwrap(), r#""EUR""#);
    for currency in Currency::ALL {
        assert_eq!(format!("\"{currency}\""), serde_json::to_string(currency).unwrap());
    }
}

/// A payment that was typed wrongly, and taken back.
#[test]
fn what_was_given_back_before_all_was_paid_is_owed_again() {
    let mut desk = Desk::accepted();
    desk.ok(&studio(), pay(INVOICE, 1, 20_000)).ok(&studio(), give_back(INVOICE, 2, 20_000));
    assert_eq!(desk.invoice().status(), InvoiceStatus::Draft);
    assert_eq!(desk.invoice().left(), 45_000);
    desk.ok(&studio(), pay(INVOICE, 3, 45_000));
    assert_eq!((desk.invoice().status(), desk.stage()), (InvoiceStatus::Paid, Stage::Working));
    desk.ok(&studio(), give_back(INVOICE, 4, 45_000));
    assert_eq!(desk.invoice().status(), InvoiceStatus::Refunded);
}
