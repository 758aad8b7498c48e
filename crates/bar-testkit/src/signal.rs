//! Sounds with known answers, mono, full scale ±1.0. Levels are peaks in dBFS unless said.

use std::f64::consts::TAU;

use crate::random::Random;

/// Frames in so many seconds, to the nearest.
#[must_use]
pub fn frames(rate: u32, seconds: f64) -> usize {
    (f64::from(rate) * seconds).round() as usize
}

/// The factor of so many decibels.
#[must_use]
pub fn gain(db: f64) -> f32 {
    10f64.powf(db / 20.0) as f32
}

/// Digital silence.
#[must_use]
pub fn silence(rate: u32, seconds: f64) -> Vec<f32> {
    vec![0.0; frames(rate, seconds)]
}

/// A sine from phase 0: RMS is 3.01 dB below `dbfs`.
#[must_use]
pub fn sine(rate: u32, hz: f64, dbfs: f64, seconds: f64) -> Vec<f32> {
    sine_from(rate, hz, 0.0, dbfs, seconds)
}

/// A sine from a phase in degrees: EBU Tech 3341 cases 15 to 19 want 45, 60 and 67.5.
#[must_use]
pub fn sine_from(rate: u32, hz: f64, degrees: f64, dbfs: f64, seconds: f64) -> Vec<f32> {
    let amplitude = 10f64.powf(dbfs / 20.0);
    let phase = degrees.to_radians();
    let step = TAU * hz / f64::from(rate);
    (0..frames(rate, seconds))
        .map(|n| (amplitude * (step * n as f64 + phase).sin()) as f32)
        .collect()
}

/// White noise, evenly spread up to the peak: RMS is 4.77 dB below `dbfs`.
#[must_use]
pub fn noise(seed: u64, rate: u32, dbfs: f64, seconds: f64) -> Vec<f32> {
    let (mut random, gain) = (Random::new(seed), gain(dbfs));
    (0..frames(rate, seconds)).map(|_| random.both() * gain).collect()
}

/// White noise, normally distributed, of that RMS in dBFS.
#[must_use]
pub fn gaussian(seed: u64, rate: u32, rms_dbfs: f64, seconds: f64) -> Vec<f32> {
    let (mut random, gain) = (Random::new(seed), gain(rms_dbfs));
    (0..frames(rate, seconds)).map(|_| random.normal() * gain).collect()
}

/// A square wave from +peak: RMS is its peak, and every top is flat.
#[must_use]
pub fn square(rate: u32, hz: f64, dbfs: f64, seconds: f64) -> Vec<f32> {
    let (gain, step) = (gain(dbfs), hz / f64::from(rate));
    let tops = |n: usize| if (n as f64 * step).fract() < 0.5 { gain } else { -gain };
    (0..frames(rate, seconds)).map(tops).collect()
}

/// A sine that glides from one frequency to the other, evenly in octaves.
#[must_use]
pub fn sweep(rate: u32, from_hz: f64, to_hz: f64, dbfs: f64, seconds: f64) -> Vec<f32> {
    let amplitude = 10f64.powf(dbfs / 20.0);
    let octaves = (to_hz / from_hz).ln();
    let phase = |t: f64| TAU * from_hz * seconds / octaves * ((t / seconds * octaves).exp() - 1.0);
    (0..frames(rate, seconds))
        .map(|n| (amplitude * phase(n as f64 / f64::from(rate)).sin()) as f32)
        .collect()
}

/// A plucked note that dies away (Karplus and Strong 1983): an attack, harmonics, a tail.
#[must_use]
pub fn pluck(seed: u64, rate: u32, hz: f64, dbfs: f64, seconds: f64) -> Vec<f32> {
    let period = (f64::from(rate) / hz).round().max(2.0) as usize;
    let mut random = Random::new(seed);
    let mut string: Vec<f32> = (0..period).map(|_| random.both()).collect();
    let mut sound: Vec<f32> = (0..frames(rate, seconds))
        .map(|n| {
            let (here, next) = (n % period, (n + 1) % period);
            let out = string[here];
            string[here] = 0.498 * (out + string[next]);
            out
        })
        .collect();
    normalise(&mut sound, dbfs);
    sound
}

/// Silence with single full samples of that level at those frames.
#[must_use]
pub fn clicks(rate: u32, dbfs: f64, seconds: f64, at: &[usize]) -> Vec<f32> {
    let mut sound = silence(rate, seconds);
    for &frame in at {
        sound[frame] = gain(dbfs);
    }
    sound
}

/// Brings the sample peak to `dbfs`; silence stays silence.
pub fn normalise(sound: &mut [f32], dbfs: f64) {
    let peak = sound.iter().fold(0f32, |peak, sample| peak.max(sample.abs()));
    if peak > 0.0 {
        amplify(sound, gain(dbfs) / peak);
    }
}

/// Multiplies every sample.
pub fn amplify(sound: &mut [f32], factor: f32) {
    for sample in sound {
        *sample *= factor;
    }
}

/// Fades the first and last frames in and out, linearly.
pub fn fade(sound: &mut [f32], frames: usize) {
    let last = sound.len().saturating_sub(1);
    for n in 0..frames.min(sound.len()) {
        let factor = n as f32 / frames as f32;
        sound[n] *= factor;
        sound[last - n] *= factor;
    }
}

/// Clamps to ±1.0, as a converter does.
pub fn clip(sound: &mut [f32]) {
    for sample in sound {
        *sample = sample.clamp(-1.0, 1.0);
    }
}

/// One after the other.
#[must_use]
pub fn concat<S: AsRef<[f32]>>(parts: &[S]) -> Vec<f32> {
    parts.iter().flat_map(|part| part.as_ref().iter().copied()).collect()
}

/// All at once, as long as the longest.
#[must_use]
pub fn mix<S: AsRef<[f32]>>(parts: &[S]) -> Vec<f32> {
    let longest = parts.iter().map(|part| part.as_ref().len()).max().unwrap_or(0);
    let mut sum = vec![0.0; longest];
    for part in parts {
        sum.iter_mut().zip(part.as_ref()).for_each(|(sum, sample)| *sum += sample);
    }
    sum
}
