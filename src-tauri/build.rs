//! Tells Tauri which commands there are, and sees to it that there is a window to embed.

use std::path::Path;

use tauri_build::{AppManifest, Attributes};

#[path = "../crates/bar-desk/src/commands/list.rs"]
mod list;

macro_rules! names {
    ($($area:ident::$name:ident($argument:ty) -> $reply:ty;)*) => { &[$(stringify!($name)),*] };
}

/// Shown when the app was built before its window was: cargo alone cannot build that.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>Bar One</title>\
    <p>This window was not built: start Bar One with <code>cargo xtask run</code>.</p>";

fn main() -> anyhow::Result<()> {
    let window = Path::new("ui/dist");
    if !window.join("index.html").exists() {
        std::fs::create_dir_all(window)?;
        std::fs::write(window.join("index.html"), NOT_BUILT)?;
    }
    println!("cargo::rerun-if-changed=ui/dist");
    tauri_build::try_build(
        Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/*.json")
            .app_manifest(AppManifest::new().commands(crate::commands!(names))),
    )
}
