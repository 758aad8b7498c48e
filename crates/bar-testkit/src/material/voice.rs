//! Something that talks.

use std::f32::consts::TAU;

use crate::random::Random;
use crate::signal;

/// Two-pole resonator.
struct Formant {
    turn: f32,
    ring: f32,
    past: [f32; 2],
}

impl Formant {
    fn new(hertz: f32, rate: u32) -> Self {
        let ring = (-TAU * 45.0 / rate as f32).exp();
        Self { turn: 2.0 * ring * (TAU * hertz / rate as f32).cos(), ring, past: [0.0; 2] }
    }

    fn next(&mut self, input: f32) -> f32 {
        let [last, before] = self.past;
        let out = input + self.turn * last - self.ring * self.ring * before;
        self.past = [out, last];
        out
    }
}

/// Syllables of pulses through three formants, hissing consonants between, and pauses for breath.
pub fn speech(seed: u64, rate: u32, seconds: f64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0x70CE);
    let pitch = 90.0 + 130.0 * random.unit();
    let mut track = signal::silence(rate, seconds);
    let mut at = 0.1;
    while at < seconds - 0.6 {
        let syllable = 0.12 + 0.2 * f64::from(random.unit());
        let formants = [300.0 + 500.0 * random.unit(), 900.0 + 1300.0 * random.unit(), 2600.0];
        let mut filters = formants.map(|hertz| Formant::new(hertz, rate));
        let frames = signal::frames(rate, syllable);
        let bend = 1.0 + 0.15 * random.both();
        let mut phase = 0.0;
        let start = signal::frames(rate, at);
        for (n, sample) in track.iter_mut().skip(start).take(frames).enumerate() {
            let way = n as f32 / frames as f32;
            phase += pitch * (1.0 + (bend - 1.0) * way) / rate as f32;
            let pulse = if phase >= 1.0 { 1.0 } else { 0.0 };
            phase = phase.fract();
            let source = pulse + 0.02 * random.both();
            let voiced: f32 = filters.iter_mut().map(|filter| filter.next(source)).sum();
            *sample += voiced * (std::f32::consts::PI * way).sin();
        }
        at += syllable;
        if random.unit() < 0.4 {
            let hiss = signal::frames(rate, 0.07);
            let mut last = 0.0;
            let start = signal::frames(rate, at);
            for (n, sample) in track.iter_mut().skip(start).take(hiss).enumerate() {
                let white = random.both();
                let shape = (std::f32::consts::PI * n as f32 / hiss as f32).sin();
                *sample += 1.5 * (white - last) * shape;
                last = white;
            }
            at += 0.05;
        }
        if random.unit() < 0.15 {
            at += 0.4 + 0.5 * f64::from(random.unit());
        }
    }
    for sample in &mut track {
        *sample += 1e-3 * random.both();
    }
    track
}
