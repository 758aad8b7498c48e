//! What listening to the stems against the rough mix came to, in words.

use std::sync::Arc;

use bar_audio::measure::Listened;
use bar_domain::{Code, Finding, Frames, SampleRate, Severity, Span};

use crate::against::Against;
use crate::hear::{Outcome, STRIP, Spot, Unexplained as Left};
use crate::report::{InMix, MixReport, SetFinding, SetReport, StemReport, Tempo, Unexplained};
use crate::words::{finding, found_at, listed, time};

/// Stems that are off by less than this are in time, in seconds: nobody hears it, and it may be the
/// latency of a plug-in.
const LATE: f64 = 0.01;
/// A shift that is this near to whole bars or beats is told in them, in seconds.
const ON_THE_BEAT: f64 = 0.02;
/// Stretches that are told one by one.
const TOLD: usize = 3;

/// Seconds after the first of all stems at which each begins by its BWF time stamp (EBU Tech 3285);
/// `None` for those without, and for all where they tell nothing.
pub(crate) fn stamps(stems: &[Option<Arc<Listened>>]) -> Vec<Option<f64>> {
    let stamp = |listened: &Option<Arc<Listened>>| {
        let listened = listened.as_ref()?;
        Some(listened.header.time_reference?.seconds(listened.format.rate))
    };
    let all: Vec<Option<f64>> = stems.iter().map(stamp).collect();
    let first = all.iter().flatten().copied().fold(f64::INFINITY, f64::min);
    let differ = all.iter().flatten().any(|at| at - first > LATE);
    all.into_iter().map(|at| at.filter(|_| differ).map(|at| at - first)).collect()
}

/// Judges stems by their time stamps alone, where there is no rough mix to listen to.
pub(crate) fn judge_stamps(
    stamps: &[Option<f64>],
    tempo: Option<&Tempo>,
    stems: &mut [StemReport],
) {
    for (stem, stamp) in stems.iter_mut().zip(stamps) {
        let (Some(late), Some(format)) = (stamp.filter(|at| *at > LATE), stem.format) else {
            continue;
        };
        let message = format!(
            "Its time stamp says that it begins {} after the first stem.",
            shift(late, tempo)
        );
        stem.findings.push(late_finding(message, late));
        place(stem, late, format.rate);
    }
}

/// Writes into the report what was heard, and returns what is found about the set.
pub(crate) fn judge(
    against: &Against,
    mix: &str,
    stamps: &[Option<f64>],
    set: &mut SetReport,
    stems: &mut [StemReport],
) -> Vec<SetFinding> {
    let tempo = set.tempo.clone();
    let rate = set.rate.unwrap_or(SampleRate(48_000));
    let outcome = match &against.outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            let why = format!("one of the files could not be read again: {error}");
            judge_stamps(stamps, tempo.as_ref(), stems);
            return vec![SetFinding::of(mix, not_compared(&why))];
        }
    };
    let Some(explained) = outcome.explained else {
        judge_stamps(stamps, tempo.as_ref(), stems);
        let why = match against {
            Against { silent: true, .. } => silent(),
            Against { short: true, .. } => too_short(),
            _ if outcome.places.scattered => scattered(),
            _ => nothing_found(against.stems.len()),
        };
        return vec![SetFinding::of(mix, why)];
    };
    let frames = |seconds: f64| (seconds * f64::from(rate.0)).round();
    set.mix = Some(MixReport {
        offset_frames: frames(outcome.places.offset) as i64,
        drift_ppm: (outcome.places.drift * 1e7).round() / 10.0,
    });
    set.explained = Some((explained * 1000.0).floor() / 1000.0);
    let share = |share: &Option<f32>| share.map(|share| (share * 1000.0).round() / 1000.0);
    set.unexplained = Some(Unexplained {
        frames_per_cell: STRIP * f64::from(rate.0),
        share: outcome.strip.iter().map(share).collect(),
    });
    for (heard, at) in against.stems.iter().enumerate() {
        judge_stem(outcome, heard, stamps[*at], tempo.as_ref(), &mut stems[*at]);
    }
    let names: Vec<&str> = against.stems.iter().map(|at| stems[*at].file.as_str()).collect();
    let length = outcome.strip.len() as f64 * STRIP;
    outcome.unexplained.iter().map(|left| of_set(left, &names, length, rate)).collect()
}

