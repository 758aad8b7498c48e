//! `level.clipped`: runs at full scale, and tops that were cut off before the sound was turned down.

use bar_audio::evidence::FlatTops;
use bar_audio::format::Encoding;
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Severity};

use super::times;
use crate::words::{decimal, found_at};

/// Square waves are flat by nature: they leap across zero into most of their tops.
const LEAPING_SHARE: f64 = 0.8;
/// Below full scale, fewer flat tops than this on one side may be chance.
const FLAT_TOPS: u64 = 5;

const FIX: &str = "Turn down what clips before the bounce (the instrument, a plug-in, the fader), \
    and bounce it again.";

/// How the sentence begins of floats that only go over full scale: nothing is cut off there.
const GOES_ABOVE: &str = "Goes above full scale";

/// Whether turning it down is all that this finding asks for.
pub(crate) fn goes_above(finding: &Finding) -> bool {
    finding.code == Code::LevelClipped && finding.message.starts_with(GOES_ABOVE)
}

pub fn clipped(listened: &Listened) -> Option<Finding> {
    at_full_scale(listened).or_else(|| turned_down(listened))
}

fn at_full_scale(listened: &Listened) -> Option<Finding> {
    let clips = &listened.evidence.clips;
    if clips.runs == 0 || is_square(clips.leaps, clips.runs) {
        return None;
    }
    let when = times(listened, clips.runs, clips.at.first().map(|span| span.0));
    let floating = listened.format.encoding == Encoding::Float && clips.beyond == clips.runs;
    let (message, fix) = if floating {
        let message = format!("{GOES_ABOVE} {when}; it clips as soon as it is made a 24-bit file.");
        (message, "Turn it down until no peak is above 0 dBFS, and bounce it again.")
    } else {
        (format!("Clipped {when}."), FIX)
    };
    Some(found_at(Code::LevelClipped, Severity::Blocks, message, fix, clips.at.clone()))
}

fn turned_down(listened: &Listened) -> Option<Finding> {
    let tops = |tops: &&FlatTops| tops.runs >= FLAT_TOPS && !is_square(tops.leaps, tops.runs);
    let cut: Vec<&FlatTops> = listened.evidence.flat_tops.iter().filter(tops).collect();
    let peak = cut.iter().map(|tops| tops.peak).reduce(f32::max)?;
    let runs = cut.iter().map(|tops| tops.runs).sum();
    let mut at: Vec<_> = cut.iter().flat_map(|tops| tops.at.iter().copied()).collect();
    at.sort_by_key(|span| span.0);
    at.truncate(bar_audio::evidence::PLACES);
    let when = times(listened, runs, at.first().map(|span| span.0));
    let level = decimal(20.0 * f64::from(peak).log10());
    let message = format!(
        "Clipped {when}, and turned down afterwards: the peaks are cut off at {level} dBFS."
    );
    Some(found_at(Code::LevelClipped, Severity::Blocks, message, FIX, at))
}

fn is_square(leaps: u64, runs: u64) -> bool {
    leaps as f64 >= LEAPING_SHARE * runs as f64
}
