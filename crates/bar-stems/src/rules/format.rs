//! What the engineer wants a file to be: container, encoding, sample rate, depth, channels.

use bar_audio::format::{Encoding, Format};
use bar_audio::measure::Measured;
use bar_domain::{Code, Finding, SampleRate, Severity};

use super::file::kind;
use crate::profile::{Family, Profile};
use crate::words::{decimal, finding, listed, signed};

/// Bits of a sample up to which depth was lost for good: 16-bit and less.
const LOW_BITS: u16 = 16;
/// From here on a rate is more than enough, and only inconvenient: double rates and above.
const HIGH_RATE: SampleRate = SampleRate(88_200);

/// Judges a file's format by the engineer's preferences.
pub(crate) fn of_file(format: &Format, measured: &Measured, profile: &Profile) -> Vec<Finding> {
    [
        container(format, profile),
        rate(format.rate, profile),
        depth(format, measured, profile),
        channels(format.channels, profile),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn container(format: &Format, profile: &Profile) -> Option<Finding> {
    let wanted = wanted_kinds(profile);
    let Some(family) = Family::of(format) else {
        return Some(finding(
            Code::FileLossy,
            Severity::Blocks,
            format!("It is {}: part of the sound was thrown away to make it small.", kind(format)),
            format!(
                "Bounce it again from your session as {wanted}; converting it brings nothing back."
            ),
        ));
    };
    (!profile.containers.contains(&family)).then(|| {
        finding(
            Code::FileNotWavOrAiff,
            Severity::Advises,
            format!(
                "It is {}, which loses nothing, but {} wants {wanted}.",
                kind(format),
                profile.name
            ),
            format!("Convert it to {wanted}, or bounce it again as such."),
        )
    })
}

fn wanted_kinds(profile: &Profile) -> String {
    let names: Vec<_> = profile.containers.iter().map(|family| family.name()).collect();
    listed(&names, "or")
}

/// Rates that are welcome, for a sentence: `44.1 or 48 kHz`.
pub(crate) fn wanted_rates(profile: &Profile) -> String {
    let rates: Vec<_> =
        profile.rates.iter().map(|rate| (f64::from(rate.0) / 1000.0).to_string()).collect();
    format!("{} kHz", listed(&rates, "or"))
}

/// Whether a rate that the profile does not name is a fault, not only inconvenient.
pub(crate) fn rate_blocks(rate: SampleRate, profile: &Profile) -> bool {
    !profile.rates.contains(&rate) && rate < HIGH_RATE
}

fn rate(rate: SampleRate, profile: &Profile) -> Option<Finding> {
    let wanted = wanted_rates(profile);
    if profile.rates.contains(&rate) {
        None
    } else if rate_blocks(rate, profile) {
        Some(finding(
            Code::RateUnsupported,
            Severity::Blocks,
            format!("Its sample rate is {rate}; {} works at {wanted}.", profile.name),
            "Bounce it again at the sample rate of your session.",
        ))
    } else {
        Some(finding(
            Code::RateUnsupported,
            Severity::Advises,
            format!(
                "Its sample rate is {rate}: more than {wanted}, which {} asks for.",
                profile.name
            ),
            "If your session runs at this rate, ask the engineer before you send it; else bounce at the session's own.",
        ))
    }
}

fn depth(format: &Format, measured: &Measured, profile: &Profile) -> Option<Finding> {
    let bits = format.bits?;
    if format.encoding == Encoding::Float {
        return (!profile.float).then(|| float(bits, measured.peak_dbfs));
    }
    if bits >= profile.least_bits {
        return None;
    }
    let wanted = profile.least_bits;
    Some(if bits <= LOW_BITS {
        finding(
            Code::DepthLow,
            Severity::Blocks,
            format!("It is {bits}-bit: quiet tails and reverbs drown in noise once it is mixed."),
            format!(
                "Bounce it again from your session at {wanted}-bit; converting it brings nothing back."
            ),
        )
    } else {
        finding(
            Code::DepthLow,
            Severity::Advises,
            format!(
                "It is {bits}-bit, a little less than the {wanted}-bit that {} asks for.",
                profile.name
            ),
            format!("Bounce it again from your session at {wanted}-bit if you can."),
        )
    })
}

fn float(bits: u16, peak_dbfs: Option<f64>) -> Finding {
    match peak_dbfs.filter(|peak| *peak > 0.0) {
        Some(peak) => finding(
            Code::DepthFloat,
            Severity::Blocks,
            format!(
                "It is {bits}-bit float and peaks at {} dBFS: it would clip as soon as it becomes 24-bit.",
                signed(peak.max(0.1))
            ),
            format!(
                "Turn it down by {} dB or more, and bounce it again at 24-bit.",
                decimal((peak + 1.0).ceil())
            ),
        ),
        None => finding(
            Code::DepthFloat,
            Severity::Advises,
            format!("It is {bits}-bit float, which not every program reads alike."),
            "Bounce it at 24-bit; nothing that can be heard is lost.",
        ),
    }
}

fn channels(channels: u16, profile: &Profile) -> Option<Finding> {
    (channels > profile.channels).then(|| {
        let (wanted, fix) = if profile.channels == 1 {
            ("mono", "Bounce it again in mono.")
        } else {
            ("mono or stereo", "Bounce it again in stereo, or as one mono file per channel.")
        };
        let what = if channels == 2 {
            "It is stereo".into()
        } else {
            format!("It has {channels} channels")
        };
        finding(
            Code::ChannelsUnsupported,
            Severity::Blocks,
            format!("{what}; {} wants {wanted}.", profile.name),
            fix,
        )
    })
}
