//! Sound files byte by byte, sound or faulty on purpose.

mod aiff;
mod samples;
mod w64;
mod wav;

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

pub use aiff::Aiff;
use samples::Coding;
pub use wav::Wav;

/// A file about to be written. [`Wav`] and [`Aiff`] start one; every method returns it changed.
#[derive(Debug, Clone)]
pub struct SoundFile {
    shell: Shell,
    coding: Coding,
    rate: u32,
    channels: u16,
    samples: Vec<u8>,
    sound: Vec<Vec<f32>>,
    dither: Option<u64>,
    hole_frames: u64,
    first: Vec<Chunk>,
    before: Vec<Chunk>,
    after: Vec<Chunk>,
    sizes: Sizes,
    trailing: Vec<u8>,
    keep: Option<u64>,
}

/// What a recorder that never came back left in the size fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unset {
    /// 0, as when streaming to a pipe or after a crash.
    Zero,
    /// All ones, as ffmpeg and sox write into a pipe.
    AllOnes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    Riff { extensible: bool },
    Rf64 { extensible: bool },
    Bw64 { extensible: bool },
    W64 { extensible: bool },
    Aiff,
    Aifc { compression: [u8; 4] },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sizes {
    True,
    Unset(Unset),
    Promised(u64),
}

#[derive(Debug, Clone)]
struct Chunk {
    id: [u8; 4],
    body: Vec<u8>,
}

/// The file in three parts: bytes, a hole of zeros that takes no disk, bytes.
struct Pieces {
    head: Vec<u8>,
    hole: u64,
    tail: Vec<u8>,
}

impl SoundFile {
    fn new(shell: Shell, coding: Coding) -> Self {
        Self {
            shell,
            coding,
            rate: 48_000,
            channels: 1,
            samples: Vec::new(),
            sound: Vec::new(),
            dither: None,
            hole_frames: 0,
            first: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            sizes: Sizes::True,
            trailing: Vec::new(),
            keep: None,
        }
    }

    /// Frames per second; 48,000 unless said.
    #[must_use]
    pub fn rate(mut self, rate: u32) -> Self {
        self.rate = rate;
        self
    }

    /// One channel, full scale ±1.0.
    #[must_use]
    pub fn mono(self, sound: &[f32]) -> Self {
        self.channels(&[sound])
    }

    /// One slice per channel, full scale ±1.0; short ones end in silence. Integers are rounded to
    /// the nearest and clamped, floats are written as they are.
    #[must_use]
    pub fn channels<S: AsRef<[f32]>>(mut self, channels: &[S]) -> Self {
        self.channels = channels.len() as u16;
        self.sound = channels.iter().map(|channel| channel.as_ref().to_vec()).collect();
        self
    }

    /// These very bytes as interleaved samples of so many channels.
    #[must_use]
    pub fn raw(mut self, channels: u16, samples: &[u8]) -> Self {
        self.channels = channels;
        self.samples = samples.to_vec();
        self
    }

    /// Integers get TPDF dither of ±1 LSB before rounding, as a careful export does.
    #[must_use]
    pub fn dithered(mut self, seed: u64) -> Self {
        self.dither = Some(seed);
        self
    }

    /// So many frames of zero bytes after the sound, as a hole that takes no disk:
    /// files over 4 GiB in no time.
    #[must_use]
    pub fn then_hole(mut self, frames: u64) -> Self {
        self.hole_frames = frames;
        self
    }

    /// Integers of so many valid bits in wider containers, left-justified, as in 24-in-32.
    #[must_use]
    pub fn in_container(mut self, container_bits: u16) -> Self {
        self.coding.bytes = usize::from(container_bits / 8);
        self
    }

    /// A chunk before the format is told.
    #[must_use]
    pub fn chunk_first(mut self, id: &[u8; 4], body: &[u8]) -> Self {
        self.first.push(Chunk { id: *id, body: body.to_vec() });
        self
    }

    /// A chunk between the format and the sound.
    #[must_use]
    pub fn chunk_before(mut self, id: &[u8; 4], body: &[u8]) -> Self {
        self.before.push(Chunk { id: *id, body: body.to_vec() });
        self
    }

