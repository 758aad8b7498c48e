//! What goes wrong with sound: each makes a faulty version of what it is given.

use crate::random::Random;
use crate::signal;

use super::{Rounding, Sound};

/// Turns it up by so many dB past full scale and cuts off what is above, then turns it down.
#[must_use]
pub fn clip(sound: &Sound, over_db: f64, then_db: f64) -> Sound {
    let mut clipped = sound.clone();
    clipped.normalise(over_db);
    clipped.round(24, Rounding::Plain, 0);
    if then_db < 0.0 {
        clipped.amplify(signal::gain(then_db));
        clipped.round(24, Rounding::Plain, 0);
    }
    clipped
}

/// Rounds to so many bits, changes the gain, and writes 24 bits.
#[must_use]
pub fn shallow(sound: &Sound, bits: u32, then_db: f64, rounding: Rounding) -> Sound {
    let mut shallow = sound.clone();
    shallow.round(bits, rounding, 1);
    if then_db < 0.0 {
        shallow.amplify(signal::gain(then_db));
        shallow.round(24, Rounding::Plain, 1);
    }
    shallow
}

/// A look-ahead limiter: the gain that keeps the loudest 3 ms around under the ceiling, smoothed.
#[must_use]
pub fn limit(sound: &Sound, by_db: f64) -> Sound {
    let ceiling = sound.peak() / signal::gain(by_db);
    let frames = sound.frames();
    let reach = signal::frames(sound.rate, 0.0015).max(1);
    let wanted: Vec<f32> = (0..frames)
        .map(|n| {
            let peak = sound.channels.iter().fold(0f32, |peak, channel| peak.max(channel[n].abs()));
            (ceiling / peak.max(ceiling)).min(1.0)
        })
        .collect();
    let mut lowest = vec![1f32; frames];
    for (n, &gain) in wanted.iter().enumerate().filter(|(_, gain)| **gain < 1.0) {
        for held in &mut lowest[n.saturating_sub(reach)..frames.min(n + reach + 1)] {
            *held = held.min(gain);
        }
    }
    let release = 1.0 - (-1.0 / (0.06 * sound.rate as f32)).exp();
    let mut gain = 1.0_f32;
    let held: Vec<f32> = lowest
        .iter()
        .map(|&target| {
            gain = if target < gain { target } else { gain + release * (target - gain) };
            gain
        })
        .collect();
    // The mean over the reach reaches each gain exactly where it was held for that long.
    let mut limited = sound.clone();
    let mut sum: f64 = held[..reach.min(frames)].iter().map(|&gain| f64::from(gain)).sum();
    for n in 0..frames {
        sum += held.get(n + reach).map_or(1.0, |&gain| f64::from(gain));
        let from = n as isize - reach as isize - 1;
        sum -= if from >= 0 { f64::from(held[from as usize]) } else { 0.0 };
        let span = (2 * reach + 1).min(n + reach + 1) as f64;
        for channel in &mut limited.channels {
            channel[n] *= (sum / span) as f32;
        }
    }
    limited
}

/// Replaces so many seconds, from frame `at` on, by zeros, or by the sample before.
#[must_use]
pub fn drop_out(sound: &Sound, at: usize, seconds: f64, hold: bool) -> Sound {
    let mut broken = sound.clone();
    let frames = signal::frames(sound.rate, seconds);
    for channel in &mut broken.channels {
        let value = if hold { channel[at - 1] } else { 0.0 };
        channel[at..at + frames].fill(value);
    }
    broken
}

/// Adds a single sample so many dB under the peak.
#[must_use]
pub fn click(sound: &Sound, at: usize, under_db: f64) -> Sound {
    let mut broken = sound.clone();
    let height = sound.peak() * signal::gain(-under_db);
    if let Some(channel) = broken.channels.first_mut() {
        channel[at] += if channel[at] > 0.0 { -height } else { height };
    }
    broken
}

/// Both channels hold their mean.
#[must_use]
pub fn dual_mono(sound: &Sound) -> Sound {
    let mid = mid(sound);
    Sound { rate: sound.rate, channels: vec![mid.clone(), mid] }
}

/// Mean of the channels.
#[must_use]
pub fn mid(sound: &Sound) -> Vec<f32> {
    let share = 1.0 / sound.channels.len() as f32;
    let frames = 0..sound.frames();
    frames.map(|n| sound.channels.iter().map(|channel| channel[n]).sum::<f32>() * share).collect()
}

/// One channel inverted, of two.
#[must_use]
pub fn inverted(sound: &Sound) -> Sound {
    let mut inverted = sound.clone();
    if inverted.channels.len() == 1 {
        inverted.channels.push(inverted.channels[0].clone());
    }
    signal::amplify(&mut inverted.channels[1], -1.0);
    inverted
}