/// Where one stem lies, and whether it is heard.
fn judge_stem(
    outcome: &Outcome,
    heard: usize,
    stamp: Option<f64>,
    tempo: Option<&Tempo>,
    stem: &mut StemReport,
) {
    let Some(format) = stem.format else { return };
    let spot = outcome.places.spots[heard];
    let in_mix = outcome.stems[heard];
    if let Some(Spot { certainty, inverted, .. }) = spot {
        let share = (in_mix.share * 1000.0).round() / 1000.0;
        stem.in_mix =
            Some(InMix { certainty: (certainty * 100.0).round() / 100.0, inverted, share });
    }
    match spot {
        None if in_mix.unheard => stem.findings.push(unused()),
        None => {}
        Some(Spot { rate: Some(rate), .. }) => {
            stem.findings.push(mislabelled(format.rate, SampleRate(rate)));
        }
        Some(spot) => {
            let late = spot.start - outcome.places.offset;
            place(stem, late, format.rate);
            if late.abs() >= LATE {
                stem.findings.push(late_finding(late_message(late, stamp, tempo), late));
            } else if let Some(stamp) = stamp.filter(|at| *at > LATE) {
                stem.findings.push(stamp_errs(stamp, tempo));
            }
        }
    }
}

fn place(stem: &mut StemReport, late: f64, rate: SampleRate) {
    if let Some(measured) = &mut stem.measured {
        let exact = (late * f64::from(rate.0)).round() as i64;
        measured.offset_frames = Some(if late.abs() < LATE { 0 } else { exact });
    }
}

fn late_message(late: f64, stamp: Option<f64>, tempo: Option<&Tempo>) -> String {
    let told = shift(late.abs(), tempo);
    let mut message = if late > 0.0 {
        format!(
            "It starts {told} late: its first sound belongs there, not at bar 1 where the other stems begin."
        )
    } else {
        format!(
            "Its sound comes {told} too late: there is so much more in front of it than of the other stems."
        )
    };
    match stamp {
        Some(stamp) if (stamp - late).abs() < LATE => message += " Its time stamp says the same.",
        Some(stamp) => {
            let says = format!(" Its time stamp says {} instead.", shift(stamp, tempo));
            message += &says;
        }
        None => {}
    }
    message
}

fn late_finding(message: String, late: f64) -> Finding {
    let fix = if late > 0.0 {
        "Bounce it again from bar 1, like the others, or have a copy made with silence in front."
    } else {
        "Bounce it again from bar 1, like the others, or have a copy made without what is too much."
    };
    finding(Code::StartLate, Severity::Blocks, message, fix)
}

/// A time stamp that the sound contradicts.
fn stamp_errs(stamp: f64, tempo: Option<&Tempo>) -> Finding {
    let message = format!(
        "Its time stamp says that it begins {} after the first stem, but in the rough mix it is heard as if it began with them.",
        shift(stamp, tempo)
    );
    let fix = "Tell the engineer to place it by its start, or bounce it again from bar 1.";
    finding(Code::StartLate, Severity::Advises, message, fix)
}

/// `2 bars (3.69 s)` or `3.69 s`.
fn shift(seconds: f64, tempo: Option<&Tempo>) -> String {
    let told = if seconds < 1.0 {
        format!("{:.0} ms", seconds * 1000.0)
    } else {
        format!("{seconds:.2} s")
    };
    let Some(Tempo { bpm, meter: (beats, unit), .. }) = tempo else { return told };
    let beat = 60.0 / bpm * 4.0 / f64::from((*unit).max(1));
    let whole = |length: f64| {
        let count = (seconds / length).round();
        (count >= 1.0 && (seconds - count * length).abs() < ON_THE_BEAT).then_some(count as u64)
    };
    let (bars, single) = (whole(beat * f64::from(*beats)), whole(beat));
    match (bars, single) {
        (Some(bars), _) => format!("{} ({told})", crate::words::count(bars, "bar", "bars")),
        (None, Some(beats)) => format!("{} ({told})", crate::words::count(beats, "beat", "beats")),
        (None, None) => told,
    }
}

fn unused() -> Finding {
    finding(
        Code::SetUnused,
        Severity::Advises,
        "Nothing of it is heard in the rough mix.",
        "If it belongs to the song, tell the engineer so; if it was left over, take it out.",
    )
}

fn mislabelled(label: SampleRate, rate: SampleRate) -> Finding {
    let semitones = 12.0 * (f64::from(label.0) / f64::from(rate.0)).log2();
    let how = if semitones > 0.0 { "too fast and too high" } else { "too slow and too low" };
    let message = format!(
        "Its header says {label}, but against the rough mix it was recorded at {rate}: as it is, it plays {how}, by {:.1} semitones.",
        semitones.abs()
    );
    let fix = format!(
        "Bounce it again at the rate of the other stems, from a session at {rate}; do not convert this file."
    );
    finding(Code::RateMislabelled, Severity::Blocks, message, fix)
}

/// Why nothing was compared.
fn not_compared(why: &str) -> Finding {
    finding(
        Code::SetNoReference,
        Severity::Informs,
        format!("The stems were not compared with the rough mix: {why}."),
        "Check again once it is readable.",
    )
}

fn too_short() -> Finding {
    finding(
        Code::SetNoReference,
        Severity::Informs,
        "The rough mix is too short to compare the stems with.",
        "Put a bounce of the whole song beside the stems instead.",
    )
}

