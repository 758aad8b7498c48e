//! What a mixer's channel and bus do to sound: equaliser, compressor, saturation, limiter.

use super::filter::Frame;
use crate::demo::plucked::saturate;
use crate::signal;

/// A bell of an equaliser.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Its centre.
    pub hz: f32,
    /// Its narrowness.
    pub q: f32,
    /// Its height.
    pub gain_db: f32,
}

/// A compressor. The strip or the limiter after it makes up for what it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compressor {
    /// Above this level, in dBFS RMS.
    pub threshold_db: f32,
    /// n in n:1.
    pub ratio: f32,
    /// Seconds.
    pub attack: f32,
    /// Seconds.
    pub release: f32,
}

/// Frames for which a compressor computes one gain.
const GRAIN: usize = 16;

impl Compressor {
    /// Compresses the sound, both sides alike.
    pub fn run(&self, rate: u32, sound: &mut [Frame]) {
        let pace = |seconds: f32| 1.0 - (-(GRAIN as f32) / (seconds * rate as f32)).exp();
        let (attack, release) = (pace(self.attack), pace(self.release));
        let threshold = 10f32.powf(self.threshold_db / 10.0);
        let slope = (1.0 / self.ratio - 1.0) / 2.0;
        let (mut power, mut gain) = (0.0f32, 1.0);
        for chunk in sound.chunks_mut(GRAIN) {
            let loudest = chunk.iter().fold(0f32, |most, [l, r]| most.max(l * l).max(r * r));
            power += (loudest - power) * if loudest > power { attack } else { release };
            let aim = if power > threshold { (power / threshold).powf(slope) } else { 1.0 };
            let step = (aim - gain) / chunk.len() as f32;
            for [left, right] in chunk {
                gain += step;
                *left *= gain;
                *right *= gain;
            }
        }
    }
}

/// Drives the sound into a soft curve; quiet sound stays as loud as it was.
pub fn drive(sound: &mut [Frame], by_db: f32) {
    let drive = signal::gain(f64::from(by_db)) / peak(sound).max(1e-6);
    for sample in sound.as_flattened_mut() {
        *sample = saturate(*sample * drive) / drive;
    }
}

/// Brings the peaks down by so many decibels, looking 3 ms ahead; returns the ceiling.
pub fn limit(rate: u32, sound: &mut [Frame], by_db: f32) -> f32 {
    let peak = peak(sound);
    let ceiling = peak / signal::gain(f64::from(by_db));
    if ceiling <= 0.0 {
        return 0.0;
    }
    let slope = 1.0 / (0.003 * rate as f32);
    let mut aims: Vec<f32> =
        sound.iter().map(|[l, r]| ceiling / l.abs().max(r.abs()).max(ceiling)).collect();
    let mut next = 1.0f32;
    for aim in aims.iter_mut().rev() {
        *aim = aim.min(next + slope);
        next = *aim;
    }
    let release = 1.0 - (-1.0 / (0.1 * rate as f32)).exp();
    let mut gain = 1.0f32;
    for ([left, right], aim) in sound.iter_mut().zip(aims) {
        gain = (gain + (1.0 - gain) * release).min(aim);
        *left *= gain;
        *right *= gain;
    }
    ceiling
}

/// The largest sample.
pub fn peak(sound: &[Frame]) -> f32 {
    sound.as_flattened().iter().fold(0f32, |peak, sample| peak.max(sample.abs()))
}
