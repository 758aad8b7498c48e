//! One invoice is made and sent, whatever goes wrong meanwhile, and never two.

use bar_service::paypal::Status;
use bar_testkit::paypal::{Call, Fault};
use bar_testkit::postgres;
use proptest::prelude::*;

use crate::rig::Rig;
use crate::story::Story;

const QUICK: &[Fault] = &[
    Fault::CutBefore,
    Fault::CutAfter,
    Fault::Broken,
    Fault::BrokenAfter,
    Fault::Unavailable,
    Fault::TooMany(1),
    Fault::Expired,
    Fault::Gibberish,
];
const CALLS: &[Call] = &[Call::Token, Call::Search, Call::Create, Call::Read, Call::Send];

#[tokio::test]
async fn an_invoice_goes_out() {
    let mut story = Story::begin(Rig::new().await).await;
    let standing = story.until(Status::Sent).await;
    assert_eq!((standing.total, standing.paid, standing.refunded), (35_000, 0, 0));
    assert!(standing.link.is_some());
    if story.rig.stand_in().is_some() {
        story.only();
    }
}

#[tokio::test]
async fn every_fault_of_every_call_leads_to_one_invoice() {
    for call in CALLS {
        for fault in QUICK.iter().chain(&[Fault::SilentBefore, Fault::SilentAfter]) {
            check(&[(*call, *fault)], 0, 0).await;
        }
    }
}

#[tokio::test]
async fn answers_that_got_lost_and_searches_that_lag() {
    for lost in [Fault::SilentAfter, Fault::CutAfter, Fault::BrokenAfter, Fault::Gibberish] {
        for searches in [1, 3, 10, 20] {
            check(&[(Call::Create, lost)], searches, 0).await;
        }
        check(&[(Call::Send, lost)], 0, 3).await;
        check(&[(Call::Create, lost), (Call::Send, lost)], 3, 3).await;
    }
}

#[test]
fn any_row_of_faults_leads_to_one_invoice() {
    let fault = (prop::sample::select(CALLS), prop::sample::select(QUICK));
    let faults = prop::collection::vec(fault, 0..12);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let config = ProptestConfig { cases: 48, ..ProptestConfig::default() };
    proptest!(config, |(faults in faults, searches in 0_u32..12, reads in 0_u32..4)| {
        runtime.block_on(check(&faults, searches, reads));
    });
}

/// Before the story begins, so much is arranged to go wrong; and it must end well.
async fn check(faults: &[(Call, Fault)], searches: u32, reads: u32) {
    let kinds: Vec<Fault> = faults.iter().map(|(_, fault)| *fault).collect();
    let Some(mut story) = Story::for_faults(&kinds).await else { return };
    // Whoever is asked for a token knows of none that could have expired.
    for (call, fault) in faults.iter().filter(|it| **it != (Call::Token, Fault::Expired)) {
        story.stand_in().next(*call, *fault);
    }
    story.stand_in().search_lags(searches);
    story.stand_in().reads_lag(reads);
    story.until(Status::Sent).await;
    story.only();
}

#[tokio::test]
async fn of_two_who_run_at_once_one_makes_it() {
    for _ in 0..10 {
        let Some(mut story) = Story::with_stand_in().await else { return };
        // Which of them makes it is settled before PayPal is asked.
        story.stand_in().takes_doubles();
        let (a, b, c) = tokio::join!(story.run(), story.run(), story.run());
        for run in [a, b, c] {
            run.unwrap();
        }
        story.until(Status::Sent).await;
        story.only();
    }
}

#[tokio::test]
async fn the_same_goes_for_postgres() {
    let place = postgres::database().unwrap();
    let rig = Rig::new().await;
    let Some(_) = rig.stand_in() else { return };
    let mut story = Story::begin_in(rig, &place.url(), place).await;
    story.stand_in().search_lags(2);
    story.stand_in().next(Call::Create, Fault::CutAfter);
    let (a, b, c) = tokio::join!(story.run(), story.run(), story.run());
    assert!([a, b, c].into_iter().flatten().all(|step| step.standing.is_none()));
    story.until(Status::Sent).await;
    let id = story.only();
    story.cancel().await;
    story.until(Status::Cancelled).await;
    assert_eq!(story.all()[0].id, id);
}

#[tokio::test]
async fn even_a_paypal_that_takes_a_number_twice_sends_one() {
    for searches in [2, 30] {
        let Some(mut story) = Story::with_stand_in().await else { return };
        story.stand_in().takes_doubles();
        story.stand_in().search_lags(searches);
        story.stand_in().next(Call::Create, Fault::CutAfter);
        story.until(Status::Sent).await;
        let sent = story.all().iter().filter(|it| it.status != "DRAFT").count();
        assert_eq!(sent, 1);
        let made = story.all().len();
        assert!(made == 1 || searches == 30, "it waits for searches to catch up: {made}");
    }
}

#[tokio::test]
async fn of_two_drafts_that_are_found_one_is_thrown_away() {
    let Some(mut story) = Story::with_stand_in().await else { return };
    story.stand_in().takes_doubles();
    let bill = crate::rig::bill(story.invoice.1);
    story.rig.paypal.create(&bill).await.unwrap();
    story.rig.paypal.create(&bill).await.unwrap();
    story.until(Status::Sent).await;
    story.only();
}
