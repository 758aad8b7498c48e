//! Who writes to which upload. A newer request stops the older one, here and at other instances.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::timeout;
use uuid::Uuid;

use crate::db::Database;

/// How long a writer has to keep what it has once it is told to stop. Then it is left behind:
/// whatever it commits is of an old generation.
const PATIENCE: Duration = Duration::from_millis(900);
/// What is asked of all instances, followed by the upload.
const STOP: &str = "upload.stop ";
/// What is answered.
const STOPPED: &str = "upload.stopped ";

/// The writers of this instance.
pub(super) struct Writers {
    instance: Uuid,
    db: Arc<dyn Database>,
    here: Mutex<HashMap<Uuid, Writer>>,
}

struct Writer {
    generation: i64,
    stop: Arc<watch::Sender<bool>>,
}

/// The right to write to an upload. While it is held, the upload has a writer.
pub(super) struct Turn {
    writers: Arc<Writers>,
    upload: Uuid,
    generation: i64,
    stop: Arc<watch::Sender<bool>>,
}

impl Writers {
    /// None yet. Listens to what other instances ask, for as long as there is anybody to ask.
    pub(super) fn listening(db: Arc<dyn Database>) -> Arc<Self> {
        let mut pokes = db.pokes();
        let this = Arc::new(Self { instance: Uuid::now_v7(), db, here: Mutex::default() });
        let listening = Arc::downgrade(&this);
        tokio::spawn(async move {
            loop {
                let poke = match pokes.recv().await {
                    Ok(poke) => poke,
                    // What was missed is met by its asker's patience.
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return,
                };
                let Some(this) = listening.upgrade() else { return };
                if let Some(upload) = poke.strip_prefix(STOP).and_then(|id| id.parse().ok())
                    && this.is_here(upload)
                {
                    tokio::spawn(async move {
                        this.stop_here(upload).await;
                        this.db.poke(&format!("{STOPPED}{upload}"));
                    });
                }
            }
        });
        this
    }

    /// Names this instance among all.
    pub(super) fn instance(&self) -> Uuid {
        self.instance
    }

    /// Lets nobody write to `upload` any more, of which the row says that `writer` does.
    pub(super) async fn stop(&self, upload: Uuid, writer: Option<Uuid>) {
        self.stop_here(upload).await;
        if writer.is_none_or(|writer| writer == self.instance) {
            return;
        }
        let mut pokes = self.db.pokes();
        self.db.poke(&format!("{STOP}{upload}"));
        let stopped = format!("{STOPPED}{upload}");
        let heard = async {
            while let Ok(poke) = pokes.recv().await {
                if poke == stopped {
                    return;
                }
            }
        };
        // One that does not answer is dead, or cut off.
        let _ = timeout(PATIENCE, heard).await;
    }

    /// Gives `generation` its turn. An older one is told to stop; where there is a newer one, the
    /// turn is over before it begins.
    pub(super) fn turn(self: &Arc<Self>, upload: Uuid, generation: i64) -> Turn {
        let stop = Arc::new(watch::Sender::new(false));
        let writer = Writer { generation, stop: Arc::clone(&stop) };
        match self.here().entry(upload) {
            Entry::Occupied(newer) if newer.get().generation > generation => {
                stop.send_replace(true);
            }
            Entry::Occupied(mut older) => {
                older.insert(writer).stop.send_replace(true);
            }
            Entry::Vacant(free) => {
                free.insert(writer);
            }
        }
        Turn { writers: Arc::clone(self), upload, generation, stop }
    }

    /// Stops the writer of this instance, and waits until it has kept what it had.
    async fn stop_here(&self, upload: Uuid) {
        let told = self.here().get(&upload).map(|writer| {
            writer.stop.send_replace(true);
            writer.stop.subscribe()
        });
        let Some(mut gone) = told else { return };
        // Ends with an error once the last of the senders is dropped, with its turn.
        let gone = async { while gone.changed().await.is_ok() {} };
        let _ = timeout(PATIENCE, gone).await;
    }

    fn is_here(&self, upload: Uuid) -> bool {
        self.here().contains_key(&upload)
    }

    fn here(&self) -> MutexGuard<'_, HashMap<Uuid, Writer>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Returns when the turn is over.
    pub(super) async fn over(&self) {
        let mut stop = self.stop.subscribe();
        // The sender is held here.
        let _ = stop.wait_for(|stop| *stop).await;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut here = self.writers.here();
        if here.get(&self.upload).is_some_and(|writer| writer.generation == self.generation) {
            here.remove(&self.upload);
        }
    }
}
