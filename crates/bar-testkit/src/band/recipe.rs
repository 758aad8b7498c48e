//! What an artist does to the parts on the way to a rough mix.

use std::fmt;
use std::str::FromStr;

use super::extra::Extra;
use super::level;
use super::part::{Part, Role};
use super::strip::{Band, Compressor};
use crate::random::Random;

/// How far the mix is from the bare sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The bare sum.
    Plain,
    /// Gains, pan, high-passes and bells of ±4 dB.
    Eq,
    /// And compressors, reverb, bus and limiter.
    Full,
    /// All of it twice as hard, with saturation and a widened bus.
    Heavy,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain => "plain",
            Self::Eq => "eq",
            Self::Full => "full",
            Self::Heavy => "heavy",
        })
    }
}

impl FromStr for Severity {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let all = [Self::Plain, Self::Eq, Self::Full, Self::Heavy];
        all.into_iter().find(|it| it.to_string() == word).ok_or("say plain, eq, full or heavy")
    }
}

/// A channel of the mixer, in the order in which it works; extras come first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Strip {
    /// Not in the mix at all.
    pub muted: bool,
    /// What is done to the sound beforehand.
    pub extras: Vec<Extra>,
    /// Hertz.
    pub high_pass: Option<f32>,
    /// Bells.
    pub bands: Vec<Band>,
    /// After the equaliser.
    pub compressor: Option<Compressor>,
    /// How far the part's own peak is driven into saturation; 0 is not at all.
    pub drive_db: f32,
    /// The fader.
    pub gain_db: f32,
    /// −1 left, 1 right.
    pub pan: f32,
    /// Reverb against the dry sound, as a ratio of RMS.
    pub send: f32,
    /// How much of it also goes through the crushed drum bus.
    pub crush: f32,
}

/// What happens to the sum.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bus {
    /// Low shelf at 110 Hz, dB.
    pub low_db: f32,
    /// High shelf at 8 kHz, dB.
    pub high_db: f32,
    /// A bell.
    pub bands: Vec<Band>,
    /// Its threshold is above the mix's RMS.
    pub compressor: Option<Compressor>,
    /// How far the sum's peak is driven into saturation.
    pub drive_db: f32,
    /// The sides against the middle, dB.
    pub widen_db: f32,
    /// How far the limiter brings the peaks down; the mix then peaks at −0.3 dBFS.
    pub limit_db: Option<f32>,
}

/// How the mix lies in time against the parts.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Timing {
    /// Frames of silence before the song; negative cuts its start.
    pub lead_in: i64,
    /// Four clicks in a positive lead-in.
    pub count_in: bool,
    /// How much longer the mix runs, in millionths.
    pub drift_ppm: f64,
    /// The rate of the mix.
    pub rate: Option<u32>,
}

/// Everything between the parts and the rough mix.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// Of everything that moves by chance while mixing.
    pub seed: u64,
    /// One for each part.
    pub strips: Vec<Strip>,
    /// Seconds in which the reverb loses 60 dB.
    pub room: f32,
    /// What happens to the sum.
    pub bus: Bus,
    /// How the mix lies in time.
    pub timing: Timing,
}

impl Recipe {
    /// A mix of this severity; another seed is another artist.
    #[must_use]
    pub fn new(severity: Severity, seed: u64, parts: &[Part]) -> Self {
        let mut random = Random::new(seed ^ 0x51DE_C4A1);
        let strips = parts.iter().map(|part| strip(severity, part, &mut random)).collect();
        let bus = bus(severity, &mut random);
        Self { seed, strips, room: 0.8 + 1.8 * random.unit(), bus, timing: Timing::default() }
    }

    /// With something more on that part.
    #[must_use]
    pub fn with(mut self, part: usize, extra: Extra) -> Self {
        self.strips[part].extras.push(extra);
        self
    }

    /// Without that part in the mix.
    #[must_use]
    pub fn without(mut self, part: usize) -> Self {
        self.strips[part].muted = true;
        self
    }

