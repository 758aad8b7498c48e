//! Files and folders that reach the app from outside: dropped on the window, or named on the command line.
//! Their paths go to the desk and never to the window.

use std::path::{Path, PathBuf};

use bar_desk::Desk;
use bar_desk::views::Change;
use tauri::{AppHandle, DragDropEvent, Manager, Window, WindowEvent};

use crate::changes;

/// Takes what is dropped, and tells the window while something hovers over it.
pub fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else { return };
    let app = window.app_handle();
    let over = |over| changes::tell(app, &Change::Dragging { over });
    match event {
        DragDropEvent::Enter { .. } => over(true),
        DragDropEvent::Drop { paths, .. } => {
            over(false);
            check(app, paths.clone());
        }
        DragDropEvent::Leave => over(false),
        _ => {}
    }
}

/// Takes what was named on a command line that was typed in `folder`. There are no options.
pub fn named(app: &AppHandle, folder: &Path, words: impl Iterator<Item = PathBuf>) {
    let paths: Vec<PathBuf> = words.map(|word| folder.join(word)).collect();
    if !paths.is_empty() {
        check(app, paths);
    }
}

fn check(app: &AppHandle, paths: Vec<PathBuf>) {
    // What goes wrong was logged where it became a failure; the check itself carries it to the window.
    drop(app.state::<Desk>().check_paths(paths));
}
