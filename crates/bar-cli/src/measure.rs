//! `barone measure`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use bar_audio::format::Format;
use bar_audio::measure::{self, MeasureError, Measured, Watch};
use bar_stems::CheckError;
use serde::Serialize;

use crate::failure::Failure;
use crate::{FINE, NOT_RUN, interrupt, quietly, report};

/// What is printed of a file.
#[derive(Serialize)]
struct Line<'a> {
    file: &'a str,
    format: &'a Format,
    measured: &'a Measured,
}

/// Measures files over the cores and prints each as soon as those before it are printed.
pub(crate) fn run(files: &[PathBuf]) -> Result<u8, Failure> {
    let cancelled = interrupt::watch()?;
    let cancelled: &AtomicBool = &cancelled;
    let next = AtomicUsize::new(0);
    let (send, results) = mpsc::channel();
    let cores = thread::available_parallelism().map_or(1, usize::from).min(files.len());
    thread::scope(|scope| {
        for _ in 0..cores {
            let send = send.clone();
            let next = &next;
            scope.spawn(move || {
                let watch = Watch { cancelled, progress: &|_| () };
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = files.get(at) else { return };
                    if send.send((at, one(path, &watch))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(send);
        let printed = print(files, results);
        // Whoever is still measuring has nobody left to measure for.
        cancelled.store(true, Ordering::Relaxed);
        printed
    })
}

type Measurement = Result<(Format, Measured), MeasureError>;

/// Measures a file, and keeps what is printed of it: thousands may wait behind one that is long.
fn one(path: &Path, watch: &Watch<'_>) -> Measurement {
    measure::measure(path, watch).map(|listened| (listened.format, listened.measured))
}

fn print(files: &[PathBuf], results: mpsc::Receiver<(usize, Measurement)>) -> Result<u8, Failure> {
    let mut waiting = BTreeMap::new();
    let mut status = FINE;
    let mut due = 0;
    for (at, result) in results {
        waiting.insert(at, result);
        while let Some(result) = waiting.remove(&due) {
            let file = files[due].to_string_lossy();
            match result {
                Ok((format, measured)) => {
                    let line = Line { file: &file, format: &format, measured: &measured };
                    let written = write(&line);
                    if written.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
                        return Ok(status);
                    }
                    quietly(written)?;
                }
                Err(MeasureError::Cancelled) => return Err(CheckError::Cancelled.into()),
                Err(MeasureError::Read(error)) => {
                    anstream::eprintln!("barone: {}: {error}", report::clean(&file));
                    status = NOT_RUN;
                }
            }
            due += 1;
        }
    }
    Ok(status)
}

fn write(line: &Line<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, line)?;
    writeln!(out).and_then(|()| out.flush())
}
