//! Who sits in the band, by style.

use super::part::Role::{
    self, Backing, Bass, Brass, Counter, Cymbals, Guitar, Hats, Keys, Kick, Lead, Noise, Pad,
    Percussion, Snare, Solo, Sparse, Strings, Toms,
};
use super::style::Style;

/// How a seat plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Job {
    Kick,
    Snare,
    Hats,
    Toms,
    Cymbals,
    /// A percussion loop on these keys of the kit.
    Loop(&'static [i32]),
    /// Only on some beats of some sections.
    Rare(i32),
    Bass,
    /// Chords in a rhythm.
    Strum,
    /// The same again by the same hands; the name before it.
    Double,
    /// Root and fifth, driven.
    Power,
    /// Short chords off the beat.
    Stabs,
    Arpeggio,
    Pad,
    Lead,
    /// So many steps of the scale away from the lead.
    Harmony(i32),
    /// The lead, so many keys away.
    Unison(i32),
    Counter,
    Riff,
    Solo,
    Shaker,
    Vinyl,
    Ambience,
    Riser,
    Swell,
}

/// A place in the band.
#[derive(Debug, Clone, Copy)]
pub struct Seat {
    pub name: &'static str,
    pub role: Role,
    pub job: Job,
    /// Bank and programme; one is chosen.
    pub patches: &'static [(i32, i32)],
    /// Lowest key.
    pub low: i32,
    pub stereo: bool,
    /// How often it is there.
    pub chance: f32,
    /// Sections in which it may play.
    pub sections: &'static str,
}

const ALL: &str = "IVCBSO";

const fn seat(
    name: &'static str,
    role: Role,
    job: Job,
    patches: &'static [(i32, i32)],
    low: i32,
    chance: f32,
    sections: &'static str,
) -> Seat {
    let stereo = matches!(role, Keys | Pad | Strings | Cymbals);
    Seat { name, role, job, patches, low, stereo, chance, sections }
}

const fn mono(seat: Seat) -> Seat {
    Seat { stereo: false, ..seat }
}

const fn stereo(seat: Seat) -> Seat {
    Seat { stereo: true, ..seat }
}

const KIT: [Seat; 5] = [
    seat("Kick", Kick, Job::Kick, &[], 0, 1.0, "VCBSO"),
    seat("Snare", Snare, Job::Snare, &[], 0, 1.0, "VCBSO"),
    seat("Hats", Hats, Job::Hats, &[], 0, 1.0, ALL),
    stereo(seat("Toms", Toms, Job::Toms, &[], 0, 0.6, ALL)),
    seat("Overheads", Cymbals, Job::Cymbals, &[], 0, 0.85, "VCBSO"),
];

/// What any style may have besides.
const SPICE: [Seat; 8] = [
    seat("Tambourine", Percussion, Job::Rare(54), &[], 0, 0.25, "C"),
    seat("Shaker", Noise, Job::Shaker, &[], 0, 0.25, "VC"),
    seat("Claps", Sparse, Job::Rare(39), &[], 0, 0.15, "C"),
    stereo(seat("Cymbal swell", Sparse, Job::Swell, &[(0, 119)], 0, 0.2, "BC")),
    stereo(seat("Room noise", Noise, Job::Ambience, &[], 0, 0.08, ALL)),
    seat("Cowbell", Percussion, Job::Loop(&[56]), &[], 0, 0.1, "C"),
    seat("Timpani hit", Sparse, Job::Riff, &[(0, 47)], 36, 0.05, "B"),
    seat(
        "Counter line",
        Counter,
        Job::Counter,
        &[(0, 73), (0, 42), (0, 68), (0, 11), (0, 88)],
        62,
        0.3,
        "CB",
    ),
];

const ROCK: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 33), (0, 34)], 28, 1.0, ALL),
    seat("Guitar L", Guitar, Job::Power, &[(0, 29), (0, 30)], 40, 1.0, "ICBSO"),
    seat("Guitar R", Guitar, Job::Double, &[], 40, 0.9, "ICBSO"),
    seat("Clean guitar", Guitar, Job::Arpeggio, &[(0, 27), (8, 25)], 48, 0.7, "VB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 66), (0, 54), (0, 65)], 57, 1.0, "VCB"),
    seat("Backing high", Backing, Job::Harmony(2), &[(0, 53), (0, 54), (0, 85)], 60, 0.6, "C"),
    seat("Backing low", Backing, Job::Harmony(-2), &[(0, 53), (0, 85)], 52, 0.4, "C"),
    seat("Guitar solo", Solo, Job::Solo, &[(0, 30), (8, 30), (0, 29)], 64, 0.7, "IBSO"),
    seat("Organ", Keys, Job::Pad, &[(0, 18), (0, 16)], 55, 0.5, "VCBO"),
    seat("Piano", Keys, Job::Strum, &[(0, 1)], 52, 0.3, "VC"),
];

