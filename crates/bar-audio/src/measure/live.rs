//! Meters that run while the sound does: the same filters, gates and windows as for files.

use super::k_weighting::KWeighting;
use super::loudness::{
    MOMENTARY, Meter, RANGE_GATE, RELATIVE_GATE, SHORT_TERM, STEP, gated, lufs, mean, spread,
};
use super::true_peak::TruePeak;
use crate::evidence::grain::{self, Grains};
use crate::source::Block;

/// Frames looked at together: whole grains, and quick enough for the eye.
const FRAMES: usize = 16 * grain::FRAMES;
/// Largest magnitude that is calculated with, just under +120 dBFS.
const LARGEST: f32 = 999_999.0;

/// Hears stereo and tells its levels at any moment; `None` for silence and while too little came.
pub struct Live {
    filter: KWeighting,
    /// Frames in 10 ms.
    piece: usize,
    sides: [Side; 2],
    /// What the piece under way holds so far.
    under_way: Piece,
    filled: usize,
    /// The last pieces, as many as short-term loudness is made of.
    pieces: Vec<Piece>,
    /// How many there were in all.
    count: usize,
    /// Mean energies over 400 ms and over 3 s, every 100 ms.
    moments: Vec<f64>,
    terms: Vec<f64>,
    max_momentary: f64,
    max_short_term: f64,
    block: Block,
    grains: Grains,
    true_peak: TruePeak,
    peak: f32,
    frames: u64,
}

/// 10 ms.
#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    energy: f64,
    /// Sums of squares, left and right, and of their products.
    squares: [f64; 2],
    product: f64,
    peaks: [f32; 2],
}

/// What the filter remembers of a channel: see [`super::lanes`].
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    band: f64,
    low: f64,
    near: f64,
    far: f64,
}

impl Live {
    /// Meters at rest, for sound of this rate.
    #[must_use]
    pub fn new(rate: u32) -> Self {
        Self {
            filter: KWeighting::new(f64::from(rate)),
            piece: Meter::piece(rate),
            sides: [Side::default(); 2],
            under_way: Piece::default(),
            filled: 0,
            pieces: Vec::new(),
            count: 0,
            moments: Vec::new(),
            terms: Vec::new(),
            max_momentary: 0.0,
            max_short_term: 0.0,
            block: Block { channels: vec![vec![0.0; FRAMES]; 2], ..Block::default() },
            grains: Grains::new(2),
            true_peak: TruePeak::new(2),
            peak: 0.0,
            frames: 0,
        }
    }

    /// Hears interleaved frames, left and right.
    pub fn push(&mut self, stereo: &[f32]) {
        for frame in stereo.as_chunks::<2>().0 {
            let frame = frame.map(|sample| sample.clamp(-LARGEST, LARGEST));
            self.weigh(frame);
            for (channel, sample) in self.block.channels.iter_mut().zip(frame) {
                channel[self.block.frames] = sample;
            }
            self.block.frames += 1;
            if self.block.frames == FRAMES {
                self.grains.sum_up(&self.block);
                self.true_peak.push(&self.block.channels, &self.grains, FRAMES);
                self.grains.pass(&self.block);
                self.block.frames = 0;
            }
        }
        self.frames += (stereo.len() / 2) as u64;
    }

    fn weigh(&mut self, frame: [f32; 2]) {
        let piece = &mut self.under_way;
        for (number, sample) in frame.into_iter().enumerate() {
            let wide = f64::from(sample);
            let weighted = self.sides[number].filter(wide, &self.filter);
            piece.energy += weighted * weighted;
            piece.squares[number] += wide * wide;
            piece.peaks[number] = piece.peaks[number].max(sample.abs());
        }
        piece.product += f64::from(frame[0]) * f64::from(frame[1]);
        self.filled += 1;
        if self.filled == self.piece {
            self.close();
        }
    }

    /// 10 ms are full.
    fn close(&mut self) {
        let gain = f64::from(self.filter.gain).powi(2);
        let mut piece = std::mem::take(&mut self.under_way);
        self.filled = 0;
        piece.energy *= gain / self.piece as f64;
        self.peak = self.peak.max(piece.peaks[0]).max(piece.peaks[1]);
        if self.pieces.len() == SHORT_TERM {
            self.pieces.remove(0);
        }
        self.pieces.push(piece);
        self.count += 1;
        let step = self.count.is_multiple_of(STEP);
        if let Some(moment) = self.energy(MOMENTARY) {
            self.max_momentary = self.max_momentary.max(moment);
            self.moments.extend(step.then_some(moment));
        }
        if let Some(term) = self.energy(SHORT_TERM) {
            self.max_short_term = self.max_short_term.max(term);
            self.terms.extend(step.then_some(term));
        }
    }

    /// Mean energy of the last pieces, once there are as many.
    fn energy(&self, pieces: usize) -> Option<f64> {
        let start = self.pieces.len().checked_sub(pieces)?;
        let sum: f64 = self.pieces[start..].iter().map(|piece| piece.energy).sum();
        Some(sum / pieces as f64)
    }

    /// Loudness of the last 400 ms, in LUFS.
    #[must_use]
    pub fn momentary(&self) -> Option<f64> {
        audible(self.energy(MOMENTARY)?)
    }

    /// Loudness of the last 3 s, in LUFS.
    #[must_use]
    pub fn short_term(&self) -> Option<f64> {
        audible(self.energy(SHORT_TERM)?)
    }

