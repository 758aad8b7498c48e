//! Bass and guitars: strings after Karplus and Strong, tuned by an all-pass (Jaffe, Smith 1983).

use super::dsp::{Biquad, hertz};
use super::song::{
    BAR, Chord, FRAMES, Note, RATE, SIXTEENTH, Section, bars, bass as bass_line, solo,
};
use crate::random::Random;

/// One pluck of one string.
#[derive(Debug, Clone, Copy)]
struct Pluck {
    frame: usize,
    /// Frames until it is damped.
    held: usize,
    hz: f32,
    velocity: f32,
    /// Seconds to fall by 60 dB while it is held.
    ring: f32,
}

/// How a string sounds.
#[derive(Debug, Clone, Copy)]
struct Tone {
    /// Loss of treble per turn, 0 to 0.5.
    damping: f32,
    /// Where it is plucked, as a part of its length.
    pick: f32,
    /// Brightness of the pick, in hertz.
    bright: f32,
}

/// Plays the plucks of one string, in order, into `track`.
fn play(track: &mut [f32], plucks: &[Pluck], tone: Tone, seed: u64) {
    let mut random = Random::new(seed);
    for (n, pluck) in plucks.iter().enumerate() {
        let end = plucks.get(n + 1).map_or(track.len(), |next| next.frame);
        ring(&mut track[pluck.frame.min(end)..end], *pluck, tone, &mut random);
    }
}

fn ring(track: &mut [f32], pluck: Pluck, tone: Tone, random: &mut Random) {
    const DAMPED: f32 = 0.09;
    let period = RATE as f32 / pluck.hz;
    let whole = (period - tone.damping - 0.2) as usize;
    let rest = period - tone.damping - whole as f32;
    let all_pass = (1.0 - rest) / (1.0 + rest);
    let loss = |seconds: f32| (-6.907_755 / (seconds * pluck.hz)).exp();
    let (held, damped) = (loss(pluck.ring), loss(DAMPED));

    let mut line = excitation(whole, pluck, tone, random);
    let (mut at, mut before, mut soft_before, mut out_before) = (0, 0.0, 0.0, 0.0);
    for (n, place) in track.iter_mut().enumerate() {
        // Long damped: nothing is left of it above the noise of 24 bits.
        if n > pluck.held + RATE as usize / 5 {
            break;
        }
        let out = line[at];
        let soft = out * (1.0 - tone.damping) + before * tone.damping;
        before = out;
        let in_tune = all_pass * soft + soft_before - all_pass * out_before;
        (soft_before, out_before) = (soft, in_tune);
        line[at] = in_tune * if n < pluck.held { held } else { damped };
        at = if at + 1 == whole { 0 } else { at + 1 };
        *place += out;
    }
}

/// What the pick leaves on the string: filtered noise without the harmonics that have a node there.
fn excitation(frames: usize, pluck: Pluck, tone: Tone, random: &mut Random) -> Vec<f32> {
    let mut noise: Vec<f32> = (0..frames).map(|_| random.both() * pluck.velocity).collect();
    Biquad::low_pass(tone.bright * (0.5 + 0.5 * pluck.velocity), 0.6).run(&mut noise);
    let node = (frames as f32 * tone.pick) as usize;
    let mut shape: Vec<f32> =
        (0..frames).map(|n| noise[n] - noise[(n + frames - node) % frames]).collect();
    let mean = shape.iter().sum::<f32>() / frames as f32;
    for sample in &mut shape {
        *sample -= mean;
    }
    shape
}

/// A bass straight from its socket.
pub fn bass() -> Vec<f32> {
    let mut random = Random::new(31);
    let plucks: Vec<Pluck> =
        bass_line().iter().map(|note| Pluck { ring: 5.0, ..pluck(note, &mut random) }).collect();
    let mut track = vec![0.0; FRAMES];
    play(&mut track, &plucks, Tone { damping: 0.3, pick: 0.21, bright: 1_400.0 }, 32);
    Biquad::high_pass(28.0, 0.7).run(&mut track);
    track
}

