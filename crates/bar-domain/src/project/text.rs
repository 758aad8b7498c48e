//! What people type, made fit to be kept.

use super::Refusal;
use super::limits::{LONGEST_LINE, LONGEST_LINK};
use crate::song::text;

/// Words on lines of their own, which may be none: control characters go.
pub(super) fn some_words(words: &str, longest: usize) -> Result<String, Refusal> {
    let words = words.replace("\r\n", "\n").replace('\r', "\n");
    let words: String =
        words.chars().filter(|it| !it.is_control() || matches!(it, '\n' | '\t')).collect();
    within(words.trim(), longest)
}

/// The same, where there must be some; `what` is what is asked for, as in "type what changed".
pub(super) fn words(words: &str, what: &'static str, longest: usize) -> Result<String, Refusal> {
    asked(some_words(words, longest)?, what)
}

/// One line, which may be empty.
pub(super) fn some_line(line: &str) -> Result<String, Refusal> {
    within(&text::line(line), LONGEST_LINE)
}

/// The same, where there must be something.
pub(super) fn line(line: &str, what: &'static str) -> Result<String, Refusal> {
    asked(some_line(line)?, what)
}

/// An address of the web.
pub(super) fn link(url: &str) -> Result<String, Refusal> {
    let url = url.trim();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let odd =
        |it: char| it.is_whitespace() || it.is_control() || matches!(it, '<' | '>' | '"' | '\\');
    let named = host.is_some_and(|host| {
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@')
    });
    if named && url.len() <= LONGEST_LINK && !url.contains(odd) {
        Ok(url.to_owned())
    } else {
        Err(Refusal::Link)
    }
}

fn within(text: &str, longest: usize) -> Result<String, Refusal> {
    let characters = text.chars().count();
    if characters <= longest {
        Ok(text.to_owned())
    } else {
        Err(Refusal::TooLong { characters, longest })
    }
}

fn asked(text: String, what: &'static str) -> Result<String, Refusal> {
    if text.is_empty() { Err(Refusal::Missing { what }) } else { Ok(text) }
}
