//! Numbers as musicians write them.

use bar_domain::Code;
use bar_domain::{Finding, Frames, SampleRate, Severity, Span};

/// `m:ss.s`, cut (not rounded up) so that a moment never lies after the sound.
pub(crate) fn time(seconds: f64) -> String {
    let tenths = (seconds.max(0.0) * 10.0 + 1e-6).floor() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// When a frame sounds: `m:ss.s`, cut (not rounded up) so that it never lies after the sound.
#[must_use]
pub fn moment(frame: Frames, rate: SampleRate) -> String {
    time(frame.seconds(rate))
}

/// `−6.1`, with a true minus sign.
pub(crate) fn decimal(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = if text == "-0.0" { "0.0".to_owned() } else { text };
    text.replace('-', "−")
}

/// `+1.2` or `−6.1`.
pub(crate) fn signed(value: f64) -> String {
    let text = decimal(value);
    if text.starts_with('−') || text == "0.0" { text } else { format!("+{text}") }
}

/// `1 sample`, `12 samples`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `a, b and c`.
pub(crate) fn listed<S: AsRef<str>>(items: &[S], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [head @ .., tail] => {
            let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", head.join(", "), tail.as_ref())
        }
    }
}

/// A sentence begins with a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A finding that is true of the whole file.
pub(crate) fn finding(
    code: Code,
    severity: Severity,
    message: impl Into<String>,
    fix: impl Into<String>,
) -> Finding {
    found_at(code, severity, message, fix, Vec::new())
}

/// A finding that can be heard at certain places.
pub(crate) fn found_at(
    code: Code,
    severity: Severity,
    message: impl Into<String>,
    fix: impl Into<String>,
    at: Vec<Span>,
) -> Finding {
    Finding { code, severity, message: message.into(), at, fix: Some(fix.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_musicians_write_them() {
        let cases = [
            (time(0.0), "0:00.0"),
            (time(52.39), "0:52.3"),
            (time(59.99), "0:59.9"),
            (time(242.0), "4:02.0"),
            (time(3_600.5), "60:00.5"),
            (time(-1.0), "0:00.0"),
            (decimal(-6.1), "−6.1"),
            (decimal(-0.01), "0.0"),
            (signed(0.44), "+0.4"),
            (signed(-3.0), "−3.0"),
            (count(1, "sample", "samples"), "1 sample"),
            (count(0, "sample", "samples"), "0 samples"),
            (listed(&["a"], "and"), "a"),
            (listed(&["a", "b", "c"], "or"), "a, b or c"),
        ];
        for (written, wanted) in cases {
            assert_eq!(written, wanted);
        }
    }
}