    /// With another place in time.
    #[must_use]
    pub fn timed(mut self, timing: Timing) -> Self {
        self.timing = timing;
        self
    }

    /// With these parts also through one hard compressor, added at that level (1 is as loud).
    #[must_use]
    pub fn crushed(mut self, parts: &[usize], level: f32) -> Self {
        for &part in parts {
            self.strips[part].crush = level;
        }
        self
    }
}

fn strip(severity: Severity, part: &Part, random: &mut Random) -> Strip {
    let (reach, count, ratio, send) = match severity {
        Severity::Plain => return Strip::default(),
        Severity::Eq => (4.0, 2 + random.bits() as usize % 3, 1.0, 0.0),
        Severity::Full => (5.0, 2 + random.bits() as usize % 3, 2.0 + 2.0 * random.unit(), 0.28),
        Severity::Heavy => (9.0, 3 + random.bits() as usize % 2, 8.0, 0.6),
    };
    let is_low = matches!(part.role, Role::Kick | Role::Bass);
    let high_pass = (random.unit() < 0.6)
        .then(|| if is_low { 25.0 + 20.0 * random.unit() } else { 60.0 + 110.0 * random.unit() });
    let bands = (0..count)
        .map(|_| Band {
            hz: 80.0 * 120f32.powf(random.unit()),
            q: 0.5 + 1.5 * random.unit(),
            gain_db: reach * random.both(),
        })
        .collect();
    let rms_db = 20.0 * level::active_rms(&part.samples, part.rate).max(1e-5).log10();
    let compressor = (ratio > 1.0).then(|| Compressor {
        // Peaks stand well above the RMS, so that this works by several decibels.
        threshold_db: rms_db
            + if severity == Severity::Heavy { 0.0 } else { 3.0 + 4.0 * random.unit() },
        ratio,
        attack: 0.003 + 0.02 * random.unit(),
        release: 0.06 + 0.15 * random.unit(),
    });
    let dry = if is_low { 0.1 } else { 0.3 + 0.7 * random.unit() };
    // −12 to +6 dB, most of them about −3.
    let gain_db = -3.0 + 4.5 * (random.both() + random.both());
    let gain_db = if part.role.usual_level() < -28.0 { gain_db.max(-6.0) } else { gain_db };
    let pan = match part.role {
        Role::Kick | Role::Snare | Role::Bass | Role::Lead => 0.1 * random.both(),
        _ if part.name.ends_with(" L") => -0.5 - 0.5 * random.unit(),
        _ if part.name.ends_with(" R") => 0.5 + 0.5 * random.unit(),
        _ => 0.7 * random.both(),
    };
    Strip {
        high_pass,
        bands,
        compressor,
        drive_db: if severity == Severity::Heavy { 2.0 + 6.0 * random.unit() } else { 0.0 },
        // The lead is never far behind.
        gain_db: if part.role == Role::Lead { gain_db.max(-2.0) } else { gain_db },
        pan,
        send: send * dry,
        ..Strip::default()
    }
}

fn bus(severity: Severity, random: &mut Random) -> Bus {
    let (reach, ratio, limit) = match severity {
        Severity::Plain | Severity::Eq => return Bus::default(),
        Severity::Full => (2.0, 2.0, 3.0),
        Severity::Heavy => (4.0, 4.0, 6.0),
    };
    let is_heavy = severity == Severity::Heavy;
    Bus {
        low_db: reach * random.both(),
        high_db: reach * random.both(),
        bands: vec![Band {
            hz: 250.0 * 16f32.powf(random.unit()),
            q: 0.7,
            gain_db: reach * random.both(),
        }],
        compressor: Some(Compressor {
            threshold_db: if is_heavy { 0.0 } else { 3.0 },
            ratio,
            attack: 0.02,
            release: 0.2,
        }),
        drive_db: if is_heavy { 4.0 } else { 0.0 },
        widen_db: if is_heavy { 2.0 + 2.0 * random.unit() } else { 0.0 },
        limit_db: Some(limit),
    }
}
