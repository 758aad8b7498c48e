//! Struck instruments.

use std::f32::consts::TAU;

use super::Sound;
use super::synth::place;
use crate::random::Random;
use crate::signal;

fn kick(random: &mut Random, rate: u32) -> Vec<f32> {
    let (low, high) = (40.0 + 20.0 * random.unit(), 150.0 + 200.0 * random.unit());
    let mut phase = 0.0;
    (0..signal::frames(rate, 0.4))
        .map(|n| {
            let t = n as f32 / rate as f32;
            phase += (low + high * (-t * 40.0).exp()) / rate as f32;
            let click = 0.2 * random.both() * (-t * 800.0).exp();
            ((TAU * phase).sin() * (-t * 9.0).exp() + click) * (n as f32 / 12.0).min(1.0)
        })
        .collect()
}

fn snare(random: &mut Random, rate: u32) -> Vec<f32> {
    let tone = 170.0 + 60.0 * random.unit();
    (0..signal::frames(rate, 0.3))
        .map(|n| {
            let t = n as f32 / rate as f32;
            let body = (TAU * tone * t).sin() * (-t * 25.0).exp();
            0.5 * body + 0.5 * random.both() * (-t * 16.0).exp()
        })
        .collect()
}

fn hat(random: &mut Random, rate: u32) -> Vec<f32> {
    let decay = 30.0 + 60.0 * random.unit();
    let mut last = 0.0;
    (0..signal::frames(rate, 0.15))
        .map(|n| {
            let sample = random.both();
            let bright = sample - last;
            last = sample;
            0.3 * bright * (-decay * n as f32 / rate as f32).exp()
        })
        .collect()
}

/// Rings in several inharmonic modes.
fn bell(random: &mut Random, rate: u32) -> Vec<f32> {
    let modes: Vec<(f32, f32)> =
        (0..5).map(|_| (600.0 + 5000.0 * random.unit(), 3.0 + 9.0 * random.unit())).collect();
    (0..signal::frames(rate, 1.2))
        .map(|n| {
            let t = n as f32 / rate as f32;
            modes.iter().map(|(hz, decay)| (TAU * hz * t).sin() * (-decay * t).exp()).sum::<f32>()
        })
        .collect()
}

pub fn kit(seed: u64, rate: u32, seconds: f64) -> Sound {
    let mut random = Random::new(seed ^ 0xD2);
    let step = 0.1 + 0.08 * f64::from(random.unit());
    let mut channels = vec![signal::silence(rate, seconds); 2];
    let hits = (seconds / step) as usize;
    for hit in 0..hits {
        let mut strike = |sound: Vec<f32>, gains: [f32; 2]| {
            let late = 0.004 * f64::from(random.unit());
            let at = signal::frames(rate, hit as f64 * step + late);
            let strength = 0.6 + 0.4 * random.unit();
            for (channel, gain) in channels.iter_mut().zip(gains) {
                place(channel, at, &sound, strength * gain);
            }
        };
        let mut own = Random::new(seed ^ (hit as u64) << 20);
        if hit % 8 == 0 || hit % 16 == 10 {
            strike(kick(&mut own, rate), [0.9, 0.9]);
        }
        if hit % 8 == 4 {
            strike(snare(&mut own, rate), [0.7, 0.6]);
        }
        if hit % 2 == 0 {
            strike(hat(&mut own, rate), [0.35, 0.6]);
        }
    }
    Sound { rate, channels }
}

pub fn sparse(seed: u64, rate: u32, seconds: f64) -> Vec<f32> {
    let mut random = Random::new(seed ^ 0x5A);
    let mut track = signal::silence(rate, seconds);
    let mut at = 0.3;
    while at < seconds - 1.5 {
        let sound = match (random.unit() * 3.0) as u8 {
            0 => snare(&mut random, rate),
            1 => bell(&mut random, rate),
            _ => kick(&mut random, rate),
        };
        let gain = 0.4 + 0.6 * random.unit();
        place(&mut track, signal::frames(rate, at), &sound, gain);
        at += 1.0 + 1.5 * f64::from(random.unit());
    }
    track
}
