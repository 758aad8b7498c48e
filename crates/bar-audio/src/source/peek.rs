//! Looking at headers: bounded reads at absolute places.

use std::io::{self, Read, Seek, SeekFrom};

use super::ReadError;

/// A file as the header parsers see it.
pub(super) struct Peek<'a, R> {
    inner: &'a mut R,
    len: u64,
}

/// The order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Least significant byte first.
    Little,
    /// Most significant byte first.
    Big,
}

impl<'a, R: Read + Seek> Peek<'a, R> {
    /// Sees the first `len` bytes of `inner`.
    pub(super) fn new(inner: &'a mut R, len: u64) -> Self {
        Self { inner, len }
    }

    /// The same file, as if it ended at byte `end`.
    pub(super) fn up_to(&mut self, end: u64) -> Peek<'_, R> {
        Peek { inner: self.inner, len: self.len.min(end) }
    }

    /// Bytes in the file.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The `N` bytes at `at`; [`ReadError::Damaged`] when the file ends before.
    pub(super) fn bytes<const N: usize>(&mut self, at: u64) -> Result<[u8; N], ReadError> {
        let mut bytes = [0; N];
        if self.some(at, &mut bytes)? < N {
            return Err(self.ends_early());
        }
        Ok(bytes)
    }

    /// Fills as much of `bytes` as the file holds from `at` on; returns how much that is.
    pub(super) fn some(&mut self, at: u64, bytes: &mut [u8]) -> Result<usize, ReadError> {
        let held = self.len.saturating_sub(at).min(bytes.len() as u64) as usize;
        let read = self.fill(at, &mut bytes[..held]);
        read.map_err(|source| ReadError::Io { at, source })
    }

    fn fill(&mut self, at: u64, bytes: &mut [u8]) -> io::Result<usize> {
        self.inner.seek(SeekFrom::Start(at))?;
        let mut filled = 0;
        while filled < bytes.len() {
            match self.inner.read(&mut bytes[filled..]) {
                Ok(0) => break,
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }

    /// The error of a file that ends inside its header.
    pub(super) fn ends_early(&self) -> ReadError {
        ReadError::damaged(self.len, "the file ends inside its header")
    }
}

impl Order {
    pub(super) fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(bytes),
            Self::Big => u16::from_be_bytes(bytes),
        }
    }

    pub(super) fn u32(self, bytes: [u8; 4]) -> u32 {
        match self {
            Self::Little => u32::from_le_bytes(bytes),
            Self::Big => u32::from_be_bytes(bytes),
        }
    }
}
