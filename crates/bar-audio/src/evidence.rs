//! What the hints of the stem check need to know of the sound, gathered in the measuring pass.
//!
//! Frames are copied into a [`Tape`]: one chunk to look at, and the chunk before it for context.
//! Chunks begin at multiples of their length, so nothing here depends on how a reader splits the
//! sound. One fused loop ([`grain`]) sums up 64 frames at a time; everything else reads those sums
//! and goes back to the samples only where they promise something. Memory does not grow with
//! length. The rules of `bar-stems` judge what is gathered here; this module accuses nobody.

mod click;
mod clip;
mod depth;
mod ends;
mod flow;
pub(crate) mod grain;
mod hole;
mod landmark;
mod levels;
mod limit;
mod spectrum;
mod stereo;
mod tails;
mod tape;

use serde::{Deserialize, Serialize};

pub use self::click::Click;
pub use self::clip::{Clips, FlatTops};
pub use self::depth::{Depth, Steps};
pub use self::ends::Ends;
use self::grain::Grains;
pub use self::hole::{Hole, Holes};
pub use self::landmark::Landmark;
pub use self::levels::Levels;
pub use self::limit::Crests;
pub use self::spectrum::Spectrum;
pub use self::stereo::Stereo;
pub use self::tails::Tails;
use self::tape::Tape;
use crate::format::Format;
use crate::source::Block;

/// Places kept of each kind of event; the counts go on.
pub const PLACES: usize = 100;

/// What was gathered; the rules of `bar-stems` judge it. Levels are in dBFS where 1.0 is 0.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Equal for equal samples, whatever file they stand in.
    pub digest: u64,
    /// How loud the sound is where it sounds.
    pub levels: Levels,
    /// Runs of samples at full scale.
    pub clips: Clips,
    /// Flat tops at the peak of each channel and sign.
    pub flat_tops: Vec<FlatTops>,
    /// Bits that are used.
    pub depth: Depth,
    /// How left and right relate; `None` unless there are two channels.
    pub stereo: Option<Stereo>,
    /// The first and the last frames.
    pub ends: Ends,
    /// How the peaks crowd under the highest one.
    pub crests: Crests,
    /// Mean spectrum of the brightest moments; `None` for less than a chunk of sound.
    pub spectrum: Option<Spectrum>,
    /// How the sound dies away between left and right; `None` unless there are two channels.
    pub tails: Option<Tails>,
    /// Stretches of equal samples inside sound.
    pub holes: Holes,
    /// Single samples that stick out of smooth surroundings, the sharpest first.
    pub clicks: Vec<Click>,
    /// The loudest local peaks, by time.
    pub landmarks: Vec<Landmark>,
    /// Of each channel, the offset that stays while it is quiet, full scale 1.0; counted while measuring.
    #[serde(default)]
    pub standing_dc: Vec<f64>,
}

/// Gathers [`Evidence`] block by block.
pub struct Collector {
    tape: Tape,
    gather: Gather,
}

/// Every analyser, fed one chunk at a time.
struct Gather {
    levels: levels::Gather,
    clips: clip::Gather,
    depth: depth::Gather,
    stereo: Option<stereo::Gather>,
    tails: Option<tails::Gather>,
    ends: ends::Gather,
    crests: limit::Gather,
    spectrum: spectrum::Gather,
    holes: hole::Gather,
    clicks: click::Gather,
    landmarks: landmark::Gather,
    digest: u64,
}

impl Collector {
    /// A collector for a file of this format.
    #[must_use]
    pub fn new(format: &Format) -> Self {
        let tape = Tape::new(format);
        let channels = usize::from(format.channels);
        let stereo = channels == 2;
        let gather = Gather {
            levels: levels::Gather::new(),
            clips: clip::Gather::new(format),
            depth: depth::Gather::new(format),
            stereo: stereo.then(stereo::Gather::new),
            tails: stereo.then(|| tails::Gather::new(tape.frames_per_second(), tape.cell())),
            ends: ends::Gather::new(format.rate),
            crests: limit::Gather::new(),
            spectrum: spectrum::Gather::new(tape.chunk()),
            holes: hole::Gather::new(format),
            clicks: click::Gather::new(channels),
            landmarks: landmark::Gather::new(format.rate),
            digest: DIGEST_BASIS ^ u64::from(format.rate.0),
        };
        Self { tape, gather }
    }

    /// Looks at the next frames. Samples that are not finite count as silence.
    pub fn push(&mut self, block: &Block) {
        self.take(block, None);
    }

    /// Looks at the next frames, whose grains are known. Every block but the last is a multiple of a grain.
    pub(crate) fn push_summed(&mut self, block: &Block, summed: &Grains) {
        self.take(block, Some(summed));
    }

    fn take(&mut self, block: &Block, summed: Option<&Grains>) {
        self.gather.depth.used(block.used_bits);
        let mut from = 0;
        while from < block.frames {
            from += self.tape.fill(block, from, summed);
            if self.tape.is_full() {
                self.gather.chunk(&mut self.tape);
                self.tape.advance();
            }
        }
    }

    /// What was gathered.
    #[must_use]
    pub fn finish(mut self) -> Evidence {
        if self.tape.frames() > 0 {
            self.gather.chunk(&mut self.tape);
        }
        self.gather.finish(&self.tape)
    }
}

impl Gather {
    fn chunk(&mut self, tape: &mut Tape) {
        tape.sum_up();
        let tape = &*tape;
        self.digest = digest(self.digest, tape);
        self.levels.chunk(tape);
        self.clips.chunk(tape);
        self.depth.chunk(tape);
        if let Some(stereo) = &mut self.stereo {
            stereo.chunk(tape);
        }
        if let Some(tails) = &mut self.tails {
            tails.chunk(tape);
        }
        self.ends.chunk(tape);
        self.crests.chunk(tape);
        self.spectrum.chunk(tape);
        self.holes.chunk(tape);
        self.clicks.chunk(tape);
        self.landmarks.chunk(tape);
    }

    fn finish(self, tape: &Tape) -> Evidence {
        let (clips, flat_tops) = self.clips.finish(tape);
        Evidence {
            standing_dc: Vec::new(),
            digest: self.digest,
            levels: self.levels.finish(),
            clips,
            flat_tops,
            depth: self.depth.finish(),
            stereo: self.stereo.map(stereo::Gather::finish),
            ends: self.ends.finish(tape),
            crests: self.crests.finish(),
            spectrum: self.spectrum.finish(tape.frames_per_second()),
            tails: self.tails.and_then(tails::Gather::finish),
            holes: self.holes.finish(),
            clicks: self.clicks.finish(),
            landmarks: self.landmarks.finish(tape),
        }
    }
}

/// FNV-1a's basis and prime; the sums of 64 samples stand in for their bytes, at a 64th of the cost.
const DIGEST_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const DIGEST_PRIME: u64 = 0x0000_0100_0000_01b3;

fn digest(basis: u64, tape: &Tape) -> u64 {
    // Adding zero makes the zero of a float file, which may be negative, that of an integer file.
    let words = tape.channels().flat_map(|channel| channel.grains.iter()).flat_map(|grain| {
        [
            u64::from((grain.max + 0.0).to_bits()) << 32 | u64::from((grain.min + 0.0).to_bits()),
            u64::from(grain.square.to_bits()) << 32 | u64::from(grain.bend.to_bits()),
        ]
    });
    words.fold(basis, |hash, word| (hash ^ word).wrapping_mul(DIGEST_PRIME).rotate_left(23))
}
