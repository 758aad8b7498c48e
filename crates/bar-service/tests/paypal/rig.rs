//! What the tests talk to.
//!
//! With `BAR_PAYPAL_SANDBOX_ID` and `BAR_PAYPAL_SANDBOX_SECRET` in the environment it is PayPal's
//! sandbox. What only a stand-in can do is then left out, and said to be.

use std::env;
use std::time::Duration;

use bar_domain::project::{Currency, Money};
use bar_service::paypal::{Bill, Line, PayPal, SANDBOX, Settings};
use bar_testkit::paypal::{Fault, StandIn};
use uuid::Uuid;

/// PayPal, or what stands in for it.
pub struct Rig {
    /// The client under test.
    pub paypal: PayPal,
    stand_in: Option<StandIn>,
}

impl Rig {
    /// The sandbox where its credentials are there, or else a stand-in.
    pub async fn new() -> Self {
        let (id, secret) = ("BAR_PAYPAL_SANDBOX_ID", "BAR_PAYPAL_SANDBOX_SECRET");
        if let (Ok(id), Ok(secret)) = (env::var(id), env::var(secret)) {
            let settings = Settings::new(SANDBOX, &id, secret.into()).unwrap();
            return Self { paypal: PayPal::new(settings).unwrap(), stand_in: None };
        }
        let stand_in = StandIn::start().await.unwrap();
        let paypal = client_of(&stand_in, Duration::from_secs(20));
        Self { paypal, stand_in: Some(stand_in) }
    }

    /// Another client of the same stand-in.
    pub fn beside(stand_in: &StandIn) -> Self {
        Self { paypal: client_of(stand_in, Duration::from_secs(20)), stand_in: None }
    }

    /// The stand-in, where the test needs one that fails as told or pays by itself.
    pub fn stand_in(&self) -> Option<&StandIn> {
        if self.stand_in.is_none() {
            println!("left out: PayPal's sandbox neither pays nor fails by itself");
        }
        self.stand_in.as_ref()
    }

    /// Where there will be no answer, nobody waits long for it.
    pub fn for_faults(self, faults: &[Fault]) -> Self {
        let is_silent = |it: &Fault| matches!(it, Fault::SilentBefore | Fault::SilentAfter);
        match self.stand_in {
            Some(stand_in) if faults.iter().any(is_silent) => {
                let paypal = client_of(&stand_in, Duration::from_millis(300));
                Self { paypal, stand_in: Some(stand_in) }
            }
            stand_in => Self { stand_in, ..self },
        }
    }
}

fn client_of(stand_in: &StandIn, patience: Duration) -> PayPal {
    let (id, secret) = stand_in.credentials();
    let settings = Settings::new(stand_in.base(), id, secret.into()).unwrap();
    PayPal::new(settings.patient_for(patience)).unwrap()
}

/// An invoice of 350 pounds that nobody made before.
pub fn bill(invoice: Uuid) -> Bill {
    in_currency(invoice, &[Money { amount: 35_000, currency: Currency::Gbp }])
}

/// One with these lines.
pub fn in_currency(invoice: Uuid, amounts: &[Money]) -> Bill {
    let line = |amount: &Money| Line { what: "Mix: Song A".to_owned(), amount: *amount };
    let lines: Vec<Line> = amounts.iter().map(line).collect();
    Bill::new(invoice, ("Ana Artist", "ana@example.com"), "Mix and master", &lines).unwrap()
}
