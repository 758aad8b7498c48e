//! Singers: a saw-like glottis through the formants of a tenor, with breath and consonants.

use super::dsp::{Biquad, Saw, decay, hertz, sine};
use super::song::{FRAMES, Onset, RATE, SIXTEENTH, Syllable, Vowel, backing, lead as lead_line};
use crate::random::Random;

/// Centre in hertz, level and bandwidth in hertz of a formant.
type Formant = (f32, f32, f32);

/// After the tables of Csound's manual (alto), the highest one left out.
const fn formants(vowel: Vowel) -> [Formant; 4] {
    match vowel {
        Vowel::A => [
            (780.0, 1.0, 90.0),
            (1_180.0, 0.6, 100.0),
            (2_750.0, 0.22, 130.0),
            (3_500.0, 0.14, 160.0),
        ],
        Vowel::E => [
            (480.0, 1.0, 80.0),
            (1_720.0, 0.35, 110.0),
            (2_600.0, 0.2, 130.0),
            (3_400.0, 0.12, 160.0),
        ],
        Vowel::I => [
            (340.0, 1.0, 70.0),
            (2_050.0, 0.28, 120.0),
            (2_800.0, 0.2, 140.0),
            (3_600.0, 0.12, 170.0),
        ],
        Vowel::O => [
            (470.0, 1.0, 80.0),
            (850.0, 0.55, 90.0),
            (2_700.0, 0.12, 130.0),
            (3_450.0, 0.09, 160.0),
        ],
        Vowel::U => {
            [(350.0, 1.0, 70.0), (700.0, 0.4, 80.0), (2_550.0, 0.08, 140.0), (3_400.0, 0.05, 160.0)]
        }
    }
}

/// How somebody sings.
#[derive(Debug, Clone, Copy)]
struct Singer {
    seed: u64,
    /// Semitones of vibrato to each side.
    vibrato: f32,
    /// Semitones off.
    detune: f32,
    /// Frames behind the beat.
    late: usize,
    /// Length of the throat against the table's.
    throat: f32,
}

/// The lead vocal.
pub fn lead() -> Vec<f32> {
    let mut track = vec![0.0; FRAMES];
    let singer = Singer { seed: 71, vibrato: 0.22, detune: 0.0, late: 240, throat: 1.0 };
    sing(&mut track, &lead_line(), singer);
    Biquad::high_pass(110.0, 0.7).run(&mut track);
    track
}

/// Three parts, each sung twice: once to the left, once to the right.
pub fn choir() -> [Vec<f32>; 2] {
    [0u64, 1].map(|side| {
        let mut track = vec![0.0; FRAMES];
        for voice in 0..3u8 {
            let seed = 80 + side * 3 + u64::from(voice);
            let mut random = Random::new(seed);
            let singer = Singer {
                seed,
                vibrato: 0.14 + 0.06 * random.unit(),
                detune: 0.05 * random.both(),
                late: 600 + (random.unit() * 900.0) as usize,
                throat: 1.04 + 0.06 * random.both(),
            };
            sing(&mut track, &backing(usize::from(voice)), singer);
        }
        Biquad::high_pass(160.0, 0.7).run(&mut track);
        track
    })
}

fn sing(track: &mut [f32], line: &[Syllable], singer: Singer) {
    let mut random = Random::new(singer.seed);
    let mut glottis = Saw::from(random.unit());
    let mut soft = Biquad::low_pass(2_200.0, 0.6);
    let mut breath = Biquad::high_pass(3_000.0, 0.7);
    let mut throat: [Biquad; 4] = Default::default();
    let mut shape = line.first().map_or(formants(Vowel::A), |syllable| formants(syllable.vowel));
    let mut pitch = line.first().map_or(60.0, |syllable| f32::from(syllable.note.pitch));
    let (mut level, mut vibrato_phase) = (0.0f32, 0.0f32);

    for (n, syllable) in line.iter().enumerate() {
        let start = syllable.note.at * SIXTEENTH + singer.late;
        let next = line.get(n + 1).map(|next| next.note.at * SIXTEENTH + singer.late);
        let end = next.unwrap_or(start + syllable.note.length * SIXTEENTH + RATE as usize / 2);
        let held = syllable.note.length * SIXTEENTH - SIXTEENTH / 5;
        let legato = next == Some(start + syllable.note.length * SIXTEENTH)
            && line[n + 1].onset == Onset::Tied;
        consonant(track, start, syllable.onset, &mut random);
        let wanted = formants(syllable.vowel);
        let target = f32::from(syllable.note.pitch) + singer.detune;
        let rest = level < 1e-3;
        if rest {
            // After a breath the note is met from a little below, not from the one before.
            (shape, pitch) = (wanted, target - 0.6);
        }
        for (at, sample) in track[start..end.min(FRAMES)].iter_mut().enumerate() {
            let sounding = at < held || legato;
            let aim = match (sounding, syllable.onset) {
                (false, _) => 0.0,
                (true, Onset::Hiss) if at < 4_000 => 0.0,
                (true, Onset::Stop) if at < 1_600 => 0.0,
                (true, Onset::Hum) if at < 3_200 => 0.3 * syllable.note.velocity,
                (true, _) => syllable.note.velocity,
            };
            level += (aim - level) * if aim > level { 0.0011 } else { 0.0016 };
            if !sounding && level < 1e-5 {
                level = 0.0;
                break;
            }
            pitch += (target - pitch) * 0.0009;
            vibrato_phase = (vibrato_phase + 5.4 / RATE as f32).fract();
            let depth = singer.vibrato * (at as f32 / 24_000.0 - 0.3).clamp(0.0, 1.0);
            if at % 32 == 0 {
                for ((here, there), filter) in shape.iter_mut().zip(wanted).zip(&mut throat) {
                    here.0 += (there.0 - here.0) * 0.02;
                    here.1 += (there.1 - here.1) * 0.02;
                    here.2 += (there.2 - here.2) * 0.02;
                    let hz = here.0 * singer.throat;
                    filter.retune(&Biquad::band_pass(hz, hz / here.2));
                }
            }
            let step = hertz(pitch + depth * sine(vibrato_phase)) / RATE as f32;
            let voiced = soft.next(glottis.next(step)) * 0.5;
            let air = random.both();
            let voiced = voiced + air * 0.015;
            let sung: f32 = throat
                .iter_mut()
                .zip(shape)
                .map(|(filter, (_, gain, _))| filter.next(voiced) * gain)
                .sum();
            *sample += (sung + voiced * 0.06 + breath.next(air) * 0.006) * level;
        }
    }
}

fn consonant(track: &mut [f32], start: usize, onset: Onset, random: &mut Random) {
    let (frames, hz, gain) = match onset {
        Onset::Hiss => (4_600, 6_500.0, 0.10),
        Onset::Stop => (1_000, 4_000.0, 0.14),
        Onset::Tied | Onset::Hum => return,
    };
    let fall = decay(frames as f32 / RATE as f32 * 1.6);
    let mut level = gain;
    let mut noise: Vec<f32> = (0..frames)
        .map(|n| {
            if n > frames / 2 || onset == Onset::Stop {
                level *= fall;
            }
            random.both()
                * level
                * (n as f32 / 300.0).min(1.0)
                * ((frames - n) as f32 / 300.0).min(1.0)
        })
        .collect();
    Biquad::band_pass(hz, 0.7).run(&mut noise);
    for (place, sample) in track[start..].iter_mut().zip(noise) {
        *place += sample;
    }
}
