//! Instruments of a General MIDI sound font, played by fluidsynth where it is installed.

use std::fs;

use bar_testkit::material::{Rounding, Sound};
use bar_testkit::random::Random;
use bar_testkit::signal;

use crate::stage::{Stage, read};
use crate::tools::run;
use crate::{SECONDS, Stem};

const SOUND_FONT: &str = "/usr/share/sounds/sf2/FluidR3_GM.sf2";
/// Every third program, from another one on for the other seeds, and the drum kit.
const STRIDE: usize = 3;
const TICKS: u32 = 480;

/// Stems played by real instruments; none without fluidsynth and its sound font.
pub fn play(stage: Stage, first: u64) -> impl Iterator<Item = Stem> {
    let from = first as usize % STRIDE;
    let programs = (from..128).step_by(STRIDE).map(Some).chain([None, None]);
    programs.zip(first..).filter_map(move |(program, seed)| {
        let rate = [44_100, 48_000, 96_000, 48_000][seed as usize % 4];
        let midi = stage.path("part.mid");
        let wav = stage.path("part.wav");
        fs::write(&midi, part(program, seed)).ok()?;
        let [midi, out] = [&midi, &wav].map(|path| path.to_string_lossy());
        let rate = rate.to_string();
        let arguments = [
            "-ni", "-R", "0", "-C", "0", "-g", "0.6", "-r", &rate, "-O", "float", "-T", "wav",
            "-F", &*out, SOUND_FONT, &*midi,
        ];
        if !run("fluidsynth", &arguments) {
            return None;
        }
        let mut sound = read(&wav).ok()?;
        finish(&mut sound, seed);
        let name = program.map_or("drums".to_owned(), |program| format!("program {program}"));
        let name = format!("fluidsynth {name} at {}", sound.rate);
        (sound.peak() > 0.0).then_some(Stem { name, sound, seed, limited: false })
    })
}

/// As long as the others, let go at the end, with 24 bits.
fn finish(sound: &mut Sound, seed: u64) {
    // What is played in mono becomes a mono stem.
    sound.channels.dedup();
    let frames = signal::frames(sound.rate, SECONDS);
    let release = signal::frames(sound.rate, 0.3);
    for channel in &mut sound.channels {
        channel.resize(frames, 0.0);
        for (n, sample) in channel[frames - release..].iter_mut().enumerate() {
            *sample *= (1.0 - n as f32 / (0.9 * release as f32)).max(0.0);
        }
    }
    sound.normalise(-6.0);
    let rounding = if seed.is_multiple_of(2) { Rounding::Plain } else { Rounding::Dithered };
    sound.round(24, rounding, seed);
}

/// A standard MIDI file of one part; drums without a program.
fn part(program: Option<usize>, seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let channel = if program.is_some() { 0 } else { 9 };
    let mut track = vec![0, 0xC0 | channel, program.unwrap_or(0) as u8];
    let mut wait = TICKS;
    for _ in 0..40 {
        let length = TICKS / 4 * (1 + (random.unit() * 6.0) as u32);
        let key = match program {
            Some(_) => 40 + [0, 3, 5, 7, 10, 12, 15, 17, 19, 22][(random.unit() * 10.0) as usize],
            None => [36, 38, 42, 46, 49, 45][(random.unit() * 6.0) as usize],
        };
        let strength = 70 + (random.unit() * 50.0) as u8;
        event(&mut track, wait, [0x90 | channel, key, strength]);
        event(&mut track, length, [0x80 | channel, key, 0]);
        wait = if random.unit() < 0.2 { TICKS } else { 0 };
    }
    track.extend([0, 0xFF, 0x2F, 0]);
    let mut file = b"MThd\0\0\0\x06\0\0\0\x01".to_vec();
    file.extend((TICKS as u16).to_be_bytes());
    file.extend(b"MTrk");
    file.extend((track.len() as u32).to_be_bytes());
    file.extend(track);
    file
}

fn event(track: &mut Vec<u8>, ticks: u32, bytes: [u8; 3]) {
    if ticks >= 128 {
        track.push(0x80 | (ticks >> 7) as u8);
    }
    track.push((ticks & 0x7F) as u8);
    track.extend(bytes);
}