fn pluck(note: &Note, random: &mut Random) -> Pluck {
    let frame = (note.at * SIXTEENTH).saturating_add_signed((random.both() * 140.0) as isize);
    let held = note.length * SIXTEENTH - SIXTEENTH / 6;
    Pluck { frame, held, hz: hertz(f32::from(note.pitch)), velocity: note.velocity, ring: 3.0 }
}

/// One of the two rhythm guitars: the same part in another hand and another voicing.
pub fn guitar(side: usize) -> Vec<f32> {
    let mut random = Random::new(41 + side as u64);
    let mut strings: [Vec<Pluck>; 5] = Default::default();
    for (start, section, chord) in bars() {
        let strokes: &[(usize, usize)] = match section {
            Section::Verse => &[(0, 2), (2, 2), (4, 2), (6, 2), (8, 2), (10, 2), (12, 2), (14, 2)],
            Section::Chorus => &[(0, 4), (4, 2), (6, 4), (10, 2), (12, 2), (14, 2)],
            Section::Break => &[(0, 15)],
            Section::Ending => &[(0, 20)],
            Section::Intro | Section::Tail => &[],
        };
        let muted = section == Section::Verse;
        for (n, &(at, length)) in strokes.iter().enumerate() {
            let human = random.both() * 300.0;
            let pitches = voicing(chord, side);
            let heard = if muted { 2 } else { pitches.len() };
            for string in 0..heard {
                // Down strokes run from the low strings, up strokes from the high ones.
                let order = if n % 2 == 0 { string } else { heard - 1 - string };
                let late = human + order as f32 * 260.0 + 300.0;
                strings[string].push(Pluck {
                    frame: (start + at) * SIXTEENTH + late as usize,
                    held: length * SIXTEENTH - SIXTEENTH / 3,
                    hz: hertz(f32::from(pitches[string]) + 0.03 * random.both()),
                    velocity: if n % 2 == 0 { 0.9 } else { 0.65 },
                    ring: if muted { 0.35 } else { 3.5 },
                });
            }
        }
    }
    let mut track = vec![0.0; FRAMES];
    for (n, plucks) in strings.iter().enumerate() {
        let tone = Tone { damping: 0.12, pick: 0.16, bright: 5_000.0 };
        play(&mut track, plucks, tone, 50 + (side * 8 + n) as u64);
    }
    amplifier(&mut track, 2.2);
    track
}

fn voicing(chord: Chord, side: usize) -> [u8; 5] {
    let [a, b, c, d] = chord.notes;
    let root = chord.root + 12;
    if side == 0 { [root, root + 7, a, b, c] } else { [root + 12, root + 19, b, c, d] }
}

/// The lead guitar.
pub fn lead_guitar() -> Vec<f32> {
    let mut random = Random::new(61);
    let plucks: Vec<Pluck> =
        solo().iter().map(|note| Pluck { ring: 7.0, ..pluck(note, &mut random) }).collect();
    let mut track = vec![0.0; FRAMES];
    play(&mut track, &plucks, Tone { damping: 0.08, pick: 0.12, bright: 7_000.0 }, 62);
    amplifier(&mut track, 6.0);
    track
}

/// A driven valve stage and a loudspeaker.
fn amplifier(track: &mut [f32], drive: f32) {
    Biquad::high_pass(90.0, 0.7).run(track);
    for sample in track.iter_mut() {
        *sample = saturate(*sample * drive) * 0.5;
    }
    Biquad::low_pass(4_600.0, 0.9).run(track);
    Biquad::high_pass(85.0, 0.8).run(track);
}

/// A soft curve through the origin with slope 1 that ends at ±1 (Padé's tanh).
pub fn saturate(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0);
    x * (27.0 + x * x) / (27.0 + 9.0 * x * x)
}

const _: () = assert!(BAR == 16, "strokes are written in sixteenths");
