//! The desk: what the app can do, and the checks it has in hand.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bar_domain::song::VersionId;
use bar_store::{Kept, Opened, State, Store, StoreError};

use crate::adding::Job;
use crate::commands::{Answer, DropTarget};
use crate::failure::Refusal;
use crate::follow::Follower;
use crate::hearing::Stage;
use crate::host::Host;
use crate::laid::HeardOf;
use crate::live::Live;
use crate::prepare::Preparation;
use crate::room::Room;
use crate::views::{Change, CheckId, Failure};

/// Every use case of the app. Cheap to clone; clones share everything.
#[derive(Clone)]
pub struct Desk(pub(crate) Arc<Inner>);

/// What the threads of a desk share.
pub(crate) struct Inner {
    pub store: Store,
    pub host: Box<dyn Host>,
    /// What is wrong with the app's own memory.
    pub trouble: Mutex<Option<Failure>>,
    pub follower: Follower,
    /// The check that the window should show once it listens.
    pub show_first: Mutex<Option<CheckId>>,
    /// Checks that run or were looked at since the start.
    lives: Mutex<HashMap<i64, Arc<Live>>>,
    /// Fixed copies that are, or were, written since the start, by check.
    pub preparations: Mutex<HashMap<i64, Preparation>>,
    /// What stops the saving of what no stem explains, by check, while that goes on.
    pub residuals: Mutex<HashMap<i64, Arc<AtomicBool>>>,
    /// The player, once somebody has asked for it.
    pub room: Mutex<Option<Arc<Room>>>,
    /// The check that is, or was last, in the player.
    pub stage: Mutex<Option<Stage>>,
    /// Held from reading a song to telling it, so that nothing old is told after something new.
    pub telling: Mutex<()>,
    /// Held while a file is given its place among the versions of a song.
    pub placing: Mutex<()>,
    /// Versions whose files are being measured again.
    pub measuring: Mutex<HashSet<VersionId>>,
    /// What is known of the files of versions.
    pub heard_of: HeardOf,
    /// Files on their way into songs.
    pub adding: Mutex<Vec<Job>>,
    /// Where files go that are dropped on the window.
    pub drop_target: Mutex<DropTarget>,
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
            trouble: Mutex::new(trouble.as_ref().map(Failure::from)),
            follower: Follower::new(inner.clone()),
            show_first: Mutex::default(),
            lives: Mutex::default(),
            preparations: Mutex::default(),
            residuals: Mutex::default(),
            room: Mutex::default(),
            stage: Mutex::default(),
            telling: Mutex::default(),
            placing: Mutex::default(),
            measuring: Mutex::default(),
            heard_of: HeardOf::default(),
            adding: Mutex::default(),
            drop_target: Mutex::default(),
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
        Ok(self.adopt(kept)?)
    }

    /// The check of what was dropped. A store that refuses costs the memory of it, not the check.
    pub fn check_of(&self, paths: Vec<PathBuf>) -> Arc<Live> {
        let now = self.host.now();
        self.store.check_of(&paths, now).and_then(|kept| self.adopt(kept)).unwrap_or_else(|error| {
            let failure = Failure::from(Refusal::NotRemembered(error));
            // A window that does not listen yet asks for it.
            lock(&self.trouble).get_or_insert_with(|| failure.clone());
            self.host.changed(Change::Failed { failure });
            self.unremembered(paths, now)
        })
    }

    /// A check that lives as long as the app: its number is negative, which the store never gives.
    fn unremembered(&self, paths: Vec<PathBuf>, now: i64) -> Arc<Live> {
        let mut lives = lock(&self.lives);
        if let Some(live) = lives.values().find(|live| !live.is_kept() && live.paths == paths) {
            return Arc::clone(live);
        }
        let id = lives.keys().min().map_or(0, |least| *least).min(0) - 1;
        let state = State::Stopped;
        let kept = Kept { id, paths, reference: None, state, ready: 0, total: 0, checked_at: now };
        Arc::clone(lives.entry(id).or_insert(Arc::new(Live::new(kept, None, Vec::new()))))
    }

    /// The check that is kept so, from memory or made anew.
    pub fn adopt(&self, kept: Kept) -> Result<Arc<Live>, StoreError> {
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

    /// The checks that the store knows nothing of, the latest first.
    pub fn not_kept(&self) -> Vec<Arc<Live>> {
        let mut lives: Vec<_> = lock(&self.lives).values().cloned().collect();
        lives.retain(|live| !live.is_kept());
        lives.sort_unstable_by_key(|live| live.id);
        lives
    }

    /// Lets go of a check that can be had again from the store.
    pub fn drop_live(&self, id: i64) {
        lock(&self.lives).retain(|_, live| live.id != id || !live.is_kept());
    }
}
