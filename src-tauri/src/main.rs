//! Bar One, the desktop app.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> anyhow::Result<()> {
    bar_one::run()?;
    Ok(())
}
