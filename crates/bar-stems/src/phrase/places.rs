//! Where something is heard: moments, stretches and bands.

use bar_domain::{Finding, Frames, SampleRate, Span};

use super::clean;
use crate::report::SetFinding;
use crate::words::moment;

/// Where a finding about no single stem is heard, and what it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    /// The file or folder that it is about, by its own name.
    pub about: Option<String>,
    /// When, as in `1:58.0–2:40.0`.
    pub times: Vec<String>,
    /// Where in the spectrum, as in `200 Hz–2 kHz`.
    pub band: Option<String>,
}

/// Where `finding` is heard in a file of `frames` at `rate`: moments, or stretches whose ends can
/// be told apart. That something is true of the whole file is no place.
#[must_use]
pub fn places(finding: &Finding, rate: SampleRate, frames: Option<Frames>) -> Vec<String> {
    let whole = |span: &&Span| span.0.0 == 0 && frames.is_some_and(|frames| span.1 >= frames);
    let words = |Span(from, to): &Span| {
        let (start, end) = (moment(*from, rate), moment(*to, rate));
        if start == end || to <= from { start } else { format!("{start}–{end}") }
    };
    let mut places: Vec<String> =
        finding.at.iter().filter(|span| !whole(span)).map(words).collect();
    // Two clicks within a tenth of a second are one place to whoever looks for them.
    places.dedup();
    places
}

/// Where a finding about the set is heard, in a set at `rate`.
#[must_use]
pub fn whereabouts(found: &SetFinding, rate: Option<SampleRate>) -> Whereabouts {
    // Outside the folder it has a whole path, which is nobody's business.
    let name = |about: &String| {
        let about = about.trim_end_matches(['/', '\\']);
        clean(about.rsplit(['/', '\\']).next().unwrap_or(about))
    };
    Whereabouts {
        about: found.about.as_ref().map(name),
        times: rate.map(|rate| places(&found.finding, rate, None)).unwrap_or_default(),
        band: found.band_hz.map(|[from, to]| format!("{}–{}", hertz(from), hertz(to))),
    }
}

/// `200 Hz`, `2 kHz`, `2.5 kHz`.
fn hertz(hertz: f64) -> String {
    if hertz < 999.5 {
        return format!("{hertz:.0} Hz");
    }
    let kilo = format!("{:.1}", hertz / 1000.0);
    format!("{} kHz", kilo.strip_suffix(".0").unwrap_or(&kilo))
}

#[cfg(test)]
mod tests {
    use bar_domain::{Code, Severity};

    use super::*;
    use crate::words::found_at;

    const RATE: SampleRate = SampleRate(48_000);

    fn found(spans: &[(u64, u64)]) -> Finding {
        let at = spans.iter().map(|(from, to)| Span(Frames(*from), Frames(*to))).collect();
        found_at(Code::GlitchClick, Severity::Advises, "", "", at)
    }

    #[test]
    fn places_are_moments_or_stretches() {
        #[track_caller]
        fn check(spans: &[(u64, u64)], wanted: &[&str]) {
            assert_eq!(places(&found(spans), RATE, Some(Frames(480_000))), wanted);
        }
        check(&[], &[]);
        check(&[(48_000, 48_001)], &["0:01.0"]);
        check(&[(48_000, 96_000)], &["0:01.0–0:02.0"]);
        check(&[(0, 480_000)], &[]);
        check(&[(0, 960_000)], &[]);
        check(&[(0, 48_000)], &["0:00.0–0:01.0"]);
        check(&[(48_000, 48_001), (48_100, 48_101), (96_000, 0)], &["0:01.0", "0:02.0"]);
    }

    #[test]
    fn a_finding_of_the_set_says_what_when_and_in_which_band() {
        let mut one = SetFinding::of("/home/ada/Rough.wav", found(&[(48_000, 96_000)]));
        one.band_hz = Some([200.0, 2_500.0]);
        let words = |rate| whereabouts(&one, rate);
        assert_eq!(words(Some(RATE)).about.as_deref(), Some("Rough.wav"));
        assert_eq!(words(Some(RATE)).times, ["0:01.0–0:02.0"]);
        assert_eq!(words(None).times, [""; 0]);
        assert_eq!(words(None).band.as_deref(), Some("200 Hz–2.5 kHz"));
        assert_eq!(hertz(999.7), "1 kHz");
        assert_eq!(whereabouts(&SetFinding::of("More/", found(&[])), None).about.unwrap(), "More");
    }
}
