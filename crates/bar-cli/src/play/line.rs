//! The line that shows what is heard.

use std::io::{self, Write};

use bar_audio::play::Now;
use bar_domain::{Frames, SampleRate};
use bar_stems::phrase::clean;
use crossterm::terminal;
use unicode_width::UnicodeWidthChar;

use super::versions::Versions;

/// Columns of a terminal that does not tell.
const COLUMNS: usize = 80;

/// The line that was shown last.
#[derive(Debug, Default)]
pub(super) struct Line {
    shown: String,
}

impl Line {
    /// Shows what is heard in place of what was.
    pub(super) fn show(&mut self, now: &Now, versions: &Versions) -> io::Result<()> {
        let columns = terminal::size().map_or(COLUMNS, |(columns, _)| usize::from(columns));
        let text = cut(&text(now, versions), columns.saturating_sub(1));
        if text == self.shown {
            return Ok(());
        }
        let mut out = io::stderr().lock();
        // To the first column, and away with what was there.
        write!(out, "\r\x1b[K{text}")?;
        self.shown = text;
        out.flush()
    }

    /// Leaves the line as it is and goes below it.
    pub(super) fn end() -> io::Result<()> {
        write!(io::stderr().lock(), "\r\n")
    }
}

/// `▶ 1:23.4 / 3:45.0  2 Mix 1  Level match −3.7 dB  M −14.2  S −15.0  I −14.8 LUFS  TP −1.0 dBTP`
fn text(now: &Now, versions: &Versions) -> String {
    let sign = match (now.running, now.looped) {
        (true, None) => "▶",
        (true, Some(_)) => "⟳",
        (false, _) => "‖",
    };
    let length =
        now.length.map_or(String::new(), |length| format!(" / {}", time(length, versions.rate)));
    let name = versions.names.get(now.side).map_or("", String::as_str);
    let place = time(now.position, versions.rate);
    let heard = format!("{sign} {place}{length}  {} {}", now.side + 1, clean(name));
    let output = now.device_trouble.clone().unwrap_or_else(|| now.output.to_string());
    let meters = &now.meters;
    let level = |level: Option<f64>| {
        level.map_or_else(|| "–".to_owned(), |db| format!("{db:.1}").replace('-', "−"))
    };
    format!(
        "{heard}  {output}  M {}  S {}  I {} LUFS  TP {} dBTP",
        level(meters.momentary_lufs),
        level(meters.short_term_lufs),
        level(meters.integrated_lufs),
        level(meters.true_peak_dbtp),
    )
}

/// `3:45.0`, or `1:03:45.0`.
fn time(frames: Frames, rate: SampleRate) -> String {
    let tenths = (frames.seconds(rate) * 10.0).floor() as u64;
    let (hours, minutes) = (tenths / 36_000, tenths / 600 % 60);
    let seconds = format!("{:02}.{}", tenths / 10 % 60, tenths % 10);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds}")
    } else {
        format!("{minutes}:{seconds}")
    }
}

/// As much of it as fits: a line that wraps cannot be taken away again.
fn cut(text: &str, columns: usize) -> String {
    let mut width = 0;
    let fits = |letter: &char| {
        width += letter.width().unwrap_or(0);
        width <= columns
    };
    text.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_on_a_player() {
        let check = |frames, wanted: &str| {
            assert_eq!(time(Frames(frames), SampleRate(48_000)), wanted);
        };
        check(0, "0:00.0");
        check(48_000 * 65 + 47_999, "1:05.9");
        check(48_000 * 3725, "1:02:05.0");
    }

    #[test]
    fn a_line_is_cut_where_the_terminal_ends() {
        assert_eq!(cut("abc", 2), "ab");
        assert_eq!(cut("日本", 3), "日");
        assert_eq!(cut("abc", 9), "abc");
    }
}
