//! Ctrl-C: the first asks to stop, the second insists.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Failure;

/// What a shell reports of a program that ended by Ctrl-C.
const INSISTED: i32 = 130;

/// A flag that Ctrl-C raises.
pub(crate) fn watch() -> Result<Arc<AtomicBool>, Failure> {
    let cancelled = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&cancelled);
    ctrlc::set_handler(move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(INSISTED);
        }
    })?;
    Ok(cancelled)
}
