//! The demo session: a song played by synthesised musicians, bounced with a few honest mistakes.
//!
//! 67 seconds at 100 beats a minute, made from nothing in a few seconds and always the same to
//! the last bit. [`MISTAKES`] says what the stem check must find in it; everything else is sound.
//! The rough mix also holds a lead guitar that nobody bounced, and the tambourine of the folder
//! begins at its first stroke instead of at bar 1.

mod drums;
pub(crate) mod dsp;
mod groove;
mod keys;
mod mix;
pub(crate) mod plucked;
mod song;
mod voice;

use std::io;
use std::path::Path;

use bar_domain::Code;
use rayon::prelude::*;

use crate::file::{SoundFile, Wav};
use crate::signal;
use mix::Strip;
use song::RATE;

/// What the check must find in stems, by file name; beside it, the rough mix holds [`LEAD_GUITAR`].
pub const MISTAKES: &[(&str, Code)] = &[
    ("Audio 1_03.wav", Code::NameUnclear),
    ("Bass Amp.wav", Code::SetDuplicate),
    ("Bass DI.wav", Code::SetDuplicate),
    ("Gtr L.wav", Code::DepthLow),
    ("Gtr R.wav", Code::ChannelsDualMono),
    ("Keys.wav", Code::LevelClipped),
    ("Snare.wav", Code::DryReverb),
    ("Tambourine.wav", Code::LengthDiffers),
    ("Tambourine.wav", Code::StartLate),
];

/// The frame of the song at which the file of the tambourine begins.
pub const TAMBOURINE_STARTS: usize = 12 * song::BAR * song::SIXTEENTH - 480;

/// Frames of the song in which the lead guitar plays that nobody bounced: bars 21 to 28.
pub const LEAD_GUITAR: std::ops::Range<usize> = 20 * song::BAR * song::SIXTEENTH..song::FRAMES;

/// The name of the rough mix in the folder.
pub const ROUGH_MIX: &str = "Rough Mix.wav";

/// The song as it was played, every part as loud as it was recorded.
struct Band {
    kit: drums::Kit,
    tambourine: Vec<f32>,
    bass: Vec<f32>,
    guitars: [Vec<f32>; 2],
    lead_guitar: Vec<f32>,
    keys: [Vec<f32>; 2],
    pad: [Vec<f32>; 2],
    bells: Vec<f32>,
    lead: Vec<f32>,
    choir: [Vec<f32>; 2],
}

/// Writes the session into a folder that exists: about 210 MB.
///
/// # Errors
/// When the disk refuses.
pub fn write(folder: &Path) -> io::Result<()> {
    let band = Band::play();
    let stem = |(name, bounce): &(&str, Bounce)| bounce(&band).write(folder.join(name));
    let (stems, mix) = rayon::join(
        || STEMS.par_iter().try_for_each(stem),
        || dithered(24, &band.rough_mix(), 99).write(folder.join(ROUGH_MIX)),
    );
    stems.and(mix)
}

/// The names of all files of the session.
pub fn files() -> impl Iterator<Item = &'static str> {
    STEMS.iter().map(|(name, _)| *name).chain([ROUGH_MIX])
}

type Bounce = fn(&Band) -> SoundFile;

