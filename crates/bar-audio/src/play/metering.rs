//! The meter's thread: hears what the device got, through a ring, and tells the levels.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use bar_domain::SampleRate;
use rtrb::{Consumer, Producer, RingBuffer};

use super::meters::Meters;
use super::state::Shared;
use super::voice::CHANNELS;
use crate::measure::live::Live;

/// What is asked of the meters.
pub(super) enum Request {
    /// Hear another stream, of that rate.
    Hear(Consumer<f32>, SampleRate),
    /// Begin anew.
    Reset,
    /// Come to an end.
    Quit,
}

/// Between two looks: a display shows no more than a few tens a second.
const TICK: Duration = Duration::from_millis(20);

/// A ring from the callback to the meters, of a second or so.
pub(super) fn ring(rate: SampleRate) -> (Producer<f32>, Consumer<f32>) {
    RingBuffer::new(rate.0 as usize * CHANNELS)
}

pub(super) struct Metering {
    shared: Arc<Shared>,
    requests: Receiver<Request>,
    samples: Option<Consumer<f32>>,
    rate: SampleRate,
    live: Live,
    /// Frames at which what is slow to tell was told last.
    told: u64,
    /// What the meters had missed before they were reset.
    missed: u64,
}

impl Metering {
    pub(super) fn new(shared: Arc<Shared>, requests: Receiver<Request>) -> Self {
        let rate = SampleRate(48_000);
        let live = Live::new(rate.0);
        Self { shared, requests, samples: None, rate, live, told: 0, missed: 0 }
    }

    pub(super) fn run(mut self) {
        loop {
            match self.requests.recv_timeout(TICK) {
                Ok(Request::Hear(samples, rate)) => {
                    self.samples = Some(samples);
                    if rate != self.rate {
                        self.rate = rate;
                        self.reset();
                    }
                }
                Ok(Request::Reset) => self.reset(),
                Ok(Request::Quit) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if self.hear() > 0 {
                self.tell();
            }
        }
    }

    fn reset(&mut self) {
        // What was played before is not part of it.
        self.hear();
        self.live = Live::new(self.rate.0);
        self.told = 0;
        self.missed = self.all_missed();
        *self.shared.meters() = Meters::default();
    }

    /// Hears what waits; how many samples that was.
    fn hear(&mut self) -> usize {
        let Some(samples) = &mut self.samples else { return 0 };
        let waiting = samples.slots() / CHANNELS * CHANNELS;
        if let Ok(chunk) = samples.read_chunk(waiting) {
            let (first, second) = chunk.as_slices();
            self.live.push(first);
            self.live.push(second);
            chunk.commit_all();
        }
        waiting
    }

    fn tell(&mut self) {
        let live = &self.live;
        let seconds = live.frames() as f64 / f64::from(self.rate.0);
        let before = self.shared.meters().clone();
        let mut meters = Meters {
            momentary_lufs: live.momentary(),
            short_term_lufs: live.short_term(),
            max_momentary_lufs: live.max_momentary(),
            max_short_term_lufs: live.max_short_term(),
            true_peak_dbtp: live.true_peak(),
            peak_dbfs: live.peak(),
            levels_dbfs: live.levels(),
            correlation: live.correlation(),
            seconds,
            missed: self.all_missed() - self.missed,
            integrated_lufs: before.integrated_lufs,
            range_lu: before.range_lu,
        };
        // These look at everything so far: after an hour that is not to be done all the time.
        let since = (live.frames() - self.told) as f64 / f64::from(self.rate.0);
        if since >= (seconds / 600.0).min(1.0) || meters.momentary_lufs.is_none() {
            meters.integrated_lufs = live.integrated();
            meters.range_lu = live.range();
            self.told = live.frames();
        }
        *self.shared.meters() = meters;
    }

    fn all_missed(&self) -> u64 {
        self.shared.heard.unmetered.load(Ordering::Relaxed)
    }
}
