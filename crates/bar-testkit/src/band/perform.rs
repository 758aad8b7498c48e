//! From notes to sound: one synthesiser for each part.

use std::sync::Arc;

use rustysynth::{SoundFont, Synthesizer, SynthesizerSettings};

use super::arrange::Track;
use super::part::Part;
use super::score::Note;
use super::style_seats::Job;
use super::{Error, level, noise};
use crate::random::Random;
use crate::signal;

/// Frames between looks at the score.
const BLOCK: usize = 64;
const DRUMS: i32 = Synthesizer::PERCUSSION_CHANNEL as i32;
/// Where the notes of a wide instrument come from, one MIDI channel each.
const PANS: [i32; 5] = [64, 24, 104, 44, 84];

/// Patches that stand for singers, who also have consonants.
const VOICES: [(i32, i32); 4] = [(0, 52), (0, 53), (0, 54), (0, 85)];

/// What a synthesiser is told, and at which frame.
enum Message {
    On {
        channel: i32,
        key: i32,
        velocity: i32,
    },
    Off {
        channel: i32,
        key: i32,
    },
    /// Of every channel, in semitones.
    Bend(f32),
}

/// Plays the track and brings it to the level of its role.
pub fn part(
    font: &Arc<SoundFont>,
    track: &Track,
    seed: u64,
    rate: u32,
    frames: usize,
) -> Result<Part, Error> {
    let mut random = Random::new(seed ^ 0x50_9A27);
    let mut samples = match track.job {
        Job::Shaker => vec![noise::shaker(&track.notes, rate, frames, &mut random)],
        Job::Vinyl => vec![within(&track.notes, rate, noise::vinyl(rate, frames, &mut random))],
        Job::Ambience => noise::ambience(rate, frames, &mut random)
            .map(|side| within(&track.notes, rate, side))
            .to_vec(),
        Job::Riser => noise::riser(&track.notes, rate, frames, &mut random).to_vec(),
        _ => played(font, track, rate, frames, &mut random)?,
    };
    let full = peak(&samples);
    for channel in &mut samples {
        if VOICES.contains(&track.patch) {
            noise::consonants(&track.notes, rate, channel, full, &mut random);
        }
        block_dc(rate, channel);
        let tail = signal::frames(rate, 0.3).min(frames);
        for (n, sample) in channel[frames - tail..].iter_mut().enumerate() {
            *sample *= 1.0 - n as f32 / tail as f32;
        }
    }
    let rms = level::active_rms(&samples, rate);
    let wanted = signal::gain(f64::from(track.role.usual_level() + 3.0 * random.both()));
    let factor = (wanted / rms.max(1e-6)).min(signal::gain(-3.0) / peak(&samples).max(1e-6));
    for channel in &mut samples {
        signal::amplify(channel, factor);
    }
    Ok(Part {
        name: track.name.to_owned(),
        role: track.role,
        rate,
        samples,
        tie: track.tie.clone(),
    })
}

fn peak(samples: &[Vec<f32>]) -> f32 {
    samples.iter().flatten().fold(0f32, |peak, sample| peak.max(sample.abs()))
}

/// Takes out what lies under 10 Hz: some samples of the font stand off centre.
fn block_dc(rate: u32, sound: &mut [f32]) {
    let pace = std::f32::consts::TAU * 10.0 / rate as f32;
    let mut slow = 0.0;
    for sample in sound {
        slow += (*sample - slow) * pace;
        *sample -= slow;
    }
}