/// What the artist bounced, file by file.
const STEMS: [(&str, Bounce); 14] = [
    ("Audio 1_03.wav", |band| dithered(24, &band.choir, 1)),
    ("Bass Amp.wav", |band| {
        // The same track twice: somebody soloed the socket and not the amplifier.
        let mut bass = band.bass.clone();
        signal::amplify(&mut bass, signal::gain(-4.0));
        dithered(24, &[bass], 2)
    }),
    ("Bass DI.wav", |band| dithered(24, &[&band.bass], 3)),
    ("Glockenspiel.wav", |band| dithered(24, &[&band.bells], 4)),
    ("Gtr L.wav", |band| dithered(16, &[&band.guitars[0]], 5)),
    ("Gtr R.wav", |band| Wav::pcm(24).rate(RATE).channels(&[&band.guitars[1]; 2])),
    ("Hi-Hat.wav", |band| dithered(24, &[&band.kit.hat], 7)),
    ("Keys.wav", |band| {
        let mut keys = band.keys.clone();
        for side in &mut keys {
            signal::amplify(side, signal::gain(8.0));
            signal::clip(side);
        }
        dithered(24, &keys, 8)
    }),
    ("Kick.wav", |band| dithered(24, &[&band.kit.kick], 9)),
    ("Lead Vox.wav", |band| dithered(24, &[&band.lead], 10)),
    ("Overheads.wav", |band| dithered(24, &band.kit.overheads, 11)),
    ("Pad.wav", |band| dithered(24, &band.pad, 12)),
    ("Snare.wav", |band| dithered(24, &band.kit.snare, 13)),
    ("Tambourine.wav", |band| {
        const LAST_BAR: usize = 26 * song::BAR * song::SIXTEENTH;
        dithered(24, &[&band.tambourine[TAMBOURINE_STARTS..LAST_BAR]], 14)
    }),
];

fn dithered<S: AsRef<[f32]>>(bits: u16, channels: &[S], seed: u64) -> SoundFile {
    Wav::pcm(bits).rate(RATE).channels(channels).dithered(seed)
}

impl Band {
    /// Everybody plays, and the gain of every channel is set so that it peaks well below full scale.
    fn play() -> Self {
        let ((kit, tambourine), (bass, lead_guitar)) = rayon::join(
            || rayon::join(drums::kit, drums::tambourine),
            || rayon::join(plucked::bass, plucked::lead_guitar),
        );
        let ((left, right), (keys, pad)) = rayon::join(
            || rayon::join(|| plucked::guitar(0), || plucked::guitar(1)),
            || rayon::join(keys::piano, keys::pad),
        );
        let ((lead, choir), bells) =
            rayon::join(|| rayon::join(voice::lead, voice::choir), keys::bells);
        let mut band = Self {
            kit,
            tambourine,
            bass,
            guitars: [left, right],
            lead_guitar,
            keys,
            pad,
            bells,
            lead,
            choir,
        };
        band.set_gains();
        band
    }

    fn set_gains(&mut self) {
        let Self { kit, tambourine, bass, guitars, lead_guitar, keys, pad, bells, lead, choir } =
            self;
        let [left, right] = guitars;
        for mono in [&mut kit.kick, bass, bells, lead] {
            signal::normalise(mono, -6.0);
        }
        for mono in [&mut kit.hat, tambourine, left, right, lead_guitar] {
            signal::normalise(mono, -9.0);
        }
        for [left, right] in [&mut kit.snare, &mut kit.overheads, keys, pad, choir] {
            let peak = left.iter().chain(right.iter()).fold(0f32, |peak, x| peak.max(x.abs()));
            signal::amplify(left, signal::gain(-7.0) / peak);
            signal::amplify(right, signal::gain(-7.0) / peak);
        }
    }

    /// The artist's own mix, with the lead guitar.
    fn rough_mix(&self) -> [Vec<f32>; 2] {
        let Self { kit, tambourine, bass, guitars, lead_guitar, keys, pad, bells, lead, choir } =
            self;
        mix::down(&[
            Strip::mono(&kit.kick, 0.7, 0.0, 0.0),
            Strip::stereo(&kit.snare, 0.8, 0.0),
            Strip::mono(&kit.hat, 0.2, 0.3, 0.0),
            Strip::stereo(&kit.overheads, 0.5, 0.0),
            Strip::mono(tambourine, 0.2, -0.35, 0.1),
            Strip::mono(bass, 0.5, 0.0, 0.0),
            Strip::mono(&guitars[0], 0.3, -0.85, 0.05),
            Strip::mono(&guitars[1], 0.3, 0.85, 0.05),
            Strip::mono(lead_guitar, 0.4, 0.15, 0.25),
            Strip::stereo(keys, 0.42, 0.08),
            Strip::stereo(pad, 0.2, 0.1),
            Strip::mono(bells, 0.3, 0.2, 0.25),
            Strip::mono(lead, 0.46, 0.0, 0.22),
            Strip::stereo(choir, 0.22, 0.25),
        ])
    }
}
