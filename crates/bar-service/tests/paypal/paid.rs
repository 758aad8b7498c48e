//! What becomes of an invoice that was sent, and how we hear of it.

use std::time::Duration;

use bar_service::paypal::{AdvanceError, Next, Status, Step};
use bar_service::tables::invoices;
use bar_testkit::paypal::{Call, Fault};

use crate::rig::bill;
use crate::story::Story;

#[tokio::test]
async fn it_is_paid_in_parts_and_given_back() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.until(Status::Sent).await;
    let id = story.only();

    story.stand_in().pay(&id, Some(10_000)).unwrap();
    let partly = story.until(Status::PartiallyPaid).await;
    assert_eq!((partly.paid, partly.refunded, partly.total), (10_000, 0, 35_000));

    story.stand_in().pay(&id, None).unwrap();
    assert_eq!(story.until(Status::Paid).await.paid, 35_000);

    story.stand_in().refund(&id, Some(5_000)).unwrap();
    assert_eq!(story.until(Status::PartiallyRefunded).await.refunded, 5_000);

    story.stand_in().refund(&id, None).unwrap();
    let refunded = story.until(Status::Refunded).await;
    assert_eq!((refunded.paid, refunded.refunded), (35_000, 35_000));
    assert_eq!(story.run().await.unwrap().next, Next::Done);
}

#[tokio::test]
async fn a_payment_whose_webhook_got_lost_is_seen_all_the_same() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.until(Status::Sent).await;
    let waits = story.run().await.unwrap().next;
    story.stand_in().pay(&story.only(), None).unwrap();
    let Next::At(then) = waits else { panic!("it must be looked at again") };
    assert!(then.0 - story.now.0 <= 5 * 60_000, "it is looked at soon while it is new");
    story.now = then;
    assert_eq!(story.run().await.unwrap().standing.unwrap().status, Status::Paid);
}

#[tokio::test]
async fn one_that_nobody_pays_is_looked_at_less_and_less() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.until(Status::Sent).await;
    let mut waits = Vec::new();
    for age in [1, 3, 48] {
        story.now = bar_domain::song::Time(1_795_867_200_000);
        story.later(Duration::from_hours(age));
        let Next::At(then) = story.run().await.unwrap().next else { panic!("it is open") };
        waits.push((then.0 - story.now.0) / 60_000);
    }
    assert_eq!(waits, [30, 30, 360]);
}

#[tokio::test]
async fn webhooks_lead_to_the_invoice_by_either_name() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    let number = bill(story.invoice.1).number;
    let found = |id: String, number: String| {
        let db = story.db.clone();
        async move {
            let mut transaction = db.read().await.unwrap();
            let row = invoices::named(transaction.as_mut(), &id, &number).await.unwrap();
            row.map(|row| (row.project, row.invoice))
        }
    };
    // Early: PayPal has it, and we have not heard what it is called.
    assert_eq!(found("INV2-EARLY".into(), number.clone()).await, Some(story.invoice));
    assert_eq!(found("INV2-OTHER".into(), "BAR1-OTHER".into()).await, None);
    story.until(Status::Sent).await;
    let id = story.only();
    let mut transaction = story.db.read().await.unwrap();
    let row = invoices::named(transaction.as_mut(), &id, "").await.unwrap().unwrap();
    assert_eq!((row.project, row.invoice), story.invoice);
}

#[tokio::test]
async fn a_webhook_that_comes_early_or_twice_changes_nothing_wrong() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.until(Status::Sent).await;
    let id = story.only();
    story.stand_in().reads_lag(1);
    story.stand_in().pay(&id, None).unwrap();
    // The webhook is here, and reading does not show the payment yet.
    assert_eq!(story.run().await.unwrap().standing.unwrap().status, Status::Sent);
    let first = story.run().await.unwrap();
    assert_eq!(first.standing.as_ref().map(|it| it.status), Some(Status::Paid));
    assert_eq!(story.run().await.unwrap(), first);
}

#[tokio::test]
async fn what_is_not_wanted_any_more_is_cancelled() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.until(Status::Sent).await;
    story.cancel().await;
    story.stand_in().next(Call::Cancel, Fault::CutAfter);
    story.until(Status::Cancelled).await;
    assert_eq!(story.run().await.unwrap().next, Next::Done);
    assert_eq!(story.stand_in().count(Call::Cancel), 1);
}

#[tokio::test]
async fn what_was_not_made_yet_is_never_made() {
    let Some(story) = Story::with_stand_in().await else { return };
    story.cancel().await;
    assert_eq!(story.run().await.unwrap(), Step { standing: None, next: Next::Done });
    assert!(story.all().is_empty());
}

#[tokio::test]
async fn a_draft_that_is_not_wanted_any_more_is_thrown_away() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.stand_in().next(Call::Create, Fault::CutAfter);
    story.run().await.unwrap_err();
    story.cancel().await;
    story.later(Duration::from_secs(5));
    assert_eq!(story.run().await.unwrap().next, Next::Done);
    assert!(story.all().is_empty());
}

#[tokio::test]
async fn what_was_paid_stays_paid_though_it_is_not_wanted_any_more() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.until(Status::Sent).await;
    story.stand_in().pay(&story.only(), None).unwrap();
    story.cancel().await;
    assert_eq!(story.run().await.unwrap().standing.unwrap().status, Status::Paid);
    assert_eq!(story.stand_in().count(Call::Cancel), 0);
}

#[tokio::test]
async fn somebody_elses_invoice_by_this_number_is_left_alone() {
    let Some(story) = Story::with_stand_in().await else { return };
    let mut foreign = bill(story.invoice.1);
    foreign.reference = "made by hand".to_owned();
    story.rig.paypal.create(&foreign).await.unwrap();
    let error = story.run().await.unwrap_err();
    assert!(matches!(error, AdvanceError::Foreign { .. }) && !error.passes(), "{error:?}");
    assert_eq!(story.all().len(), 1);
}

#[tokio::test]
async fn what_paypal_refuses_is_told_and_may_be_tried_at_once_when_mended() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.stand_in().next(Call::Create, Fault::TooMany(30));
    let error = story.run().await.unwrap_err();
    assert_eq!(error.wait(), Some(Duration::from_secs(30)));
    // It is known that it was not made, so nothing has to settle.
    story.later(Duration::from_secs(1));
    assert!(story.run().await.unwrap().standing.is_some());
    story.until(Status::Sent).await;
    story.only();
}