/// The right channel silent.
#[must_use]
pub fn one_sided(sound: &Sound) -> Sound {
    let mut channels = vec![sound.channels[0].clone()];
    channels.push(vec![0.0; sound.frames()]);
    Sound { rate: sound.rate, channels }
}

/// From frame `from` to frame `to`.
#[must_use]
pub fn cut(sound: &Sound, from: usize, to: usize) -> Sound {
    let channels = sound.channels.iter().map(|channel| channel[from..to].to_vec()).collect();
    Sound { rate: sound.rate, channels }
}

/// Cuts off everything above `hertz` with a steep filter, as codecs and resamplers do.
#[must_use]
pub fn low_pass(sound: &Sound, hertz: f64) -> Sound {
    const HALF: usize = 128;
    let turn = 2.0 * hertz / f64::from(sound.rate);
    let tap = |n: i32| {
        let x = std::f64::consts::PI * turn * f64::from(n);
        let sinc = if n == 0 { 1.0 } else { x.sin() / x };
        // Blackman's window: −74 dB in the stop band.
        let way = std::f64::consts::PI * f64::from(n) / (HALF as f64 + 1.0);
        (turn * sinc * (0.42 + 0.5 * way.cos() + 0.08 * (2.0 * way).cos())) as f32
    };
    let taps: Vec<f32> = (-(HALF as i32)..=HALF as i32).map(tap).collect();
    let filter = |channel: &Vec<f32>| {
        let mut padded = vec![0.0; HALF];
        padded.extend_from_slice(channel);
        padded.extend(std::iter::repeat_n(0.0, HALF));
        let sum = |window: &[f32]| window.iter().zip(&taps).map(|(a, b)| a * b).sum();
        padded.windows(taps.len()).map(sum).collect()
    };
    let mut filtered =
        Sound { rate: sound.rate, channels: sound.channels.iter().map(filter).collect() };
    filtered.round(24, Rounding::Dithered, 2);
    filtered
}

/// Stereo reverb: noise that decays by 60 dB in `seconds`, different left and right, mixed in at
/// `wet` of the energy of the dry sound.
#[must_use]
pub fn reverb(sound: &Sound, seconds: f64, wet: f32, seed: u64) -> Sound {
    let dry = mid(sound);
    let mut random = Random::new(seed);
    let rate = sound.rate;
    let channels = (0..2)
        .map(|side| {
            let room = feedback_network(&dry, rate, seconds, &mut random);
            let energy = |track: &[f32]| track.iter().map(|x| x * x).sum::<f32>().max(1e-12);
            let gain = wet * (energy(&dry) / energy(&room)).sqrt();
            let own = sound.channels.get(side).unwrap_or(&sound.channels[0]);
            own.iter().zip(&room).map(|(dry, room)| dry + gain * room).collect()
        })
        .collect();
    let mut wet = Sound { rate, channels };
    wet.normalise(-6.0);
    wet.round(24, Rounding::Dithered, seed);
    wet
}

/// Eight delays that feed each other through a Householder mirror, after two all-passes.
fn feedback_network(dry: &[f32], rate: u32, seconds: f64, random: &mut Random) -> Vec<f32> {
    const LINES: usize = 8;
    let mut lines: Vec<Vec<f32>> = (0..LINES)
        .map(|_| vec![0.0; signal::frames(rate, 0.023 + 0.06 * f64::from(random.unit()))])
        .collect();
    let gains: Vec<f32> = lines
        .iter()
        .map(|line| 10f64.powf(-3.0 * line.len() as f64 / (f64::from(rate) * seconds)) as f32)
        .collect();
    let signs: Vec<f32> =
        (0..LINES).map(|_| if random.unit() < 0.5 { 1.0 } else { -1.0 }).collect();
    let mut diffusers: Vec<Vec<f32>> = (0..3)
        .map(|_| vec![0.0; signal::frames(rate, 0.003 + 0.009 * f64::from(random.unit()))])
        .collect();
    dry.iter()
        .enumerate()
        .map(|(n, &sample)| {
            let mut input = sample;
            for diffuser in &mut diffusers {
                let place = n % diffuser.len();
                let delayed = diffuser[place];
                let fed = input + 0.6 * delayed;
                diffuser[place] = fed;
                input = delayed - 0.6 * fed;
            }
            let mut outs = [0.0; LINES];
            for ((out, line), gain) in outs.iter_mut().zip(&lines).zip(&gains) {
                *out = line[n % line.len()] * gain;
            }
            let mirror = outs.iter().sum::<f32>() * 2.0 / LINES as f32;
            for ((line, out), sign) in lines.iter_mut().zip(outs).zip(&signs) {
                let place = n % line.len();
                line[place] = out - mirror + sign * input;
            }
            outs.iter().zip(&signs).map(|(out, sign)| out * sign).sum()
        })
        .collect()
}
