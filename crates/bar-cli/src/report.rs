//! The report for people at a terminal.

mod findings;
pub(crate) mod prepared;
mod table;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use bar_domain::Severity;
use bar_stems::{Report, SetFinding, Skipped};

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default();

/// Files that were set aside and are named one by one; the others are counted.
const NAMED: usize = 12;

/// Beside a rough mix that was measured: nobody shall believe that the stems were compared with it.
const NOT_COMPARED: &str =
    "The rough mix was measured. Whether the stems hold every part of it is not checked yet.";

/// The whole report in lines of at most `width` columns, styled with ANSI sequences.
#[must_use]
pub fn render(report: &Report, width: usize) -> String {
    let mut text = String::new();
    let reference = report.reference.as_deref().map_or_else(
        || "no rough mix".to_owned(),
        |reference| format!("rough mix: {}", clean(reference)),
    );
    let stems = count(report.total, "stem", "stems");
    line(&mut text, &format!("{BOLD}{}{BOLD:#}", clean(&report.folder)));
    line(&mut text, &format!("{FAINT}{stems} · {reference}{FAINT:#}"));
    if report.reference.is_some() && report.set.explained.is_none() && !rough_mix_blocks(report) {
        paragraph(&mut text, NOT_COMPARED, "", FAINT, width);
    }
    line(&mut text, "");
    table::write(&mut text, &report.stems, width);
    findings::write(&mut text, report, width);
    set_aside(&mut text, &report.skipped, width);
    line(&mut text, "");
    line(&mut text, &summary(report));
    text
}

fn set_aside(text: &mut String, skipped: &[Skipped], width: usize) {
    let (hidden, others): (Vec<_>, Vec<_>) =
        skipped.iter().partition(|skipped| skipped.reason == "A hidden file.");
    if skipped.is_empty() {
        return;
    }
    line(text, "");
    line(text, &format!("{BOLD}Set aside{BOLD:#}"));
    for Skipped { file, reason } in others.iter().take(NAMED) {
        paragraph(text, &format!("{}: {reason}", clean(file)), "  ", FAINT, width);
    }
    let more = others.len().saturating_sub(NAMED);
    if more > 0 {
        line(text, &format!("{FAINT}  and {}{FAINT:#}", count(more, "other file", "other files")));
    }
    if !hidden.is_empty() {
        line(
            text,
            &format!("{FAINT}  {}{FAINT:#}", count(hidden.len(), "hidden file", "hidden files")),
        );
    }
}

fn summary(report: &Report) -> String {
    let Report { ready, total, .. } = *report;
    let stems = count(total, "stem", "stems");
    let is = if ready == 1 { "is" } else { "are" };
    let (style, verdict) = match (ready == total, rough_mix_blocks(report)) {
        (true, false) if set_blocks(report) => {
            (BAD, "A folder could not be read, so its stems were not checked.")
        }
        (true, false) => (GOOD, "Nothing stands in the way of sending them."),
        (true, true) => (BAD, "The rough mix must be fixed before they are sent."),
        (false, _) => (BAD, "The others must be fixed, or explained, before they are sent."),
    };
    format!("{style}{BOLD}{ready} of {stems} {is} ready.{BOLD:#}{style:#} {verdict}")
}

fn set_blocks(report: &Report) -> bool {
    report.set.findings.iter().any(|found| found.finding.severity == Severity::Blocks)
}

fn rough_mix_blocks(report: &Report) -> bool {
    let of_it = |found: &SetFinding| {
        found.finding.severity == Severity::Blocks && found.about == report.reference
    };
    report.reference.is_some() && report.set.findings.iter().any(of_it)
}

/// The sign and the colour of a verdict. The sign says it without the colour.
pub(crate) fn sign(severity: Option<Severity>) -> (char, Style) {
    match severity {
        Some(Severity::Blocks) => ('✗', BAD),
        Some(Severity::Advises) => ('!', WARNING),
        Some(Severity::Informs) => ('·', FAINT),
        None => ('✓', GOOD),
    }
}

/// A name that may be printed: control characters could do anything to a terminal.
#[must_use]
pub fn clean(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

pub(crate) fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

/// Words wrapped at `width`, each line after `indent`, and under the words of an arrow.
pub(crate) fn paragraph(text: &mut String, words: &str, indent: &str, style: Style, width: usize) {
    let hanging = if words.starts_with("→ ") { format!("{indent}  ") } else { indent.to_owned() };
    let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(&hanging);
    for wrapped in textwrap::wrap(words, options) {
        line(text, &format!("{style}{wrapped}{style:#}"));
    }
}
