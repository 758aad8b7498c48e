//! `channels.one_sided`, `channels.dual_mono` and `channels.inverted`: one of them at most.

use bar_audio::evidence::Stereo;
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Severity};

use crate::words::{decimal, finding};

/// A channel this far under the other one is silent next to it, in dB.
const ONE_SIDED_DB: f64 = 30.0;
/// Left − right this far under left + right is rounding and dither, in dB: near dual mono lies at
/// −63 and below, true stereo at −31 and above.
const DUAL_MONO_DB: f64 = -45.0;
/// Levels further apart than this are a balance that somebody may have meant, in dB; rounding and
/// dither leave them equal.
const BALANCE_DB: f64 = 0.05;
/// Lows whose sides move against each other: wide sounds do that above the lows only.
const INVERTED: f32 = -0.5;
/// Left − right this far over left + right leaves nothing in mono, in dB.
const INVERTED_DB: f32 = 20.0;

pub fn related(listened: &Listened) -> Option<Finding> {
    let stereo = listened.evidence.stereo.as_ref()?;
    if stereo.left + stereo.right <= 0.0 {
        return None;
    }
    one_sided(stereo).or_else(|| dual_mono(stereo)).or_else(|| inverted(stereo))
}

fn one_sided(stereo: &Stereo) -> Option<Finding> {
    let balance = decibels(stereo.left, stereo.right);
    let silent = if balance > 0.0 { "right" } else { "left" };
    let message = format!("There is sound on one side only: the {silent} channel is silent.");
    let fix = "If it is a mono recording, bounce it as mono; if not, look for the missing side.";
    (balance.abs() > ONE_SIDED_DB)
        .then(|| finding(Code::ChannelsOneSided, Severity::Advises, message, fix))
}

fn dual_mono(stereo: &Stereo) -> Option<Finding> {
    let apart = decibels(stereo.side, stereo.mid);
    let level = decibels(stereo.left, stereo.right).abs() < BALANCE_DB;
    let how = if stereo.side <= 0.0 {
        "identical".to_owned()
    } else {
        let below = decimal(-apart);
        format!("all but identical: what differs lies {below} dB under what they share")
    };
    let message = format!("Left and right are {how}. It is mono in a stereo file.");
    let fix = "Bounce it as mono; half the file is the same again.";
    (level && apart < DUAL_MONO_DB)
        .then(|| finding(Code::ChannelsDualMono, Severity::Advises, message, fix))
}

fn inverted(stereo: &Stereo) -> Option<Finding> {
    let against = stereo.low_correlation < INVERTED
        || stereo.low_side_over_mid_db > INVERTED_DB
        || decibels(stereo.side, stereo.mid) > f64::from(INVERTED_DB);
    let mono_loses = if decibels(stereo.side, stereo.mid) > f64::from(INVERTED_DB) {
        "it all but vanishes"
    } else {
        "its lows cancel out"
    };
    let message =
        format!("Left and right move against each other: on a mono speaker {mono_loses}.");
    let fix = "If it is not meant so, invert the polarity of one channel, then bounce it again.";
    against.then(|| finding(Code::ChannelsInverted, Severity::Advises, message, fix))
}

/// `10·lg(a/b)`, with room for silence.
fn decibels(a: f64, b: f64) -> f64 {
    10.0 * ((a + f64::MIN_POSITIVE) / (b + f64::MIN_POSITIVE)).log10()
}
