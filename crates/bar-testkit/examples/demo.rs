//! Writes the demo session: `cargo run --release -p bar-testkit --example demo FOLDER`.
//!
//! What is there already stays as it is, so that the app knows it again; a newer build makes it anew.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use bar_testkit::demo;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map_or_else(|| PathBuf::from("demo"), PathBuf::from);
    if is_made(&folder)? {
        return Ok(());
    }
    fs::create_dir_all(&folder)?;
    demo::write(&folder)
}

/// Whether every file of the session is there and younger than this program.
fn is_made(folder: &Path) -> io::Result<bool> {
    let built = fs::metadata(env::current_exe()?)?.modified()?;
    let is_younger = |name| {
        let made = fs::metadata(folder.join(name)).and_then(|file| file.modified());
        made.is_ok_and(|made| made > built)
    };
    Ok(demo::files().all(is_younger))
}
