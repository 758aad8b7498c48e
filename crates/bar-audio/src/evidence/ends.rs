//! The first and the last frames.

use bar_domain::SampleRate;
use serde::{Deserialize, Serialize};

use super::levels::decibels;
use super::tape::Tape;

/// The first and the last frames, in dBFS over all channels; `None` for silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// The very first frame's largest magnitude.
    pub first_dbfs: Option<f32>,
    /// RMS of the first 1, 3 and 10 ms.
    pub head_dbfs: [Option<f32>; 3],
    /// RMS of the last 10 ms.
    pub tail_dbfs: Option<f32>,
}

/// Spans at the head, in frames a second's part.
const HEAD_PARTS: [u32; 3] = [1000, 333, 100];
const TAIL_PART: u32 = 100;

pub struct Gather {
    rate: u32,
    ends: Ends,
}

impl Gather {
    pub fn new(rate: SampleRate) -> Self {
        Self { rate: rate.0, ends: Ends::default() }
    }

    pub fn chunk(&mut self, tape: &Tape) {
        if tape.start() > 0 {
            return;
        }
        let first = tape
            .channels()
            .filter_map(|channel| tape.present(channel).first())
            .fold(0.0, |peak: f32, sample| peak.max(sample.abs()));
        self.ends.first_dbfs = level(f64::from(first * first));
        self.ends.head_dbfs = HEAD_PARTS.map(|part| {
            let frames = (self.rate / part).max(1) as usize;
            power(tape.channels().map(|channel| {
                let samples = tape.present(channel);
                &samples[..frames.min(samples.len())]
            }))
        });
    }

    pub fn finish(mut self, tape: &Tape) -> Ends {
        let frames = (self.rate / TAIL_PART).max(1) as usize;
        let back = frames.saturating_sub(tape.frames()).min(tape.chunk());
        self.ends.tail_dbfs = power(tape.channels().map(|channel| {
            let samples = tape.with_past(channel, back);
            &samples[samples.len().saturating_sub(frames)..]
        }));
        self.ends
    }
}

fn power<'a>(channels: impl Iterator<Item = &'a [f32]>) -> Option<f32> {
    let (square, samples) = channels.fold((0.0, 0), |(square, count), samples| {
        let more: f64 = samples.iter().map(|&sample| f64::from(sample).powi(2)).sum();
        (square + more, count + samples.len())
    });
    level(square / (samples.max(1) as f64))
}

fn level(power: f64) -> Option<f32> {
    (power > 0.0).then(|| decibels(power))
}
