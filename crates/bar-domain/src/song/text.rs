//! What people type, made fit to be kept.

use super::Refusal;

/// Characters that a note or a reply can have.
pub const LONGEST_TEXT: usize = 4000;
/// Characters that the name of a song, a version or a person can have.
pub const LONGEST_NAME: usize = 200;

/// The words of a note: lines and tabs stay, other control characters go.
pub(crate) fn words(text: &str) -> Result<String, Refusal> {
    let text: String =
        text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| may_stay(*c)).collect();
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Refusal::TextMissing),
        1..=LONGEST_TEXT => Ok(text.to_owned()),
        characters => Err(Refusal::TextTooLong { characters }),
    }
}

/// A name, on one line.
pub(crate) fn name(text: &str) -> Result<String, Refusal> {
    let text = line(text);
    match text.chars().count() {
        0 => Err(Refusal::NameMissing),
        1..=LONGEST_NAME => Ok(text),
        characters => Err(Refusal::NameTooLong { characters }),
    }
}

/// The same, where it may be empty.
pub(crate) fn short_enough(text: &str) -> Result<(), Refusal> {
    match text.chars().count() {
        0..=LONGEST_NAME => Ok(()),
        characters => Err(Refusal::NameTooLong { characters }),
    }
}

/// On one line, without blanks around it.
pub(crate) fn line(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    spaced.collect::<String>().trim().to_owned()
}

fn may_stay(letter: char) -> bool {
    !letter.is_control() || matches!(letter, '\n' | '\t')
}
