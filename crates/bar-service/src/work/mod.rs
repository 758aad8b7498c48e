//! What the service does without anybody waiting for it. Following invoices and delivering mails stand
//! beside what they are about.

mod due;
mod erase;
mod measure;
mod standing;
mod unnamed;

use std::sync::Arc;

use crate::jobs::{JobError, Kind};
use crate::mail::Post;
use crate::mail::job::Delivery;
use crate::paypal::PayPal;
use crate::paypal::job::Invoicing;
use crate::service::Shared;

pub use erase::guard::{self, Guard};
pub use erase::{holds as receipt_holds, key as signing_key, public as receipt_key};

/// Does what time brings to a project.
pub const DUE: &str = "due";
/// Measures a file, named by the key; throws it away where nobody says what it is.
pub const MEASURE: &str = "measure";
/// Erases a project's files.
pub const ERASE: &str = "erase";

/// All that this instance can do.
pub fn kinds(service: &Shared, paypal: Option<PayPal>, post: Option<Post>) -> Vec<Arc<dyn Kind>> {
    let mut kinds: Vec<Arc<dyn Kind>> = vec![
        Arc::new(due::Due(service.clone())),
        Arc::new(measure::Measure(service.clone())),
        Arc::new(erase::Erase(service.clone())),
    ];
    let (db, clock) = (&service.db, &service.clock);
    if let Some(paypal) = paypal {
        let hears = Arc::new(standing::Invoices(service.clone()));
        let (db, clock) = (db.clone(), clock.clone());
        kinds.push(Arc::new(Invoicing { db, clock, paypal, hears }));
    }
    if let Some(post) = post {
        kinds.push(Arc::new(Delivery { db: db.clone(), clock: clock.clone(), post }));
    }
    kinds
}

/// It may work later.
fn later(error: impl std::error::Error + Send + Sync + 'static) -> JobError {
    JobError::Later(error.into())
}
