//! One row per stem.

use bar_audio::format::{Encoding, Format};
use bar_stems::StemReport;
use bar_stems::guide::guide;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{FAINT, clean, line, sign};

/// Columns of everything but the name, and the least that a name gets.
const OTHERS: usize = 58;
const LEAST: usize = 12;

/// Writes the table; names are cut in the middle where they do not fit.
pub(super) fn write(text: &mut String, stems: &[StemReport], width: usize) {
    let names: Vec<String> = stems.iter().map(|stem| clean(&stem.file)).collect();
    let longest = names.iter().map(|name| name.width()).max().unwrap_or(0).max("Stem".width());
    let room = longest.min(width.saturating_sub(OTHERS).max(LEAST));
    let heading =
        format!("  {}  {}  {:>6}  Verdict", pad("Stem", room), pad("Format", FORMAT), "Peak");
    line(text, &format!("{FAINT}{heading}{FAINT:#}"));
    for (stem, name) in stems.iter().zip(&names) {
        let gravest = stem.findings.first();
        let (sign, style) = sign(gravest.map(|finding| finding.severity));
        let verdict = match &stem.findings[..] {
            [] => "Ready".to_owned(),
            [only] => guide(only.code).title,
            [first, rest @ ..] => format!("{} +{}", guide(first.code).title, rest.len()),
        };
        let format = stem.format.as_ref().map_or_else(|| "–".to_owned(), describe);
        let peak = stem.measured.as_ref().and_then(|measured| measured.peak_dbfs);
        let peak =
            peak.map_or_else(|| "–".to_owned(), |peak| format!("{peak:.1}").replace('-', "−"));
        let (name, format) = (pad(&cut(name, room), room), pad(&format, FORMAT));
        line(
            text,
            &format!(
                "{style}{sign}{style:#} {name}  {format}  {peak:>6}  {style}{verdict}{style:#}"
            ),
        );
    }
}

/// Columns of a format.
const FORMAT: usize = 22;

/// `48 kHz · 24 · stereo`
fn describe(format: &Format) -> String {
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
