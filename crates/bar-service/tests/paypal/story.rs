//! An invoice that is written down, and a clock that is moved on.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use bar_domain::song::Time;
use bar_service::db::{self, Database};
use bar_service::paypal::{AdvanceError, Next, Standing, Status, Step, advance};
use bar_service::tables::invoices;
use bar_testkit::paypal::{Fault, Kept, StandIn};
use tempfile::TempDir;
use uuid::Uuid;

use crate::rig::{Rig, bill};

/// Runs before somebody should have a look.
const PATIENCE: usize = 60;

/// One invoice and all who have to do with it.
pub struct Story {
    pub rig: Rig,
    pub db: Arc<dyn Database>,
    pub invoice: (Uuid, Uuid),
    pub now: Time,
    _place: Box<dyn Any>,
}

impl Story {
    /// An invoice is written down.
    pub async fn begin(rig: Rig) -> Self {
        let folder = TempDir::new().unwrap();
        let address = folder.path().join("service.db");
        Self::begin_in(rig, address.to_str().unwrap(), folder).await
    }

    /// The same, in the database at this address, which lasts as long as `place` does.
    pub async fn begin_in(rig: Rig, address: &str, place: impl Any) -> Self {
        let db = db::open(address).await.unwrap();
        let invoice = (Uuid::now_v7(), Uuid::now_v7());
        let now = Time(1_795_867_200_000);
        let story = Self { rig, db, invoice, now, _place: Box::new(place) };
        let bill = bill(invoice.1);
        let text = serde_json::to_string(&bill).unwrap();
        let mut transaction = story.db.begin().await.unwrap();
        let what = (bill.number.as_str(), text.as_str());
        assert!(invoices::add(transaction.as_mut(), invoice, what, now).await.unwrap());
        transaction.commit().await.unwrap();
        story
    }

    /// With a stand-in, or not at all.
    pub async fn with_stand_in() -> Option<Self> {
        Self::for_faults(&[]).await
    }

    /// With a stand-in that will have these.
    pub async fn for_faults(faults: &[Fault]) -> Option<Self> {
        let rig = Rig::new().await.for_faults(faults);
        rig.stand_in()?;
        Some(Self::begin(rig).await)
    }

    /// One run, now.
    pub async fn run(&self) -> Result<Step, AdvanceError> {
        advance(self.db.as_ref(), &self.rig.paypal, self.invoice, self.now).await
    }

    /// Runs until it stands so, each time when the last run said, or a while after it failed.
    pub async fn until(&mut self, status: Status) -> Standing {
        for _ in 0..PATIENCE {
            match self.run().await {
                Ok(Step { standing: Some(standing), .. }) if standing.status == status => {
                    return standing;
                }
                Ok(Step { next: Next::At(then), .. }) => self.now = then.max(self.now),
                Ok(Step { next: Next::Done, standing }) => panic!("it ended: {standing:?}"),
                Err(error) if error.passes() => self.later(Duration::from_secs(5)),
                Err(error) => panic!("it does not pass: {error:?}"),
            }
        }
        panic!("it never was {status:?}: {:?}", self.all());
    }

    /// Time passes.
    pub fn later(&mut self, wait: Duration) {
        self.now.0 += wait.as_millis() as i64;
    }

    /// It is not wanted any more.
    pub async fn cancel(&self) {
        let mut transaction = self.db.begin().await.unwrap();
        let (project, invoice) = self.invoice;
        assert!(invoices::cancel(transaction.as_mut(), project, invoice).await.unwrap());
        transaction.commit().await.unwrap();
    }

    /// What stands in for PayPal.
    pub fn stand_in(&self) -> &StandIn {
        self.rig.stand_in().unwrap()
    }

    /// All that PayPal has.
    pub fn all(&self) -> Vec<Kept> {
        self.rig.stand_in().map(StandIn::invoices).unwrap_or_default()
    }

    /// The id of the only invoice that PayPal has, which led to one mail.
    #[track_caller]
    pub fn only(&self) -> String {
        let all = self.all();
        assert_eq!(all.len(), 1, "{all:?}");
        assert_eq!(all[0].mails, 1, "{all:?}");
        all[0].id.clone()
    }
}
