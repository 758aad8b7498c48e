//! The parts of a running service.

use std::sync::Arc;

use bar_domain::song::Time;
use uuid::Uuid;

use crate::clock::Clock;
use crate::db::Database;
use crate::http::limits::Limits;
use crate::metrics::Metrics;
use crate::passwords::Passwords;
use crate::projects::Cache;

/// What every request and every job works with.
pub struct Service {
    /// What happened.
    pub db: Arc<dyn Database>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Passwords.
    pub(crate) passwords: Passwords,
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
