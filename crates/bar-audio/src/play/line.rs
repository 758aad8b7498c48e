//! The honest line: what the device gets, and what was done to the samples on their way.

use std::fmt;

use bar_domain::SampleRate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the output does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct OutputLine {
    /// What the system calls the device; empty while there is none.
    pub device: String,
    /// Frames per second that the device was opened with.
    pub rate: SampleRate,
    /// Frames that it takes at once.
    pub buffer: u32,
    /// From Bar One to the loudspeaker, as far as the system tells, in milliseconds.
    pub lead_ms: f64,
    /// What is done to the samples on their way; nothing: they reach the device as they are.
    pub changes: Vec<Change>,
}

/// Something that is done to the samples.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(rename = "Alteration")]
pub enum Change {
    /// The side is turned down to be as loud as the quietest.
    LevelMatch {
        /// Below 0.
        db: f64,
    },
    /// A tape is turned down.
    Gain {
        /// Below 0.
        db: f64,
    },
    /// Everything is turned down.
    Volume {
        /// Below 0.
        db: f64,
    },
    /// Several tapes are added up.
    Sum {
        /// How many are heard.
        tapes: usize,
    },
    /// The device does not run at the file's rate.
    Resampled {
        /// The file's.
        from: SampleRate,
        /// The device's.
        to: SampleRate,
    },
    /// More than two channels became two, by ITU-R BS.775.
    DownMix {
        /// Channels of the file.
        channels: u16,
    },
    /// The device takes integers that hold less than the file may have.
    Depth {
        /// Bits of the device.
        bits: u16,
    },
    /// The device has one channel.
    OneChannel,
    /// A file is being opened: what it holds is not known yet.
    Opening,
    /// A file cannot be read, or not any more: it is silent.
    Unreadable,
    /// A switch is being faded.
    Fade,
    /// Samples that were no numbers became silence.
    Mended,
}

impl OutputLine {
    /// Nothing is heard.
    #[must_use]
    pub fn none() -> Self {
        Self {
            device: String::new(),
            rate: SampleRate(0),
            buffer: 0,
            lead_ms: 0.0,
            changes: Vec::new(),
        }
    }

    /// Whether the samples of the file are handed to the device as they are.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        !self.device.is_empty() && self.changes.is_empty()
    }
}

/// `Bit-exact, 48 kHz`, or why it is not: `Level match −3.7 dB, 48 → 44.1 kHz`.
impl fmt::Display for OutputLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.device.is_empty() {
            return f.write_str("No sound: there is no device");
        }
        let Some((first, rest)) = self.changes.split_first() else {
            return write!(f, "Bit-exact, {}", self.rate);
        };
        let first = first.to_string();
        let mut letters = first.chars();
        if let Some(letter) = letters.next() {
            write!(f, "{}{}", letter.to_uppercase(), letters.as_str())?;
        }
        rest.iter().try_for_each(|change| write!(f, ", {change}"))
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LevelMatch { db } => write!(f, "level match {}", Decibels(*db)),
            Self::Gain { db } => write!(f, "gain {}", Decibels(*db)),
            Self::Volume { db } => write!(f, "volume {}", Decibels(*db)),
            Self::Sum { tapes } => write!(f, "sum of {tapes} files"),
            Self::Resampled { from, to } => {
                write!(f, "{} → {to}", f64::from(from.0) / 1000.0)
            }
            Self::DownMix { channels: 6 } => f.write_str("5.1 → stereo (BS.775)"),
            Self::DownMix { channels } => write!(f, "{channels} channels → stereo (BS.775)"),
            Self::Depth { bits } => write!(f, "{bits}-bit device"),
            Self::OneChannel => f.write_str("stereo → mono device"),
            Self::Opening => f.write_str("opening"),
            Self::Unreadable => f.write_str("a file cannot be read"),
            Self::Fade => f.write_str("fading"),
            Self::Mended => f.write_str("damaged samples made silent"),
        }
    }
}

/// Below this there is nothing left of 24 bits, in decibels; JSON knows no −∞.
const INAUDIBLE: f64 = -150.0;

/// With a real minus sign and one decimal.
struct Decibels(f64);

impl fmt::Display for Decibels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < INAUDIBLE {
            return f.write_str("−∞ dB");
        }
        let sign = if self.0 < 0.0 { "−" } else { "" };
        write!(f, "{sign}{:.1} dB", self.0.abs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_in_words_what_the_device_gets() {
        let check = |device: &str, changes: &[Change], wanted: &str| {
            let line = OutputLine {
                device: device.to_owned(),
                rate: SampleRate(44_100),
                changes: changes.to_vec(),
                ..OutputLine::none()
            };
            assert_eq!(line.to_string(), wanted);
            assert_eq!(line.is_exact(), wanted.starts_with("Bit-exact"));
        };
        let resampled = Change::Resampled { from: SampleRate(48_000), to: SampleRate(44_100) };
        check("Speakers", &[], "Bit-exact, 44.1 kHz");
        check(
            "Speakers",
            &[Change::LevelMatch { db: -3.66 }, resampled.clone()],
            "Level match −3.7 dB, 48 → 44.1 kHz",
        );
        check("Speakers", &[resampled], "48 → 44.1 kHz");
        check("Speakers", &[Change::DownMix { channels: 6 }], "5.1 → stereo (BS.775)");
        check("Speakers", &[Change::Volume { db: f64::NEG_INFINITY }], "Volume −∞ dB");
        check("", &[], "No sound: there is no device");
    }
}
