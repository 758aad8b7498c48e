//! Measures files and tells how fast: `cargo run --release -p bar-audio --example measure -- FILE…`

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use bar_audio::measure::{Watch, measure};

fn main() {
    let watch = Watch { cancelled: &AtomicBool::new(false), progress: &|_| {} };
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        let start = Instant::now();
        match measure(&path, &watch) {
            Ok(listened) => {
                let seconds = start.elapsed().as_secs_f64();
                let format = listened.format;
                let samples = format.frames.0 as f64 * f64::from(format.channels);
                let ns = seconds * 1e9 / samples;
                println!("{}: {seconds:.3} s, {ns:.2} ns a sample", path.display());
                println!("  {:?}", listened.measured);
            }
            Err(error) => println!("{}: {error}", path.display()),
        }
    }
}
