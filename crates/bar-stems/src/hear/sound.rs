//! What is listened to: a file, or samples in memory.

use bar_audio::source::{Excerpts, ReadError};

/// Sound that can be read at any place; silence goes on before its start and after its end.
pub trait Sound: Send {
    /// Frames per second.
    fn rate(&self) -> u32;
    /// Samples per frame.
    fn channels(&self) -> usize;
    /// Fills `channels`, one per channel and all of one length, with the frames from `from` on.
    ///
    /// # Errors
    /// When it cannot be read any more.
    fn read(&mut self, from: i64, channels: &mut [Vec<f32>]) -> Result<(), ReadError>;
}

impl Sound for Excerpts {
    fn rate(&self) -> u32 {
        self.format().rate.0
    }

    fn channels(&self) -> usize {
        // No more than two are listened to, however many a file has.
        usize::from(self.format().channels).min(2)
    }

    fn read(&mut self, from: i64, channels: &mut [Vec<f32>]) -> Result<(), ReadError> {
        Excerpts::read(self, from, channels)
    }
}

/// Samples in memory, one list per channel.
pub struct InMemory<'a> {
    /// Frames per second.
    pub rate: u32,
    /// The samples of each channel.
    pub samples: &'a [Vec<f32>],
}

impl Sound for InMemory<'_> {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn channels(&self) -> usize {
        self.samples.len()
    }

    fn read(&mut self, from: i64, channels: &mut [Vec<f32>]) -> Result<(), ReadError> {
        for (out, samples) in channels.iter_mut().zip(self.samples) {
            let before = usize::try_from(from.saturating_neg()).unwrap_or(0).min(out.len());
            let start = usize::try_from(from).unwrap_or(0).min(samples.len());
            let take = (samples.len() - start).min(out.len() - before);
            out.fill(0.0);
            out[before..before + take].copy_from_slice(&samples[start..start + take]);
        }
        Ok(())
    }
}

/// A sound whose header tells the wrong rate.
pub(crate) struct Relabelled<'a> {
    pub sound: &'a mut dyn Sound,
    pub rate: u32,
}

impl Sound for Relabelled<'_> {
    fn rate(&self) -> u32 {
        self.rate
    }

    fn channels(&self) -> usize {
        self.sound.channels()
    }

    fn read(&mut self, from: i64, channels: &mut [Vec<f32>]) -> Result<(), ReadError> {
        self.sound.read(from, channels)
    }
}

/// Reads a [`Sound`] from front to back without reading anything twice.
pub(crate) struct Roll<'a> {
    sound: &'a mut dyn Sound,
    /// What was read and is still wanted.
    held: Vec<Vec<f32>>,
    /// Frame at which `held` begins.
    start: i64,
    piece: Vec<Vec<f32>>,
}

/// Frames read at once.
const PIECE: usize = 32_768;

impl<'a> Roll<'a> {
    pub(crate) fn new(sound: &'a mut dyn Sound, from: i64) -> Self {
        let channels = sound.channels();
        let piece = vec![vec![0.0; PIECE]; channels];
        Self { sound, held: vec![Vec::new(); channels], start: from, piece }
    }

    /// `frames` frames of every channel from `from` on, which never goes back.
    pub(crate) fn at(
        &mut self,
        from: i64,
        frames: usize,
    ) -> Result<impl Iterator<Item = &[f32]>, ReadError> {
        let mut skip = usize::try_from(from - self.start).unwrap_or(0);
        let held = self.held.first().map_or(0, Vec::len);
        if skip + frames > held {
            let drop = skip.min(held);
            self.held.iter_mut().for_each(|channel| drop_front(channel, drop));
            self.start += drop as i64;
            skip -= drop;
            while self.held.first().is_some_and(|channel| channel.len() < skip + frames) {
                let next = self.start + self.held[0].len() as i64;
                self.sound.read(next, &mut self.piece)?;
                for (held, piece) in self.held.iter_mut().zip(&self.piece) {
                    held.extend_from_slice(piece);
                }
            }
        }
        Ok(self.held.iter().map(move |channel| &channel[skip..skip + frames]))
    }
}

fn drop_front(samples: &mut Vec<f32>, count: usize) {
    samples.copy_within(count.., 0);
    samples.truncate(samples.len() - count);
}