fn played(
    font: &Arc<SoundFont>,
    track: &Track,
    rate: u32,
    frames: usize,
    random: &mut Random,
) -> Result<Vec<Vec<f32>>, Error> {
    let mut settings = SynthesizerSettings::new(rate as i32);
    settings.enable_reverb_and_chorus = false;
    settings.block_size = BLOCK;
    let mut synth = Synthesizer::new(font, &settings)
        .map_err(|error| Error::Rate { rate, why: error.to_string() })?;
    let (bank, programme) = track.patch;
    let is_kit = bank == 128;
    let channels = if is_kit { DRUMS..DRUMS + 1 } else { 0..PANS.len() as i32 };
    for channel in channels.clone() {
        if !is_kit {
            synth.process_midi_message(channel, 0xB0, 0, bank);
            let pan = if track.stereo { PANS[channel as usize] } else { 64 };
            synth.process_midi_message(channel, 0xB0, 10, pan);
        }
        synth.process_midi_message(channel, 0xC0, programme, 0);
    }
    let channel_of =
        |key: i32| if is_kit { DRUMS } else { (key * 3).rem_euclid(PANS.len() as i32) };
    let mut messages = messages(&track.notes, channel_of);
    // Nobody is in tune to the cent, least of all with himself.
    messages.push((0.0, Message::Bend(0.03 * random.both())));
    if track.sings {
        bends(&track.notes, random, &mut messages);
    }
    // What ends comes before what begins at the same time: the sort is stable and Offs stand first.
    messages.sort_by(|a, b| a.0.total_cmp(&b.0));

    let (mut left, mut right) = (vec![0.0; frames], vec![0.0; frames]);
    let mut next = messages.iter().peekable();
    let blocks = left.chunks_mut(BLOCK).zip(right.chunks_mut(BLOCK));
    for (n, (left, right)) in blocks.enumerate() {
        let until = ((n + 1) * BLOCK) as f64 / f64::from(rate);
        while let Some((_, message)) = next.next_if(|(at, _)| *at < until) {
            match *message {
                Message::On { channel, key, velocity } => {
                    synth.note_on(channel, key, velocity.max(1));
                }
                Message::Off { channel, key } => synth.note_off(channel, key),
                Message::Bend(semitones) => {
                    let value = ((8192.0 + semitones * 4096.0) as i32).clamp(0, 16_383);
                    for channel in channels.clone() {
                        synth.process_midi_message(channel, 0xE0, value & 127, value >> 7);
                    }
                }
            }
        }
        synth.render(left, right);
    }
    if track.stereo {
        return Ok(vec![left, right]);
    }
    left.iter_mut().zip(&right).for_each(|(left, right)| *left = f32::midpoint(*left, *right));
    Ok(vec![left])
}

/// Every note's beginning and end; a key is let go before it is struck again.
fn messages(notes: &[Note], channel_of: impl Fn(i32) -> i32) -> Vec<(f64, Message)> {
    let mut ends = Vec::with_capacity(notes.len());
    let mut begins = Vec::with_capacity(notes.len());
    let mut struck = [f64::INFINITY; 128];
    for note in notes.iter().rev() {
        let Note { at, length, key, velocity } = *note;
        let channel = channel_of(key);
        let end = (at + length).min(struck[key as usize] - 0.004).max(at + 0.002);
        struck[key as usize] = at;
        ends.push((end, Message::Off { channel, key }));
        begins.push((at, Message::On { channel, key, velocity }));
    }
    ends.extend(begins);
    ends
}

/// Slides into notes and vibrato on the long ones.
fn bends(notes: &[Note], random: &mut Random, messages: &mut Vec<(f64, Message)>) {
    const STEP: f64 = 0.008;
    let (speed, depth) = (4.8 + 1.4 * random.unit(), 0.12 + 0.25 * random.unit());
    for note in notes {
        let scoop = if random.unit() < 0.4 { -0.3 - 0.6 * random.unit() } else { 0.0 };
        let off = 0.06 * random.normal();
        for step in 0..(note.length / STEP) as usize {
            let t = (step as f64 * STEP) as f32;
            let vibrato = depth
                * ((t - 0.2) * 3.0).clamp(0.0, 1.0)
                * (std::f32::consts::TAU * speed * t).sin();
            let slide = scoop * (1.0 - t / 0.09).max(0.0);
            messages.push((note.at + f64::from(t), Message::Bend(off + slide + vibrato)));
        }
    }
}

/// Silence outside the notes, with short fades.
fn within(notes: &[Note], rate: u32, mut sound: Vec<f32>) -> Vec<f32> {
    let mut open = vec![false; sound.len()];
    for note in notes {
        let from = signal::frames(rate, note.at).min(sound.len());
        let to = signal::frames(rate, note.at + note.length).min(sound.len());
        open[from..to].fill(true);
    }
    let glide = 1.0 / (0.05 * rate as f32);
    let mut gain = 0.0f32;
    for (sample, open) in sound.iter_mut().zip(open) {
        gain = (gain + if open { glide } else { -glide }).clamp(0.0, 1.0);
        *sample *= gain;
    }
    sound
}
