//! Single calls, and what becomes of them.

use std::time::Duration;

use bar_domain::project::{Currency, Money};
use bar_service::paypal::{PayPal, PayPalError, Settings, Status, number};
use bar_testkit::paypal::{Call, Fault, StandIn};
use uuid::Uuid;

use crate::rig::{Rig, bill, in_currency};

#[tokio::test]
async fn an_invoice_is_made_sent_read_and_cancelled() {
    let rig = Rig::new().await;
    let made = rig.paypal.create(&bill(Uuid::now_v7())).await.unwrap();
    let standing = made.standing();
    assert_eq!((standing.status, standing.total, standing.paid), (Status::Draft, 35_000, 0));

    rig.paypal.send(&made.id).await.unwrap();
    let sent = rig.paypal.read(&made.id).await.unwrap().standing();
    assert_eq!((sent.status, sent.currency), (Status::Sent, Currency::Gbp));
    assert!(sent.link.is_some_and(|link| link.contains("/invoice/")));

    rig.paypal.remind(&made.id).await.unwrap();
    rig.paypal.cancel(&made.id).await.unwrap();
    let cancelled = rig.paypal.read(&made.id).await.unwrap().standing();
    assert_eq!(cancelled.status, Status::Cancelled);
}

#[tokio::test]
async fn currencies_have_the_decimals_that_paypal_wants() {
    let rig = Rig::new().await;
    for (amount, currency) in [
        (35_005, Currency::Eur),
        (7, Currency::Usd),
        (90_000, Currency::Jpy),
        (120_000, Currency::Huf),
        (9_999, Currency::Twd),
    ] {
        let wanted = in_currency(Uuid::now_v7(), &[Money { amount, currency }]);
        let standing = rig.paypal.create(&wanted).await.unwrap().standing();
        assert_eq!((standing.total, standing.currency), (amount, currency));
    }
}

#[tokio::test]
async fn the_same_number_is_refused_a_second_time() {
    let rig = Rig::new().await;
    let bill = bill(Uuid::now_v7());
    rig.paypal.create(&bill).await.unwrap();
    let refused = rig.paypal.create(&bill).await.unwrap_err();
    assert!(refused.is("DUPLICATE_INVOICE_NUMBER"), "{refused}");
    assert!(!refused.may_have_happened() && !refused.passes());
}

#[tokio::test]
async fn a_search_finds_this_number_and_no_longer_one() {
    let rig = Rig::new().await;
    let Some(_) = rig.stand_in() else { return };
    let bill = bill(Uuid::now_v7());
    let mut longer = bill.clone();
    longer.number.push_str("-2");
    rig.paypal.create(&longer).await.unwrap();
    assert!(rig.paypal.search(&bill.number).await.unwrap().is_empty());
    let made = rig.paypal.create(&bill).await.unwrap();
    let found = rig.paypal.search(&bill.number).await.unwrap();
    assert_eq!(found.iter().map(|it| it.id.clone()).collect::<Vec<_>>(), [made.id]);
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_again_when_it_ends() {
    let rig = Rig::new().await;
    let Some(stand_in) = rig.stand_in() else { return };
    let made = rig.paypal.create(&bill(Uuid::now_v7())).await.unwrap();
    for _ in 0..3 {
        rig.paypal.read(&made.id).await.unwrap();
    }
    assert_eq!(stand_in.count(Call::Token), 1);

    // It ended early, and PayPal says so.
    stand_in.expire_tokens();
    rig.paypal.read(&made.id).await.unwrap();
    stand_in.next(Call::Read, Fault::Expired);
    rig.paypal.read(&made.id).await.unwrap();
    assert_eq!(stand_in.count(Call::Token), 3);

    // One that lives no time at all is not used twice.
    stand_in.expire_tokens();
    stand_in.tokens_live(Duration::ZERO);
    assert!(matches!(rig.paypal.read(&made.id).await, Err(PayPalError::Token)));
}

#[tokio::test]
async fn whoever_asks_at_the_same_time_shares_a_token() {
    let rig = Rig::new().await;
    let Some(stand_in) = rig.stand_in() else { return };
    let (a, b) = (number(Uuid::from_u128(1)), number(Uuid::from_u128(2)));
    let (a, b) = tokio::join!(rig.paypal.search(&a), rig.paypal.search(&b));
    assert!(a.is_ok() && b.is_ok());
    assert_eq!(stand_in.count(Call::Token), 1);
}

#[tokio::test]
async fn a_wrong_secret_is_told_as_such() {
    let stand_in = StandIn::start().await.unwrap();
    let settings = Settings::new(stand_in.base(), "somebody", "else".into()).unwrap();
    let paypal = PayPal::new(settings).unwrap();
    let error = paypal.search("BAR1").await.unwrap_err();
    assert!(matches!(error, PayPalError::Credentials) && !error.passes(), "{error:?}");
}

#[tokio::test]
async fn what_goes_wrong_is_told_apart() {
    // Whether it passes by itself, and whether it may have happened all the same.
    check(Fault::SilentBefore, (true, true), 0).await;
    check(Fault::SilentAfter, (true, true), 1).await;
    check(Fault::CutBefore, (true, true), 0).await;
    check(Fault::CutAfter, (true, true), 1).await;
    check(Fault::Broken, (true, true), 0).await;
    check(Fault::BrokenAfter, (true, true), 1).await;
    check(Fault::Unavailable, (true, true), 0).await;
    check(Fault::Gibberish, (true, true), 1).await;
    check(Fault::TooMany(7), (true, false), 0).await;
}

async fn check(fault: Fault, (passes, may_have_happened): (bool, bool), made: usize) {
    let rig = Rig::new().await.for_faults(&[fault]);
    let Some(stand_in) = rig.stand_in() else { return };
    stand_in.next(Call::Create, fault);
    let error = rig.paypal.create(&bill(Uuid::now_v7())).await.unwrap_err();
    assert_eq!(
        (error.passes(), error.may_have_happened()),
        (passes, may_have_happened),
        "{fault:?}"
    );
    assert_eq!(stand_in.invoices().len(), made, "{fault:?}");
    let wait = match error {
        PayPalError::TooOften { wait } => wait,
        _ => None,
    };
    assert_eq!(wait.is_some(), fault == Fault::TooMany(7));
}

#[tokio::test]
async fn a_slow_answer_is_an_answer() {
    let rig = Rig::new().await;
    let Some(stand_in) = rig.stand_in() else { return };
    stand_in.next(Call::Create, Fault::Slow(Duration::from_millis(50)));
    assert!(rig.paypal.create(&bill(Uuid::now_v7())).await.is_ok());
}

#[tokio::test]
async fn no_error_shows_a_secret_or_an_address() {
    let rig = Rig::new().await.for_faults(&[Fault::SilentBefore]);
    let Some(stand_in) = rig.stand_in() else { return };
    for fault in [Fault::SilentBefore, Fault::CutBefore, Fault::Gibberish, Fault::Broken] {
        stand_in.next(Call::Create, fault);
        let error = rig.paypal.create(&bill(Uuid::now_v7())).await.unwrap_err();
        let (client, secret) = stand_in.credentials();
        let said = format!("{error} {error:?}");
        for canary in [client, secret, "ana@", "Bearer", "A21AA"] {
            assert!(!said.contains(canary), "{canary}: {said}");
        }
    }
}
