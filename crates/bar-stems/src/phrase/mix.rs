//! How the stems and the rough mix lie to each other, in words.

use bar_domain::SampleRate;

use crate::report::{InMix, MixReport, Report, Tempo};

/// Closer than this, nobody hears a difference: shorter than a millisecond.
const TOGETHER_SECONDS: f64 = 0.000_5;
/// A clock that is this far off shifts a song of four minutes by a millisecond.
const DRIFT_PPM: f64 = 4.0;

/// `81 %`; never 100 % where something is left.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{:.0} %", (share.clamp(0.0, 1.0) * 100.0 + 1e-6).floor())
}

/// `Explains 81 % of the rough mix`, where that was looked for.
#[must_use]
pub fn explained(report: &Report) -> Option<String> {
    report.set.explained.map(|share| format!("Explains {} of the rough mix", percent(share)))
}

/// How the rough mix lies against the stems of a set at `rate`, in a sentence; `None` where it
/// simply begins and runs with them.
#[must_use]
pub fn lies(mix: &MixReport, rate: SampleRate) -> Option<String> {
    let seconds = mix.offset_frames as f64 / f64::from(rate.0.max(1));
    let offset = (seconds.abs() >= TOGETHER_SECONDS).then(|| {
        let side = if seconds > 0.0 { "later" } else { "earlier" };
        format!("begins {} {side} than the stems", duration(seconds.abs()))
    });
    let drift = (mix.drift_ppm.abs() >= DRIFT_PPM).then(|| {
        let side = if mix.drift_ppm > 0.0 { "faster" } else { "slower" };
        format!("its clock runs {:.0} ppm {side}", mix.drift_ppm.abs())
    });
    match (offset, drift) {
        (Some(offset), Some(drift)) => Some(format!("The rough mix {offset}, and {drift}.")),
        (Some(offset), None) => Some(format!("The rough mix {offset}.")),
        (None, Some(drift)) => Some(format!("The rough mix begins with the stems, but {drift}.")),
        (None, None) => None,
    }
}

/// `53 ms`, `3.69 s`.
fn duration(seconds: f64) -> String {
    if seconds < 0.9995 { format!("{:.0} ms", seconds * 1000.0) } else { format!("{seconds:.2} s") }
}

/// `120 bpm, 4/4`.
#[must_use]
pub fn tempo(tempo: &Tempo) -> String {
    let bpm = format!("{:.2}", tempo.bpm);
    let bpm = bpm.trim_end_matches('0').trim_end_matches('.');
    let (beats, value) = tempo.meter;
    format!("{bpm} bpm, {beats}/{value}")
}

/// How a stem is heard in the rough mix, as in `8 % of the rough mix, polarity turned around`.
#[must_use]
pub fn in_mix(heard: &InMix) -> String {
    let share = if heard.share < 0.01 {
        "under 1 % of the rough mix".to_owned()
    } else {
        format!("{} of the rough mix", percent(heard.share))
    };
    if heard.inverted { format!("{share}, polarity turned around") } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_never_rounded_up() {
        for (share, wanted) in
            [(0.81, "81 %"), (0.29, "29 %"), (0.9999, "99 %"), (1.0, "100 %"), (-0.1, "0 %")]
        {
            assert_eq!(percent(share), wanted);
        }
    }

    #[test]
    fn what_nobody_hears_is_not_said_of_the_rough_mix() {
        #[track_caller]
        fn check(offset_frames: i64, drift_ppm: f64, wanted: Option<&str>) {
            let said = lies(&MixReport { offset_frames, drift_ppm }, SampleRate(48_000));
            assert_eq!(said.as_deref(), wanted);
        }
        check(0, 0.0, None);
        check(10, -1.0, None);
        check(2_544, 0.0, Some("The rough mix begins 53 ms later than the stems."));
        check(-177_120, 0.0, Some("The rough mix begins 3.69 s earlier than the stems."));
        check(
            0,
            12.3,
            Some("The rough mix begins with the stems, but its clock runs 12 ppm faster."),
        );
        let both =
            "The rough mix begins 53 ms later than the stems, and its clock runs 30 ppm slower.";
        check(2_544, -30.0, Some(both));
    }

    #[test]
    fn a_tempo_reads_as_in_a_daw() {
        let at = |bpm, meter| tempo(&Tempo { bpm, meter, told_by: "Song.rpp".into() });
        assert_eq!(at(120.0, (4, 4)), "120 bpm, 4/4");
        assert_eq!(at(92.5, (6, 8)), "92.5 bpm, 6/8");
    }
}
