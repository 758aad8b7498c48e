//! A file as stereo at its own rate, from any place on.

use std::path::Path;

use bar_domain::SampleRate;

use super::down_mix::DownMix;
use super::spool::{Budget, Spool};
use crate::source::{Excerpts, ReadError};

/// A file as stereo at its own rate, with silence before and after it.
pub(super) struct Stereo {
    feed: Feed,
    pub(super) rate: SampleRate,
    pub(super) channels: u16,
    /// Samples that were no numbers so far.
    pub(super) not_finite: u64,
    /// Frame up to which they were counted.
    looked: i64,
    mix: DownMix,
    planes: Vec<Vec<f32>>,
    /// Frames that its header promises; for compressed files, a guess.
    promised: u64,
}

/// Where frames come from.
enum Feed {
    /// Any place of the file is as near as another.
    File(Excerpts),
    /// It is unpacked from front to back, once.
    Spool(Spool),
}

impl Stereo {
    /// Opens a file. What it unpacks to lies in `scratch` for as long as it is open.
    pub(super) fn open(path: &Path, scratch: &Path, budget: &Budget) -> Result<Self, ReadError> {
        let excerpts = Excerpts::open(path)?;
        let format = excerpts.format();
        let mix = DownMix::new(format.channels);
        let spool = (!excerpts.is_direct()).then(|| Spool::new(path, scratch, budget, mix.clone()));
        let feed = match spool {
            Some(Ok(spool)) => Feed::Spool(spool),
            // With no room to unpack it, going back means decoding it from its beginning.
            Some(Err(_)) | None => Feed::File(excerpts),
        };
        Ok(Self {
            feed,
            rate: format.rate,
            channels: format.channels,
            not_finite: 0,
            looked: 0,
            mix,
            planes: vec![Vec::new(); usize::from(format.channels)],
            promised: format.frames.0,
        })
    }

    /// Frames that are there; `None` until a compressed file is unpacked.
    pub(super) fn frames(&self) -> Option<u64> {
        match &self.feed {
            Feed::File(file) if file.is_direct() => Some(self.promised),
            Feed::File(file) => file.end(),
            Feed::Spool(spool) => spool.frames(),
        }
    }

    /// Frames that are missing of those that its header promises, as far as that was seen.
    pub(super) fn missing(&self) -> u64 {
        match &self.feed {
            Feed::File(file) if file.is_direct() => {
                let shrunk = file.end().map_or(0, |end| self.promised.saturating_sub(end));
                file.missing() + shrunk
            }
            Feed::File(file) => file.missing(),
            Feed::Spool(spool) => spool.missing(),
        }
    }

    /// Sees to it that `read` can be done at once, as far as that takes little time; whether it can.
    pub(super) fn prepare(&mut self, from: i64, frames: usize) -> Result<bool, ReadError> {
        let Feed::Spool(spool) = &mut self.feed else { return Ok(true) };
        match spool.reach(from.saturating_add(frames as i64)) {
            Err(error) if spool.is_full() => {
                let path = spool.path().to_owned();
                self.feed = Feed::File(Excerpts::open(&path).map_err(|_| error)?);
                Ok(true)
            }
            reached => {
                self.not_finite = self.not_finite.max(spool.not_finite());
                reached
            }
        }
    }

    /// Unpacks some more while nothing else is to be done; whether there is more.
    pub(super) fn work_ahead(&mut self) -> Result<bool, ReadError> {
        match &mut self.feed {
            Feed::Spool(spool) if !spool.is_full() => {
                let more = spool.step();
                self.not_finite = self.not_finite.max(spool.not_finite());
                // A full disk is met when the sound is needed.
                if spool.is_full() { Ok(false) } else { more }
            }
            _ => Ok(false),
        }
    }

    /// Fills `out` with interleaved frames from `from` on.
    pub(super) fn read(&mut self, from: i64, out: &mut [f32]) -> Result<(), ReadError> {
        let frames = out.len() / 2;
        match &mut self.feed {
            Feed::Spool(spool) => spool.read(from, out),
            Feed::File(file) => {
                for plane in &mut self.planes {
                    plane.resize(frames, 0.0);
                }
                file.read(from, &mut self.planes)?;
                // What is heard again is not counted again.
                let known = self.looked.saturating_sub(from).clamp(0, frames as i64);
                self.not_finite += self.mix.mix(&self.planes, out, known as usize);
                self.looked = self.looked.max(from.saturating_add(frames as i64));
                Ok(())
            }
        }
    }
}
