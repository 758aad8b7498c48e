//! Files and folders that reach the app from outside: dropped on the window, or named on the command line.
//! Their paths go to the desk and never to the window.

use std::path::{Path, PathBuf};

use bar_desk::Desk;
use bar_desk::commands::Answer;
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
            let (app, paths) = (app.clone(), paths.clone());
            // The window must not wait for a disk.
            tauri::async_runtime::spawn_blocking(move || take(&app, |desk| desk.dropped(paths)));
        }
        DragDropEvent::Leave => over(false),
        _ => {}
    }
}

/// Takes what was named on a command line that was typed in `folder`. There are no options of ours.
pub fn named(app: &AppHandle, folder: &Path, words: impl Iterator<Item = PathBuf>) {
    let paths: Vec<PathBuf> = words.filter_map(|word| name(folder, &word)).collect();
    if !paths.is_empty() {
        take(app, |desk| desk.check_paths(paths).map(drop));
    }
}

/// What a word names. Switches are for the system or the webview (`-psn_…`), unless a file is called so.
fn name(folder: &Path, word: &Path) -> Option<PathBuf> {
    let path = folder.join(word);
    let is_switch = word.as_os_str().as_encoded_bytes().starts_with(b"-");
    (!is_switch || path.exists()).then_some(path)
}

fn take(app: &AppHandle, take: impl FnOnce(&Desk) -> Answer<()>) {
    // Nobody waits for an answer: what is refused must be told.
    if let Err(failure) = take(&app.state::<Desk>()) {
        changes::tell(app, &Change::Failed { failure });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_switch_is_no_stem_unless_a_file_is_called_so() {
        let folder = tempfile::TempDir::new().unwrap();
        let folder = folder.path();
        std::fs::write(folder.join("-12 dB.wav"), "").unwrap();
        let named = |word| name(folder, Path::new(word));
        assert_eq!(named("--help"), None);
        assert_eq!(named("-psn_0_12345"), None);
        assert_eq!(named("-12 dB.wav"), Some(folder.join("-12 dB.wav")));
        assert_eq!(named("Gone.wav"), Some(folder.join("Gone.wav")), "what is missing is told");
    }
}
