//! Where a copy is written to, piece by piece.

use std::io::Write;

use super::{PIECE, Watch, WriteError};

/// A copy being written, front to back.
pub(super) struct Out<'a> {
    to: &'a mut dyn Write,
    watch: &'a Watch<'a>,
}

impl<'a> Out<'a> {
    pub(super) fn new(to: &'a mut dyn Write, watch: &'a Watch<'a>) -> Self {
        Self { to, watch }
    }

    /// Writes `bytes`, unless somebody asked to stop.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        if self.watch.stopped() {
            return Err(WriteError::Cancelled);
        }
        self.to.write_all(bytes).map_err(WriteError::Write)?;
        (self.watch.progress)(bytes.len() as u64);
        Ok(())
    }

    /// Writes so many zeros.
    pub(super) fn zeros(&mut self, bytes: u64) -> Result<(), WriteError> {
        self.fill(0, bytes)
    }

    /// Writes `byte` so many times.
    pub(super) fn fill(&mut self, byte: u8, mut times: u64) -> Result<(), WriteError> {
        let piece = vec![byte; PIECE.min(usize::try_from(times).unwrap_or(PIECE))];
        while times > 0 {
            let now = piece.len().min(usize::try_from(times).unwrap_or(PIECE));
            self.put(&piece[..now])?;
            times -= now as u64;
        }
        Ok(())
    }
}
