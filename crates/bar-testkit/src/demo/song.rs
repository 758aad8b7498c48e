//! The composition: form, harmony and what everybody plays. Time is in sixteenths of a bar.

/// Frames per second of the session.
pub const RATE: u32 = 48_000;
/// Frames of a sixteenth at 100 beats a minute: a whole number, so that bars fall on frames.
pub const SIXTEENTH: usize = 7_200;
/// Sixteenths of a bar of four beats.
pub const BAR: usize = 16;

/// A note of a pitched part.
#[derive(Debug, Clone, Copy)]
pub struct Note {
    /// Sixteenth it begins on, from the start of the song.
    pub at: usize,
    /// Sixteenths it is held.
    pub length: usize,
    /// MIDI note number.
    pub pitch: u8,
    /// How hard, 0 to 1.
    pub velocity: f32,
}

/// What a bar is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Intro,
    Verse,
    Chorus,
    Break,
    Ending,
    Tail,
}

/// A bar's harmony: its bass note and four notes above, close to those of its neighbours.
#[derive(Debug, Clone, Copy)]
pub struct Chord {
    pub root: u8,
    pub notes: [u8; 4],
}

const AM7: Chord = Chord { root: 33, notes: [57, 60, 64, 67] };
const F_MAJ7: Chord = Chord { root: 29, notes: [57, 60, 64, 69] };
const C: Chord = Chord { root: 36, notes: [55, 60, 64, 67] };
const G: Chord = Chord { root: 31, notes: [55, 59, 62, 67] };
const F: Chord = Chord { root: 29, notes: [57, 60, 65, 69] };
const AM: Chord = Chord { root: 33, notes: [57, 60, 64, 69] };
const DM7: Chord = Chord { root: 38, notes: [57, 60, 62, 65] };

use Section::{Break, Chorus, Ending, Intro, Tail, Verse};

/// Bar by bar.
pub const BARS: [(Section, Chord); 28] = [
    (Intro, AM7),
    (Intro, F_MAJ7),
    (Intro, C),
    (Intro, G),
    (Verse, AM7),
    (Verse, F_MAJ7),
    (Verse, C),
    (Verse, G),
    (Verse, AM7),
    (Verse, F_MAJ7),
    (Verse, C),
    (Verse, G),
    (Chorus, F),
    (Chorus, G),
    (Chorus, AM),
    (Chorus, C),
    (Chorus, F),
    (Chorus, G),
    (Chorus, C),
    (Chorus, C),
    (Break, DM7),
    (Break, G),
    (Chorus, F),
    (Chorus, AM),
    (Chorus, DM7),
    (Chorus, G),
    (Ending, C),
    (Tail, C),
];

/// Frames of the whole song.
pub const FRAMES: usize = BARS.len() * BAR * SIXTEENTH;

/// Every bar with the sixteenth it begins on.
pub fn bars() -> impl Iterator<Item = (usize, Section, Chord)> {
    BARS.iter().enumerate().map(|(bar, &(section, chord))| (bar * BAR, section, chord))
}

/// How a syllable begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Onset {
    /// From the vowel before, without a break.
    Tied,
    /// `s`: a hiss.
    Hiss,
    /// `t`: a short burst.
    Stop,
    /// `n`: hummed.
    Hum,
}

/// The vowel that a note is sung on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vowel {
    A,
    E,
    I,
    O,
    U,
}

/// A sung note.
#[derive(Debug, Clone, Copy)]
pub struct Syllable {
    pub note: Note,
    pub onset: Onset,
    pub vowel: Vowel,
}

/// A line of song: the bar it starts in, and `sixteenth, length, pitch, syllable` of each note.
type Line = (usize, &'static [(usize, usize, u8, &'static str)]);

