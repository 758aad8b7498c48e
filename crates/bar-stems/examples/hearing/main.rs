//! How well listening against the rough mix finds what is missing: many songs with real instruments,
//! many rough mixes, known answers. The tables of the README.
//!
//! `hearing` judges with songs that nobody tuned on; `hearing tune` plays those that thresholds were
//! chosen on. Every trial is a line on stderr, the tables are on stdout.

mod tables;
mod trials;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Songs of which complete sets are tried.
const SONGS: u64 = 23;
/// The first so many of them also lack each part in turn, and have parts changed.
const WHOLE: u64 = 4;

fn main() -> anyhow::Result<()> {
    let tune = std::env::args().any(|argument| argument == "tune");
    let first = if tune { 1 } else { 1001 };
    let (next, rows) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        let worker = || -> anyhow::Result<()> {
            loop {
                let song = next.fetch_add(1, Ordering::Relaxed);
                if song >= SONGS {
                    return Ok(());
                }
                trials::song(first + song, song < WHOLE, &|row| {
                    eprintln!("{row}");
                    rows.lock().expect("no thread panics").push(row);
                })?;
            }
        };
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no thread panics"))
    })?;
    tables::print(&rows.into_inner()?);
    Ok(())
}