const POP: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 33), (0, 38), (0, 37)], 28, 1.0, "VCBSO"),
    seat("Piano", Keys, Job::Strum, &[(0, 0), (0, 1), (0, 5)], 52, 0.8, ALL),
    seat("Acoustic L", Guitar, Job::Strum, &[(0, 25)], 45, 0.7, "VCO"),
    seat("Acoustic R", Guitar, Job::Double, &[], 45, 0.6, "C"),
    seat("Electric guitar", Guitar, Job::Arpeggio, &[(0, 27), (0, 28)], 50, 0.6, "VCB"),
    seat("Pad", Pad, Job::Pad, &[(0, 89), (0, 95), (0, 50)], 55, 0.7, "VCB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 54), (0, 71), (0, 65)], 60, 1.0, "VCB"),
    seat("Backing high", Backing, Job::Harmony(2), &[(0, 52), (0, 53), (0, 54)], 62, 0.8, "C"),
    seat("Backing low", Backing, Job::Harmony(-3), &[(0, 53), (0, 52)], 52, 0.5, "CB"),
    seat("Lead double", Backing, Job::Unison(0), &[(0, 85), (0, 54)], 60, 0.4, "C"),
    seat("Strings", Strings, Job::Pad, &[(0, 48), (0, 49)], 58, 0.4, "CB"),
    mono(seat("Synth hook", Keys, Job::Riff, &[(0, 81), (0, 80), (0, 98)], 67, 0.5, "ICO")),
];

const FUNK: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 36), (0, 33), (0, 37)], 28, 1.0, ALL),
    mono(seat("Clavinet", Keys, Job::Stabs, &[(0, 7)], 50, 0.7, "VCS")),
    seat("Guitar scratch", Guitar, Job::Stabs, &[(8, 28), (0, 27), (0, 28)], 55, 0.9, ALL),
    seat("Rhodes", Keys, Job::Pad, &[(0, 4), (0, 2)], 52, 0.7, "VCB"),
    seat("Trumpet", Brass, Job::Riff, &[(0, 56)], 62, 0.8, "ICS"),
    seat("Tenor sax", Brass, Job::Unison(-12), &[(0, 66)], 48, 0.4, "C"),
    seat("Horns", Brass, Job::Stabs, &[(0, 61), (8, 61)], 55, 0.6, "CB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 65), (0, 85), (0, 54)], 60, 1.0, "VCB"),
    seat("Backing", Backing, Job::Harmony(2), &[(0, 53), (0, 52)], 62, 0.6, "C"),
    seat("Congas", Percussion, Job::Loop(&[62, 63, 64]), &[], 0, 0.7, "VCS"),
    seat("Sax solo", Solo, Job::Solo, &[(0, 65), (0, 66)], 58, 0.5, "IBSO"),
];

const BALLAD: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 35), (0, 33), (0, 32)], 28, 1.0, "VCBSO"),
    seat("Piano", Keys, Job::Arpeggio, &[(0, 0)], 50, 1.0, ALL),
    seat("Strings", Strings, Job::Pad, &[(0, 48), (0, 49)], 55, 0.9, "CBO"),
    seat("Cello", Counter, Job::Counter, &[(0, 42)], 40, 0.6, "VCB"),
    seat("Nylon guitar", Guitar, Job::Arpeggio, &[(0, 24), (0, 25)], 48, 0.6, "VB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 73), (0, 68), (0, 54)], 60, 1.0, "VCB"),
    seat("Harmony", Backing, Job::Harmony(2), &[(0, 85), (0, 53), (0, 52)], 62, 0.7, "C"),
    stereo(seat("Choir", Backing, Job::Pad, &[(0, 52), (0, 53)], 55, 0.5, "CB")),
    seat("Electric piano", Keys, Job::Pad, &[(0, 4), (8, 4)], 52, 0.5, "VC"),
    seat("Lead octave", Strings, Job::Unison(12), &[(0, 40), (0, 48)], 72, 0.4, "C"),
    seat("Bells", Keys, Job::Riff, &[(0, 9), (0, 8)], 72, 0.4, "IC"),
];

