//! Uploads by tus 1.0 (`https://tus.io/protocols/resumable-upload`), so that any tus client can
//! deliver files.
//!
//! Bytes are hashed, sealed and appended as they arrive; how far an upload is stands in its row. A
//! row is only changed by its newest writer (a *generation* counts them), after the bytes it speaks
//! of are on the disk, and the client is answered after the row is. So a crash, a cut or a request
//! that hangs costs bytes that have to be sent again, never bytes that are wrong. A newer request
//! stops the older one, also at another instance.

mod answer;
mod append;
mod asked;
mod checksum;
mod create;
mod finish;
mod id;
mod intake;
mod look;
mod metadata;
mod refusal;
mod room;
mod sweep;
mod writers;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bar_domain::song::Time;

use crate::assets::{Access, Asset};
use crate::clock::Clock;
use crate::db::{Database, DbError, Transaction};
use crate::vault::Vault;
use crate::vault::seal::Keyring;

pub use id::UploadId;
pub use refusal::{Refusal, UploadError};
pub use sweep::Swept;
use writers::Writers;

/// What is told of an asset that has arrived, in the transaction that makes it one.
#[async_trait]
pub trait Arrivals: Send + Sync + 'static {
    /// It is there now, and was not before.
    ///
    /// # Errors
    /// When the database refuses; then it has not arrived, and is tried again.
    async fn arrived(&self, tx: &mut dyn Transaction, asset: &Asset) -> Result<(), DbError>;
}

/// Bytes that are left free on a disk.
pub const LEFT_FREE: u64 = 1024 * 1024 * 1024;

/// How much of what is taken.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The longest file, in bytes.
    pub longest: u64,
    /// How many uploads of one account may be under way.
    pub at_once: u64,
    /// What is left free on the disk, in bytes.
    pub left_free: u64,
    /// How long an upload waits for its client, in milliseconds.
    pub waits: i64,
    /// How long a request waits for the next byte.
    pub patience: Duration,
}

impl Default for Rules {
    fn default() -> Self {
        let week = 7 * 24 * 60 * 60 * 1000;
        let patience = Duration::from_secs(30);
        Self { longest: 32 << 30, at_once: 200, left_free: LEFT_FREE, waits: week, patience }
    }
}

/// What uploads work with.
#[derive(Clone)]
pub struct UploadParts {
    /// Where rows are kept.
    pub db: Arc<dyn Database>,
    /// Where bytes are kept.
    pub vault: Arc<dyn Vault>,
    /// The keys they are sealed with.
    pub keys: Keyring,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Who may.
    pub access: Arc<dyn Access>,
    /// Who is told what has arrived.
    pub arrivals: Arc<dyn Arrivals>,
    /// How much.
    pub rules: Rules,
}

/// The uploads of one instance of the service.
pub struct Uploads {
    parts: UploadParts,
    writers: Arc<Writers>,
}

impl Uploads {
    /// Starts to take uploads, and to listen to what other instances ask of its writers, until it
    /// is dropped.
    #[must_use]
    pub fn start(parts: UploadParts) -> Arc<Self> {
        let writers = Writers::listening(Arc::clone(&parts.db));
        Arc::new(Self { parts, writers })
    }

    fn now(&self) -> Time {
        self.parts.clock.now()
    }

    /// Until when an upload waits that was heard of now.
    fn expiry(&self) -> Time {
        Time(self.now().0.saturating_add(self.parts.rules.waits))
    }
}
