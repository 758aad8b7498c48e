//! Projects as they stood when they were last looked at, so that nobody reads all their events for a command.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use bar_domain::project::{Project, ProjectId, read};

use crate::db::Transaction;
use crate::failure::Failure;
use crate::tables::journal;

/// Events that the projects in memory have, all in all: by that they are as large.
const MOST: u64 = 500_000;
/// After so many events a snapshot is worth more than it costs.
const SNAPSHOT_EVERY: u64 = 500;
/// Counts changes of what events lead to: a snapshot of another count is made anew from the events.
const RULES: u32 = 2;
/// Events read at a time.
const PAGE: u32 = 1000;

/// A project as it stood.
#[derive(Clone, Default)]
pub struct Known {
    /// How.
    pub state: Arc<Project>,
    /// After how many events.
    pub head: u64,
}

/// Those that came last.
#[derive(Default)]
pub struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    projects: HashMap<ProjectId, Known>,
    /// In the order in which they came.
    order: VecDeque<ProjectId>,
    events: u64,
}

impl Cache {
    fn get(&self, id: ProjectId) -> Option<Known> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.projects.get(&id).cloned()
    }

    /// Keeps it, unless a later one is kept. Only what was committed may come here.
    pub fn put(&self, id: ProjectId, known: Known) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = kept.projects.get(&id).map(|there| there.head);
        if before.is_some_and(|before| before > known.head) {
            return;
        }
        if before.is_none() {
            kept.order.push_back(id);
        }
        kept.events = kept.events - before.unwrap_or_default() + known.head;
        kept.projects.insert(id, known);
        while kept.events > MOST
            && let Some(oldest) = kept.order.pop_front()
        {
            let gone = kept.projects.remove(&oldest).map_or(0, |gone| gone.head);
            kept.events -= gone;
        }
    }
}

/// A project as it stands, at least as far as `head`. What a transaction sees may still be taken back with the
/// group that it is committed in, so whoever keeps it in the cache has to know that it was not.
pub async fn load(
    cache: &Cache,
    tx: &mut dyn Transaction,
    id: ProjectId,
    head: u64,
) -> Result<Known, Failure> {
    let mut known = match cache.get(id) {
        Some(known) => known,
        None => from_snapshot(tx, id).await?,
    };
    while known.head < head {
        let events = journal::events_after(tx, id.0, known.head, PAGE).await?;
        let Some(last) = events.last() else { break };
        known.head = last.seq;
        let state = Arc::unwrap_or_clone(std::mem::take(&mut known.state));
        let state = events
            .iter()
            .fold(state, |state, event| state.apply_recorded(&read(event.version, &event.event)));
        known.state = Arc::new(state);
    }
    Ok(known)
}

/// Writes a snapshot where one is due.
pub async fn snapshot(
    tx: &mut dyn Transaction,
    id: ProjectId,
    before: u64,
    known: &Known,
) -> Result<(), Failure> {
    // What is unknown here may be known to whoever reads it next.
    if before / SNAPSHOT_EVERY == known.head / SNAPSHOT_EVERY || known.state.beyond > 0 {
        return Ok(());
    }
    let state = serde_json::to_string(&(RULES, &*known.state)).map_err(Failure::Stored)?;
    journal::keep_snapshot(tx, id.0, known.head, &state).await?;
    Ok(())
}

async fn from_snapshot(tx: &mut dyn Transaction, id: ProjectId) -> Result<Known, Failure> {
    let Some((head, text)) = journal::snapshot(tx, id.0).await? else {
        return Ok(Known::default());
    };
    let known = serde_json::from_str(&text).ok().filter(|(rules, _)| *rules == RULES);
    let known = known.map(|(_, state): (u32, Project)| Known { state: Arc::new(state), head });
    Ok(known.unwrap_or_default())
}
