//! Electric piano, pad and bells.

use super::dsp::{Biquad, Saw, decay, hertz, sine};
use super::song::{BARS, FRAMES, RATE, SIXTEENTH, Section, bars, bells as bell_notes};

/// An electric piano by frequency modulation, its tremolo swinging left and right.
pub fn piano() -> [Vec<f32>; 2] {
    let mut mono = vec![0.0f32; FRAMES];
    for (start, section, chord) in bars() {
        let strokes: &[(usize, usize, f32)] = match section {
            Section::Intro => &[(0, 15, 0.75)],
            Section::Verse => &[(0, 6, 0.7), (6, 9, 0.5)],
            Section::Chorus => &[(0, 4, 1.0), (4, 2, 0.7), (6, 6, 0.95), (12, 4, 0.8)],
            Section::Break => &[(0, 15, 0.6)],
            Section::Ending => &[(0, 20, 0.9)],
            Section::Tail => &[],
        };
        for &(at, length, velocity) in strokes {
            for (n, pitch) in chord.notes.into_iter().chain([chord.root + 12]).enumerate() {
                let frame = (start + at) * SIXTEENTH + n * 130;
                let place = &mut mono[frame..];
                tine(place, hertz(f32::from(pitch)), length * SIXTEENTH, velocity);
            }
        }
    }
    let swing = |turn: f32| {
        let pan = |(n, sample): (usize, &f32)| {
            sample * (0.8 + 0.2 * sine(turn + n as f32 * 4.2 / RATE as f32 % 1.0))
        };
        mono.iter().enumerate().map(pan).collect()
    };
    [swing(0.0), swing(0.5)]
}

fn tine(place: &mut [f32], hz: f32, held: usize, velocity: f32) {
    let step = hz / RATE as f32;
    let (fall, release, bell_fall) = (decay(4.5), decay(0.25), decay(0.7));
    let (mut level, mut bell) = (0.2 * velocity, 0.5 * velocity);
    let (mut phase, mut bell_phase) = (0.0f32, 0.0f32);
    for (n, sample) in place.iter_mut().enumerate() {
        level *= if n < held { fall } else { release };
        bell *= bell_fall;
        if level < 1e-5 {
            break;
        }
        phase = (phase + step).fract();
        bell_phase = (bell_phase + step * 7.0).fract();
        let bent = phase + 0.18 * velocity * sine(phase) + 0.08 * bell * sine(bell_phase);
        let rise = (n as f32 / 96.0).min(1.0);
        *sample += sine(bent) * level * rise;
    }
}

/// A pad of detuned sawtooths under a slow filter; the sides are detuned against each other.
pub fn pad() -> [Vec<f32>; 2] {
    [pad_side([-0.07, 0.01, 0.09], 0.15), pad_side([-0.09, -0.01, 0.07], 0.55)]
}

fn pad_side(detune: [f32; 3], phase: f32) -> Vec<f32> {
    let mut track = vec![0.0f32; FRAMES];
    for (bar, (section, chord)) in BARS.iter().enumerate() {
        let level = match section {
            Section::Intro => 0.5,
            Section::Chorus | Section::Break | Section::Ending => 1.0,
            Section::Verse | Section::Tail => continue,
        };
        let frames = SIXTEENTH * 16;
        let place = &mut track[bar * frames..];
        let fade = (frames / 6) as f32;
        for (n, pitch) in chord.notes.into_iter().enumerate() {
            let mut saws =
                [0.0, 0.37, 0.71].map(|turn| Saw::from((phase + turn + n as f32 * 0.19).fract()));
            let steps = detune.map(|cents| hertz(f32::from(pitch) + cents) / RATE as f32);
            for (at, sample) in place.iter_mut().take(frames + frames / 6).enumerate() {
                let rise = (at as f32 / fade).min(1.0);
                let fall = ((frames + frames / 6 - at) as f32 / fade).min(1.0);
                let sum: f32 = saws.iter_mut().zip(steps).map(|(saw, step)| saw.next(step)).sum();
                *sample += sum * 0.03 * level * rise * fall;
            }
        }
    }
    sweep(&mut track);
    track
}

/// A low-pass that opens and closes over eight bars.
fn sweep(track: &mut [f32]) {
    const EVERY: usize = 64;
    let mut filters = [Biquad::low_pass(900.0, 0.7), Biquad::low_pass(900.0, 0.7)];
    for (n, block) in track.chunks_mut(EVERY).enumerate() {
        let turn = (n * EVERY) as f32 / (SIXTEENTH * 128) as f32;
        let tuned = Biquad::low_pass(1_500.0 * (1.0 + 0.5 * sine(turn.fract())), 0.7);
        for filter in &mut filters {
            filter.retune(&tuned);
        }
        for sample in block {
            let [first, second] = &mut filters;
            *sample = second.next(first.next(*sample));
        }
    }
}

/// A glockenspiel.
pub fn bells() -> Vec<f32> {
    /// Partials of a struck bar: ratio, level, seconds to fall by 60 dB.
    const PARTIALS: [(f32, f32, f32); 4] =
        [(1.0, 1.0, 1.1), (2.756, 0.35, 0.5), (5.404, 0.18, 0.22), (8.933, 0.08, 0.1)];
    let mut track = vec![0.0f32; FRAMES];
    for note in bell_notes() {
        for (ratio, level, seconds) in PARTIALS {
            let step = hertz(f32::from(note.pitch)) * ratio / RATE as f32;
            let (fall, mut level, mut phase) =
                (decay(seconds), 0.25 * level * note.velocity, 0.0f32);
            for (n, sample) in track[note.at * SIXTEENTH..].iter_mut().enumerate() {
                level *= fall;
                if level < 1e-6 {
                    break;
                }
                phase = (phase + step).fract();
                *sample += sine(phase) * level * (n as f32 / 24.0).min(1.0);
            }
        }
    }
    track
}
