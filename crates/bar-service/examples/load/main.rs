//! How the service does, for `cargo xtask bench`: `load SERVICE FOLDER TUS ROUNDS SECONDS` prints one JSON
//! object.
//!
//! SERVICE is the program; it runs as processes of its own, on FOLDER, which should lie on a disk. TUS is
//! where `@tus/server` and `tus-js-client` are installed; they are left out where they are not. All sides
//! are measured ROUNDS times in turn, most of them for SECONDS, and medians are told.

mod asks;
mod busy;
mod contest;
mod curve;
mod program;
mod seed;
mod sides;
mod streams;
mod upload;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

/// What may go wrong in a bench.
type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What is measured, and where.
struct Stage {
    program: PathBuf,
    folder: PathBuf,
    rounds: usize,
    lasting: Duration,
}

#[tokio::main]
async fn main() -> Done<()> {
    let words: Vec<_> = std::env::args().collect();
    let [_, program, folder, tus, rounds, seconds] = words.as_slice() else {
        return Err("load SERVICE FOLDER TUS ROUNDS SECONDS".into());
    };
    std::fs::create_dir_all(folder)?;
    let folder = tempfile::tempdir_in(folder)?;
    let stage = Stage {
        program: program.into(),
        folder: folder.path().into(),
        rounds: rounds.parse()?,
        lasting: Duration::from_secs_f64(seconds.parse()?),
    };
    eprintln!("Commands and pages");
    let (sqlite, postgres) = sides::measure(&stage).await?;
    let curve = curve::measure(&stage).await?;
    eprintln!("Streams");
    let streams = streams::measure(&stage).await?;
    eprintln!("Uploads");
    let (ours, theirs) = contest::measure(&stage, tus.as_ref()).await?;
    let busy = busy::measure(&stage).await?;
    println!(
        "{}",
        serde_json::json!({
            "sqlite": sqlite, "postgres": postgres, "curve": curve, "streams": streams,
            "ours": ours, "theirs": theirs, "busy": busy,
        })
    );
    Ok(())
}

/// The middle one; of an even number, the mean of the two.
fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    let at = |at: usize| figures.get(at).copied().unwrap_or(f64::NAN);
    f64::midpoint(at(figures.len().saturating_sub(1) / 2), at(figures.len() / 2))
}
