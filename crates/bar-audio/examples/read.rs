//! Reads files from end to end and tells what they hold: `cargo run --release --example read -- FILE…`.

use std::path::Path;
use std::time::Instant;

use bar_audio::source::{self, Block, ReadError};

fn main() {
    for name in std::env::args_os().skip(1) {
        let begun = Instant::now();
        let outcome =
            read(Path::new(&name)).unwrap_or_else(|error| format!("! {error} | {error:?}"));
        println!("{}\t{:.0} ms\t{outcome}", name.display(), begun.elapsed().as_secs_f64() * 1e3);
    }
}

fn read(path: &Path) -> Result<String, ReadError> {
    let mut source = source::open(path)?;
    let opened = source.format().frames.0;
    let mut block = Block::default();
    let (mut used, mut peak) = (0, 0.0_f32);
    loop {
        source.read(&mut block)?;
        if block.frames == 0 {
            break;
        }
        used |= block.used_bits;
        for channel in &block.channels {
            peak = channel[..block.frames].iter().fold(peak, |peak, sample| peak.max(sample.abs()));
        }
    }
    let (format, header) = (source.format(), source.header().clone());
    let hash = source.finish()?.to_hex();
    Ok(format!(
        "{:?} {:?} bits {:?} rate {} channels {} frames {} (at open {opened}) used {used:08x} \
         peak {peak:.4} {header:?} {}",
        format.container,
        format.encoding,
        format.bits,
        format.rate.0,
        format.channels,
        format.frames.0,
        &hash[..8]
    ))
}
