//! Writes the demo session: `cargo run --release -p bar-testkit --example demo FOLDER`.

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("demo"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    bar_testkit::demo::write(&folder)
}
