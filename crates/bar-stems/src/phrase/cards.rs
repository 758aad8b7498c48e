//! The set in four figures.

use bar_domain::{Code, Frames, Severity};

use super::percent;
use crate::report::Report;
use crate::words::moment;

/// A figure that says how the set stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// What the figure is of.
    pub title: &'static str,
    /// As in `11 / 14`.
    pub figure: String,
    /// What there is to say about it.
    pub line: String,
    /// How grave it is; `None` where it is as it should be.
    pub severity: Option<Severity>,
}

/// The figures of a report.
#[must_use]
pub fn cards(report: &Report) -> [Card; 4] {
    [stems(report), sameness(report), mix(report), rate(report)]
}

fn stems(report: &Report) -> Card {
    let Report { ready, total, .. } = *report;
    let open = total.saturating_sub(ready);
    Card {
        title: "Ready",
        figure: format!("{ready} / {total}"),
        line: if open == 0 { "of all stems".into() } else { format!("{open} to fix or explain") },
        severity: (open > 0).then_some(Severity::Blocks),
    }
}

fn sameness(report: &Report) -> Card {
    let late = having(report, &[Code::StartLate]);
    let shorter = having(report, &[Code::LengthDiffers]);
    let parts = [(late.0, "late"), (shorter.0, "shorter")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(stems, _)| *stems > 0)
        .map(|(stems, how)| format!("{stems} {how}"))
        .collect();
    let length = match (report.set.frames, report.set.rate) {
        (Some(frames), Some(rate)) if frames > Frames(0) => Some(moment(frames, rate)),
        _ => None,
    };
    // Where nothing was aligned, nobody can say that all begin at bar 1.
    let aligned = late.0 > 0 || report.set.mix.is_some();
    Card {
        title: if aligned { "From bar 1, same length" } else { "Same length" },
        figure: if parts.is_empty() { "All".into() } else { parts.join(", ") },
        line: match length {
            Some(length) if parts.is_empty() => format!("{length} long"),
            Some(length) => format!("of {length}"),
            None => String::new(),
        },
        severity: late.1.max(shorter.1),
    }
}

fn mix(report: &Report) -> Card {
    let of_set = |code| report.set.findings.iter().find(move |it| it.finding.code == code);
    let grave = of_set(Code::SetMissing).or_else(|| of_set(Code::SetDiffers));
    let (figure, line) = match (report.set.explained, grave) {
        (Some(share), None) => (percent(share), "of what is heard"),
        (Some(share), Some(found)) if found.finding.code == Code::SetMissing => {
            (percent(share), "a part is missing")
        }
        (Some(share), Some(_)) => (percent(share), "something sounds different"),
        (None, _) if report.reference.is_none() => ("–".to_owned(), "no rough mix"),
        (None, _) => ("–".to_owned(), "not compared"),
    };
    Card {
        title: "Explains the rough mix",
        figure,
        line: line.to_owned(),
        severity: grave.map(|found| found.finding.severity),
    }
}

fn rate(report: &Report) -> Card {
    let odd = having(report, &[Code::RateMixed, Code::RateUnsupported, Code::RateMislabelled]);
    let usual = report.set.rate.map_or_else(|| "–".to_owned(), |rate| rate.to_string());
    let differ = if odd.0 == 1 { "differs" } else { "differ" };
    Card {
        title: "Sample rate",
        line: if odd.0 > 0 { format!("{} {differ}", odd.0) } else { "of all stems".into() },
        figure: usual,
        severity: odd.1,
    }
}

/// Stems of which one of `codes` is said, and how grave it is.
fn having(report: &Report, codes: &[Code]) -> (usize, Option<Severity>) {
    let worst = |stem: &crate::report::StemReport| {
        let of_these = stem.findings.iter().filter(|finding| codes.contains(&finding.code));
        of_these.map(|finding| finding.severity).max()
    };
    let found: Vec<Severity> = report.stems.iter().filter_map(worst).collect();
    (found.len(), found.into_iter().max())
}
