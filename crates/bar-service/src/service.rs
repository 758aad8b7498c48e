//! The parts of a running service.

use std::path::PathBuf;
use std::sync::Arc;

use bar_domain::song::Time;
use ed25519_dalek::SigningKey;
use tokio::sync::watch;
use uuid::Uuid;

use crate::assets::Assets;
use crate::clock::Clock;
use crate::db::Database;
use crate::http::limits::Limits;
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::paypal::webhook::Verifier;
use crate::projects::Cache;
use crate::uploads::Uploads;
use crate::vault::Vault;
use crate::vault::seal::Keyring;
use crate::work::Guard;

/// What every request and every job works with.
pub struct Service {
    /// What happened.
    pub db: Arc<dyn Database>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Passwords.
    pub(crate) passwords: Passwords,
    /// Assets.
    pub vault: Arc<dyn Vault>,
    /// The keys they are sealed with.
    pub keys: Keyring,
    /// What is there.
    pub assets: Assets,
    /// What is on its way.
    pub uploads: Arc<Uploads>,
    /// A folder for files that are being worked on.
    pub scratch: PathBuf,
    /// Signs receipts of erasure.
    pub signing: SigningKey,
    /// Stops erasing that makes no sense.
    pub(crate) guard: Guard,
    /// Whether the studio has a PayPal.
    pub has_paypal: bool,
    /// Knows what PayPal tells from what others do.
    pub verifier: Option<Verifier>,
    /// Whether there is a mail server.
    pub has_mail: bool,
    /// Names the journal; another one after it was restored from a backup.
    pub epoch: Uuid,
    /// Projects as they stood when they were last looked at.
    pub(crate) known: Cache,
    /// How often who may ask.
    pub limits: Limits,
    /// What is counted.
    pub metrics: Metrics,
    /// What the studio chose.
    pub choices: Choices,
    /// Whether it is to end.
    pub(crate) stopped: watch::Receiver<bool>,
}

/// What a studio may choose, and what of it matters to a request.
#[derive(Debug, Clone)]
pub struct Choices {
    /// What the studio is called, in mails and on the page of a problem.
    pub name: String,
    /// Where apps and people reach the service, without a slash at the end.
    pub address: String,
    /// Whether artists may make an account without an invitation.
    pub open: bool,
    /// Whether it speaks plain http: then only to this machine, and to `proxies`.
    pub plain: bool,
    /// Addresses whose word is taken on whom they speak for.
    pub proxies: Vec<std::net::IpAddr>,
}

/// A service, as handlers get it.
pub type Shared = Arc<Service>;

impl Service {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }
}
