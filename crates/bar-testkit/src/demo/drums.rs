//! The kit: close microphones, and a pair overhead that hears all of it.

use super::dsp::{Biquad, Reverb, decay, sine};
use super::groove::{self, Hit};
use super::song::{FRAMES, RATE};
use crate::random::Random;

/// The kit as recorded.
pub struct Kit {
    pub kick: Vec<f32>,
    /// With the plate that it was recorded with.
    pub snare: [Vec<f32>; 2],
    pub hat: Vec<f32>,
    pub overheads: [Vec<f32>; 2],
}

/// Plays and records the kit.
pub fn kit() -> Kit {
    let kick = strike(&groove::kick(), |_| kick());
    let snare = strike(&groove::snare(), snare);
    let hat = strike(&groove::hat(), |hit| hat(hit.open));
    let overheads = overheads(&kick, &snare, &hat);
    Kit { kick, snare: on_plate(&snare), hat, overheads }
}

/// Adds a plate, as an insert does that somebody forgot to switch off.
fn on_plate(dry: &[f32]) -> [Vec<f32>; 2] {
    let mut plate = Reverb::new(1.3);
    let wet: Vec<[f32; 2]> = dry.iter().map(|&sample| plate.next(sample)).collect();
    [0, 1].map(|side| dry.iter().zip(&wet).map(|(dry, wet)| dry + 0.15 * wet[side]).collect())
}

/// The tambourine.
pub fn tambourine() -> Vec<f32> {
    let mut sound = strike(&groove::tambourine(), |hit| {
        let mut random = Random::new(hit.frame as u64);
        let fall = decay(if hit.velocity > 0.5 { 0.22 } else { 0.1 });
        let mut level = 0.35;
        // Jingles meet at their own moments: noise in grains.
        (0..RATE as usize / 3)
            .map(|n| {
                level *= fall;
                let grain = if n % 480 < 200 + n / 80 { 1.0 } else { 0.45 };
                let rise = (n as f32 / 240.0).min(1.0);
                random.both() * level * grain * rise
            })
            .collect()
    });
    Biquad::band_pass(8_500.0, 0.9).run(&mut sound);
    Biquad::high_pass(3_000.0, 0.7).run(&mut sound);
    sound
}

/// Places one sound per hit.
fn strike(hits: &[Hit], sound: impl Fn(&Hit) -> Vec<f32>) -> Vec<f32> {
    let mut track = vec![0.0; FRAMES];
    for hit in hits {
        for (place, sample) in track[hit.frame..].iter_mut().zip(sound(hit)) {
            *place += sample * hit.velocity;
        }
    }
    track
}

fn kick() -> Vec<f32> {
    let (mut phase, mut pitch, mut level, mut beater) = (0.0f32, 1.0f32, 0.75f32, 0.25f32);
    let mut random = Random::new(11);
    let mut sound: Vec<f32> = (0..RATE as usize / 2)
        .map(|_| {
            pitch *= decay(0.12);
            level *= decay(0.42);
            beater *= decay(0.02);
            phase += (47.0 + 130.0 * pitch) / RATE as f32;
            phase = phase.fract();
            sine(phase) * level + random.both() * beater
        })
        .collect();
    Biquad::low_pass(7_000.0, 0.7).run(&mut sound);
    sound
}

fn snare(hit: &Hit) -> Vec<f32> {
    let mut random = Random::new(hit.frame as u64);
    let (mut low, mut high) = (0.0f32, 0.0f32);
    let (mut skin, mut wires, mut stick) = (0.42f32, 0.4f32, 0.3f32);
    let mut sound: Vec<f32> = (0..RATE as usize * 2 / 5)
        .map(|_| {
            skin *= decay(0.16);
            wires *= decay(0.24);
            stick *= decay(0.012);
            low = (low + 186.0 / RATE as f32).fract();
            high = (high + 331.0 / RATE as f32).fract();
            (sine(low) + 0.5 * sine(high)) * skin + random.both() * (wires + stick)
        })
        .collect();
    Biquad::high_pass(120.0, 0.7).run(&mut sound);
    sound
}

fn hat(open: bool) -> Vec<f32> {
    const PARTIALS: [f32; 6] = [3_160.0, 4_290.0, 5_410.0, 6_770.0, 8_390.0, 9_930.0];
    let mut random = Random::new(13);
    let (fall, mut level) = (decay(if open { 0.5 } else { 0.09 }), 0.5f32);
    let mut phases = [0.0f32; 6];
    let mut sound: Vec<f32> = (0..if open { RATE as usize * 3 / 5 } else { RATE as usize / 8 })
        .map(|_| {
            level *= fall;
            let mut ring = 0.0;
            for (phase, hz) in phases.iter_mut().zip(PARTIALS) {
                *phase = (*phase + hz / RATE as f32).fract();
                ring += sine(*phase);
            }
            (random.both() * 0.8 + ring * 0.12) * level
        })
        .collect();
    Biquad::high_pass(6_500.0, 0.8).run(&mut sound);
    sound
}

/// A cymbal: noise over a bed of partials that beat against each other.
fn cymbal(seed: u64, seconds: f32, lowest: f32) -> Vec<f32> {
    let mut random = Random::new(seed);
    let (fall, mut level, mut attack) = (decay(seconds), 0.3f32, 0.2f32);
    let steps: [f32; 12] = std::array::from_fn(|n| {
        lowest * (1.0 + 0.37 * n as f32 + 0.11 * random.unit()) / RATE as f32
    });
    let mut phases = [0.0f32; 12];
    let mut sound: Vec<f32> = (0..(seconds * RATE as f32) as usize)
        .map(|_| {
            level *= fall;
            attack *= decay(0.06);
            let mut ring = 0.0;
            for (phase, step) in phases.iter_mut().zip(steps) {
                *phase = (*phase + step).fract();
                ring += sine(*phase);
            }
            random.both() * (level * 0.6 + attack) + ring * level * 0.08
        })
        .collect();
    Biquad::high_pass(lowest, 0.7).run(&mut sound);
    sound
}

/// A spaced pair: the crash to the left, the ride to the right, the drums as they reach it.
fn overheads(kick: &[f32], snare: &[f32], hat: &[f32]) -> [Vec<f32>; 2] {
    let (crash, ride) = (cymbal(21, 2.8, 2_400.0), cymbal(22, 0.9, 3_400.0));
    let crash = strike(&groove::crash(), |_| crash.clone());
    let ride = strike(&groove::ride(), |_| ride.clone());
    let heard = |places: [(&[f32], usize, f32); 5]| {
        let mut sound = vec![0.0; FRAMES];
        for (source, delay, gain) in places {
            for (place, sample) in sound[delay..].iter_mut().zip(source) {
                *place += sample * gain;
            }
        }
        Biquad::high_pass(60.0, 0.7).run(&mut sound);
        Biquad::low_pass(15_000.0, 0.7).run(&mut sound);
        sound
    };
    [
        heard([
            (kick, 150, 0.12),
            (snare, 128, 0.3),
            (hat, 96, 0.4),
            (&crash, 84, 0.9),
            (&ride, 190, 0.35),
        ]),
        heard([
            (kick, 160, 0.12),
            (snare, 140, 0.26),
            (hat, 175, 0.2),
            (&crash, 180, 0.5),
            (&ride, 88, 0.8),
        ]),
    ]
}
