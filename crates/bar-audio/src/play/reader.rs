//! A tape in frames of the device.

use std::path::Path;

use bar_domain::SampleRate;

use super::map::{convert, convert_signed};
use super::reel::Tape;
use super::resample::Resample;
use super::spool::Budget;
use super::state::Found;
use super::stereo::Stereo;
use crate::source::ReadError;

/// A tape in frames of the device, with silence around it and where it cannot be read.
pub(super) struct Reader {
    stereo: Option<Stereo>,
    resample: Option<Resample>,
    /// On the timeline, in frames of the reel and of the device.
    tape_starts: i64,
    starts_at: i64,
    reel_rate: SampleRate,
    rate: SampleRate,
    unreadable: Option<String>,
}

impl Reader {
    /// Opens a tape of a reel of that rate; one that cannot be read is silent.
    pub(super) fn open(tape: &Tape, rate: SampleRate, scratch: &Path, budget: &Budget) -> Self {
        let mut reader = Self {
            stereo: None,
            resample: None,
            tape_starts: tape.starts_at,
            starts_at: tape.starts_at,
            reel_rate: rate,
            rate,
            unreadable: None,
        };
        match Stereo::open(&tape.path, scratch, budget) {
            Ok(stereo) => reader.stereo = Some(stereo),
            Err(error) => reader.give_up(&error),
        }
        reader.set_rate(rate);
        reader
    }

    /// From now on frames are those of a device of that rate.
    pub(super) fn set_rate(&mut self, rate: SampleRate) {
        self.rate = rate;
        self.starts_at = convert_signed(self.tape_starts, self.reel_rate, rate);
        self.resample = self.stereo.as_ref().and_then(|own| Resample::new(own.rate, rate));
    }

    /// Where it ends on the timeline, in frames of the device; `None` while nobody knows.
    pub(super) fn end(&self) -> Option<u64> {
        let Some(stereo) = &self.stereo else { return Some(0) };
        let length = convert(stereo.frames()?, stereo.rate, self.rate);
        Some(self.starts_at.saturating_add_unsigned(length).max(0).unsigned_abs())
    }

    /// Sees to it that `read` can be done at once, as far as that takes little time; whether it can.
    pub(super) fn prepare(&mut self, from: u64, frames: usize) -> bool {
        let Some(stereo) = &mut self.stereo else { return true };
        let from = (from as i64).saturating_sub(self.starts_at);
        let (from, frames) =
            self.resample.as_ref().map_or((from, frames), |resample| resample.needs(from, frames));
        let prepared = stereo.prepare(from, frames);
        // What broke is silent from there on; what was unpacked before is not.
        prepared.unwrap_or_else(|error| {
            self.unreadable.get_or_insert_with(|| error.to_string());
            true
        })
    }

    /// Unpacks some more while nothing else is to be done; whether there is more.
    pub(super) fn work_ahead(&mut self) -> bool {
        let worked = self.stereo.as_mut().map(Stereo::work_ahead);
        match worked {
            Some(Ok(more)) => more,
            Some(Err(error)) => {
                self.unreadable.get_or_insert_with(|| error.to_string());
                false
            }
            None => false,
        }
    }

    /// Fills `out` with interleaved frames of the timeline.
    pub(super) fn read(&mut self, from: u64, out: &mut [f32]) {
        let from = (from as i64).saturating_sub(self.starts_at);
        let Some(stereo) = &mut self.stereo else { return out.fill(0.0) };
        let read = match &mut self.resample {
            None => stereo.read(from, out),
            Some(resample) => resample.read(from, out, |from, out| stereo.read(from, out)),
        };
        if let Err(error) = read {
            self.give_up(&error);
            out.fill(0.0);
        }
    }

    /// What was found out of it.
    pub(super) fn found(&self) -> Found {
        let stereo = self.stereo.as_ref();
        Found {
            rate: stereo.map(|stereo| stereo.rate),
            channels: stereo.map_or(0, |stereo| stereo.channels),
            not_finite: stereo.map_or(0, |stereo| stereo.not_finite),
            missing: stereo.map_or(0, Stereo::missing),
            unreadable: self.unreadable.clone(),
        }
    }

    fn give_up(&mut self, error: &ReadError) {
        self.unreadable = Some(error.to_string());
        self.stereo = None;
        self.resample = None;
    }
}
