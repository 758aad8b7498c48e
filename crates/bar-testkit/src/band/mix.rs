//! The mixer: strips, sends, bus.

use super::extra;
use super::filter::{self, BREATH, Frame, Section};
use super::part::Part;
use super::recipe::{Bus, Recipe, Strip};
use super::resample;
use super::strip::{self, Compressor};
use crate::demo::dsp::Reverb;
use crate::signal;

/// A rough mix, and what it was made of.
#[derive(Debug, Clone, PartialEq)]
pub struct RoughMix {
    /// Frames per second.
    pub rate: u32,
    /// Full scale ±1.0; a plain sum may pass it.
    pub left: Vec<f32>,
    /// Full scale ±1.0; a plain sum may pass it.
    pub right: Vec<f32>,
    /// One for each part, in their order.
    pub shares: Vec<Share>,
}

/// How much of the mix a part is: what left its strip and its sends against the sum of all, before
/// the bus.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Over the whole song; −∞ when muted or silent.
    pub db: f64,
    /// In the second in which it is most of the mix.
    pub loudest_db: f64,
    /// How much of the song it sounds, 0 to 1: seconds within 40 dB of its loudest.
    pub active: f64,
}

/// Mixes the parts. The share counts the reverb by its mean power, as if it came at the same time.
#[must_use]
pub fn mix(parts: &[Part], recipe: &Recipe) -> RoughMix {
    let rate = parts.first().map_or(48_000, |part| part.rate);
    let frames = parts.first().map_or(0, |part| part.samples[0].len());
    let mut bus: Vec<Frame> = vec![[0.0; 2]; frames];
    let (mut send, mut crush) = (vec![0.0f32; 0], Vec::<Frame>::new());
    let mut powers = Vec::with_capacity(parts.len());
    let mut sound: Vec<Frame> = Vec::with_capacity(frames);
    for (n, (part, strip)) in parts.iter().zip(&recipe.strips).enumerate() {
        if strip.muted {
            powers.push(vec![0.0; frames.div_ceil(rate as usize)]);
            continue;
        }
        channel(part, strip, recipe.seed ^ (n as u64) << 40, &mut sound);
        powers.push(seconds(&sound, rate, strip.send));
        add(&mut bus, &sound, 1.0);
        if strip.send > 0.0 {
            send.resize(frames, 0.0);
            for (send, [left, right]) in send.iter_mut().zip(&sound) {
                *send += (left + right) * std::f32::consts::FRAC_1_SQRT_2 * strip.send;
            }
        }
        if strip.crush > 0.0 {
            crush.resize(frames, [0.0; 2]);
            add(&mut crush, &sound, strip.crush);
        }
    }
    reverb(&mut bus, &send, recipe.room, rate);
    if !crush.is_empty() {
        let level = rms_db(&crush);
        let press =
            Compressor { threshold_db: level - 6.0, ratio: 10.0, attack: 0.001, release: 0.08 };
        press.run(rate, &mut crush);
        add(&mut bus, &crush, signal::gain(f64::from(level - rms_db(&crush))));
    }
    let whole = seconds(&bus, rate, 0.0);
    let shares = powers.iter().map(|own| share(own, &whole)).collect();
    master(rate, &recipe.bus, &mut bus);
    let (left, right) = bus.iter().map(|[left, right]| (*left, *right)).unzip();
    resample::time(RoughMix { rate, left, right, shares }, &recipe.timing)
}

/// The part as it leaves its strip.
fn channel(part: &Part, strip: &Strip, seed: u64, sound: &mut Vec<Frame>) {
    let rate = part.rate;
    sound.clear();
    match part.samples.as_slice() {
        [left, right] => sound.extend(left.iter().zip(right).map(|(l, r)| [*l, *r])),
        [mono, ..] => sound.extend(mono.iter().map(|x| [*x, *x])),
        [] => {}
    }
    for extra in &strip.extras {
        extra::apply(extra, rate, seed, sound);
    }
    let mut sections: Vec<Section> =
        strip.high_pass.iter().map(|&hz| Section::high_pass(rate, hz)).collect();
    sections
        .extend(strip.bands.iter().map(|band| Section::peak(rate, band.hz, band.q, band.gain_db)));
    let before = rms_db(sound);
    filter::run(&mut sections, sound);
    if let Some(compressor) = &strip.compressor {
        compressor.run(rate, sound);
    }
    if strip.drive_db > 0.0 {
        strip::drive(sound, strip.drive_db);
    }
    // Faders are set by ear: what the strip did to the loudness is taken back.
    let lost = if sections.is_empty() && strip.compressor.is_none() {
        0.0
    } else {
        before - rms_db(sound)
    };
    let gain = signal::gain(f64::from(strip.gain_db + lost.clamp(-20.0, 20.0)));
    // Constant power, unity in the middle.
    let angle = (strip.pan.clamp(-1.0, 1.0) + 1.0) * std::f32::consts::FRAC_PI_4;
    let sides = if strip.pan == 0.0 {
        [gain; 2]
    } else {
        [angle.cos() * 2f32.sqrt() * gain, angle.sin() * 2f32.sqrt() * gain]
    };
    for frame in sound {
        *frame = [frame[0] * sides[0], frame[1] * sides[1]];
    }
}

