//! What a decoder from elsewhere sees of a file.

use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use symphonia::core::io::MediaSource;

use super::tape::Tape;

/// A part of a [`Tape`] that a decoder reads as a file of its own.
pub(super) struct Window {
    tape: Arc<Mutex<Tape>>,
    /// What stands in place of the bytes before `part`.
    front: Vec<u8>,
    part: Range<u64>,
    at: u64,
    seekable: bool,
    /// Bytes that may still be read: a decoder that goes round in circles comes to an end.
    budget: u64,
}

/// How often over a decoder may read a file; headers at its end and interleaved tracks make it
/// jump.
const PASSES: u64 = 16;
/// What a small file may cost in any case.
const LEAST_BUDGET: u64 = 16 << 20;

impl Window {
    pub(super) fn new(
        tape: Arc<Mutex<Tape>>,
        front: Vec<u8>,
        part: Range<u64>,
        seekable: bool,
    ) -> Self {
        let len = part.end.saturating_sub(part.start);
        let budget = len.saturating_mul(PASSES).max(LEAST_BUDGET);
        Self { tape, front, part, at: 0, seekable, budget }
    }

    fn len(&self) -> u64 {
        self.front.len() as u64 + self.part.end.saturating_sub(self.part.start)
    }
}

impl Read for Window {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let room = self.len().saturating_sub(self.at).min(buf.len() as u64);
        if room > self.budget {
            return Err(io::Error::other("the decoder reads the same bytes over and over"));
        }
        let front = self.front.len() as u64;
        if self.at < front {
            let n = self.front[self.at as usize..].as_ref().read(buf)?;
            self.at += n as u64;
            return Ok(n);
        }
        let mut tape = self.tape.lock().unwrap_or_else(PoisonError::into_inner);
        let place = self.part.start + self.at - front;
        if tape.position() != place {
            tape.seek(SeekFrom::Start(place))?;
        }
        let n = tape.read(&mut buf[..room as usize])?;
        self.at += n as u64;
        self.budget -= n as u64;
        Ok(n)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.len().checked_add_signed(by),
        };
        self.at = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

impl MediaSource for Window {
    fn is_seekable(&self) -> bool {
        self.seekable
    }

    fn byte_len(&self) -> Option<u64> {
        self.seekable.then(|| self.len())
    }
}
