//! The files of the repository that people write.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Built or fetched, never written by hand.
const MADE: &[&str] = &["node_modules", "dist", "target", "gen", "permissions"];

/// Every file under `folder`, in order of name, but for what is made or hidden.
pub fn under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with('.') || MADE.contains(&name.as_ref()) {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