const ELECTRONIC: &[Seat] = &[
    seat("Synth bass", Bass, Job::Bass, &[(0, 38), (0, 39), (8, 38)], 28, 1.0, "VCBS"),
    seat("Sub bass", Bass, Job::Unison(0), &[(8, 80)], 33, 0.0, "C"),
    seat("Arp", Keys, Job::Arpeggio, &[(0, 81), (0, 90), (0, 80)], 60, 0.9, ALL),
    seat("Pad", Pad, Job::Pad, &[(0, 89), (0, 95), (0, 94), (0, 50)], 52, 0.9, "IVCBO"),
    mono(seat("Pluck", Keys, Job::Stabs, &[(0, 45), (0, 98), (0, 108)], 60, 0.7, "VCS")),
    seat("Saw chords", Keys, Job::Stabs, &[(0, 86), (0, 81), (0, 62)], 55, 0.7, "CS"),
    seat("Lead synth", Lead, Job::Lead, &[(0, 80), (0, 81), (0, 84), (0, 85)], 64, 1.0, "VCB"),
    seat("Lead octave", Backing, Job::Unison(12), &[(0, 80), (0, 87)], 76, 0.5, "C"),
    seat("Vox chops", Backing, Job::Riff, &[(0, 54), (0, 53), (0, 91)], 60, 0.6, "CSO"),
    stereo(seat("Riser", Noise, Job::Riser, &[], 0, 0.6, "VB")),
    seat("Percussion loop", Percussion, Job::Loop(&[75, 76, 77]), &[], 0, 0.6, "VCBS"),
];

const JAZZ: &[Seat] = &[
    seat("Upright bass", Bass, Job::Bass, &[(0, 32)], 28, 1.0, ALL),
    seat("Piano", Keys, Job::Stabs, &[(0, 0), (0, 1)], 52, 1.0, ALL),
    seat("Jazz guitar", Guitar, Job::Strum, &[(0, 26)], 50, 0.8, "VCSB"),
    seat("Tenor sax", Lead, Job::Lead, &[(0, 66), (0, 65)], 53, 1.0, "VCB"),
    seat("Trumpet", Brass, Job::Unison(0), &[(0, 56), (0, 59)], 60, 0.6, "C"),
    seat("Trombone", Backing, Job::Harmony(-3), &[(0, 57)], 48, 0.6, "C"),
    seat("Clarinet", Counter, Job::Counter, &[(0, 71), (0, 73)], 62, 0.5, "CB"),
    seat("Vibraphone", Solo, Job::Solo, &[(0, 11)], 60, 0.6, "ISBO"),
    seat("Horn section", Brass, Job::Pad, &[(0, 61), (0, 60)], 52, 0.4, "CB"),
];

const FOLK: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 32), (0, 33)], 28, 0.9, "VCBSO"),
    seat("Acoustic L", Guitar, Job::Strum, &[(0, 25), (8, 25)], 43, 1.0, ALL),
    seat("Acoustic R", Guitar, Job::Double, &[], 43, 0.7, "VCO"),
    seat("Banjo", Guitar, Job::Arpeggio, &[(0, 105), (16, 25), (8, 24)], 55, 0.7, "VCSO"),
    seat("Fiddle", Counter, Job::Counter, &[(0, 110), (0, 40)], 62, 0.8, "ICBO"),
    seat("Accordion", Keys, Job::Pad, &[(0, 21), (0, 23), (0, 20)], 53, 0.6, "CB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 22), (0, 71)], 57, 1.0, "VCB"),
    seat("Harmony high", Backing, Job::Harmony(2), &[(0, 85), (0, 53)], 60, 0.8, "C"),
    seat("Harmony low", Backing, Job::Harmony(-2), &[(0, 53), (0, 71)], 50, 0.5, "VC"),
    seat("Whistle", Solo, Job::Solo, &[(0, 78), (0, 74), (0, 72)], 72, 0.5, "ISO"),
    seat("Mandolin", Guitar, Job::Stabs, &[(16, 25)], 60, 0.5, "CO"),
];

const METAL: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 34)], 28, 1.0, ALL),
    seat("Rhythm L", Guitar, Job::Power, &[(0, 30)], 38, 1.0, ALL),
    seat("Rhythm R", Guitar, Job::Double, &[], 38, 1.0, ALL),
    seat("Chug", Guitar, Job::Riff, &[(0, 28), (0, 29)], 40, 0.6, "VB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 84), (0, 85), (0, 66)], 57, 1.0, "VCB"),
    seat("Gang vocals", Backing, Job::Harmony(-7), &[(0, 53), (0, 54)], 45, 0.6, "C"),
    seat("Guitar solo", Solo, Job::Solo, &[(0, 30), (8, 30)], 64, 0.8, "ISBO"),
    seat("Solo harmony", Guitar, Job::Counter, &[(0, 30)], 60, 0.6, "CS"),
    seat("Choir", Pad, Job::Pad, &[(0, 52), (0, 94)], 55, 0.6, "CB"),
    seat("Synth strings", Strings, Job::Pad, &[(0, 50), (0, 48)], 58, 0.5, "CB"),
];

