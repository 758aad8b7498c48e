//! How loud it is, and what that says.

use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Severity};

use crate::profile::Profile;
use crate::words::{decimal, finding, signed};

/// Under this peak a stem holds nothing that anybody meant to be heard: the hiss of a 16-bit file.
const SILENT_DBFS: f64 = -90.0;
/// Under this peak a fader cannot bring a stem up (most end at +12 dB): it was bounced by mistake.
const QUIET_DBFS: f64 = -40.0;
/// From here on an offset clicks audibly at every cut and eats headroom.
const DC_DBFS: f64 = -50.0;
/// Share of the offset that must stay while the sound is quiet: that of a converter stays whole.
/// Of 35 instruments of a General MIDI sound font five are off centre while they play, by up to
/// −38 dBFS, and keep 0 to 28 % of it in the quietest twentieth.
const DC_STANDING: f64 = 0.5;

/// Judges a file's level.
pub(crate) fn of_file(listened: &Listened, profile: &Profile) -> Vec<Finding> {
    let peak = listened.measured.peak_dbfs.filter(|peak| *peak > SILENT_DBFS);
    let Some(peak) = peak else { return vec![silent()] };
    [over(listened), hot(peak, profile), quiet(peak), dc(listened)].into_iter().flatten().collect()
}

fn silent() -> Finding {
    finding(
        Code::LevelSilent,
        Severity::Blocks,
        "It is silent from start to end.",
        "Look whether the track or its output was muted or not soloed while bouncing; if it has no part in the song, leave it out.",
    )
}

/// Beside clipping it says nothing new, and `settle` drops it.
fn over(listened: &Listened) -> Option<Finding> {
    let true_peak = listened.measured.true_peak_dbtp.filter(|peak| *peak > 0.0)?;
    Some(finding(
        Code::LevelOver,
        Severity::Advises,
        format!(
            "Between its samples it reaches {} dBTP, over full scale, which distorts in players and converters.",
            signed(true_peak.max(0.1))
        ),
        format!(
            "Turn it down by {} dB or more and bounce it again.",
            decimal((true_peak + 1.0).ceil())
        ),
    ))
}

fn hot(peak: f64, profile: &Profile) -> Option<Finding> {
    (peak > profile.headroom_dbfs).then(|| {
        finding(
            Code::LevelHot,
            Severity::Informs,
            format!(
                "It peaks at {} dBFS; {} likes peaks under {} dBFS.",
                decimal(peak),
                profile.name,
                decimal(profile.headroom_dbfs)
            ),
            "Nothing is lost. If you bounce it again anyway, turn it down a little.",
        )
    })
}

fn quiet(peak: f64) -> Option<Finding> {
    (peak < QUIET_DBFS).then(|| {
        finding(
            Code::LevelQuiet,
            Severity::Advises,
            format!("It is very quiet: its loudest moment is at {} dBFS.", decimal(peak)),
            "Look whether its fader was down while bouncing; if it is meant to be so quiet, leave it.",
        )
    })
}

fn dc(listened: &Listened) -> Option<Finding> {
    let standing = listened.evidence.standing_dc.iter();
    let offsets = listened.measured.dc.iter().zip(standing);
    let standing = offsets.filter(|(mean, standing)| **standing / **mean > DC_STANDING);
    let worst = standing.map(|(mean, _)| mean.abs()).fold(0.0, f64::max);
    let dc_dbfs = 20.0 * worst.log10();
    (dc_dbfs > DC_DBFS).then(|| {
        finding(
            Code::LevelDc,
            Severity::Advises,
            format!(
                "Its wave sits off the centre line by {} dBFS, which clicks at every cut.",
                decimal(dc_dbfs)
            ),
            "Remove the DC offset, or put a high-pass filter at 20 Hz on it, and bounce it again.",
        )
    })
}
