//! Pokes on their way: what is told while the last ones are sent goes together, since each time costs the
//! server a commit.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

use super::super::DbError;
use super::patience::{ANSWER, within};
use super::refused::{not_lent, refused};

const NOTIFY: &str = "SELECT pg_notify('bar_one', told) FROM unnest($1::TEXT[]) AS told";

/// How many wait at most. Where there are more, everybody is told that anything may have moved.
const MOST: usize = 1000;
/// How long to wait when the server does not answer.
const TROUBLE: Duration = Duration::from_secs(1);

/// Tells all instances, until it is dropped.
pub struct Mouth {
    waiting: Arc<Waiting>,
    tells: AbortHandle,
}

#[derive(Default)]
struct Waiting {
    pokes: Mutex<BTreeSet<String>>,
    come: Notify,
}

impl Mouth {
    /// Tells over a connection of this pool.
    pub fn start(pool: Pool) -> Self {
        let waiting = Arc::<Waiting>::default();
        let comes = waiting.clone();
        let tells = tokio::spawn(async move {
            loop {
                comes.come.notified().await;
                let pokes = comes.take();
                if let Err(error) = send(&pool, &pokes).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "others are told later"
                    );
                    comes.add(pokes);
                    tokio::time::sleep(TROUBLE).await;
                }
            }
        });
        Self { waiting, tells: tells.abort_handle() }
    }

    /// Tells it soon.
    pub fn tell(&self, what: &str) {
        self.waiting.add([what.to_owned()]);
    }
}

impl Waiting {
    fn add(&self, more: impl IntoIterator<Item = String>) {
        let mut pokes = self.pokes.lock().unwrap_or_else(PoisonError::into_inner);
        pokes.extend(more);
        if pokes.len() > MOST {
            *pokes = BTreeSet::from([String::new()]);
        }
        drop(pokes);
        self.come.notify_one();
    }

    fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.pokes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn send(pool: &Pool, pokes: &BTreeSet<String>) -> Result<(), DbError> {
    let connection = pool.get().await.map_err(not_lent)?;
    let pokes: Vec<&str> = pokes.iter().map(String::as_str).collect();
    let sent = within(ANSWER, async {
        let notify = connection.prepare_cached(NOTIFY).await.map_err(refused)?;
        connection.execute(&notify, &[&pokes]).await.map_err(refused)
    });
    let sent = sent.await.map(drop);
    if sent.is_err() {
        // It may say nothing for ever, and is not lent again.
        drop(Object::take(connection));
    }
    sent
}

impl Drop for Mouth {
    fn drop(&mut self) {
        self.tells.abort();
    }
}
