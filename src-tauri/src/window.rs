//! The one window, and what the desk needs of it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bar_desk::views::Change;
use bar_desk::{Dialog, Host, Saving};
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::{App, AppHandle, Manager, Url, WebviewWindowBuilder};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

use crate::changes;

/// The window's name; its capability is bound to it.
pub const MAIN: &str = "main";

/// Extensions that the dialog offers first. What a file is, its content decides.
const SOUND: &[&str] =
    &["wav", "wave", "bwf", "rf64", "w64", "aif", "aiff", "aifc", "flac", "m4a", "mp3", "ogg"];
/// Endings of archives that stems may come in.
const ARCHIVES: &[&str] = &["zip"];

/// Opens the window, which can show nothing but the app.
pub fn open(app: &App) -> tauri::Result<()> {
    let Some(config) = app.config().app.windows.iter().find(|window| window.label == MAIN) else {
        return Err(tauri::Error::WindowNotFound);
    };
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        // Not before there is something to see: a white flash at night hurts.
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                // A window that cannot be shown has nobody to be told.
                let _ = window.show();
            }
        })
        .build()?;
    Ok(())
}

/// Brings the window to the front.
pub fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window that cannot be raised is still there.
        let _ = window.unminimize().and_then(|()| window.set_focus());
    }
}

fn is_ours(url: &Url) -> bool {
    let host = url.host_str();
    url.scheme() == "tauri"
        || host == Some("tauri.localhost")
        || tauri::is_dev() && host == Some("localhost")
}

/// The window as the desk sees it.
pub struct Window {
    app: AppHandle,
    /// Where the app keeps what it remembers.
    data: PathBuf,
    /// Held while a dialog is open: one is enough.
    dialog: Mutex<()>,
}

impl Window {
    /// The window of `app`, which need not be open yet.
    pub fn new(app: &AppHandle, data: &Path) -> Self {
        Self { app: app.clone(), data: data.to_owned(), dialog: Mutex::new(()) }
    }

    fn dialog(&self) -> FileDialogBuilder<tauri::Wry> {
        let dialog = self.app.dialog().file();
        match self.app.get_webview_window(MAIN) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }

    /// Lets people name what is not there yet, beginning at `suggested`.
    fn ask_where(
        &self,
        mut dialog: FileDialogBuilder<tauri::Wry>,
        suggested: &Path,
    ) -> Option<PathBuf> {
        let _only_one = self.dialog.try_lock().ok()?;
        if let Some(around) = suggested.parent() {
            dialog = dialog.set_directory(around);
        }
        if let Some(name) = suggested.file_name() {
            dialog = dialog.set_file_name(name.to_string_lossy());
        }
        tokio::task::block_in_place(|| dialog.blocking_save_file())?.into_path().ok()
    }
}

impl Host for Window {
    fn changed(&self, change: Change) {
        changes::tell(&self.app, &change);
    }

    fn choose(&self, dialog: Dialog) -> Vec<PathBuf> {
        let Ok(_only_one) = self.dialog.try_lock() else { return Vec::new() };
        // People take their time: meanwhile another thread serves the window's other commands.
        let chosen = tokio::task::block_in_place(|| match dialog {
            Dialog::Folders => {
                self.dialog().set_title("Choose the folder of your stems").blocking_pick_folders()
            }
            Dialog::Stems => self
                .dialog()
                .set_title("Choose stems")
                .add_filter("Sound and archives", &[SOUND, ARCHIVES].concat())
                .add_filter("Everything", &["*"])
                .blocking_pick_files(),
            Dialog::Reference => one(self
                .dialog()
                .set_title("Choose the rough mix")
                .add_filter("Sound", SOUND)
                .add_filter("Everything", &["*"])
                .blocking_pick_file()),
            Dialog::Versions => self
                .dialog()
                .set_title("Choose mixes, or something to compare them with")
                .add_filter("Sound", SOUND)
                .add_filter("Everything", &["*"])
                .blocking_pick_files(),
            Dialog::Profile => one(self
                .dialog()
                .set_title("Choose the engineer’s profile")
                .add_filter("Profile", &["toml"])
                .blocking_pick_file()),
        });
        chosen.unwrap_or_default().into_iter().filter_map(|file| file.into_path().ok()).collect()
    }

    fn save(&self, what: Saving, suggested: &Path) -> Option<PathBuf> {
        let (title, filter) = match what {
            Saving::Report => ("Save the report", "Report"),
            Saving::Residual => ("Save what no stem explains", "Sound"),
            Saving::Markers => ("Save the notes as markers", "Markers"),
        };
        let ending = suggested.extension().unwrap_or_default().to_string_lossy();
        self.ask_where(self.dialog().set_title(title).add_filter(filter, &[&ending]), suggested)
    }

    fn scratch(&self) -> Option<PathBuf> {
        Some(self.data.join("scratch"))
    }

    fn new_folder(&self, suggested: &Path) -> Option<PathBuf> {
        // A dialog for folders lets nobody name a new one everywhere; that for saving does.
        self.ask_where(self.dialog().set_title("Choose where the fixed copies go"), suggested)
    }

    fn reveal(&self, folder: &Path) -> io::Result<()> {
        open::that_detached(folder)
    }
}

fn one(chosen: Option<FilePath>) -> Option<Vec<FilePath>> {
    chosen.map(|file| vec![file])
}