fn add(sum: &mut [Frame], sound: &[Frame], gain: f32) {
    for (sum, sound) in sum.as_flattened_mut().iter_mut().zip(sound.as_flattened()) {
        *sum += sound * gain;
    }
}

/// Adds the room; a send of 1 comes back as loud as it went.
fn reverb(bus: &mut [Frame], send: &[f32], seconds: f32, rate: u32) {
    // The room's power for one sample of 1, so that its loudness does not hang on its length.
    let mut room = Reverb::new(seconds);
    let response = (0..rate as usize * 2).map(|n| room.next(if n == 0 { 1.0 } else { 0.0 }));
    let power: f32 = response.map(|[l, r]| f32::midpoint(l * l, r * r)).sum();
    if send.is_empty() || power <= 0.0 {
        return;
    }
    let level = std::f32::consts::FRAC_1_SQRT_2 / power.sqrt();
    let mut room = Reverb::new(seconds);
    let mut low_cut = Section::high_pass(rate, 180.0);
    for (frame, &sent) in bus.iter_mut().zip(send) {
        let [bright, _] = low_cut.next([sent + BREATH, 0.0]);
        let [left, right] = room.next(bright * level);
        frame[0] += left;
        frame[1] += right;
    }
}

fn master(rate: u32, bus: &Bus, sound: &mut [Frame]) {
    let mut sections: Vec<Section> =
        bus.bands.iter().map(|band| Section::peak(rate, band.hz, band.q, band.gain_db)).collect();
    for (hz, db, is_high) in [(110.0, bus.low_db, false), (8_000.0, bus.high_db, true)] {
        if db != 0.0 {
            sections.push(Section::shelf(rate, hz, db, is_high));
        }
    }
    filter::run(&mut sections, sound);
    if let Some(compressor) = bus.compressor {
        let threshold_db = compressor.threshold_db + rms_db(sound);
        Compressor { threshold_db, ..compressor }.run(rate, sound);
    }
    if bus.drive_db > 0.0 {
        strip::drive(sound, bus.drive_db);
    }
    if bus.widen_db != 0.0 {
        let wide = signal::gain(f64::from(bus.widen_db));
        for frame in sound.iter_mut() {
            let (mid, side) =
                (f32::midpoint(frame[0], frame[1]), (frame[0] - frame[1]) / 2.0 * wide);
            *frame = [mid + side, mid - side];
        }
    }
    if let Some(by) = bus.limit_db {
        let ceiling = strip::limit(rate, sound, by);
        let gain = signal::gain(-0.3) / ceiling.max(1e-6);
        signal::amplify(sound.as_flattened_mut(), gain);
    }
}

fn rms_db(sound: &[Frame]) -> f32 {
    let samples = sound.as_flattened();
    let power: f64 = samples
        .chunks(4_096)
        .map(|chunk| f64::from(chunk.iter().map(|x| x * x).sum::<f32>()))
        .sum();
    (10.0 * (power / samples.len().max(1) as f64).max(1e-12).log10()) as f32
}

/// Energy in each second, with what its reverb adds.
fn seconds(sound: &[Frame], rate: u32, send: f32) -> Vec<f64> {
    sound
        .chunks(rate as usize)
        .map(|second| {
            f64::from(
                second.as_flattened().iter().map(|x| x * x).sum::<f32>() * (1.0 + send * send),
            )
        })
        .collect()
}

fn share(own: &[f64], whole: &[f64]) -> Share {
    let db = |ratio: f64| 10.0 * ratio.log10();
    let loudest = own.iter().copied().fold(0.0, f64::max);
    let total: f64 = whole.iter().sum();
    let most = own.iter().zip(whole).filter(|(_, whole)| **whole > total * 1e-5);
    Share {
        db: db(own.iter().sum::<f64>() / total),
        loudest_db: db(most.map(|(own, whole)| own / whole).fold(0.0, f64::max)),
        active: own.iter().filter(|&&power| power > loudest * 1e-4).count() as f64
            / own.len().max(1) as f64,
    }
}
