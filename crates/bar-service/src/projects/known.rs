//! Projects as they stood when they were last looked at: a command costs the same however long the
//! project is, and however many there are.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use bar_domain::project::{Project, ProjectId, read};

use crate::db::Transaction;
use crate::failure::Failure;
use crate::tables::journal;

/// Projects that are kept in memory.
const MOST: usize = 1000;
/// After so many events a snapshot is worth more than it costs.
const SNAPSHOT_EVERY: u64 = 500;
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

/// Those looked at last.
#[derive(Default)]
pub struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    projects: HashMap<ProjectId, Known>,
    /// In the order in which they came.
    order: VecDeque<ProjectId>,
}

impl Cache {
    fn get(&self, id: ProjectId) -> Option<Known> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.projects.get(&id).cloned()
    }

    /// Keeps it, unless a later one is kept. Only what was committed may come here.
    pub fn put(&self, id: ProjectId, known: Known) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Kept { projects, order } = &mut *kept;
        match projects.get_mut(&id) {
            Some(there) if there.head <= known.head => *there = known,
            Some(_) => {}
            None => {
                projects.insert(id, known);
                order.push_back(id);
            }
        }
        if projects.len() > MOST
            && let Some(oldest) = order.pop_front()
        {
            projects.remove(&oldest);
        }
    }
}

/// A project as it stands in this transaction.
pub async fn load(
    cache: &Cache,
    tx: &mut dyn Transaction,
    id: ProjectId,
) -> Result<Known, Failure> {
    let mut known = match cache.get(id) {
        Some(known) => known,
        None => from_snapshot(tx, id).await?,
    };
    let start = known.head;
    loop {
        let events = journal::events_after(tx, id.0, known.head, PAGE).await?;
        let Some(last) = events.last() else { break };
        known.head = last.seq;
        let state = Arc::unwrap_or_clone(std::mem::take(&mut known.state));
        let state = events
            .iter()
            .fold(state, |state, event| state.apply_recorded(&read(event.version, &event.event)));
        known.state = Arc::new(state);
        if events.len() < PAGE as usize {
            break;
        }
    }
    if known.head != start {
        cache.put(id, known.clone());
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
    if before / SNAPSHOT_EVERY == known.head / SNAPSHOT_EVERY {
        return Ok(());
    }
    let state = serde_json::to_string(&*known.state).map_err(Failure::Stored)?;
    journal::keep_snapshot(tx, id.0, known.head, &state).await?;
    Ok(())
}

async fn from_snapshot(tx: &mut dyn Transaction, id: ProjectId) -> Result<Known, Failure> {
    let Some((head, text)) = journal::snapshot(tx, id.0).await? else {
        return Ok(Known::default());
    };
    // One that another version of the rules wrote is made anew from the events.
    let state = serde_json::from_str(&text).ok().map(Arc::new);
    Ok(state.map_or_else(Known::default, |state| Known { state, head }))
}