    /// A chunk after the sound.
    #[must_use]
    pub fn chunk_after(mut self, id: &[u8; 4], body: &[u8]) -> Self {
        self.after.push(Chunk { id: *id, body: body.to_vec() });
        self
    }

    /// A `bext` chunk (EBU Tech 3285) that places the file so many frames after midnight.
    #[must_use]
    pub fn time_reference(self, frames: u64) -> Self {
        let mut body = vec![0; 602];
        body[..8].copy_from_slice(b"Bar One\0");
        body[320..338].copy_from_slice(b"2026-01-0112:00:00");
        body[338..346].copy_from_slice(&frames.to_le_bytes());
        body[346] = 1;
        self.chunk_first(b"bext", &body)
    }

    /// The size fields were never written.
    #[must_use]
    pub fn sizes_unset(mut self, unset: Unset) -> Self {
        self.sizes = Sizes::Unset(unset);
        self
    }

    /// The header promises so many frames, whatever there is.
    #[must_use]
    pub fn promising(mut self, frames: u64) -> Self {
        self.sizes = Sizes::Promised(frames);
        self
    }

    /// Bytes after the end of the container, that its sizes know nothing of.
    #[must_use]
    pub fn trailing(mut self, bytes: &[u8]) -> Self {
        self.trailing = bytes.to_vec();
        self
    }

    /// Only the first bytes of the file are there.
    #[must_use]
    pub fn truncated_to(mut self, bytes: u64) -> Self {
        self.keep = Some(bytes);
        self
    }

    /// The file in memory.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let Pieces { mut head, hole, tail } = self.pieces();
        head.resize(head.len() + hole as usize, 0);
        head.extend(tail);
        head.truncate(self.keep.map_or(usize::MAX, |keep| keep as usize));
        head
    }

    /// Writes the file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let Pieces { head, hole, tail } = self.pieces();
        let mut file = File::create(path)?;
        file.write_all(&head)?;
        file.seek(SeekFrom::Current(hole as i64))?;
        file.write_all(&tail)?;
        let whole = head.len() as u64 + hole + tail.len() as u64;
        file.set_len(self.keep.map_or(whole, |keep| keep.min(whole)))
    }

    fn pieces(&self) -> Pieces {
        let sound = if self.samples.is_empty() {
            self.coding.encode(&self.sound, self.dither)
        } else {
            self.samples.clone()
        };
        let mut pieces = match self.shell {
            Shell::Riff { .. } | Shell::Rf64 { .. } | Shell::Bw64 { .. } => {
                wav::lay_out(self, sound)
            }
            Shell::W64 { .. } => w64::lay_out(self, sound),
            Shell::Aiff | Shell::Aifc { .. } => aiff::lay_out(self, sound),
        };
        pieces.tail.extend(&self.trailing);
        pieces
    }

    fn frame_bytes(&self) -> u64 {
        self.coding.bytes as u64 * u64::from(self.channels)
    }

    /// Bytes of sound that are there, and those that the header tells of.
    fn data_sizes(&self, sound: &[u8]) -> (u64, u64) {
        let there = sound.len() as u64 + self.hole_frames * self.frame_bytes();
        match self.sizes {
            Sizes::Promised(frames) => (there, frames * self.frame_bytes()),
            Sizes::True | Sizes::Unset(_) => (there, there),
        }
    }

    /// What a size field holds.
    fn size32(&self, size: u64) -> u32 {
        match self.sizes {
            Sizes::Unset(Unset::Zero) => 0,
            Sizes::Unset(Unset::AllOnes) => u32::MAX,
            Sizes::True | Sizes::Promised(_) => size.min(u64::from(u32::MAX)) as u32,
        }
    }

    fn size64(&self, size: u64) -> u64 {
        match self.sizes {
            Sizes::Unset(Unset::Zero) => 0,
            Sizes::Unset(Unset::AllOnes) => u64::MAX,
            Sizes::True | Sizes::Promised(_) => size,
        }
    }
}