const LEAD: [Line; 7] = [
    (
        4,
        &[
            (2, 2, 64, "sa"),
            (4, 2, 64, "te"),
            (6, 2, 67, "no"),
            (8, 4, 69, "sa"),
            (12, 2, 67, "-i"),
            (14, 2, 64, "ne"),
            (16, 7, 65, "to"),
            (24, 5, 64, "-u"),
        ],
    ),
    (
        6,
        &[
            (2, 2, 64, "ne"),
            (4, 2, 64, "-i"),
            (6, 2, 67, "ta"),
            (8, 4, 67, "so"),
            (12, 2, 64, "ne"),
            (14, 2, 62, "-a"),
            (16, 7, 62, "no"),
            (26, 2, 59, "-e"),
            (28, 3, 60, "ta"),
        ],
    ),
    (
        8,
        &[
            (2, 2, 64, "sa"),
            (4, 2, 69, "te"),
            (6, 2, 69, "no"),
            (8, 4, 72, "na"),
            (12, 2, 71, "-e"),
            (14, 2, 69, "ti"),
            (16, 6, 69, "so"),
            (24, 2, 67, "-u"),
            (26, 4, 65, "ne"),
        ],
    ),
    (
        10,
        &[
            (0, 4, 67, "ta"),
            (4, 4, 64, "ne"),
            (8, 6, 64, "so"),
            (16, 4, 62, "ni"),
            (20, 4, 62, "-e"),
            (24, 7, 67, "sa"),
        ],
    ),
    (
        12,
        &[
            (0, 6, 72, "na"),
            (6, 2, 72, "-e"),
            (8, 4, 69, "so"),
            (12, 4, 65, "-u"),
            (16, 6, 71, "ta"),
            (22, 2, 71, "-i"),
            (24, 4, 67, "ne"),
            (28, 4, 62, "-a"),
            (32, 6, 72, "sa"),
            (38, 2, 71, "-e"),
            (40, 4, 69, "no"),
            (44, 4, 64, "-u"),
            (48, 9, 67, "ta"),
            (58, 2, 64, "-e"),
            (60, 3, 67, "ni"),
        ],
    ),
    (
        16,
        &[
            (0, 6, 69, "na"),
            (6, 2, 72, "-e"),
            (8, 6, 72, "so"),
            (16, 6, 74, "ta"),
            (22, 2, 74, "-i"),
            (24, 6, 71, "ne"),
            (32, 14, 72, "na"),
            (48, 6, 67, "so"),
            (56, 7, 64, "-u"),
        ],
    ),
    (
        22,
        &[
            (0, 6, 72, "na"),
            (6, 2, 72, "-e"),
            (8, 4, 69, "so"),
            (12, 4, 65, "-u"),
            (16, 6, 72, "ta"),
            (22, 2, 71, "-i"),
            (24, 4, 69, "ne"),
            (28, 4, 64, "-a"),
            (32, 6, 74, "sa"),
            (38, 2, 72, "-e"),
            (40, 4, 69, "no"),
            (44, 4, 65, "-u"),
            (48, 6, 71, "ta"),
            (54, 2, 71, "-e"),
            (56, 7, 74, "na"),
            (64, 14, 72, "-o"),
        ],
    ),
];

/// The lead vocal.
pub fn lead() -> Vec<Syllable> {
    LEAD.iter().flat_map(|(bar, line)| line.iter().map(move |&note| syllable(*bar, note))).collect()
}

fn syllable(bar: usize, (at, length, pitch, sung): (usize, usize, u8, &str)) -> Syllable {
    let velocity = if pitch >= 69 { 1.0 } else { 0.8 };
    let onset = match &sung[..1] {
        "s" => Onset::Hiss,
        "t" => Onset::Stop,
        "n" => Onset::Hum,
        _ => Onset::Tied,
    };
    let vowel = match &sung[1..] {
        "a" => Vowel::A,
        "e" => Vowel::E,
        "i" => Vowel::I,
        "o" => Vowel::O,
        _ => Vowel::U,
    };
    Syllable { note: Note { at: bar * BAR + at, length, pitch, velocity }, onset, vowel }
}