fn silent() -> Finding {
    finding(
        Code::SetNoReference,
        Severity::Advises,
        "The rough mix is silent, so the stems were not compared with it.",
        "Bounce the rough mix again, or choose another file.",
    )
}

fn scattered() -> Finding {
    finding(
        Code::SetDiffers,
        Severity::Advises,
        "The stems were found at different places of the rough mix, so they were not compared with it: it may be an excerpt, or an edit.",
        "Choose a rough mix of the whole song, made of these stems.",
    )
}

fn nothing_found(stems: usize) -> Finding {
    let which = if stems == 1 { "the stem" } else { "any of the stems" };
    finding(
        Code::SetDiffers,
        Severity::Advises,
        format!(
            "Nothing of {which} was found in the rough mix, so it was not compared: it may be of another song or another version."
        ),
        "Choose the rough mix that was made of these stems.",
    )
}

/// Something that no stem explains.
fn of_set(left: &Left, names: &[&str], length: f64, rate: SampleRate) -> SetFinding {
    let frame = |seconds: f64| Frames((seconds * f64::from(rate.0)).round() as u64);
    let at: Vec<Span> = left.at.iter().map(|(from, to)| Span(frame(*from), frame(*to))).collect();
    let (when, band) = (when(&left.at, length), band(left.band_hz));
    let of = left.of.and_then(|stem| names.get(stem));
    let finding = match of {
        Some(name) => found_at(
            Code::SetDiffers,
            Severity::Advises,
            format!(
                "“{name}” sounds different in the rough mix {when}, around {band}: as if it had been tuned, delayed or played through an effect there."
            ),
            "If you want it to sound as in the rough mix, bounce it with that effect too, under a name that says so, or tell the engineer.",
            at,
        ),
        None => found_at(
            Code::SetMissing,
            Severity::Blocks,
            format!("Something plays in the rough mix {when}, around {band}, that no stem holds."),
            "Look for a muted track, a bus or an overdub, bounce it like the others and put it beside them. If it is meant to be so, say why.",
            at,
        ),
    };
    SetFinding { finding, about: None, band_hz: Some(left.band_hz) }
}

/// `from 1:58 to 2:40`, `from 0:10 to 0:20, from … and 4 more times`, `all through the song`.
fn when(at: &[(f64, f64)], length: f64) -> String {
    let covered: f64 = at.iter().map(|(from, to)| to - from).sum();
    if covered > 0.8 * length {
        return "all through the song".into();
    }
    let whole = |seconds: f64| time(seconds).split('.').next().unwrap_or_default().to_owned();
    let told = |(from, to): &(f64, f64)| format!("from {} to {}", whole(*from), whole(to.ceil()));
    let mut all: Vec<String> = at.iter().take(TOLD).map(told).collect();
    if at.len() > TOLD {
        all.push(format!("{} more times", at.len() - TOLD));
    }
    listed(&all, "and")
}

/// `200 Hz–2 kHz`
fn band([low, high]: [f64; 2]) -> String {
    let told = |hertz: f64| {
        if hertz < 1000.0 {
            return format!("{hertz:.0} Hz");
        }
        let tenths = (hertz / 100.0).round() / 10.0;
        format!("{tenths} kHz")
    };
    format!("{}–{}", told(low), told(high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_are_told_in_bars_where_the_tempo_is_known() {
        let tempo = |bpm, meter| Some(Tempo { bpm, meter, told_by: "Song.rpp".into() });
        let cases = [
            (3.692, tempo(130.0, (4, 4)), "2 bars (3.69 s)"),
            (3.692, None, "3.69 s"),
            (0.5, tempo(120.0, (4, 4)), "1 beat (500 ms)"),
            (0.6, tempo(120.0, (4, 4)), "600 ms"),
            (1.5, tempo(120.0, (3, 4)), "1 bar (1.50 s)"),
            (0.75, tempo(120.0, (6, 8)), "3 beats (750 ms)"),
        ];
        for (seconds, tempo, wanted) in cases {
            assert_eq!(shift(seconds, tempo.as_ref()), wanted);
        }
    }

    #[test]
    fn moments_and_bands_read_as_musicians_say_them() {
        assert_eq!(when(&[(118.0, 160.0)], 240.0), "from 1:58 to 2:40");
        assert_eq!(
            when(&[(1.0, 2.0), (5.0, 9.0)], 60.0),
            "from 0:01 to 0:02 and from 0:05 to 0:09"
        );
        let many = [(0.0, 1.0), (10.0, 11.0), (20.0, 21.0), (30.0, 31.0), (40.0, 41.0)];
        assert!(when(&many, 60.0).ends_with("from 0:20 to 0:21 and 2 more times"));
        assert_eq!(when(&[(0.0, 58.0)], 60.0), "all through the song");
        assert_eq!(band([180.0, 2250.0]), "180 Hz–2.3 kHz");
        assert_eq!(band([1020.0, 4100.0]), "1 kHz–4.1 kHz");
    }
}
