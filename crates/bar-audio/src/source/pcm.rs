//! Reading uncompressed samples, front to back, in pieces that stay in cache.

use std::ops::Range;
use std::sync::atomic::AtomicBool;

use bar_domain::Frames;

use super::outline::Outline;
use super::samples::Layout;
use super::tape::Tape;
use super::{BLOCK_FRAMES, Block, ReadError};

/// Bytes asked of the system at once. No map of the file: one that shrinks would kill the process.
const PIECE: usize = 1 << 20;
/// The same where one jumps about: what lies behind is often not wanted.
const SMALL_PIECE: usize = 1 << 18;

/// The sound of an uncompressed file.
pub(super) struct PcmSource {
    tape: Tape,
    outline: Outline,
    piece: Vec<u8>,
    /// The bytes of `piece` that wait to be decoded.
    waiting: Range<usize>,
    /// Bytes of sound that still lie in the file.
    left: u64,
    frames_done: u64,
    /// It is not read from front to back any more.
    jumped: bool,
}

impl PcmSource {
    pub(super) fn new(tape: Tape, outline: Outline) -> Self {
        let left = outline.format.frames.0 * outline.frame_bytes() as u64;
        let piece = vec![0; if tape.is_hashed() { PIECE } else { SMALL_PIECE }];
        Self { tape, outline, piece, waiting: 0..0, left, frames_done: 0, jumped: false }
    }

    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }

    /// Decodes the next frames into `block`.
    pub(super) fn read(&mut self, block: &mut Block) -> Result<(), ReadError> {
        block.shape(self.outline.format.channels.into());
        let frame_bytes = self.outline.frame_bytes();
        let (bytes, layout) = self.read_raw()?;
        block.used_bits = layout.decode(bytes, &mut block.channels);
        block.frames = bytes.len() / frame_bytes;
        Ok(())
    }

    /// The next whole frames as they lie in the file, and how; none at the end of the sound.
    pub(super) fn read_raw(&mut self) -> Result<(&[u8], Layout), ReadError> {
        let frame_bytes = self.outline.frame_bytes();
        let wanted = BLOCK_FRAMES.min(self.piece.len() / frame_bytes) * frame_bytes;
        if self.waiting.len() < wanted && self.left > 0 {
            self.refill()?;
        }
        let take = (self.waiting.len() - self.waiting.len() % frame_bytes).min(wanted);
        let bytes = self.waiting.start..self.waiting.start + take;
        if !self.outline.layout.is_settled() {
            self.outline.layout = self.outline.layout.settled_by(&self.piece[bytes.clone()]);
        }
        self.waiting.start += take;
        self.frames_done += (take / frame_bytes) as u64;
        if take == 0 {
            self.settle_for_what_was_found();
        }
        Ok((&self.piece[bytes], self.outline.layout))
    }

    /// Reads what lies outside the sound: before its first frame or after its last one.
    pub(super) fn read_aside(&mut self, at: u64, bytes: &mut [u8]) -> Result<usize, ReadError> {
        self.tape.go_to(at)?;
        self.tape.read_some(bytes)
    }

    /// Goes on at `frame`, or at the end where there are fewer.
    pub(super) fn jump(&mut self, frame: u64) -> Result<(), ReadError> {
        let frame_bytes = self.outline.frame_bytes() as u64;
        let frame = frame.min(self.outline.format.frames.0);
        self.tape.go_to(self.outline.start + frame * frame_bytes)?;
        self.left = (self.outline.format.frames.0 - frame) * frame_bytes;
        self.waiting = 0..0;
        self.jumped = true;
        Ok(())
    }

    /// Hashes what is left of the file.
    pub(super) fn finish(mut self, stop: &AtomicBool) -> Result<Option<blake3::Hash>, ReadError> {
        self.tape.hash_all(&mut self.piece, stop)
    }

    /// Moves what waits to the front and fills up behind it.
    fn refill(&mut self) -> Result<(), ReadError> {
        if self.frames_done == 0 && self.waiting.is_empty() && !self.jumped {
            self.tape.hash_until(self.outline.start, &mut self.piece)?;
            self.tape.go_to(self.outline.start)?;
        }
        self.piece.copy_within(self.waiting.clone(), 0);
        self.waiting = 0..self.waiting.len();
        while self.left > 0 && self.waiting.end < self.piece.len() {
            let left = usize::try_from(self.left).unwrap_or(usize::MAX);
            let room = (self.piece.len() - self.waiting.end).min(left);
            let n = self.tape.read_some(&mut self.piece[self.waiting.end..][..room])?;
            if n == 0 {
                self.left = 0;
            }
            self.waiting.end += n;
            self.left -= n as u64;
        }
        Ok(())
    }

    /// A file that shrank while it was read holds less than its header, and its size, promised.
    fn settle_for_what_was_found(&mut self) {
        let format = &mut self.outline.format;
        if !self.jumped && self.frames_done < format.frames.0 {
            self.outline.header.promised_frames.get_or_insert(format.frames);
            format.frames = Frames(self.frames_done);
        }
    }
}
