//! The rough mix: what the artist's own faders, one reverb and a limiter made of the song.

use super::dsp::{Biquad, Reverb};
use super::plucked::saturate;
use super::song::{FRAMES, RATE};

/// A channel of the artist's mixer.
pub struct Strip<'a> {
    /// Left and right; a mono part is both.
    pub sound: [&'a [f32]; 2],
    pub gain: f32,
    /// −1 left, 1 right.
    pub pan: f32,
    pub send: f32,
}

impl<'a> Strip<'a> {
    pub fn mono(sound: &'a [f32], gain: f32, pan: f32, send: f32) -> Self {
        Self { sound: [sound, sound], gain, pan, send }
    }

    pub fn stereo([left, right]: &'a [Vec<f32>; 2], gain: f32, send: f32) -> Self {
        Self { sound: [left, right], gain, pan: 0.0, send }
    }
}

/// Sums the strips, adds the room, and masters it as artists do: a little glue, a limiter.
pub fn down(strips: &[Strip]) -> [Vec<f32>; 2] {
    let mut bus = [vec![0.0f32; FRAMES], vec![0.0f32; FRAMES]];
    let mut send = vec![0.0f32; FRAMES];
    for strip in strips {
        // Constant power, unity in the middle.
        let angle = (strip.pan + 1.0) * std::f32::consts::FRAC_PI_4;
        let sides =
            [angle.cos() * 2f32.sqrt() * strip.gain, angle.sin() * 2f32.sqrt() * strip.gain];
        for side in 0..2 {
            for (place, sample) in bus[side].iter_mut().zip(strip.sound[side]) {
                *place += sample * sides[side];
            }
            if strip.send > 0.0 {
                for (place, sample) in send.iter_mut().zip(strip.sound[side]) {
                    *place += sample * strip.gain * strip.send * 0.5;
                }
            }
        }
    }
    Biquad::high_pass(250.0, 0.7).run(&mut send);
    let mut room = Reverb::new(1.5);
    let [left, right] = &mut bus;
    for ((left, right), &sent) in left.iter_mut().zip(right.iter_mut()).zip(&send) {
        let [wet_left, wet_right] = room.next(sent);
        *left += wet_left;
        *right += wet_right;
    }
    glue(&mut bus);
    limit(&mut bus);
    bus
}

/// A slow compressor on the sum, then a touch of tape.
fn glue([left, right]: &mut [Vec<f32>; 2]) {
    const THRESHOLD: f32 = 0.05;
    let (mut power, make_up) = (0.0f32, 2.2);
    for (left, right) in left.iter_mut().zip(right) {
        power += (f32::midpoint(*left * *left, *right * *right) - power) * 0.0004;
        // 2:1 above the threshold, of power: the gain is its fourth root.
        let over = (power / (THRESHOLD * THRESHOLD)).max(1.0);
        let gain = make_up / over.sqrt().sqrt();
        *left = saturate(*left * gain);
        *right = saturate(*right * gain);
    }
}

/// Looks 3 ms ahead and never lets a sample pass the ceiling, which leaves room for true peaks.
fn limit([left, right]: &mut [Vec<f32>; 2]) {
    const CEILING: f32 = 0.8;
    const AHEAD: usize = RATE as usize * 3 / 1000;
    let release = 1.0 - (-1.0 / (0.12 * RATE as f32)).exp();
    let needed: Vec<f32> = left
        .iter()
        .zip(right.iter())
        .map(|(l, r)| CEILING / l.abs().max(r.abs()).max(CEILING))
        .collect();
    // The lowest gain of the next frames, held back to a straight line towards it.
    let mut gain = 1.0f32;
    let mut aims = needed.clone();
    for n in (0..aims.len() - 1).rev() {
        aims[n] = aims[n].min(aims[n + 1] + 1.0 / AHEAD as f32);
    }
    for (n, (left, right)) in left.iter_mut().zip(right).enumerate() {
        gain = (gain + (1.0 - gain) * release).min(aims[n]);
        *left *= gain;
        *right *= gain;
    }
}
