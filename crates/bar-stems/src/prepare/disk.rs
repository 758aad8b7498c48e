//! The disk that copies are written to, so that a test can fill it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// A file being written.
pub trait Output: Write + Send {
    /// Sees to it that everything written is on the disk, not only on its way there.
    ///
    /// # Errors
    /// When the disk refuses.
    fn settle(&mut self) -> io::Result<()>;
}

/// A disk.
pub trait Disk: Sync {
    /// Bytes that there is room for in a folder.
    ///
    /// # Errors
    /// When the system does not tell.
    fn free(&self, folder: &Path) -> io::Result<u64>;

    /// Makes a new file; one that is there already is an error.
    ///
    /// # Errors
    /// When the system refuses.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>>;
}

/// The disk of this computer.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn free(&self, folder: &Path) -> io::Result<u64> {
        fs4::available_space(folder)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Output>> {
        Ok(Box::new(OpenOptions::new().write(true).create_new(true).open(path)?))
    }
}

impl Output for File {
    fn settle(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}
