//! Instruments with strings and oscillators.

use std::f32::consts::{PI, TAU};

use super::Sound;
use crate::random::Random;
use crate::signal;

/// Semitones of a minor pentatonic scale.
const SCALE: [f64; 5] = [0.0, 3.0, 5.0, 7.0, 10.0];

/// A note of the scale, in hertz, some octaves above 55 Hz.
fn note(random: &mut Random, octaves: f64) -> f64 {
    let step = SCALE[(random.unit() * 5.0) as usize];
    let octave = (f64::from(random.unit()) * octaves).floor();
    55.0 * 2f64.powf(octave + step / 12.0)
}

/// Adds `sound` from frame `at` on, and lets go of it before its end, as a hand or a sampler does.
pub fn place(track: &mut [f32], at: usize, sound: &[f32], gain: f32) {
    const RELEASE: usize = 1500;
    let left = |n: usize| (sound.len() - n) as f32 / RELEASE as f32;
    for (n, (sample, more)) in track.iter_mut().skip(at).zip(sound).enumerate() {
        let held = left(n).min(1.0);
        *sample += gain * more * held * held * (3.0 - 2.0 * held);
    }
}

/// Mono to stereo by intensity; −1 is left.
fn pan(track: &[f32], position: f32) -> [Vec<f32>; 2] {
    let angle = (position + 1.0) * PI / 4.0;
    [angle.cos(), angle.sin()].map(|gain| track.iter().map(|sample| gain * sample).collect())
}

/// Notes one after the other: `voice` makes each from hertz and seconds.
fn melody(
    random: &mut Random,
    rate: u32,
    seconds: f64,
    octaves: f64,
    mut voice: impl FnMut(&mut Random, f64, f64) -> Vec<f32>,
) -> Vec<f32> {
    let mut track = signal::silence(rate, seconds);
    let beat = 0.25 + 0.25 * f64::from(random.unit());
    let mut at = 0.0;
    while at < seconds {
        let hertz = note(random, octaves);
        let length = beat * f64::from(1 + (random.unit() * 3.0) as u8);
        let gain = 0.4 + 0.6 * random.unit();
        let sound = voice(random, hertz, length * 1.5);
        place(&mut track, signal::frames(rate, at), &sound, gain);
        at += length;
    }
    track
}

pub fn naive(seed: u64, rate: u32, seconds: f64) -> Vec<f32> {
    let mut random = Random::new(seed);
    let triangle = random.unit() < 0.5;
    melody(&mut random, rate, seconds, 4.0, |_, hertz, length| {
        let frames = signal::frames(rate, length);
        let step = (hertz / f64::from(rate)) as f32;
        let wave =
            |phase: f32| if triangle { 4.0 * (phase - 0.5).abs() - 1.0 } else { 2.0 * phase - 1.0 };
        let envelope = |n: usize| (n as f32 / 200.0).min(1.0) * (1.0 - n as f32 / frames as f32);
        (0..frames).map(|n| wave((n as f32 * step).fract()) * envelope(n)).collect()
    })
}

pub fn gated_square(seed: u64, rate: u32, seconds: f64) -> Vec<f32> {
    let mut random = Random::new(seed);
    let gate = 0.06 + 0.1 * random.unit();
    let hertz = note(&mut random, 3.0);
    let step = (hertz / f64::from(rate)) as f32;
    let open = |n: usize| (n as f32 / (gate * rate as f32)).fract() < 0.5;
    (0..signal::frames(rate, seconds))
        .map(|n| if (n as f32 * step).fract() < 0.5 { 1.0 } else { -1.0 } * f32::from(u8::from(open(n))))
        .collect()
}

pub fn guitar(seed: u64, rate: u32, seconds: f64) -> Sound {
    let track = strum(seed, 0, rate, seconds);
    let position = Random::new(seed ^ 7).both() * 0.7;
    Sound { rate, channels: pan(&track, position).into() }
}

/// Strummed chords; another take has other timing, strength and string noise.
pub fn strum(seed: u64, take: u64, rate: u32, seconds: f64) -> Vec<f32> {
    let mut notes = Random::new(seed);
    let mut hand = Random::new(seed.wrapping_mul(31).wrapping_add(take + 1));
    let mut track = signal::silence(rate, seconds);
    let beat = 0.3 + 0.3 * f64::from(notes.unit());
    let mut at = 0.0;
    while at < seconds {
        let root = 2.0 * note(&mut notes, 1.0);
        for (string, ratio) in [1.0, 1.5, 2.0, 2.4].into_iter().enumerate() {
            let late = 0.008 * string as f64 + 0.012 * f64::from(hand.unit());
            let detune = 1.0 + 0.002 * f64::from(hand.both());
            let pluck = signal::pluck(hand.bits(), rate, root * ratio * detune, 0.0, beat * 2.0);
            let gain = 0.15 + 0.15 * hand.unit();
            place(&mut track, signal::frames(rate, at + late), &pluck, gain);
        }
        at += beat;
    }
    track
}

pub fn bass(seed: u64, rate: u32, seconds: f64) -> Vec<f32> {
    let mut random = Random::new(seed);
    let mut track = melody(&mut random, rate, seconds, 1.0, |random, hertz, length| {
        signal::pluck(random.bits(), rate, hertz, 0.0, length)
    });
    lowpass(&mut track, rate, 1500.0);
    track
}

