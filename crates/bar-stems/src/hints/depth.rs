//! `depth.padded`: a 24-bit file that was 16 or 20 bits once.

use bar_audio::evidence::Steps;
use bar_audio::format::Encoding;
use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Severity};

use crate::words::finding;

/// Deep enough that a file should use more than it does.
const DEEP: u16 = 24;
/// Bits of a converter that a 24-bit file may come from without using its depth.
const SHALLOW: u32 = 20;
/// Fewer quiet values than this are no recording: a square wave needs two.
const VALUES: u32 = 24;
/// Fewer expected values than this are too few to miss any.
const EXPECTED: f32 = 500.0;
/// Sound of full depth uses nearly all it is expected to; 20 bits use a sixteenth.
const SPARSE: f32 = 0.3;
/// So few values that some spacing fits them by chance: those of a wave that only repeats itself.
const BY_CHANCE: u32 = 100;
/// Share of the steps there are between the quiet values that sound of the lower depth uses. A slow
/// sine through zero takes evenly spaced ones too, but few; there are no more than all.
const TAKEN: std::ops::RangeInclusive<f32> = 0.6..=1.05;
/// Values that count as quiet, of 24 bits, by magnitude.
const QUIET_VALUES: f32 = 32_768.0;
/// Steps recur regularly where sound that merely repeats itself does not.
const REGULAR: f32 = 0.6;

/// Depths that converters and files have, below 24 bits.
const USUAL: [u32; 2] = [16, 20];

const FIX: &str = "Bounce it again at 24-bit from the session; if it was recorded at this depth, \
    leave it as it is.";

pub fn padded(listened: &Listened) -> Option<Finding> {
    let depth = listened.evidence.depth;
    let steps = depth.steps?;
    let integer = listened.format.encoding != Encoding::Float;
    if !integer || listened.format.bits.is_none_or(|bits| bits < DEEP) || steps.used < VALUES {
        return None;
    }
    let used = 32 - depth.used_bits.trailing_zeros();
    let message = if depth.used_bits != 0 && used <= SHALLOW {
        let once = if used <= 16 { "16-bit" } else { "20-bit" };
        format!(
            "Only {used} of its bits are ever used: it was {once} once, and gained nothing since."
        )
    } else {
        let bits = coarse(steps)?;
        format!("Its steps are as coarse as those of {bits}-bit sound that was turned up or down.")
    };
    Some(finding(Code::DepthPadded, Severity::Advises, message, FIX))
}

/// The bits it had, where steps between its values are missing regularly.
fn coarse(steps: Steps) -> Option<u32> {
    let sparse = (steps.used as f32) < SPARSE * steps.expected && steps.expected > EXPECTED;
    let bits = (24.0 - steps.period.max(1.0).log2()).round() as u32;
    // A gain changes the width of the steps: what is near a usual depth was of that depth.
    let usual = USUAL.into_iter().find(|usual| bits.abs_diff(*usual) <= 2);
    let taken = steps.used as f32 * steps.period.max(1.0) / QUIET_VALUES;
    let stepped = steps.line > REGULAR && steps.used >= BY_CHANCE && TAKEN.contains(&taken);
    (sparse && stepped).then(|| usual.unwrap_or(bits))
}
