//! The shell around the desk: a window, its commands and its changes. No rules, no SQL, no sound.

/// Runs the app until its window is closed.
///
/// # Errors
/// When the system has no window to give.
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_single_instance::init(|_, _, _| {}))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .run(tauri::generate_context!())
}
