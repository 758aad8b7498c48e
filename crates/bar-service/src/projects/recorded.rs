//! Events as they are stored.

use bar_domain::project::{Event, Project};

use crate::failure::Failure;

/// The version of the rules that events are written in.
pub const VERSION: u16 = 1;

/// An event from the journal.
pub fn read(_version: u16, text: &str) -> Result<Event, Failure> {
    serde_json::from_str(text).map_err(Failure::Stored)
}

/// The project after it.
pub fn take(state: Project, event: &Event) -> Project {
    state.apply(event)
}