    /// Highest momentary loudness, in LUFS.
    #[must_use]
    pub fn max_momentary(&self) -> Option<f64> {
        audible(self.max_momentary)
    }

    /// Highest short-term loudness, in LUFS.
    #[must_use]
    pub fn max_short_term(&self) -> Option<f64> {
        audible(self.max_short_term)
    }

    /// Loudness of everything, gated, in LUFS.
    #[must_use]
    pub fn integrated(&self) -> Option<f64> {
        mean(&gated(self.moments.iter().copied(), RELATIVE_GATE)).map(lufs)
    }

    /// Loudness range of everything, in LU.
    #[must_use]
    pub fn range(&self) -> Option<f64> {
        spread(gated(self.terms.iter().copied(), RANGE_GATE))
    }

    /// Highest true peak, in dBTP.
    #[must_use]
    pub fn true_peak(&self) -> Option<f64> {
        decibels(self.true_peak.so_far().max(self.peak))
    }

    /// Highest sample, in dBFS.
    #[must_use]
    pub fn peak(&self) -> Option<f64> {
        decibels(self.peak)
    }

    /// Highest samples of the last 100 ms, left and right, in dBFS.
    #[must_use]
    pub fn levels(&self) -> [Option<f64>; 2] {
        let last = self.pieces.iter().rev().take(STEP);
        let highest = |side: usize| last.clone().map(|piece| piece.peaks[side]).fold(0.0, f32::max);
        [0, 1].map(highest).map(decibels)
    }

    /// Correlation of left and right over the last 400 ms; `None` unless both sound.
    #[must_use]
    pub fn correlation(&self) -> Option<f64> {
        let last = self.pieces.iter().rev().take(MOMENTARY);
        let sum = |of: fn(&Piece) -> f64| last.clone().map(of).sum::<f64>();
        let power = sum(|piece| piece.squares[0]) * sum(|piece| piece.squares[1]);
        (power > 1e-16).then(|| (sum(|piece| piece.product) / power.sqrt()).clamp(-1.0, 1.0))
    }

    /// Frames heard.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }
}

impl Side {
    fn filter(&mut self, sample: f64, by: &KWeighting) -> f64 {
        let high = (sample - self.low) - self.band * f64::from(by.damping);
        self.band += high;
        self.low += self.band * f64::from(by.tuning);
        let out = high + self.near;
        self.near = high * f64::from(by.b[0]) - out * f64::from(by.a[0]) + self.far;
        self.far = high * f64::from(by.b[1]) - out * f64::from(by.a[1]);
        out
    }
}

fn audible(energy: f64) -> Option<f64> {
    (energy > 0.0).then(|| lufs(energy)).filter(|lufs| *lufs > -120.0)
}

fn decibels(level: f32) -> Option<f64> {
    (level > 0.0).then(|| 20.0 * f64::from(level).log10())
}

#[cfg(test)]
mod tests {
    use bar_testkit::signal;

    use super::super::pass::Pass;
    use super::*;
    use crate::format::{Container, Encoding, Format, Header};
    use bar_domain::{Frames, SampleRate};

    #[test]
    fn what_runs_along_tells_the_same_as_the_pass_over_a_file() {
        let rate = 48_000;
        let left = signal::concat(&[
            signal::sine(rate, 997.0, -23.0, 8.0),
            signal::noise(3, rate, -6.0, 5.0),
            signal::sine(rate, 60.0, -40.0, 7.0),
        ]);
        let right: Vec<f32> = left.iter().map(|sample| sample * 0.5).collect();
        let format = Format {
            container: Container::Wav,
            encoding: Encoding::Float,
            bits: None,
            rate: SampleRate(rate),
            channels: 2,
            frames: Frames(left.len() as u64),
        };
        let (mut pass, mut live) = (Pass::new(&format), Live::new(rate));
        for (left, right) in left.chunks(777).zip(right.chunks(777)) {
            let channels = vec![left.to_vec(), right.to_vec()];
            pass.push(&Block { channels, frames: left.len(), used_bits: 0 });
            live.push(&left.iter().zip(right).flat_map(|(l, r)| [*l, *r]).collect::<Vec<_>>());
        }
        let whole = pass.finish(Header::default(), String::new()).measured;
        let check = |name, live: Option<f64>, whole: Option<f64>, within| {
            let (Some(live), Some(whole)) = (live, whole) else { panic!("{name} is missing") };
            assert!((live - whole).abs() <= within, "{name}: {live} instead of {whole}");
        };
        check("integrated", live.integrated(), whole.integrated_lufs, 0.011);
        check("range", live.range(), whole.lra_lu, 0.011);
        check("momentary", live.max_momentary(), whole.max_momentary_lufs, 0.011);
        check("short-term", live.max_short_term(), whole.max_short_term_lufs, 0.011);
        check("true peak", live.true_peak(), whole.true_peak_dbtp, 0.011);
        check("peak", live.peak(), whole.peak_dbfs, 0.011);
        check("correlation", live.correlation(), Some(1.0), 1e-6);
    }

    #[test]
    fn silence_has_no_level() {
        let mut live = Live::new(44_100);
        live.push(&vec![0.0; 2 * 44_100 * 4]);
        assert_eq!(live.momentary(), None);
        assert_eq!(live.integrated(), None);
        assert_eq!((live.true_peak(), live.levels(), live.correlation()), (None, [None; 2], None));
        assert_eq!(live.frames(), 4 * 44_100);
    }
}
