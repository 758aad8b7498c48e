//! Test signals, and how they are measured.

use std::f64::consts::TAU;

use bar_audio::format::{Container, Encoding, Format, Header};
use bar_audio::measure::loudness::{Loudness, Meter};
use bar_audio::measure::{Listened, Measured, Pass};
use bar_audio::source::{BLOCK_FRAMES, Block};
use bar_domain::{Frames, SampleRate};

/// Planar sound.
pub type Sound = Vec<Vec<f32>>;

/// A tone: seconds and peak level in dBFS of each part; the phase runs on.
pub fn tone(rate: u32, hertz: f64, parts: &[(f64, f64)]) -> Vec<f32> {
    let mut samples = Vec::new();
    let mut end = 0.0;
    for (seconds, level) in parts {
        end += seconds * f64::from(rate);
        let amplitude = 10_f64.powf(level / 20.0);
        let step = TAU * hertz / f64::from(rate);
        samples.extend((samples.len()..end.round() as usize).map(|n| {
            // The remainder keeps the sine of a late sample as exact as that of an early one.
            (amplitude * ((n as f64 * step) % TAU).sin()) as f32
        }));
    }
    samples
}

/// The usual signal: 1 kHz on left and right in phase. A level of −∞ is silence.
pub fn stereo(rate: u32, parts: &[(f64, f64)]) -> Sound {
    vec![tone(rate, 1000.0, parts); 2]
}

/// What a file with this sound measures.
pub fn measured(rate: u32, sound: &[Vec<f32>]) -> Measured {
    listened(rate, sound, &[BLOCK_FRAMES]).measured
}

/// What one pass tells of this sound, handed over in blocks of these lengths over and over.
pub fn listened(rate: u32, sound: &[Vec<f32>], lengths: &[usize]) -> Listened {
    let frames = sound[0].len();
    let mut pass = Pass::new(&Format {
        container: Container::Wav,
        encoding: Encoding::Float,
        bits: Some(32),
        rate: SampleRate(rate),
        channels: sound.len() as u16,
        frames: Frames(frames as u64),
    });
    let mut start = 0;
    for length in lengths.iter().cycle() {
        let end = frames.min(start + length);
        let channels = sound.iter().map(|channel| channel[start..end].to_vec()).collect();
        pass.push(&Block { channels, frames: end - start, used_bits: 0 });
        start = end;
        if start == frames {
            break;
        }
    }
    pass.finish(Header::default(), String::new())
}

/// The loudness of this sound over time.
pub fn loudness(rate: u32, sound: &[Vec<f32>]) -> Loudness {
    let mut meter = Meter::new(rate, sound.len());
    meter.push(sound, sound[0].len());
    meter.finish()
}

/// Asserts that `got` lies from `below` under to `above` over `expected`.
#[track_caller]
pub fn near(case: &str, rate: u32, got: Option<f64>, expected: f64, [below, above]: [f64; 2]) {
    let got = got.unwrap_or(f64::NEG_INFINITY);
    // Measures are rounded to hundredths.
    let within = got >= expected - below - 0.0051 && got <= expected + above + 0.0051;
    assert!(within, "case {case} at {rate} Hz: {got} instead of {expected}");
}
