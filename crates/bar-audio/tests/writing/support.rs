//! Making originals, copying them, and reading both.

use std::io::Write;
use std::sync::atomic::AtomicBool;

use bar_audio::format::Format;
use bar_audio::source::{self, Block};
use bar_audio::write::{self, Change, Shell, Watch, WriteError};
use bar_domain::Frames;
use tempfile::NamedTempFile;

pub const RATE: u32 = 48_000;

/// A change that changes nothing of a sound of so many frames.
pub fn nothing(frames: u64) -> Change {
    Change { shell: Shell::Wav, start: 0, frames: Frames(frames), mono: false, depth: None }
}

/// A file on disk with these bytes; its name tells nothing.
pub fn on_disk(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file
}

/// The bytes of a changed copy, and the hash that was told of the original.
pub fn copy(original: &[u8], change: &Change) -> Result<Vec<u8>, WriteError> {
    let file = on_disk(original);
    let mut bytes = Vec::new();
    let stop = AtomicBool::new(false);
    let hash =
        write::rewrite(file.path(), change, &mut bytes, &Watch { stop: &stop, progress: &|_| () })?;
    assert_eq!(hash, blake3::hash(original), "all of the original was read");
    Ok(bytes)
}

/// What a file holds: its format, its samples per channel, and whether its container tells the truth.
pub fn hear(bytes: &[u8]) -> (Format, Vec<Vec<f32>>) {
    let file = on_disk(bytes);
    let mut source = source::open(file.path()).unwrap();
    let mut block = Block::default();
    let mut samples = vec![Vec::new(); source.format().channels.into()];
    loop {
        source.read(&mut block).unwrap();
        if block.frames == 0 {
            break;
        }
        for (all, channel) in samples.iter_mut().zip(&block.channels) {
            all.extend_from_slice(&channel[..block.frames]);
        }
    }
    let header = source.header();
    assert_eq!((header.promised_frames, header.sizes_unset), (None, false));
    (source.format(), samples)
}
