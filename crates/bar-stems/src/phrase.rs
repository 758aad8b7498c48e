//! What terminal and HTML say in the same words, beyond what a finding says by itself.

mod cards;
mod mix;
mod places;
mod strip;

use bar_audio::format::{Encoding, Format};
use bar_domain::{Code, Finding, Severity};

use crate::guide::guide;
use crate::report::{Report, SetFinding};
use crate::words::decimal;

pub use cards::{Card, cards};
pub use mix::{explained, in_mix, lies, percent, tempo};
pub use places::{Whereabouts, places, whereabouts};
pub use strip::{HALF, folded, in_words};

pub use crate::words::moment;

/// What is said of a stem in a few words; no severity where nothing needs anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How grave the gravest thing is; `None` where the stem can be sent as it is.
    pub severity: Option<Severity>,
    /// As in `Clipped +2`.
    pub words: String,
}

/// The sentence at the end of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Whether something stands in the way of sending the stems.
    pub blocks: bool,
    /// `11 of 14 stems are ready.`
    pub ready: String,
    /// What that means.
    pub means: &'static str,
}

/// A text that may be shown: control characters could do anything to a terminal, and those that
/// turn the direction of writing make `gpj.exe` look like `exe.jpg`.
#[must_use]
pub fn clean(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{FFFD}' } else { c }).collect()
}

/// `1 stem`, `12 stems`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    crate::words::count(number as u64, one, many)
}

/// How much a finding matters, in words.
#[must_use]
pub const fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocks => "Must be fixed",
        Severity::Advises => "Look at it",
        Severity::Informs => "Good to know",
    }
}

/// What to say of a stem of which `findings` are open, the gravest first.
#[must_use]
pub fn verdict<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Verdict {
    let mut findings = findings.into_iter();
    let Some(first) = findings.next() else {
        return Verdict { severity: None, words: "Ready".to_owned() };
    };
    let more = findings.count();
    let more = if more > 0 { format!(" +{more}") } else { String::new() };
    let words = format!("{}{more}", guide(first.code).title);
    if first.severity == Severity::Informs {
        return Verdict { severity: None, words: format!("Ready · {words}") };
    }
    Verdict { severity: Some(first.severity), words }
}

/// The sentence at the end of a report.
#[must_use]
pub fn summary(report: &Report) -> Summary {
    let Report { ready, total, .. } = *report;
    let is = if ready == 1 { "is" } else { "are" };
    let blocking = |found: &&SetFinding| found.finding.severity == Severity::Blocks;
    let mut of_set = report.set.findings.iter().filter(blocking);
    let of_rough_mix =
        |found: &SetFinding| report.reference.is_some() && found.about == report.reference;
    let means = if ready < total {
        Some("The others must be fixed, or explained, before they are sent.")
    } else if of_set.clone().any(|found| found.finding.code == Code::SetMissing) {
        Some("A part of the song is in none of them: add it before they are sent.")
    } else if of_set.clone().any(of_rough_mix) {
        Some("The rough mix must be fixed before they are sent.")
    } else if of_set.next().is_some() {
        Some("Something could not be read, so not everything was checked.")
    } else if sessions_block(report) && total == 0 {
        Some("The session misses files: bring them before it is sent.")
    } else if sessions_block(report) {
        Some("The session misses files: bring them, or leave the session out.")
    } else {
        None
    };
    if total == 0 {
        return Summary {
            blocks: means.is_some(),
            ready: "No stems.".into(),
            means: means.unwrap_or("Nothing stands in the way of sending the session."),
        };
    }
    Summary {
        blocks: means.is_some(),
        ready: format!("{ready} of {} {is} ready.", count(total, "stem", "stems")),
        means: means.unwrap_or("Nothing stands in the way of sending them."),
    }
}

fn sessions_block(report: &Report) -> bool {
    let mut findings = report.sessions.iter().flat_map(|session| &session.findings);
    findings.any(|finding| finding.severity == Severity::Blocks)
}

/// `48 kHz · 24 · stereo`
#[must_use]
pub fn format(format: &Format) -> String {
    let depth = match (format.encoding, format.bits) {
        (Encoding::Float, Some(bits)) => format!("{bits} float"),
        (_, Some(bits)) => bits.to_string(),
        (Encoding::Mp3, None) => "MP3".into(),
        (Encoding::Aac, None) => "AAC".into(),
        (Encoding::Vorbis, None) => "Vorbis".into(),
        (Encoding::Opus, None) => "Opus".into(),
        (_, None) => "–".into(),
    };
    let channels = match format.channels {
        1 => "mono".into(),
        2 => "stereo".into(),
        many => format!("{many} ch"),
    };
    format!("{} · {depth} · {channels}", format.rate)
}

/// `−6.1`, or a dash where there is no level.
#[must_use]
pub fn level(level: Option<f64>) -> String {
    level.map_or_else(|| "–".to_owned(), decimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_play_tricks() {
        assert_eq!(clean("Bass\u{1b}[31m\n"), "Bass\u{fffd}[31m\u{fffd}");
        assert_eq!(clean("\u{202e}vaw.xoV\u{2066}"), "\u{fffd}vaw.xoV\u{fffd}");
        assert_eq!(clean("Gitarre ü – ギター 👩‍🎤"), "Gitarre ü – ギター 👩‍🎤");
    }

    #[test]
    fn a_verdict_names_the_gravest_and_counts_the_others() {
        #[track_caller]
        fn check(found: &[(Code, Severity)], severity: Option<Severity>, words: &str) {
            let finding = |(code, severity): &(Code, Severity)| {
                crate::words::finding(*code, *severity, "", "")
            };
            let findings: Vec<Finding> = found.iter().map(finding).collect();
            assert_eq!(verdict(&findings), Verdict { severity, words: words.to_owned() });
        }
        let (blocks, advises) = (Severity::Blocks, Severity::Advises);
        check(&[], None, "Ready");
        check(&[(Code::LevelClipped, blocks)], Some(blocks), "Clipped");
        let two = [(Code::DepthPadded, advises), (Code::DryLimited, Severity::Informs)];
        check(&two, Some(advises), "Was 16-bit +1");
        check(&two[1..], None, "Ready · Limited?");
    }
}
