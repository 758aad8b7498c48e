//! The desk: what the app can do, and the checks it has in hand.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bar_store::{Kept, Opened, Store, Trouble};

use crate::commands::Answer;
use crate::failure::Refusal;
use crate::follow::Follower;
use crate::host::Host;
use crate::live::Live;
use crate::views::{CheckId, Failure};

/// Every use case of the app. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

/// What the threads of a desk share.
pub(crate) struct Inner {
    pub store: Store,
    pub host: Box<dyn Host>,
    pub trouble: Option<Trouble>,
    pub follower: Follower,
    /// The check that the window should show once it listens.
    pub show_first: Mutex<Option<CheckId>>,
    /// Checks that run or were looked at since the start.
    lives: Mutex<HashMap<i64, Arc<Live>>>,
}

/// Locks, whatever became of other threads: what is guarded here is valid between any two statements.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// A desk that remembers in `opened` and shows itself on `host`.
    #[must_use]
    pub fn new(opened: Opened, host: impl Host) -> Self {
        let Opened { store, trouble } = opened;
        Self(Arc::new_cyclic(|inner| Inner {
            store,
            host: Box::new(host),
            trouble,
            follower: Follower::new(inner.clone()),
            show_first: Mutex::default(),
            lives: Mutex::default(),
        }))
    }

    /// Drops what nobody used for long from the app's memory. Worth calling once a start, off the main thread.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn tidy(&self) -> Answer<()> {
        Ok(self.0.store.tidy(self.0.host.now())?)
    }
}

impl Inner {
    /// The check of this id, from memory or from the store.
    pub fn live(&self, id: &CheckId) -> Answer<Arc<Live>> {
        let unknown = || Failure::from(Refusal::UnknownCheck);
        let id = id.0.parse::<i64>().map_err(|_| unknown())?;
        if let Some(live) = lock(&self.lives).get(&id) {
            return Ok(Arc::clone(live));
        }
        let kept = self.store.check(id)?.ok_or_else(unknown)?;
        self.adopt(kept)
    }

    /// The check that is kept so, from memory or made anew.
    pub fn adopt(&self, kept: Kept) -> Answer<Arc<Live>> {
        let view = self.store.view(kept.id)?;
        let explained = self.store.explanations(kept.id)?;
        let id = kept.id;
        let mut lives = lock(&self.lives);
        let live = lives
            .entry(id)
            .or_insert_with(|| Arc::new(Live::new(kept, view.as_deref(), explained)));
        Ok(Arc::clone(live))
    }

    /// The check of this id, if it is in hand.
    pub fn in_hand(&self, id: i64) -> Option<Arc<Live>> {
        lock(&self.lives).get(&id).map(Arc::clone)
    }

    /// Lets go of a check.
    pub fn drop_live(&self, id: i64) {
        lock(&self.lives).remove(&id);
    }
}
