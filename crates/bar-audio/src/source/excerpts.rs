//! Reading a file that was measured once more, at any place.

use std::path::{Path, PathBuf};

use super::tape::Tape;
use super::{Block, ReadError, Reader, Source, recognise, regular_file};
use crate::format::Format;

/// A file as if silence went on before its first frame and after its last one. Nothing is hashed.
pub struct Excerpts {
    path: PathBuf,
    source: Source,
    block: Block,
    /// Frame at which `block` begins.
    start: u64,
    /// Where the sound ended, once that was seen.
    end: Option<u64>,
}

impl Excerpts {
    /// Opens the sound of `path`.
    ///
    /// # Errors
    /// As [`super::open`].
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let source = open(path)?;
        Ok(Self { path: path.to_owned(), source, block: Block::default(), start: 0, end: None })
    }

    /// What the file is.
    #[must_use]
    pub fn format(&self) -> Format {
        self.source.format()
    }

    /// Whether every place is as near as another: compressed sound is read from front to back.
    #[must_use]
    pub fn is_direct(&self) -> bool {
        matches!(self.source.0, Reader::Pcm(_))
    }

    /// Frames that the container promises beyond those that its file can hold.
    #[must_use]
    pub fn missing(&self) -> u64 {
        let promised = self.source.header().promised_frames.map_or(0, |frames| frames.0);
        promised.saturating_sub(self.format().frames.0)
    }

    /// Where the sound ended, once that was seen.
    #[must_use]
    pub fn end(&self) -> Option<u64> {
        self.end
    }

    /// Fills every one of `channels` (as many as the file has, all of one length) with the frames
    /// from `from` on. What lies before the one read last is cheap in uncompressed files only.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn read(&mut self, from: i64, channels: &mut [Vec<f32>]) -> Result<(), ReadError> {
        let wanted = channels.first().map_or(0, Vec::len);
        let mut done = usize::try_from(from.saturating_neg()).unwrap_or(0).min(wanted);
        for channel in channels.iter_mut() {
            channel[..done].fill(0.0);
        }
        while done < wanted {
            let at = from.saturating_add(done as i64).unsigned_abs();
            if !self.holds(at)? {
                for channel in channels.iter_mut() {
                    channel[done..].fill(0.0);
                }
                break;
            }
            let skip = (at - self.start) as usize;
            let take = (self.block.frames - skip).min(wanted - done);
            for (out, heard) in channels.iter_mut().zip(&self.block.channels) {
                out[done..done + take].copy_from_slice(&heard[skip..skip + take]);
            }
            done += take;
        }
        Ok(())
    }

    /// Makes `block` hold the frame `at`; false where the sound ended before.
    fn holds(&mut self, at: u64) -> Result<bool, ReadError> {
        let end = self.start + self.block.frames as u64;
        if (self.start..end).contains(&at) {
            return Ok(true);
        }
        if let Reader::Pcm(pcm) = &mut self.source.0 {
            if at != end {
                pcm.jump(at)?;
                self.start = at;
                self.block.frames = 0;
            }
        } else if at < self.start {
            self.source = open(&self.path)?;
            (self.start, self.block.frames) = (0, 0);
        }
        loop {
            self.start += self.block.frames as u64;
            self.source.read(&mut self.block)?;
            let end = self.start + self.block.frames as u64;
            if self.block.frames == 0 {
                // Whoever jumps behind the end sees it too late.
                self.end = Some(self.end.map_or(end, |earlier| earlier.min(end)));
            }
            if self.block.frames == 0 || at < end {
                return Ok(at < end);
            }
        }
    }
}

/// Opens a file that nobody wants the hash of.
pub(crate) fn open(path: &Path) -> Result<Source, ReadError> {
    let (file, len) = regular_file(path)?;
    recognise(Tape::unhashed(file), len)
}
