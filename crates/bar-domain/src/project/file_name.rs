//! File names from others, made safe for every disk.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

/// Bytes that a file name has at most, in UTF-8.
pub const LONGEST_FILE_NAME: usize = 255;

/// What a file is called of whose name nothing can stay.
const NAMELESS: &str = "file";

/// Names that Windows keeps for devices, with any extension.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// The name as every disk takes it: composed (NFC), without folders, control characters, invisible
/// characters and those that turn the direction of writing; no device of Windows, no blanks or dots where
/// Windows would drop them, [`LONGEST_FILE_NAME`] bytes at most. The extension stays.
///
/// What is safe stays as it is.
#[must_use]
pub fn safe_name(name: &str) -> String {
    let letters = name.chars().filter(|it| !is_invisible(*it));
    let letters = letters.map(|it| if is_forbidden(it) { '_' } else { it });
    let composed: String = letters.nfc().collect();
    let tidy = trimmed(&composed);
    let named = if tidy.is_empty() { NAMELESS } else { tidy };
    // Shortening can make a device of what was none: `con`, many blanks, and a word.
    undeviced(fitted(&undeviced(named.to_owned()), ""))
}

fn undeviced(name: String) -> String {
    if is_device(&name) { format!("_{name}") } else { name }
}

/// Safe names of files that lie in one folder, in the same order: where two are the same to some disk,
/// which may know neither case nor normal form, the later one gets a number.
#[must_use]
pub fn different_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut different = Vec::new();
    for name in names {
        let name = safe_name(name);
        let numbered = (2_u32..).map(|number| fitted(&name, &format!(" ({number})")));
        let free = std::iter::once(name.clone()).chain(numbered);
        different.extend(free.into_iter().find(|it| taken.insert(folded(it))));
    }
    different
}

/// What a disk sees that knows neither case nor normal form.
fn folded(name: &str) -> String {
    name.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfd().collect()
}

/// Blanks around and dots behind are dropped by Windows, so that the name would be another one.
fn trimmed(name: &str) -> &str {
    name.trim_start().trim_end_matches(|it: char| it == '.' || it.is_whitespace())
}

/// Shortened before the extension, so that `suffix` fits in there.
fn fitted(name: &str, suffix: &str) -> String {
    let dot = name.rfind('.').filter(|dot| *dot > 0 && name.len() - dot <= 16);
    let (stem, extension) = name.split_at(dot.unwrap_or(name.len()));
    let mut end = stem.len().min(LONGEST_FILE_NAME - suffix.len() - extension.len());
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let (stem, cut) = (&stem[..end], end < stem.len());
    let stem = if cut || !suffix.is_empty() { trimmed(stem) } else { stem };
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    format!("{stem}{suffix}{extension}")
}

/// Whether Windows takes it for a device: `con`, `CON.wav`, `com1 .txt`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let numbered = port.is_some_and(|number| {
        let mut letters = number.chars();
        let digit = |it: char| it.is_ascii_digit() || matches!(it, '¹' | '²' | '³');
        letters.next().is_some_and(digit) && letters.next().is_none()
    });
    numbered || DEVICES.contains(&stem.as_str())
}

/// What separates folders, or what Windows forbids.
fn is_forbidden(letter: char) -> bool {
    matches!(letter, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// What nobody sees, or what makes others be read differently.
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}
