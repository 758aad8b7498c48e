//! Forwards what moved to the window.

use bar_desk::views::Change;
use tauri::{AppHandle, Emitter};

use crate::window::MAIN;

/// The one event that the window listens to.
const EVENT: &str = "change";

/// Tells the window what moved. Rows come in batches already: the desk sees to that.
pub fn tell(app: &AppHandle, change: &Change) {
    if let Err(error) = app.emit_to(MAIN, EVENT, change) {
        tracing::warn!(%error, "the window did not hear of a change");
    }
}
