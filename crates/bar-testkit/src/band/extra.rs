//! What an artist may do to one part besides.

use std::f32::consts::TAU;

use super::filter::{self, Frame, Section};
use super::strip;
use crate::demo::plucked::saturate;
use crate::random::Random;
use crate::signal;

/// Something done to one part before its strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Extra {
    /// Echoes.
    Delay {
        /// Between echoes.
        seconds: f64,
        /// Each echo against the one before.
        feedback: f32,
        /// The first echo against the dry sound.
        level: f32,
    },
    /// The fader is ridden slowly up and down.
    Rides {
        /// By how much at most.
        depth_db: f32,
    },
    /// Every note segment is brought to another pitch, as by automatic tuning.
    Tuned {
        /// By how much at most.
        cents: f32,
    },
    /// Played through a driven amplifier and its cabinet.
    Reamped {
        /// How hot.
        drive_db: f32,
    },
    /// A low-pass that goes to and fro.
    Sweep {
        /// Its lowest.
        from_hz: f32,
        /// Its highest.
        to_hz: f32,
        /// There and back.
        seconds: f64,
    },
    /// A second voice whose delay moves.
    Chorus {
        /// How far it moves.
        depth_ms: f32,
        /// Against the dry sound.
        wet: f32,
    },
    /// A short moving delay that feeds itself.
    Flanger {
        /// How much of it comes back.
        feedback: f32,
    },
    /// Switched on and off.
    Chopped {
        /// On and off together.
        seconds: f64,
    },
    /// Upside down.
    Polarity,
    /// Nudged in time.
    Later {
        /// Negative is earlier.
        frames: i64,
    },
}

/// Does it.
pub fn apply(extra: &Extra, rate: u32, seed: u64, sound: &mut [Frame]) {
    let mut random = Random::new(seed ^ 0xE7_74A5);
    match *extra {
        Extra::Delay { seconds, feedback, level } => {
            delay(sound, signal::frames(rate, seconds), feedback, level);
        }
        Extra::Rides { depth_db } => ride(sound, rate, depth_db, &mut random),
        Extra::Tuned { cents } => tune(sound, rate, cents, &mut random),
        Extra::Reamped { drive_db } => reamp(sound, rate, drive_db),
        Extra::Sweep { from_hz, to_hz, seconds } => sweep(sound, rate, (from_hz, to_hz), seconds),
        Extra::Chorus { depth_ms, wet } => {
            moving(
                sound,
                rate,
                &Moving { base_ms: 8.0 + depth_ms, depth_ms, hz: 0.7, feedback: 0.0, wet },
            );
        }
        Extra::Flanger { feedback } => {
            moving(
                sound,
                rate,
                &Moving { base_ms: 2.5, depth_ms: 2.0, hz: 0.25, feedback, wet: 0.8 },
            );
        }
        Extra::Chopped { seconds } => chop(sound, rate, seconds),
        Extra::Polarity => {
            signal::amplify(sound.as_flattened_mut(), -1.0);
        }
        Extra::Later { frames } => {
            let by = (frames.unsigned_abs() as usize).min(sound.len());
            if frames >= 0 {
                sound.rotate_right(by);
                sound[..by].fill([0.0; 2]);
            } else {
                sound.rotate_left(by);
                let end = sound.len();
                sound[end - by..].fill([0.0; 2]);
            }
        }
    }
}

fn delay(sound: &mut [Frame], frames: usize, feedback: f32, level: f32) {
    let mut line = vec![[0.0f32; 2]; frames.max(1)];
    let mut at = 0;
    for frame in sound {
        let echo = line[at];
        for side in 0..2 {
            line[at][side] = frame[side] * level + echo[side] * feedback + filter::BREATH;
            frame[side] += echo[side];
        }
        at = if at + 1 == line.len() { 0 } else { at + 1 };
    }
}

/// A new aim every one to four seconds, reached by straight lines in decibels.
fn ride(sound: &mut [Frame], rate: u32, depth_db: f32, random: &mut Random) {
    let mut from = depth_db * random.both();
    let mut start = 0;
    while start < sound.len() {
        let span = signal::frames(rate, 1.0 + 3.0 * f64::from(random.unit()));
        let to = depth_db * random.both();
        let end = (start + span).min(sound.len());
        for (grain, chunk) in sound[start..end].chunks_mut(32).enumerate() {
            let db = from + (to - from) * (grain * 32) as f32 / span as f32;
            signal::amplify(chunk.as_flattened_mut(), signal::gain(f64::from(db)));
        }
        (from, start) = (to, end);
    }
}

