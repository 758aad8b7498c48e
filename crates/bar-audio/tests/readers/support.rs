//! Opening bytes as a file.

use std::io::Write;

use bar_audio::format::{Format, Header};
use bar_audio::source::{self, Block, ReadError};
use tempfile::NamedTempFile;

/// What came out of a file.
#[derive(Debug)]
pub struct Heard {
    pub format: Format,
    pub header: Header,
    /// Per channel.
    pub samples: Vec<Vec<f32>>,
    pub used_bits: u32,
    pub hash: blake3::Hash,
}

/// A file on disk with these bytes; its name tells nothing.
pub fn on_disk(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// Reads `bytes` as a file from end to end.
pub fn hear(bytes: &[u8]) -> Result<Heard, ReadError> {
    hear_file(on_disk(bytes).path())
}

/// Reads a file from end to end.
pub fn hear_file(path: &std::path::Path) -> Result<Heard, ReadError> {
    let mut source = source::open(path)?;
    let mut block = Block::default();
    let mut samples = vec![Vec::new(); source.format().channels.into()];
    let mut used_bits = 0;
    loop {
        source.read(&mut block)?;
        if block.frames == 0 {
            break;
        }
        used_bits |= block.used_bits;
        for (all, block_of) in samples.iter_mut().zip(&block.channels) {
            all.extend_from_slice(&block_of[..block.frames]);
        }
    }
    let (format, header) = (source.format(), source.header().clone());
    let frames = samples[0].len() as u64;
    assert_eq!(format.frames.0, frames, "the format tells what was really there");
    Ok(Heard { format, header, samples, used_bits, hash: source.finish()? })
}
