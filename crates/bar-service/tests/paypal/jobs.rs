//! A worker follows invoices, and webhooks hasten it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use axum::http::{HeaderMap, HeaderValue};
use bar_domain::project;
use bar_service::clock::{Clock, SystemClock};
use bar_service::db::{self, Database};
use bar_service::jobs::{POKE, Worker};
use bar_service::paypal::job::{Hears, Invoicing, begin, heed};
use bar_service::paypal::webhook::{Trust, Verifier};
use bar_service::paypal::{Standing, Status};
use bar_testkit::paypal::{Call, Fault, StandIn, WEBHOOK};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use uuid::Uuid;

use crate::rig::{Rig, bill};

const PATIENCE: Duration = Duration::from_secs(30);

struct Ears(UnboundedSender<Standing>);

#[async_trait]
impl Hears for Ears {
    async fn stands(
        &self,
        _: Uuid,
        _: Uuid,
        standing: &Standing,
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(self.0.send(standing.clone())?)
    }
}

#[tokio::test]
async fn an_invoice_is_followed_from_the_quote_to_its_payment() {
    let rig = Rig::new().await;
    let Some(stand_in) = rig.stand_in() else { return };
    // What PayPal says must be tried again at once is.
    stand_in.next(Call::Create, Fault::TooMany(0));
    let folder = TempDir::new().unwrap();
    let db = db::open(folder.path().join("service.db").to_str().unwrap()).await.unwrap();
    let trust = Trust::stand_in(WEBHOOK, stand_in.base(), stand_in.root()).unwrap();
    let verifier = Verifier::new(trust).unwrap();

    let invoice = Uuid::now_v7();
    let mut tx = db.begin().await.unwrap();
    let ids = (Uuid::now_v7(), invoice);
    assert!(begin(tx.as_mut(), ids, &bill(invoice), SystemClock.now()).await.unwrap());
    assert!(!begin(tx.as_mut(), ids, &bill(invoice), SystemClock.now()).await.unwrap());
    tx.commit().await.unwrap();

    let (says, mut heard) = unbounded_channel();
    let paypal = Rig::beside(stand_in).paypal;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let kind =
        Invoicing { db: db.clone(), clock: clock.clone(), paypal, hears: Arc::new(Ears(says)) };
    let worker = Worker { db: db.clone(), clock, kinds: vec![Arc::new(kind)] };
    let working = tokio::spawn(worker.run(std::future::pending()));

    until(&mut heard, Status::Sent).await;
    assert_eq!(stand_in.invoices()[0].mails, 1);
    stand_in.pay(&stand_in.invoices()[0].id, None).unwrap();
    take_webhooks(stand_in, &verifier, &db).await;
    let paid = until(&mut heard, Status::Paid).await;

    // As the rules of a project are told.
    let told = project::Standing::from(&paid);
    assert_eq!((told.paid, told.refunded, told.sent, told.cancelled), (35_000, 0, true, false));
    assert_eq!((told.number, told.reference), (paid.number, paid.id.to_string()));
    working.abort();
}

/// What the service does with what comes by HTTP.
async fn take_webhooks(stand_in: &StandIn, verifier: &Verifier, db: &Arc<dyn Database>) {
    for hook in stand_in.hooks() {
        let mut headers = HeaderMap::new();
        for (name, value) in &hook.headers {
            headers.insert(*name, HeaderValue::from_str(value).unwrap());
        }
        let now = SystemClock.now();
        let notice = verifier.hear(&headers, &hook.body, now).await.unwrap().unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(heed(tx.as_mut(), &notice, now).await.unwrap());
        tx.commit().await.unwrap();
        db.poke(POKE);
    }
}

async fn until(heard: &mut UnboundedReceiver<Standing>, status: Status) -> Standing {
    loop {
        let standing = tokio::time::timeout(PATIENCE, heard.recv()).await.unwrap().unwrap();
        if standing.status == status {
            return standing;
        }
    }
}
