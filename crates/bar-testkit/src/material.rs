//! Sound of many kinds, as stems hold it, to try guesses on: sound ones here, [`fault`]s to put into them.
//!
//! Everything is made from a seed: another seed plays other notes on another instrument.

mod drums;
pub mod fault;
mod synth;
mod voice;

use crate::random::Random;
use crate::signal;

/// A kind of stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Bare sawtooth and triangle waves with aliases, as simple synths make them.
    NaiveSynth,
    /// Square waves that are cut on and off.
    GatedSquare,
    /// Plucked strings, panned.
    Guitar,
    /// A low plucked string, mono.
    Bass,
    /// Short looped samples with an offset, as sound fonts play them.
    SoundFont,
    /// Kick, snare and hats in stereo.
    Drums,
    /// A hit every few seconds and nothing between.
    SparsePercussion,
    /// A swelling chord of detuned waves at −40 dBFS.
    QuietPad,
    /// Steady sines in harmony.
    Organ,
    /// Pulses through formants, with pauses and breath.
    Speech,
    /// A wide band through a limiter, as a finished master is.
    LimitedMaster,
    /// Guitars and drums that fade out over half their length.
    Fade,
    /// Filtered noise, such as wind or a shaker.
    Noise,
    /// Two-operator FM, struck.
    ElectricPiano,
}

impl Kind {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::NaiveSynth,
        Self::GatedSquare,
        Self::Guitar,
        Self::Bass,
        Self::SoundFont,
        Self::Drums,
        Self::SparsePercussion,
        Self::QuietPad,
        Self::Organ,
        Self::Speech,
        Self::LimitedMaster,
        Self::Fade,
        Self::Noise,
        Self::ElectricPiano,
    ];
}

/// Planar sound, full scale ±1.0.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    /// Frames per second.
    pub rate: u32,
    /// One channel after the other, of equal length.
    pub channels: Vec<Vec<f32>>,
}

/// How samples become integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest.
    Plain,
    /// With triangular dither of two steps.
    Dithered,
}

/// A sound stem of this kind: it begins after a short silence, dies away before its end, and is
/// written with 24 bits.
#[must_use]
pub fn stem(kind: Kind, seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed ^ 0xBA20_0E5E_ED00);
    let mut sound = play(kind, seed, rate, seconds);
    let peak = match kind {
        Kind::QuietPad => -40.0,
        Kind::LimitedMaster => -1.0,
        _ => -3.0 - 9.0 * f64::from(random.unit()),
    };
    let lead = signal::frames(rate, 0.12 + 0.3 * f64::from(random.unit()));
    for channel in &mut sound.channels {
        let end = channel.len();
        channel.splice(0..0, std::iter::repeat_n(0.0, lead));
        channel.truncate(end);
        let release = signal::frames(rate, 0.4).min(end);
        for (n, sample) in channel[end - release..].iter_mut().enumerate() {
            *sample *= 0.5 + 0.5 * (std::f32::consts::PI * n as f32 / release as f32).cos();
        }
        channel.extend(std::iter::repeat_n(0.0, signal::frames(rate, 0.05)));
    }
    sound.normalise(peak);
    let rounding = if random.unit() < 0.5 { Rounding::Plain } else { Rounding::Dithered };
    sound.round(24, rounding, seed);
    sound
}

fn play(kind: Kind, seed: u64, rate: u32, seconds: f64) -> Sound {
    let mono = |channel: Vec<f32>| Sound { rate, channels: vec![channel] };
    match kind {
        Kind::NaiveSynth => mono(synth::naive(seed, rate, seconds)),
        Kind::GatedSquare => mono(synth::gated_square(seed, rate, seconds)),
        Kind::Guitar => synth::guitar(seed, rate, seconds),
        Kind::Bass => mono(synth::bass(seed, rate, seconds)),
        Kind::SoundFont => synth::sound_font(seed, rate, seconds),
        Kind::Drums => drums::kit(seed, rate, seconds),
        Kind::SparsePercussion => mono(drums::sparse(seed, rate, seconds)),
        Kind::QuietPad => synth::pad(seed, rate, seconds),
        Kind::Organ => synth::organ(seed, rate, seconds),
        Kind::Speech => mono(voice::speech(seed, rate, seconds)),
        Kind::LimitedMaster => {
            let mut band = synth::guitar(seed, rate, seconds);
            band.add(&drums::kit(seed, rate, seconds), 1.0);
            band.add(&synth::pad(seed, rate, seconds), 0.4);
            fault::limit(&band, 6.0)
        }
        Kind::Fade => {
            let mut band = synth::guitar(seed, rate, seconds);
            band.add(&drums::kit(seed, rate, seconds), 0.5);
            band.fade_out();
            band
        }
        Kind::Noise => synth::noise(seed, rate, seconds),
        Kind::ElectricPiano => synth::electric_piano(seed, rate, seconds),
    }
}

/// Two takes of one guitar part: the same notes, each played a little differently.
#[must_use]
pub fn doubled_guitars(seed: u64, rate: u32, seconds: f64) -> [Sound; 2] {
    [1, 2].map(|take| {
        let channel = synth::strum(seed, take, rate, seconds);
        let mut sound = Sound { rate, channels: vec![channel] };
        sound.normalise(-6.0);
        sound.round(24, Rounding::Plain, seed);
        sound
    })
}

impl Sound {
    /// Frames of every channel.
    #[must_use]
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }

    /// The highest magnitude.
    #[must_use]
    pub fn peak(&self) -> f32 {
        self.channels.iter().flatten().fold(0.0, |peak, sample| peak.max(sample.abs()))
    }

    /// Brings the highest peak to this level in dBFS.
    pub fn normalise(&mut self, dbfs: f64) {
        let peak = self.peak();
        if peak > 0.0 {
            self.amplify(signal::gain(dbfs) / peak);
        }
    }

    /// Multiplies every sample.
    pub fn amplify(&mut self, factor: f32) {
        self.channels.iter_mut().for_each(|channel| signal::amplify(channel, factor));
    }

    /// Adds another sound at a gain, mono to every channel.
    pub fn add(&mut self, other: &Self, gain: f32) {
        for (index, channel) in self.channels.iter_mut().enumerate() {
            let Some(source) = other.channels.get(index).or(other.channels.first()) else { return };
            for (sample, more) in channel.iter_mut().zip(source) {
                *sample += gain * more;
            }
        }
    }

    /// Fades out over the second half.
    pub fn fade_out(&mut self) {
        for channel in &mut self.channels {
            let half = channel.len() / 2;
            for (n, sample) in channel[half..].iter_mut().enumerate() {
                *sample *= (1.0 - n as f32 / half as f32).max(0.0).powi(2);
            }
        }
    }

    /// Rounds to integers of so many bits, and stops at full scale.
    pub fn round(&mut self, bits: u32, rounding: Rounding, seed: u64) {
        let mut random = Random::new(seed ^ 0xD17E);
        let full = 2f32.powi(bits as i32 - 1);
        for sample in self.channels.iter_mut().flatten() {
            let dither = if rounding == Rounding::Dithered { random.triangle() } else { 0.0 };
            *sample = (*sample * full + dither).round().clamp(-full, full - 1.0) / full;
        }
    }

    /// OR of all magnitudes as integers of 24 bits, left-justified in 32: what a reader reports.
    #[must_use]
    pub fn used_bits(&self) -> u32 {
        let magnitude = |sample: &f32| ((sample.abs() * 8_388_608.0).min(8_388_608.0) as u32) << 8;
        self.channels.iter().flatten().fold(0, |bits, sample| bits | magnitude(sample))
    }
}
