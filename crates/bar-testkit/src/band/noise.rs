//! Parts that are noise: no sound font has them.

use super::score::Note;
use crate::random::Random;
use crate::signal;

/// Strokes of a shaker: bursts of bright noise.
pub fn shaker(notes: &[Note], rate: u32, frames: usize, random: &mut Random) -> Vec<f32> {
    let mut sound = vec![0.0; frames];
    let reach = signal::frames(rate, 0.09);
    for note in notes {
        let start = signal::frames(rate, note.at);
        let force = note.velocity as f32 / 127.0;
        let mut last = 0.0;
        for n in 0..reach.min(frames.saturating_sub(start)) {
            let t = n as f32 / reach as f32;
            let white = random.both();
            // The difference of neighbours is brighter than white.
            sound[start + n] += force * (white - last) * t.powf(0.6) * (1.0 - t).powi(3) * 3.0;
            last = white;
        }
    }
    sound
}

/// Hiss and crackle of a record.
pub fn vinyl(rate: u32, frames: usize, random: &mut Random) -> Vec<f32> {
    let (mut sound, mut low) = (vec![0.0; frames], 0.0);
    let mut crack = 0.0f32;
    for sample in &mut sound {
        low += 0.1 * (random.both() - low);
        if random.unit() < 9.0 / rate as f32 {
            crack = random.both() * 0.9;
        }
        crack *= -0.72;
        *sample = 0.05 * low + 0.015 * random.both() + crack;
    }
    sound
}

/// Air of a room: wide, dark, slowly moving.
pub fn ambience(rate: u32, frames: usize, random: &mut Random) -> [Vec<f32>; 2] {
    let phase = random.unit() * 6.0;
    [0, 1].map(|side| {
        let mut low = 0.0;
        (0..frames)
            .map(|n| {
                let t = n as f32 / rate as f32;
                low += 0.06 * (random.both() - low);
                low * (0.7 + 0.3 * (t * 0.7 + phase + side as f32).sin())
            })
            .collect()
    })
}

/// Noise that rises for the length of each note and breaks off.
pub fn riser(notes: &[Note], rate: u32, frames: usize, random: &mut Random) -> [Vec<f32>; 2] {
    [0, 1].map(|_| {
        let mut sound = vec![0.0; frames];
        for note in notes {
            let (start, reach) =
                (signal::frames(rate, note.at), signal::frames(rate, note.length).max(1));
            let mut low = 0.0;
            for n in 0..reach.min(frames.saturating_sub(start)) {
                let t = n as f32 / reach as f32;
                low += (0.02 + 0.7 * t * t) * (random.both() - low);
                sound[start + n] += low * t * t;
            }
        }
        sound
    })
}

/// Consonants at the beginnings of most sung notes: hiss at 4 kHz and above, against a voice that
/// peaks at `full`.
pub fn consonants(notes: &[Note], rate: u32, sound: &mut [f32], full: f32, random: &mut Random) {
    for note in notes {
        if random.unit() < 0.35 {
            continue;
        }
        let reach = signal::frames(rate, 0.04 + 0.08 * f64::from(random.unit()));
        let start = signal::frames(rate, (note.at - 0.03).max(0.0)).min(sound.len());
        let force = full * (0.1 + 0.25 * random.unit()) * note.velocity as f32 / 127.0;
        let (mut last, mut before) = (0.0, 0.0);
        for (n, sample) in sound[start..].iter_mut().take(reach).enumerate() {
            let t = n as f32 / reach as f32;
            let white = random.both();
            *sample +=
                force * (white - 1.4 * last + 0.5 * before) * (1.0 - (2.0 * t - 1.0).powi(2));
            (before, last) = (last, white);
        }
    }
}
