//! A compressed file, unpacked from front to back into a file without a name.
//!
//! Compressed sound can only be decoded from its beginning (see the decisions in
//! `crates/README.md`), but a player jumps. So what was decoded once is kept: going back costs as
//! little as in a WAV, and going forward costs what lies between, once.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::down_mix::DownMix;
use super::voice::CHANNELS;
use crate::source::{Block, ReadError, Source, open_unhashed};

/// Bytes of a frame as it is kept: two 32-bit floats, so that nothing is lost.
const FRAME: u64 = (CHANNELS * size_of::<f32>()) as u64;
/// What all files of a reel may unpack to: six hours at 48 kHz. Behind that, going back means decoding again.
const MOST: u64 = 8 << 30;
/// Blocks decoded in one go when somebody waits for the sound: some milliseconds.
const STRIDE: usize = 16;

/// Bytes that may still be unpacked.
pub(super) type Budget = Rc<Cell<u64>>;

/// A full budget.
pub(super) fn budget() -> Budget {
    Rc::new(Cell::new(MOST))
}

/// A compressed file and what it unpacked to so far, as stereo.
pub(super) struct Spool {
    path: PathBuf,
    source: Source,
    mix: DownMix,
    block: Block,
    kept: File,
    budget: Budget,
    /// Frames unpacked so far, and whether that is all.
    frames: u64,
    ended: bool,
    /// Nothing more can be kept.
    full: bool,
    not_finite: u64,
    stereo: Vec<f32>,
    bytes: Vec<u8>,
}

impl Spool {
    pub(super) fn new(
        path: &Path,
        scratch: &Path,
        budget: &Budget,
        mix: DownMix,
    ) -> Result<Self, ReadError> {
        let refused = |source| ReadError::Io { at: 0, source };
        Ok(Self {
            path: path.to_owned(),
            source: open_unhashed(path)?,
            mix,
            block: Block::default(),
            kept: tempfile::tempfile_in(scratch).map_err(refused)?,
            budget: Rc::clone(budget),
            frames: 0,
            ended: false,
            full: false,
            not_finite: 0,
            stereo: Vec::new(),
            bytes: Vec::new(),
        })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Frames there are, once all of it was unpacked.
    pub(super) fn frames(&self) -> Option<u64> {
        self.ended.then_some(self.frames)
    }

    /// Frames that the file promised beyond those that came.
    pub(super) fn missing(&self) -> u64 {
        let promised = self.source.header().promised_frames.map_or(0, |frames| frames.0);
        if self.ended { promised.saturating_sub(self.frames) } else { 0 }
    }

    /// Whether the disk or the budget holds no more.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    pub(super) fn not_finite(&self) -> u64 {
        self.not_finite
    }

    /// Unpacks up to `frame`, or some of the way; whether it got there.
    pub(super) fn reach(&mut self, frame: i64) -> Result<bool, ReadError> {
        let frame = u64::try_from(frame).unwrap_or(0);
        for _ in 0..STRIDE {
            if self.ended || self.frames >= frame {
                return Ok(true);
            }
            self.step()?;
        }
        Ok(self.ended || self.frames >= frame)
    }

    /// Unpacks a block; whether there is more.
    pub(super) fn step(&mut self) -> Result<bool, ReadError> {
        if self.ended {
            return Ok(false);
        }
        let read = self.source.read(&mut self.block);
        if read.is_err() || self.block.frames == 0 {
            // What was unpacked before it broke is heard all the same.
            self.ended = true;
            return read.map(|()| false);
        }
        let frames = self.block.frames;
        self.stereo.resize(frames * CHANNELS, 0.0);
        self.not_finite += self.mix.mix(&self.block.channels, &mut self.stereo, 0);
        let bytes = frames as u64 * FRAME;
        let left = self.budget.get();
        let kept = match left.checked_sub(bytes) {
            Some(left) => self.keep().inspect(|()| self.budget.set(left)),
            None => Err(io::ErrorKind::StorageFull.into()),
        };
        kept.map_err(|source| {
            self.full = true;
            ReadError::Io { at: 0, source }
        })?;
        self.frames += frames as u64;
        Ok(true)
    }

    fn keep(&mut self) -> io::Result<()> {
        self.bytes.clear();
        self.bytes.extend(self.stereo.iter().flat_map(|sample| sample.to_le_bytes()));
        self.kept.seek(SeekFrom::Start(self.frames * FRAME))?;
        self.kept.write_all(&self.bytes)
    }

    /// Fills `out` from `from` on with what was unpacked, and with silence around it.
    pub(super) fn read(&mut self, from: i64, out: &mut [f32]) -> Result<(), ReadError> {
        out.fill(0.0);
        let wanted = out.len() / CHANNELS;
        let before = usize::try_from(from.saturating_neg()).unwrap_or(0).min(wanted);
        let at = u64::try_from(from).unwrap_or(0);
        let there = self.frames.saturating_sub(at).min((wanted - before) as u64) as usize;
        self.bytes.resize(there * FRAME as usize, 0);
        let placed = self.kept.seek(SeekFrom::Start(at * FRAME));
        let read = placed.and_then(|_| self.kept.read_exact(&mut self.bytes));
        read.map_err(|source| ReadError::Io { at, source })?;
        let (samples, _) = self.bytes.as_chunks();
        for (out, bytes) in out[before * CHANNELS..].iter_mut().zip(samples) {
            *out = f32::from_le_bytes(*bytes);
        }
        Ok(())
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.budget.set(self.budget.get() + self.frames * FRAME);
    }
}