/// The backing vocals: one voice of three, sung on open vowels in the choruses.
pub fn backing(voice: usize) -> Vec<Syllable> {
    bars()
        .filter_map(|(at, section, chord)| {
            let (onset, vowel, length) = match section {
                Chorus => (Onset::Hum, Vowel::A, 15),
                Break => (Onset::Tied, Vowel::U, 14),
                Ending => (Onset::Tied, Vowel::O, 14),
                Intro | Verse | Tail => return None,
            };
            let pitch = chord.notes[voice + 1];
            Some(Syllable { note: Note { at, length, pitch, velocity: 0.8 }, onset, vowel })
        })
        .collect()
}

/// The bass: roots, with a step towards the next one.
pub fn bass() -> Vec<Note> {
    const VERSE: [(usize, usize); 5] = [(0, 5), (6, 2), (8, 4), (12, 2), (14, 2)];
    let mut notes = Vec::new();
    for (bar, (section, chord)) in BARS.iter().enumerate() {
        let next = BARS.get(bar + 1).map_or(chord.root, |(_, next)| next.root);
        let towards = if next > chord.root { next - 2 } else { next + 2 };
        let start = bar * BAR;
        let mut play = |at: usize, length: usize, pitch: u8, velocity: f32| {
            notes.push(Note { at: start + at, length, pitch, velocity });
        };
        match section {
            Intro | Tail => {}
            Verse => {
                for (n, (at, length)) in VERSE.into_iter().enumerate() {
                    let pitch = [chord.root, chord.root, chord.root + 12, chord.root + 7, towards];
                    play(at, length, pitch[n], if n == 0 { 1.0 } else { 0.75 });
                }
            }
            Chorus => {
                for eighth in 0..8 {
                    let pitch = match eighth {
                        3 | 6 => chord.root + 12,
                        7 => towards,
                        _ => chord.root,
                    };
                    play(eighth * 2, 2, pitch, if eighth % 4 == 0 { 1.0 } else { 0.8 });
                }
            }
            Break => play(0, 15, chord.root, 0.9),
            Ending => play(0, 20, chord.root, 1.0),
        }
    }
    notes
}

/// The solo: an answer to the singer that the artist forgot to bounce.
pub fn solo() -> Vec<Note> {
    const BREAK: [(usize, usize, u8); 11] = [
        (0, 3, 77),
        (3, 3, 76),
        (6, 2, 74),
        (8, 4, 81),
        (12, 2, 79),
        (14, 2, 77),
        (16, 4, 79),
        (20, 2, 74),
        (22, 2, 76),
        (24, 4, 79),
        (28, 4, 83),
    ];
    const CHORUS: [(usize, usize, u8); 10] = [
        (32, 6, 84),
        (40, 4, 81),
        (44, 4, 77),
        (48, 8, 76),
        (58, 3, 79),
        (61, 3, 81),
        (64, 6, 81),
        (72, 6, 77),
        (80, 6, 79),
        (88, 8, 83),
    ];
    const START: usize = 20 * BAR;
    let ending = Note { at: 26 * BAR, length: 16, pitch: 84, velocity: 0.9 };
    let phrase = |&(at, length, pitch): &(usize, usize, u8)| Note {
        at: START + at,
        length,
        pitch,
        velocity: 0.9,
    };
    BREAK.iter().chain(&CHORUS).map(phrase).chain([ending]).collect()
}

/// The bells: a broken chord that opens the song and comes back in the break.
pub fn bells() -> Vec<Note> {
    const FIGURE: [(usize, usize); 6] = [(0, 3), (3, 1), (6, 2), (8, 3), (11, 0), (14, 2)];
    bars()
        .filter(|(_, section, _)| matches!(section, Intro | Break | Ending))
        .flat_map(|(start, section, chord)| {
            let heard = if section == Ending { 1 } else { FIGURE.len() };
            FIGURE.iter().take(heard).map(move |&(at, which)| Note {
                at: start + at,
                length: 4,
                pitch: chord.notes[which] + 24,
                velocity: if at % 8 == 0 { 1.0 } else { 0.7 },
            })
        })
        .collect()
}
