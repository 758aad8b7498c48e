//! One row per stem.

use bar_stems::phrase::{Verdict, format, level, percent, verdict};
use bar_stems::{Report, StemReport};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{FAINT, clean, line, sign};

/// Columns of everything but the name, and the least that a name gets.
const OTHERS: usize = 58;
const LEAST: usize = 12;
/// Columns of a format.
const FORMAT: usize = 22;
/// Columns of the share of the rough mix, with the gap before it.
const SHARE: usize = 8;

/// Writes the table; names are cut in the middle where they do not fit.
pub(super) fn write(text: &mut String, report: &Report, width: usize) {
    let stems = &report.stems;
    let compared = stems.iter().any(|stem| stem.in_mix.is_some());
    let names: Vec<String> = stems.iter().map(|stem| clean(&stem.file)).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0).max("Stem".width());
    let others = OTHERS + if compared { SHARE } else { 0 };
    let room = longest.min(width.saturating_sub(others).max(LEAST));
    let (stem, of, mix) = (pad("Stem", room), pad("Format", FORMAT), share(compared, "In mix"));
    line(text, &format!("{FAINT}  {stem}  {of}  {:>6}{mix}  Verdict{FAINT:#}", "Peak"));
    for (stem, name) in stems.iter().zip(&names) {
        let Verdict { severity, words } = verdict(&stem.findings);
        let (sign, style) = sign(severity);
        let of = stem.format.as_ref().map_or_else(|| "–".to_owned(), format);
        let peak = level(stem.measured.as_ref().and_then(|measured| measured.peak_dbfs));
        let (name, of) = (pad(&cut(name, room), room), pad(&of, FORMAT));
        let mix = share(compared, &in_mix(stem));
        line(
            text,
            &format!(
                "{style}{sign}{style:#} {name}  {of}  {peak:>6}{mix}  {style}{words}{style:#}"
            ),
        );
    }
}

/// How much of the rough mix a stem is.
fn in_mix(stem: &StemReport) -> String {
    match &stem.in_mix {
        None => "–".to_owned(),
        Some(heard) if heard.share < 0.01 => "< 1 %".to_owned(),
        Some(heard) => percent(heard.share),
    }
}

/// The column of the rough mix, where there is one.
fn share(compared: bool, words: &str) -> String {
    if compared { format!("{words:>SHARE$}") } else { String::new() }
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// `text` in at most `width` columns: its beginning, `…`, and its end.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let tail: String = fitting(text.chars().rev(), room / 2).chars().rev().collect();
    let head = fitting(text.chars(), room - room / 2);
    format!("{head}…{tail}")
}

/// The first characters that fit in `width` columns.
fn fitting(letters: impl Iterator<Item = char>, width: usize) -> String {
    let mut used = 0;
    letters
        .take_while(|letter| {
            used += letter.width().unwrap_or(0);
            used <= width
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_both_ends() {
        assert_eq!(cut("Kick.wav", 12), "Kick.wav");
        assert_eq!(cut("A very long name of a guitar.wav", 15), "A very …tar.wav");
        assert_eq!(cut("長い名前のギター.wav", 11), "長い….wav");
        for width in 1..20 {
            assert!(cut("長い名前のギター 🎸 left.wav", width).width() <= width);
        }
    }
}