/// Segments of 0.12 to 0.5 s, each read faster or slower from its own start, joined over 8 ms.
fn tune(sound: &mut [Frame], rate: u32, cents: f32, random: &mut Random) {
    let dry = sound.to_vec();
    let join = signal::frames(rate, 0.008);
    let mut start = 0;
    sound.fill([0.0; 2]);
    while start < dry.len() {
        let span = signal::frames(rate, 0.12 + 0.38 * f64::from(random.unit()));
        let speed = 2f64.powf(f64::from(cents * random.both()) / 1200.0);
        for n in 0..span + join {
            let Some(place) = sound.get_mut(start + n) else { break };
            let rise = if start == 0 { 1.0 } else { (n as f32 / join as f32).min(1.0) };
            let fall = ((span + join - n) as f32 / join as f32).min(1.0);
            let frame = read(&dry, start as f64 + n as f64 * speed);
            for side in 0..2 {
                place[side] += frame[side] * rise.min(fall);
            }
        }
        start += span;
    }
}

/// The sound between frames, by a cubic through four of them.
fn read(sound: &[Frame], at: f64) -> Frame {
    let whole = at.floor();
    let part = (at - whole) as f32;
    let near = |by: i64| {
        let place = usize::try_from(whole as i64 + by).ok();
        place.and_then(|place| sound.get(place)).copied().unwrap_or_default()
    };
    let [before, here, next, after] = [near(-1), near(0), near(1), near(2)];
    [0, 1].map(|side| {
        let [before, here, next, after] = [before, here, next, after].map(|frame| frame[side]);
        let cubic = 3.0 * (here - next) + after - before;
        let square = 2.0 * before - 5.0 * here + 4.0 * next - after;
        here + 0.5 * part * (next - before + part * (square + part * cubic))
    })
}

fn reamp(sound: &mut [Frame], rate: u32, drive_db: f32) {
    let full = strip::peak(sound).max(1e-6);
    let power = |sound: &[Frame]| sound.as_flattened().iter().map(|x| x * x).sum::<f32>();
    let before = power(sound);
    let drive = signal::gain(f64::from(drive_db)) / full;
    filter::run(&mut [Section::high_pass(rate, 120.0)], sound);
    for sample in sound.as_flattened_mut() {
        // A bias makes the even harmonics of a valve.
        *sample = (saturate(*sample * drive + 0.2) - saturate(0.2)) * full;
    }
    let mut cabinet = [
        Section::high_pass(rate, 85.0),
        Section::low_pass(rate, 4_700.0, 0.9),
        Section::peak(rate, 2_300.0, 1.2, 5.0),
        Section::peak(rate, 420.0, 1.0, -4.0),
    ];
    filter::run(&mut cabinet, sound);
    let after = power(sound);
    if after > 0.0 {
        signal::amplify(sound.as_flattened_mut(), (before / after).sqrt());
    }
}

fn sweep(sound: &mut [Frame], rate: u32, (from, to): (f32, f32), seconds: f64) {
    let period = seconds as f32 * rate as f32;
    let mut filter = Section::low_pass(rate, from, 1.2);
    for (grain, chunk) in sound.chunks_mut(32).enumerate() {
        let place = 0.5 - 0.5 * (TAU * (grain * 32) as f32 / period).cos();
        filter.retune(&Section::low_pass(rate, from * (to / from).powf(place), 1.2));
        for frame in chunk {
            *frame = filter.next(*frame);
        }
    }
}

struct Moving {
    base_ms: f32,
    depth_ms: f32,
    hz: f32,
    feedback: f32,
    wet: f32,
}

/// A delay that moves, a quarter turn apart on the two sides.
fn moving(sound: &mut [Frame], rate: u32, m: &Moving) {
    let per_ms = rate as f32 / 1000.0;
    let length = ((m.base_ms + m.depth_ms) * per_ms) as usize + 4;
    let mut line = vec![[0.0f32; 2]; length];
    for (n, frame) in sound.iter_mut().enumerate() {
        let at = n % length;
        let turn = TAU * (n as f32 * m.hz / rate as f32).fract();
        for side in 0..2 {
            let sway = (turn + side as f32 * TAU / 4.0).sin();
            let back = ((m.base_ms + m.depth_ms * sway) * per_ms).max(1.0);
            let (whole, t) = (back as usize, back.fract());
            let near = line[(at + length - whole) % length][side];
            let far = line[(at + length - (whole + 1) % length) % length][side];
            let wet = near + (far - near) * t;
            line[at][side] = frame[side] + wet * m.feedback + filter::BREATH;
            frame[side] += wet * m.wet;
        }
    }
}

/// On for half of the period, with edges of 3 ms.
fn chop(sound: &mut [Frame], rate: u32, seconds: f64) {
    let half = (signal::frames(rate, seconds) / 2).max(1);
    let glide = 1.0 / (0.003 * rate as f32);
    let mut gain = 0.0f32;
    for (n, frame) in sound.iter_mut().enumerate() {
        let aim = if (n / half).is_multiple_of(2) { glide } else { -glide };
        gain = (gain + aim).clamp(0.0, 1.0);
        *frame = [frame[0] * gain, frame[1] * gain];
    }
}
