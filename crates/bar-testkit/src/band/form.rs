//! Tempo, key, sections and chords of a song.

use super::score::Grid;
use super::style::Style;
use crate::random::Random;

/// How a bar is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meter {
    /// 4/4
    Four,
    /// 3/4
    Three,
    /// 6/8
    Six,
}

impl Meter {
    /// Sixteenths of a bar.
    pub(super) const fn steps(self) -> usize {
        match self {
            Self::Four => 16,
            Self::Three | Self::Six => 12,
        }
    }

    /// Sixteenths of a beat.
    pub(super) const fn beat(self) -> usize {
        match self {
            Self::Four | Self::Three => 4,
            Self::Six => 6,
        }
    }
}

/// A chord by its place on the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    pub degree: i32,
    pub seventh: bool,
}

/// One bar of the song.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bar {
    /// `I`ntro, `V`erse, `C`horus, `B`ridge, `S`olo, `O`utro.
    pub section: char,
    /// Which verse, which chorus; from 0.
    pub turn: usize,
    pub index: usize,
    pub of: usize,
    /// Of its first and second half.
    pub chords: [Chord; 2],
}

/// Everything that all musicians of a song know.
#[derive(Debug, Clone)]
pub struct Plan {
    pub seed: u64,
    pub style: Style,
    pub meter: Meter,
    pub bpm: f64,
    pub grid: Grid,
    pub tonic: i32,
    pub scale: [i32; 7],
    pub mode: &'static str,
    pub bars: Vec<Bar>,
}

const MODES: [(&str, [i32; 7]); 4] = [
    ("major", [0, 2, 4, 5, 7, 9, 11]),
    ("minor", [0, 2, 3, 5, 7, 8, 10]),
    ("dorian", [0, 2, 3, 5, 7, 9, 10]),
    ("mixolydian", [0, 2, 4, 5, 7, 9, 10]),
];

/// Progressions by degree; they fit every mode well enough.
const LOOPS: [[i32; 4]; 14] = [
    [0, 4, 5, 3],
    [0, 5, 3, 4],
    [5, 3, 0, 4],
    [0, 3, 4, 3],
    [0, 6, 3, 0],
    [0, 3, 0, 4],
    [1, 4, 0, 5],
    [0, 2, 3, 4],
    [0, 5, 6, 6],
    [3, 4, 0, 0],
    [0, 0, 3, 4],
    [3, 0, 4, 5],
    [0, 5, 1, 4],
    [5, 6, 0, 0],
];

/// Sections in the order in which a song tells them, by how many fit.
const FORMS: [&str; 12] = [
    "C",
    "VC",
    "VCC",
    "IVCC",
    "IVCBC",
    "IVCVCC",
    "IVVCBCC",
    "IVCVCBCO",
    "IVVCVCBCC",
    "IVVCVCSCCO",
    "IVVCCVCBCCO",
    "IVVCCVCSBCCO",
];

impl Plan {
    pub fn new(seed: u64, seconds: f64) -> Self {
        let mut random = Random::new(seed.wrapping_mul(0x9E37_79B9).wrapping_add(77));
        // The style goes round, so that few songs already hold many.
        let style = Style::ALL[(seed % Style::ALL.len() as u64) as usize];
        let meter = match random.unit() {
            x if x < 0.74 || !style.waltzes() => Meter::Four,
            x if x < 0.87 => Meter::Three,
            _ => Meter::Six,
        };
        let (slow, fast) = style.tempi();
        let bpm = (slow + (fast - slow) * f64::from(random.unit())).round();
        // 6/8 counts dotted quarters, which would run at twice the speed.
        let step = 60.0 / bpm / if meter == Meter::Six { 4.5 } else { 4.0 };
        let (swing, grain) = style.swing(&mut random);
        let swing = if meter == Meter::Four { swing } else { 0.0 };
        let grid = Grid { step, swing, grain, loose: style.loose() };
        let (mode, scale) = MODES[style.mode(&mut random)];
        let tonic = (random.bits() % 12) as i32;
        let bars = bars(style, &mut random, seconds, step * meter.steps() as f64);
        Self { seed, style, meter, bpm, grid, tonic, scale, mode, bars }
    }

    /// The same for the same musician and matter.
    pub fn random(&self, of: &str, matter: u64) -> Random {
        let name = of.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Random::new(
            name ^ self.seed.wrapping_mul(0xA24B_AED4_963E_E407) ^ matter.wrapping_mul(0x9FB2_1C65),
        )
    }

    /// The MIDI key of a step on the scale; step 0 is the tonic at or above C-1.
    pub fn key(&self, step: i32) -> i32 {
        self.tonic + 12 * step.div_euclid(7) + self.scale[step.rem_euclid(7) as usize]
    }

    /// The step on the scale nearest to a key, from below.
    pub fn step_of(&self, key: i32) -> i32 {
        let octave = (key - self.tonic).div_euclid(12);
        let rest = (key - self.tonic).rem_euclid(12);
        octave * 7 + self.scale.iter().filter(|&&tone| tone <= rest).count() as i32 - 1
    }

    /// The chord's keys from `low` up, one each.
    pub fn tones(&self, chord: Chord, low: i32) -> Vec<i32> {
        let mut keys: Vec<i32> = (0..if chord.seventh { 4 } else { 3 })
            .map(|third| low + (self.key(chord.degree + 2 * third) - low).rem_euclid(12))
            .collect();
        keys.sort_unstable();
        keys
    }

    /// The chord's root at or above `low`.
    pub fn root(&self, chord: Chord, low: i32) -> i32 {
        low + (self.key(chord.degree) - low).rem_euclid(12)
    }

    /// First sixteenth of a bar.
    pub fn start(&self, bar: usize) -> f64 {
        (bar * self.meter.steps()) as f64
    }
}

fn bars(style: Style, random: &mut Random, seconds: f64, bar_seconds: f64) -> Vec<Bar> {
    // The last two seconds are left to ring.
    let count = (((seconds - 2.0) / bar_seconds) as usize).max(1);
    let unit = if count >= 4 * FORMS.len() {
        8
    } else if count >= 12 {
        4
    } else {
        2
    };
    let units = count.div_ceil(unit);
    let mut form = FORMS[units.min(FORMS.len()) - 1].to_owned();
    while form.len() < units {
        form.push_str(random.pick(["VC", "BC", "SC"]));
    }
    let loops: Vec<[i32; 4]> = "IVCBSO".chars().map(|_| random.pick(LOOPS)).collect();
    let (sevenths, halves) = (style.sevenths(), random.unit() < 0.3);
    let mut bars = Vec::with_capacity(count);
    let (mut begun, mut before) = ([0usize; 6], None);
    for section in form.chars().take(units) {
        let place = "IVCBSO".find(section).unwrap_or(0);
        begun[place] += usize::from(before != Some(section));
        before = Some(section);
        // The intro plays the chorus or verse before it is sung.
        let progression = loops[if section == 'I' { 1 } else { place }];
        let of = unit.min(count - bars.len());
        for index in 0..of {
            let chord = |degree| Chord { degree, seventh: sevenths };
            let first = progression[index % 4];
            let second = if halves && index % 4 == 3 { progression[1] } else { first };
            let chords = [chord(first), chord(second)];
            bars.push(Bar { section, turn: begun[place] - 1, index, of, chords });
        }
    }
    bars
}