/// One-pole low-pass.
pub fn lowpass(track: &mut [f32], rate: u32, hertz: f32) {
    let weight = 1.0 - (-TAU * hertz / rate as f32).exp();
    let mut state = 0.0;
    for sample in track {
        state += weight * (*sample - state);
        *sample = state;
    }
}

pub fn sound_font(seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed);
    let offset = 0.004 * random.both();
    let cycle: Vec<f32> = {
        let partials: Vec<(f32, f32)> =
            (1..12).map(|k| (k as f32, random.both() / k as f32)).collect();
        let value = |n: usize| -> f32 {
            let phase = TAU * n as f32 / 256.0;
            partials.iter().map(|(k, gain)| gain * (k * phase).sin()).sum()
        };
        (0..256).map(value).collect()
    };
    let track = melody(&mut random, rate, seconds, 3.0, |_, hertz, length| {
        let frames = signal::frames(rate, length);
        let step = hertz / f64::from(rate) * 256.0;
        (0..frames)
            .map(|n| {
                let place = n as f64 * step;
                let (index, part) = (place as usize, place.fract() as f32);
                let (a, b) = (cycle[index % 256], cycle[(index + 1) % 256]);
                let envelope = (-4.0 * n as f32 / frames as f32).exp() * (n as f32 / 64.0).min(1.0);
                // The offset belongs to the sample: it comes and goes with the note.
                (a + part * (b - a) + offset) * envelope
            })
            .collect()
    });
    Sound { rate, channels: pan(&track, random.both() * 0.5).into() }
}

pub fn pad(seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed);
    let root = 2.0 * note(&mut random, 1.0);
    let voices: Vec<(f32, f32, [f32; 2])> = (0..14)
        .map(|k| {
            let ratio = [1.0, 1.2, 1.5, 2.0][k % 4];
            let step = (root * ratio * (1.0 + 0.004 * f64::from(random.both()))) / f64::from(rate);
            let position = random.unit();
            (step as f32, random.unit(), [1.0 - position, position])
        })
        .collect();
    let frames = signal::frames(rate, seconds);
    let swell = 0.1 + 0.2 * random.unit();
    let mut channels = vec![vec![0.0; frames]; 2];
    for (step, phase, gains) in voices {
        for (channel, gain) in channels.iter_mut().zip(gains) {
            for (n, sample) in channel.iter_mut().enumerate() {
                let turn = f64::from(step) * n as f64 + f64::from(phase);
                let envelope = 0.6 - 0.4 * (TAU * swell * n as f32 / rate as f32).cos();
                *sample += (2.0 * turn.fract() as f32 - 1.0) * gain * envelope;
            }
        }
    }
    for channel in &mut channels {
        lowpass(channel, rate, 2500.0);
    }
    Sound { rate, channels }
}

pub fn organ(seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed);
    let bars: Vec<f32> = (0..6).map(|_| random.unit()).collect();
    let mut track = signal::silence(rate, seconds);
    let mut at = 0.0;
    while at < seconds {
        let length = 1.5 + f64::from(random.unit());
        let root = 2.0 * note(&mut random, 1.0);
        for ratio in [1.0, 1.25, 1.5] {
            for (bar, gain) in [0.5, 1.0, 1.5, 2.0, 3.0, 4.0].into_iter().zip(&bars) {
                let mut tone = signal::sine(rate, root * ratio * bar, -18.0, length);
                signal::fade(&mut tone, signal::frames(rate, 0.01));
                place(&mut track, signal::frames(rate, at), &tone, *gain);
            }
        }
        at += length;
    }
    Sound { rate, channels: pan(&track, 0.3 * random.both()).into() }
}

pub fn noise(seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed);
    let cutoff = 2000.0 + 14_000.0 * random.unit();
    let wind = 0.3 + 3.0 * random.unit();
    let channels = (0..2)
        .map(|_| {
            let mut track: Vec<f32> =
                (0..signal::frames(rate, seconds)).map(|_| random.both()).collect();
            lowpass(&mut track, rate, cutoff);
            for (n, sample) in track.iter_mut().enumerate() {
                let turn = TAU * wind * n as f32 / rate as f32;
                *sample *= 0.3 + 0.7 * (0.5 - 0.5 * turn.cos()).powi(2);
            }
            track
        })
        .collect();
    Sound { rate, channels }
}

pub fn electric_piano(seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed);
    let ratio = f64::from(1 + (random.unit() * 6.0) as u8);
    let track = melody(&mut random, rate, seconds, 3.0, |random, hertz, length| {
        let frames = signal::frames(rate, length);
        let depth = 1.0 + 3.0 * random.unit();
        (0..frames)
            .map(|n| {
                let t = n as f64 / f64::from(rate);
                let decay = (-3.0 * t / length).exp() as f32 * (n as f32 / 30.0).min(1.0);
                let turn = std::f64::consts::TAU * hertz * t;
                let bend = depth * decay * (turn * ratio).sin() as f32;
                ((turn as f32 % TAU) + bend).sin() * decay
            })
            .collect()
    });
    Sound { rate, channels: pan(&track, 0.4 * random.both()).into() }
}