const ORCHESTRAL: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 33), (0, 43)], 28, 1.0, "VCBSO"),
    seat("Piano", Keys, Job::Strum, &[(0, 0)], 50, 0.8, ALL),
    seat("Violins", Strings, Job::Pad, &[(0, 48), (0, 50)], 62, 1.0, "CBO"),
    seat("Cellos", Strings, Job::Riff, &[(0, 42), (0, 44)], 38, 0.8, "VCB"),
    seat("Pizzicato", Strings, Job::Arpeggio, &[(0, 45)], 55, 0.6, "VB"),
    seat("Horns", Brass, Job::Pad, &[(0, 60)], 48, 0.7, "CB"),
    seat("Harp", Keys, Job::Arpeggio, &[(0, 46)], 55, 0.5, "IVB"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 54), (0, 69)], 60, 1.0, "VCB"),
    stereo(seat("Choir", Backing, Job::Harmony(2), &[(0, 52)], 62, 0.7, "C")),
    seat("Violin octave", Strings, Job::Unison(12), &[(0, 40)], 72, 0.6, "C"),
    seat("Flute", Counter, Job::Counter, &[(0, 73), (0, 68)], 67, 0.7, "VCB"),
    stereo(seat("Timpani", Sparse, Job::Riff, &[(0, 47)], 36, 0.5, "CB")),
    seat("Glockenspiel", Sparse, Job::Riff, &[(0, 9)], 79, 0.4, "C"),
];

const HIPHOP: &[Seat] = &[
    seat("808", Bass, Job::Bass, &[(8, 80), (0, 38), (0, 39)], 28, 1.0, "VCBSO"),
    seat("Rhodes", Keys, Job::Pad, &[(0, 4), (0, 2), (8, 4)], 52, 0.8, ALL),
    seat("Sample strings", Strings, Job::Pad, &[(0, 49), (0, 51)], 55, 0.5, "CB"),
    mono(seat(
        "Pluck",
        Keys,
        Job::Arpeggio,
        &[(0, 45), (0, 107), (0, 108), (0, 46)],
        60,
        0.6,
        "VC",
    )),
    seat("Vinyl", Noise, Job::Vinyl, &[], 0, 0.7, ALL),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 54), (0, 66)], 55, 1.0, "VCB"),
    seat("Vocal double", Backing, Job::Unison(0), &[(0, 85), (0, 54)], 55, 0.6, "C"),
    seat("Harmony", Backing, Job::Harmony(2), &[(0, 53), (0, 52)], 60, 0.6, "C"),
    seat("Bells", Keys, Job::Riff, &[(0, 98), (0, 9), (0, 10)], 72, 0.6, "ICO"),
    seat("Guitar lick", Guitar, Job::Riff, &[(0, 27), (0, 24)], 52, 0.5, "VB"),
    seat("Brass hits", Brass, Job::Stabs, &[(0, 61), (0, 62)], 55, 0.4, "C"),
    seat("Percussion", Percussion, Job::Loop(&[75, 70, 54]), &[], 0, 0.5, "VC"),
];

const LATIN: &[Seat] = &[
    seat("Bass", Bass, Job::Bass, &[(0, 32), (0, 33)], 28, 1.0, ALL),
    seat("Montuno piano", Keys, Job::Arpeggio, &[(0, 0), (0, 1)], 55, 0.9, "VCSO"),
    seat("Nylon guitar", Guitar, Job::Stabs, &[(0, 24)], 48, 0.8, "IVCB"),
    seat("Congas", Percussion, Job::Loop(&[62, 63, 64]), &[], 0, 0.9, ALL),
    seat("Timbales", Percussion, Job::Loop(&[65, 66]), &[], 0, 0.5, "CS"),
    seat("Maracas", Percussion, Job::Loop(&[70]), &[], 0, 0.5, "VCS"),
    seat("Trumpet 1", Brass, Job::Riff, &[(0, 56)], 62, 0.7, "ICS"),
    seat("Trombone", Brass, Job::Stabs, &[(0, 57)], 48, 0.5, "CS"),
    seat("Lead vocal", Lead, Job::Lead, &[(0, 85), (0, 73), (0, 64)], 60, 1.0, "VCB"),
    seat("Coro", Backing, Job::Harmony(2), &[(0, 53), (0, 52)], 60, 0.8, "C"),
    seat("Flute solo", Solo, Job::Solo, &[(0, 73), (0, 75)], 70, 0.6, "ISBO"),
];

/// Everybody who may play in this style, in the order of the session.
pub fn seats(style: Style) -> impl Iterator<Item = Seat> {
    let own = match style {
        Style::Rock => ROCK,
        Style::Pop => POP,
        Style::Funk => FUNK,
        Style::Ballad => BALLAD,
        Style::Electronic => ELECTRONIC,
        Style::Jazz => JAZZ,
        Style::Folk => FOLK,
        Style::Metal => METAL,
        Style::Orchestral => ORCHESTRAL,
        Style::HipHop => HIPHOP,
        Style::Latin => LATIN,
    };
    KIT.iter().chain(own).chain(&SPICE).copied()
}
