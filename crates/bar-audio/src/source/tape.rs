//! A file that is hashed while it is read, so that one read of the disk serves both.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};

use super::ReadError;

/// Hashes every byte the first time it comes by in file order; what is read out
/// of order (a header at the end, say) is hashed when its turn comes.
pub(super) struct Tape {
    file: File,
    hasher: blake3::Hasher,
    /// Where the next read begins.
    at: u64,
    /// Bytes from the front that are hashed.
    hashed: u64,
}

impl Tape {
    /// `file`, whose position is its first byte.
    pub(super) fn new(file: File) -> Self {
        Self { file, hasher: blake3::Hasher::new(), at: 0, hashed: 0 }
    }

    /// The same, for somebody who does not want the hash.
    pub(super) fn unhashed(file: File) -> Self {
        Self { hashed: u64::MAX, ..Self::new(file) }
    }

    /// Whether somebody wants the hash.
    pub(super) fn is_hashed(&self) -> bool {
        self.hashed < u64::MAX
    }

    /// Where the next read begins.
    pub(super) fn position(&self) -> u64 {
        self.at
    }

    /// Reads once, at most `buf.len()` bytes; 0 at the end of the file.
    pub(super) fn read_some(&mut self, buf: &mut [u8]) -> Result<usize, ReadError> {
        loop {
            match self.read(buf) {
                Ok(n) => return Ok(n),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(source) => return Err(ReadError::Io { at: self.at, source }),
            }
        }
    }

    /// Goes to a place in the file.
    pub(super) fn go_to(&mut self, at: u64) -> Result<(), ReadError> {
        let moved = self.seek(SeekFrom::Start(at));
        moved.map(drop).map_err(|source| ReadError::Io { at, source })
    }

    /// Hashes everything before byte `end`, through `buf`; all of the file if it ends earlier.
    pub(super) fn hash_until(&mut self, end: u64, buf: &mut [u8]) -> Result<(), ReadError> {
        self.hash_unless(end, buf, &AtomicBool::new(false)).map(drop)
    }

    /// The hash of the whole file, through `buf`; `None` once `stop` is set.
    pub(super) fn hash_all(
        &mut self,
        buf: &mut [u8],
        stop: &AtomicBool,
    ) -> Result<Option<blake3::Hash>, ReadError> {
        let done = self.hash_unless(u64::MAX, buf, stop)?;
        Ok(done.then(|| self.hasher.finalize()))
    }

    fn hash_unless(
        &mut self,
        end: u64,
        buf: &mut [u8],
        stop: &AtomicBool,
    ) -> Result<bool, ReadError> {
        if self.hashed < end {
            self.go_to(self.hashed)?;
        }
        while self.hashed < end {
            if stop.load(Ordering::Relaxed) {
                return Ok(false);
            }
            let wanted = buf.len().min(usize::try_from(end - self.hashed).unwrap_or(buf.len()));
            if self.read_some(&mut buf[..wanted])? == 0 {
                break;
            }
        }
        Ok(true)
    }
}

impl Read for Tape {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buf)?;
        let end = self.at + n as u64;
        if (self.at..end).contains(&self.hashed) {
            self.hasher.update(&buf[(self.hashed - self.at) as usize..n]);
            self.hashed = end;
        }
        self.at = end;
        Ok(n)
    }
}

impl Seek for Tape {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}
