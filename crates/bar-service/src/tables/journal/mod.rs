//! The journal: what happened in every project, for ever.
//!
//! A project's events are numbered from 1 and chained: the hash of each takes in the one before, so
//! nobody can change, leave out or add one in the past without [`verify`] telling. Whoever appends
//! holds the project's row ([`lock_project`]); projects know nothing of each other.

mod answers;
mod events;
mod head;
mod members;
mod snapshots;
mod verify;

pub use answers::{Answered, answered, keep_answer};
pub use events::{Kept, NewEvent, append, events_after};
pub use head::{Head, last, lock_project};
pub use members::{Moved, moved_since, set_members};
pub use snapshots::{keep_snapshot, snapshot};
pub use verify::{Damage, Fault, projects_after, verify};
