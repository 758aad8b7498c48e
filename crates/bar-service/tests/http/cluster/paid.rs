//! PayPal early, late, twice, down and never, with two instances that follow the same invoice.

use std::time::SystemTime;

use bar_domain::project::{Fact, Offering, Project, Stage};
use bar_domain::song::{Time, VersionKind};
use bar_service::settings::Settings;
use bar_service::start::Ground;
use bar_testkit::paypal::{Call, Fault, Hook, StandIn, WEBHOOK};

use super::insisting::until;
use super::once::{count, events};
use super::two::{Beside, beside, often};
use crate::deeds::*;
use crate::studio::{Person, Studio, outside};

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A project whose quote is accepted, and a PayPal that is to bill it.
struct Billed {
    paypal: StandIn,
    studio: Studio,
    beside: Beside,
    ana: Person,
}

/// With this PayPal, and its webhooks.
pub fn with(paypal: &StandIn) -> impl FnOnce(&mut Settings) {
    let (id, secret) = paypal.credentials();
    let (id, secret, base) = (id.to_owned(), secret.to_owned(), paypal.base().to_owned());
    move |settings| {
        (settings.paypal_id, settings.paypal_secret) = (Some(id), Some(secret));
        (settings.paypal, settings.paypal_webhook) = (Some(base), Some(WEBHOOK.into()));
    }
}

impl Billed {
    async fn with(faults: &[(Call, Fault)]) -> Self {
        let paypal = StandIn::start().await.unwrap();
        for (call, fault) in faults {
            paypal.next(*call, *fault);
        }
        let root = paypal.root().to_vec();
        let otherwise = move |ground: &mut Ground| {
            often(ground);
            ground.stand_in = Some(root.clone());
        };
        let studio = Studio::start_at(Some(outside().await), with(&paypal), otherwise).await;
        let (studio, beside) = beside(studio).await;
        studio.sal().await;
        // What PayPal signs is of today.
        let today = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        studio.later(today.as_millis() as i64 - studio.running.service.now().0);
        let sal = studio.signs_in("Sal").await;
        let (ana, ed) = (studio.artist("Ana").await, studio.engineer(&sal, "Ed").await);
        ana.does(create(Some(named(&ed)))).await.does(describe(&[Offering::Mixing])).await;
        ana.does(add_song()).await.does(version(ROUGH, VersionKind::Rough, file(1))).await;
        studio.arrive(1).await;
        ana.does(bar_domain::project::Act::Submit).await;
        ed.does(draw(studio.running.service.now())).await;
        ana.does(accept()).await;
        Self { paypal, studio, beside, ana }
    }

    /// Moves the clock on until it is so.
    async fn in_time(&self, what: &str, so: impl Fn(&Project) -> bool) {
        until(what, async || {
            let signed_in = self.studio.signs_in("Ana").await;
            let is_so = so(&signed_in.sees().await.state);
            if !is_so {
                self.studio.goes_to(Time(self.studio.running.service.now().0 + MINUTE));
            }
            is_so.then_some(())
        })
        .await;
    }

    async fn is_sent(&self) {
        self.in_time("the invoice", |it| standing(it, |it| it.sent)).await;
        assert_eq!(self.paypal.invoices().len(), 1, "there is one");
        assert_eq!(self.paypal.invoices()[0].mails, 1, "and it was sent once");
    }

    fn pays(&self) {
        self.paypal.pay(&self.paypal.invoices()[0].id, None).unwrap();
    }

    /// PayPal tells both instances.
    async fn tells(&self, hooks: &[Hook]) {
        for hook in hooks {
            for at in [self.studio.running.address, self.beside.other.address] {
                let url = format!("http://{at}/v1/paypal/webhook");
                assert_eq!(hook.post(&url).await.unwrap(), 204);
            }
        }
    }

    /// Work started, once; and nothing more comes of it later.
    async fn started_once(self) {
        let before = self.studio.signs_in("Ana").await.sees().await;
        assert_eq!(before.state.stage(), Stage::Working);
        let reads = self.paypal.count(Call::Read);
        self.studio.goes_to(Time(self.studio.running.service.now().0 + DAY));
        until("another look", async || (self.paypal.count(Call::Read) > reads).then_some(())).await;
        let ana = self.studio.signs_in("Ana").await;
        let events = events(&ana).await;
        assert_eq!(count(&events, |fact| matches!(fact, Fact::WorkStarted)), 1);
        assert_eq!(count(&events, |fact| matches!(fact, Fact::InvoiceMade { .. })), 1);
        assert_eq!(standing_of(&ana.sees().await.state).paid, 40_000);
        assert_eq!(self.paypal.invoices().len(), 1);
        assert_eq!(self.paypal.invoices()[0].mails, 1);
    }
}

fn standing_of(project: &Project) -> &bar_domain::project::Standing {
    project.invoices[0].standing.as_ref().expect("it is there")
}

fn standing(project: &Project, so: impl Fn(&bar_domain::project::Standing) -> bool) -> bool {
    project.invoices[0].standing.as_ref().is_some_and(so)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_that_comes_twice_and_late_starts_work_once() {
    let it = Billed::with(&[]).await;
    it.is_sent().await;
    it.pays();
    let hooks = it.paypal.hooks();
    let paid: Vec<_> =
        hooks.iter().filter(|it| it.event == "INVOICING.INVOICE.PAID").cloned().collect();
    assert_eq!(paid.len(), 1);
    tokio::join!(it.tells(&paid), it.tells(&paid));
    it.ana.waits_for("work", |project| project.stage() == Stage::Working).await;
    it.tells(&hooks).await;
    it.started_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webhook_before_its_time_or_none_at_all_does_no_harm() {
    let it = Billed::with(&[]).await;
    it.is_sent().await;
    // Nothing is told of the payment in time that could be read, and nothing later.
    it.paypal.reads_lag(1);
    it.pays();
    it.tells(&it.paypal.hooks()).await;
    it.in_time("work", |project| project.stage() == Stage::Working).await;
    it.started_once().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paypal_that_fails_at_every_step_bills_once() {
    let it = Billed::with(&[
        (Call::Token, Fault::Unavailable),
        (Call::Search, Fault::CutBefore),
        (Call::Create, Fault::CutAfter),
        (Call::Search, Fault::Broken),
        (Call::Send, Fault::BrokenAfter),
        (Call::Read, Fault::TooMany(20)),
        (Call::Read, Fault::Gibberish),
    ])
    .await;
    it.is_sent().await;
    it.pays();
    it.paypal.next(Call::Read, Fault::CutBefore);
    it.paypal.next(Call::Read, Fault::Unavailable);
    it.in_time("work", |project| project.stage() == Stage::Working).await;
    it.started_once().await;
}
