//! The pass itself: every analyser looks at each block while it is in cache.

use bar_domain::Frames;

use super::finite::{NotFinite, is_sane};
use super::levels::{self, Levels};
use super::loudness::{Loudness, Meter};
use super::spectrum::Spectrum;
use super::traits::{self, Traits};
use super::true_peak::TruePeak;
use super::{Listened, Measured};
use crate::evidence::grain::Grains;
use crate::evidence::{Collector, Evidence};
use crate::format::{Format, Header};
use crate::source::{BLOCK_FRAMES, Block};
use crate::waveform::Waveform;

/// Measures sound that is handed over block by block, without a file.
///
/// Blocks may have any length up to [`BLOCK_FRAMES`]: the analysers see full ones, so how the sound
/// was cut changes nothing.
pub struct Pass {
    format: Format,
    /// Frames waiting for a full block.
    waiting: Block,
    frames: u64,
    used_bits: u32,
    grains: Grains,
    not_finite: NotFinite,
    levels: Levels,
    true_peak: TruePeak,
    meter: Meter,
    spectrum: Spectrum,
    bands: Vec<u8>,
    waveform: Waveform,
    evidence: Collector,
}

impl Pass {
    /// A pass over sound of this format.
    #[must_use]
    pub fn new(format: &Format) -> Self {
        let channels = usize::from(format.channels);
        let rate = format.rate.0;
        Self {
            format: *format,
            waiting: Block { channels: vec![Vec::new(); channels], ..Block::default() },
            frames: 0,
            used_bits: 0,
            grains: Grains::new(channels),
            not_finite: NotFinite::default(),
            levels: Levels::new(channels),
            true_peak: TruePeak::new(channels),
            meter: Meter::new(rate, channels),
            spectrum: Spectrum::new(rate),
            bands: Vec::new(),
            waveform: Waveform::default(),
            evidence: Collector::new(format),
        }
    }

    /// Looks at the next frames.
    pub fn push(&mut self, block: &Block) {
        if self.waiting.frames == 0 && block.frames == BLOCK_FRAMES {
            self.analyse(block);
            return;
        }
        self.waiting.used_bits |= block.used_bits;
        let mut done = 0;
        while done < block.frames {
            let now = (block.frames - done).min(BLOCK_FRAMES - self.waiting.frames);
            for (waiting, channel) in self.waiting.channels.iter_mut().zip(&block.channels) {
                waiting.extend_from_slice(&channel[done..done + now]);
            }
            self.waiting.frames += now;
            done += now;
            if self.waiting.frames == BLOCK_FRAMES {
                self.flush();
            }
        }
    }

    fn flush(&mut self) {
        let mut block = std::mem::take(&mut self.waiting);
        self.analyse(&block);
        block.channels.iter_mut().for_each(Vec::clear);
        self.waiting = Block { channels: block.channels, ..Block::default() };
    }

    fn analyse(&mut self, block: &Block) {
        self.grains.sum_up(block);
        if self.grains.channels.iter().flatten().all(is_sane) {
            self.hear(block);
        } else {
            let channels = block.channels.iter().map(|channel| channel[..block.frames].to_vec());
            let mut mended = Block { channels: channels.collect(), ..*block };
            self.not_finite.mend(&mut mended, self.frames);
            self.grains.sum_up(&mended);
            self.hear(&mended);
        }
    }

    fn hear(&mut self, block: &Block) {
        let (samples, frames) = (&block.channels, block.frames);
        self.levels.push(samples, &self.grains, frames);
        self.true_peak.push(samples, &self.grains, frames);
        self.meter.push(samples, frames);
        self.spectrum.push(samples, &self.grains, frames, |bands| {
            self.bands.extend(bands.map(traits::level));
        });
        levels::draw(&self.grains, frames, &mut self.waveform.points);
        self.evidence.push_summed(block, &self.grains);
        self.grains.pass(block);
        self.used_bits |= block.used_bits;
        self.frames += frames as u64;
    }

    /// What was heard. `header` and `blake3` are the file's own.
    #[must_use]
    pub fn finish(mut self, header: Header, blake3: String) -> Listened {
        if self.waiting.frames > 0 {
            self.flush();
        }
        let standing_dc = self.levels.standing_offsets().map(|offset| rounded(offset, 1e7));
        let evidence = Evidence { standing_dc: standing_dc.collect(), ..self.evidence.finish() };
        let loudness = self.meter.finish();
        let (head, tail) = self.levels.silence();
        let measured = Measured {
            peak_dbfs: decibels(self.levels.peak().into()),
            true_peak_dbtp: decibels(self.true_peak.finish().into()),
            integrated_lufs: loudness.integrated().map(hundredths),
            lra_lu: loudness.range().map(hundredths),
            max_momentary_lufs: loudness.max_momentary().map(hundredths),
            max_short_term_lufs: loudness.max_short_term().map(hundredths),
            rms_dbfs: decibels(self.levels.mean_square().sqrt()),
            dc: self.levels.offsets().map(|offset| rounded(offset, 1e7)).collect(),
            clip_runs: evidence.clips.runs,
            bits_used: (self.used_bits != 0).then(|| (32 - self.used_bits.trailing_zeros()) as u16),
            offset_frames: None,
            blake3,
            silence_head_frames: Frames(head),
            silence_tail_frames: Frames(tail),
            correlation: self.levels.correlation().map(|correlation| rounded(correlation, 1e4)),
            bandwidth_hz: self.spectrum.bandwidth().map(f64::round),
        };
        Listened {
            format: Format { frames: Frames(self.frames), ..self.format },
            header,
            measured,
            not_finite: self.not_finite.finish(),
            evidence,
            waveform: self.waveform,
            traits: traits(&loudness, self.format.rate.0, self.bands, self.spectrum.hop()),
        }
    }
}

fn traits(loudness: &Loudness, rate: u32, bands: Vec<u8>, hop: usize) -> Traits {
    Traits {
        envelope_hop: Frames(Meter::piece(rate) as u64),
        envelope: loudness.energies().iter().map(|energy| traits::level(*energy)).collect(),
        bands_hop: Frames(hop as u64),
        bands,
    }
}

/// Decibels of an amplitude, in hundredths; `None` for none at all.
fn decibels(amplitude: f64) -> Option<f64> {
    (amplitude > 0.0).then(|| hundredths(20.0 * amplitude.log10()))
}

/// So that what is kept, shown and measured again is the same number.
fn hundredths(value: f64) -> f64 {
    rounded(value, 100.0)
}

fn rounded(value: f64, steps: f64) -> f64 {
    // Adding 0 turns −0 into 0.
    (value * steps).round() / steps + 0.0
}
