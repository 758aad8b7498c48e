//! The report for people at a terminal.

mod findings;
pub(crate) mod prepared;
mod sessions;
mod set;
mod table;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use bar_domain::Severity;
use bar_stems::phrase::{Summary, summary};
use bar_stems::{Report, Skipped};

pub use bar_stems::phrase::{clean, count};

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const FAINT: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default();
const WARNING: Style = AnsiColor::Yellow.on_default();

/// Files that were set aside and are named one by one; the others are counted.
const NAMED: usize = 12;

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
    set::write(&mut text, report, width);
    line(&mut text, "");
    table::write(&mut text, report, width);
    findings::write(&mut text, report, width);
    sessions::write(&mut text, &report.sessions, width);
    set_aside(&mut text, &report.skipped, width);
    line(&mut text, "");
    let Summary { blocks, ready, means } = summary(report);
    let style = if blocks { BAD } else { GOOD };
    line(&mut text, &format!("{style}{BOLD}{ready}{BOLD:#}{style:#} {means}"));
    text
}

fn set_aside(text: &mut String, skipped: &[Skipped], width: usize) {
    let (hidden, others): (Vec<_>, Vec<_>) =
        skipped.iter().partition(|skipped| skipped.is_hidden());
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

/// The sign and the colour of a verdict. The sign says it without the colour.
pub(crate) fn sign(severity: Option<Severity>) -> (char, Style) {
    match severity {
        Some(Severity::Blocks) => ('✗', BAD),
        Some(Severity::Advises) => ('!', WARNING),
        Some(Severity::Informs) => ('·', FAINT),
        None => ('✓', GOOD),
    }
}

pub(crate) fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}

/// Words wrapped at `width`, each line after `indent`, and under the words of an arrow.
pub(crate) fn paragraph(text: &mut String, words: &str, indent: &str, style: Style, width: usize) {
    let hanging = if words.starts_with("→ ") { format!("{indent}  ") } else { indent.to_owned() };
    let words = &clean(words);
    let options = textwrap::Options::new(width).initial_indent(indent).subsequent_indent(&hanging);
    for wrapped in textwrap::wrap(words, options) {
        line(text, &format!("{style}{wrapped}{style:#}"));
    }
}
