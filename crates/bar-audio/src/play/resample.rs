//! From a file's rate to the device's, on the deck's thread, never in the callback.
//!
//! rubato's synchronous resampler works on blocks that lie on a fixed grid of the file. So the same
//! frame comes out the same wherever one jumps in, and a loop over resampled sound has no seam.

use bar_domain::SampleRate;
use rubato::audioadapter_buffers::direct::InterleavedSlice;
use rubato::{Fft, FixedSync, Resampler};

use super::voice::CHANNELS;
use crate::source::ReadError;

/// Frames of a block, about: longer ones have a steeper filter.
const BLOCK: usize = 2048;

/// Reads frames of one rate and gives frames of another.
pub(super) struct Resample {
    fft: Fft<f64>,
    /// Frames of a block, in and out.
    taken: usize,
    given: usize,
    /// Frames that come out before the first one that went in.
    delay: u64,
    /// Number of the block that `after` holds.
    block: Option<i64>,
    before: Vec<f32>,
    wide: Vec<f64>,
    after: Vec<f64>,
}

impl Resample {
    /// `None` where there is nothing to do, or no such rates.
    pub(super) fn new(from: SampleRate, to: SampleRate) -> Option<Self> {
        if from == to {
            return None;
        }
        let (from, to) = (from.0.max(1) as usize, to.0 as usize);
        // An even number of the shortest blocks: half of one is the delay, and must be whole frames.
        let shortest = from / common(from, to);
        let block = BLOCK.div_ceil(shortest).next_multiple_of(2) * shortest;
        let fft = Fft::new(from, to, block, CHANNELS, FixedSync::Both).ok()?;
        let (taken, given) = (fft.input_frames_next(), fft.output_frames_next());
        Some(Self {
            delay: fft.output_delay() as u64,
            fft,
            taken,
            given,
            block: None,
            before: vec![0.0; taken * CHANNELS],
            wide: vec![0.0; taken * CHANNELS],
            after: vec![0.0; given * CHANNELS],
        })
    }

    /// Frames of the file that are needed for so many from `from` on.
    pub(super) fn needs(&self, from: i64, frames: usize) -> (i64, usize) {
        let first = self.place(from).0 - 1;
        let last = self.place(from.saturating_add(frames as i64)).0;
        let blocks = usize::try_from(last - first + 1).unwrap_or(1);
        (first * self.taken as i64, blocks * self.taken)
    }

    /// Fills `out` from `from` on; `read` fills with frames of the file.
    pub(super) fn read(
        &mut self,
        from: i64,
        out: &mut [f32],
        mut read: impl FnMut(i64, &mut [f32]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let frames = out.len() / CHANNELS;
        let mut done = 0;
        while done < frames {
            let (block, skip) = self.place(from + done as i64);
            self.go_to(block, &mut read)?;
            let take = (self.given - skip).min(frames - done);
            let ready = &self.after[skip * CHANNELS..(skip + take) * CHANNELS];
            for (out, ready) in out[done * CHANNELS..].iter_mut().zip(ready) {
                *out = *ready as f32;
            }
            done += take;
        }
        Ok(())
    }

    /// The block in which a frame comes out, and its place in it.
    fn place(&self, frame: i64) -> (i64, usize) {
        let at = frame.saturating_add(self.delay as i64);
        let given = self.given as i64;
        (at.div_euclid(given), at.rem_euclid(given) as usize)
    }

    /// Makes `after` hold a block.
    fn go_to(
        &mut self,
        block: i64,
        read: &mut impl FnMut(i64, &mut [f32]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        if self.block == Some(block) {
            return Ok(());
        }
        if self.block != Some(block - 1) {
            self.fft.reset();
            // Half of what comes out of a block was heard in the one before.
            self.one(block - 1, read)?;
        }
        self.block = None;
        self.one(block, read)?;
        self.block = Some(block);
        Ok(())
    }

    fn one(
        &mut self,
        block: i64,
        read: &mut impl FnMut(i64, &mut [f32]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        read(block.saturating_mul(self.taken as i64), &mut self.before)?;
        for (wide, sample) in self.wide.iter_mut().zip(&self.before) {
            *wide = f64::from(*sample);
        }
        let input = InterleavedSlice::new(&self.wide, CHANNELS, self.taken);
        let output = InterleavedSlice::new_mut(&mut self.after, CHANNELS, self.given);
        let refused =
            || ReadError::Unsupported { what: "its sample rate".to_owned(), lossy: false };
        let (Ok(input), Ok(mut output)) = (input, output) else { return Err(refused()) };
        self.fft.process_into_buffer(&input, &mut output, None).map_err(|_| refused())?;
        Ok(())
    }
}

/// The greatest common divisor (Euclid).
fn common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common(b, a % b) }
}
