//! The shell around the desk: a window, its commands and its changes. No rules, no SQL, no sound.

mod changes;
mod commands;
mod drops;
mod window;

use std::path::{Path, PathBuf};

use bar_desk::Desk;
use tauri::{App, Manager};

use crate::window::Window;

/// Names another folder for what the app remembers; tests use it.
const DATA: &str = "BAR_ONE_DATA";

/// Runs the app until its window is closed. Files and folders on the command line are checked at once.
///
/// # Errors
/// When the system has no window to give.
pub fn run() -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, words, folder| {
            drops::named(app, Path::new(&folder), words.into_iter().skip(1).map(PathBuf::from));
            window::raise(app);
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(commands::handler())
        .on_window_event(drops::on_window_event)
        .setup(|app| setup(app))
        .run(tauri::generate_context!())
}

fn setup(app: &mut App) -> Result<(), Box<dyn std::error::Error>> {
    let folder = match std::env::var_os(DATA) {
        Some(folder) => PathBuf::from(folder),
        None => app.path().app_local_data_dir()?,
    };
    let desk = Desk::new(bar_store::open(&folder)?, Window::new(app.handle(), &folder));
    app.manage(desk.clone());
    window::open(app)?;
    let here = std::env::current_dir().unwrap_or_default();
    drops::named(app.handle(), &here, std::env::args_os().skip(1).map(PathBuf::from));
    // What is old goes when nobody waits; a failure was logged where it arose and costs only space.
    tauri::async_runtime::spawn_blocking(move || drop(desk.tidy()));
    Ok(())
}
