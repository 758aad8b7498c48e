//! Which webhooks are heard, and which are not.

use axum::http::{HeaderMap, HeaderValue};
use bar_domain::song::Time;
use bar_service::paypal::webhook::{Notice, Trust, Verifier, WebhookError};
use bar_service::paypal::{PayPal, Settings, number};
use bar_testkit::paypal::{Call, Fault, Flaw, Hook, Signer, StandIn, WEBHOOK};
use uuid::Uuid;

use crate::rig::bill;

const EVENT: &str = "INVOICING.INVOICE.PAID";
const SENT: &str = "2026-11-28T12:00:00Z";
/// The same moment.
const NOW: Time = Time(1_795_867_200_000);
const MINUTE: i64 = 60_000;

/// A webhook about an invoice, and who is to hear it.
struct Story {
    stand_in: StandIn,
    verifier: Verifier,
    hook: Hook,
    now: Time,
}

impl Story {
    async fn begin(flaw: Flaw) -> Self {
        let stand_in = StandIn::start_with(flaw).await.unwrap();
        let (id, secret) = stand_in.credentials();
        let settings = Settings::new(stand_in.base(), id, secret.into()).unwrap();
        let made = PayPal::new(settings).unwrap().create(&bill(Uuid::from_u128(1))).await.unwrap();
        let hook = stand_in.hook_at(EVENT, &made.id.to_string(), SENT).unwrap();
        let trust = Trust::stand_in(WEBHOOK, stand_in.base(), stand_in.root()).unwrap();
        let verifier = Verifier::new(trust).unwrap();
        Self { stand_in, verifier, hook, now: NOW }
    }

    async fn hear(&self) -> Result<Option<Notice>, WebhookError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.hook.headers {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        self.verifier.hear(&headers, &self.hook.body, self.now).await
    }

    fn header(&mut self, name: &str, value: Option<&str>) {
        self.hook.headers.retain(|(it, _)| *it != name);
        if let Some(value) = value {
            let name = ["paypal-auth-algo", "paypal-cert-url", "paypal-transmission-id"]
                .into_iter()
                .chain(["paypal-transmission-time", "paypal-transmission-sig"])
                .find(|it| *it == name)
                .unwrap();
            self.hook.headers.push((name, value.to_owned()));
        }
    }
}

#[tokio::test]
async fn paypals_webhooks_are_heard() {
    let story = Story::begin(Flaw::None).await;
    let id = story.stand_in.invoices()[0].id.clone();
    let notice = story.hear().await.unwrap().unwrap();
    assert_eq!(notice.event, EVENT);
    assert_eq!(notice.id.map(|it| it.to_string()), Some(id));
    assert_eq!(notice.number, number(Uuid::from_u128(1)));
    // Its certificate is fetched once.
    story.hear().await.unwrap();
    assert_eq!(story.stand_in.count(Call::Certificate), 1);
}

#[tokio::test]
async fn what_was_changed_on_the_way_is_not_heard() {
    check(|story| story.hook.body.push(b' '), "signature").await;
    check(|story| story.header("paypal-transmission-id", Some("another")), "signature").await;
    let later = "2026-11-28T12:00:01Z";
    check(|story| story.header("paypal-transmission-time", Some(later)), "signature").await;
    check(|story| story.header("paypal-transmission-sig", Some("AAAA")), "signature").await;
    check(|story| story.header("paypal-transmission-sig", Some("~")), "header").await;
    check(|story| story.header("paypal-transmission-time", Some("today")), "header").await;
    check(|story| story.header("paypal-auth-algo", Some("none")), "header").await;
    for name in ["paypal-auth-algo", "paypal-transmission-id", "paypal-transmission-time"] {
        check(|story| story.header(name, None), "header").await;
    }
    for name in ["paypal-transmission-sig", "paypal-cert-url"] {
        check(|story| story.header(name, None), "header").await;
    }
    let elsewhere = "http://127.0.0.1:1/v1/notifications/certs/CERT-1";
    check(|story| story.header("paypal-cert-url", Some(elsewhere)), "certificate").await;
}

#[tokio::test]
async fn a_webhook_counts_for_as_long_as_paypal_repeats_it() {
    let after = |minutes: i64| move |story: &mut Story| story.now.0 += minutes * MINUTE;
    check(after(3 * 24 * 60), "heard").await;
    check(after(5 * 24 * 60), "stale").await;
    check(after(-10), "heard").await;
    check(after(-20), "stale").await;
}

#[tokio::test]
async fn a_certificate_that_is_not_paypals_counts_for_nothing() {
    assert_eq!(outcome(&Story::begin(Flaw::OtherSubject).await).await, "certificate");
    assert_eq!(outcome(&Story::begin(Flaw::Expired).await).await, "certificate");

    let mut story = Story::begin(Flaw::None).await;
    let other = Signer::new(Flaw::None);
    let trust = Trust::stand_in(WEBHOOK, story.stand_in.base(), other.root()).unwrap();
    story.verifier = Verifier::new(trust).unwrap();
    assert_eq!(outcome(&story).await, "certificate");

    // PayPal's own, for the webhook of another account.
    let root = story.stand_in.root();
    let trust = Trust::stand_in("8PT597110X687430L", story.stand_in.base(), root).unwrap();
    story.verifier = Verifier::new(trust).unwrap();
    assert_eq!(outcome(&story).await, "signature");
}

#[tokio::test]
async fn a_certificate_that_does_not_come_is_fetched_next_time() {
    let story = Story::begin(Flaw::None).await;
    story.stand_in.next(Call::Certificate, Fault::Broken);
    let error = story.hear().await.unwrap_err();
    assert!(error.passes(), "{error:?}");
    assert!(story.hear().await.is_ok());
}

#[tokio::test]
async fn other_things_than_invoices_are_none_of_ours() {
    let mut story = Story::begin(Flaw::None).await;
    let id = story.stand_in.invoices()[0].id.clone();
    story.hook = story.stand_in.hook_at("PAYMENT.SALE.COMPLETED", &id, SENT).unwrap();
    assert_eq!(story.hear().await.unwrap(), None);
}

/// Tells the story with one thing changed, and sees how it ends.
async fn check(change: impl FnOnce(&mut Story), ends: &str) {
    let mut story = Story::begin(Flaw::None).await;
    change(&mut story);
    assert_eq!(outcome(&story).await, ends);
}

async fn outcome(story: &Story) -> &'static str {
    match story.hear().await {
        Ok(_) => "heard",
        Err(WebhookError::Header(_)) => "header",
        Err(WebhookError::Stale) => "stale",
        Err(WebhookError::Certificate(_)) => "certificate",
        Err(WebhookError::Signature) => "signature",
        Err(WebhookError::NoCertificate(_)) => "no certificate",
        Err(WebhookError::Unreadable(_)) => "unreadable",
    }
}
