//! Names of files that come from others, made safe to keep anywhere.

use unicode_normalization::UnicodeNormalization;

/// The longest that file systems keep, in bytes.
pub const LONGEST: usize = 255;
/// What Windows keeps for itself, whatever stands behind a dot.
const RESERVED: &[&str] = &["aux", "con", "conin$", "conout$", "nul", "prn"];
/// The same with a digit behind it, which may be a raised one.
const NUMBERED: &[&str] = &["com", "lpt"];
/// What separates folders somewhere, or means something to Windows.
const FORBIDDEN: &str = "/\\:*?\"<>|";
/// What a file is called of whose name nothing is left.
const NAMELESS: &str = "file";

/// `name` as every computer keeps it, and nobody is fooled by it: composed (NFC), no separators,
/// control or direction characters, no name that Windows keeps for itself, no dots or spaces around
/// it, at most 255 bytes. A safe name comes back as it is.
#[must_use]
pub fn safe(name: &str) -> String {
    // What is hidden may stand between letters that compose.
    let kept: String = name.chars().filter(|c| !is_hidden(*c)).map(plain).nfc().collect();
    let kept = kept.trim_start().trim_end_matches(is_loose);
    let kept = if kept.trim_start_matches('.').is_empty() { NAMELESS } else { kept };
    // Cutting can leave what Windows keeps for itself: `con`, many blanks, and a word.
    unreserved(shortened(&unreserved(kept.to_owned()), ""))
}

fn unreserved(name: String) -> String {
    if is_reserved(&name) { format!("_{name}") } else { name }
}

/// `name`, made safe and unlike all that are `taken`: by a number where it differs from one by
/// nothing, case or composition only.
#[must_use]
pub fn unlike<'a>(name: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    let name = safe(name);
    let taken: Vec<String> = taken.into_iter().map(folded).collect();
    let numbered = (2..).map(|number| shortened(&name, &format!(" ({number})")));
    std::iter::once(name.clone())
        .chain(numbered)
        .find(|name| !taken.contains(&folded(name)))
        .unwrap_or(name)
}

/// As a file system compares that ignores case and composition.
fn folded(name: &str) -> String {
    // Upper case first: `ß` and `ẞ`, `ς` and `σ` meet there.
    name.nfkd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfc().collect()
}

/// `name` with `number` before its ending, cut within the name to fit.
fn shortened(name: &str, number: &str) -> String {
    let ending =
        name.rfind('.').filter(|at| *at > 0 && name.len() - at <= 16).unwrap_or(name.len());
    let (whole, ending) = name.split_at(ending);
    let room = LONGEST.saturating_sub(ending.len() + number.len());
    let stem = &whole[..whole.floor_char_boundary(room)];
    let touched = stem.len() < whole.len() || !number.is_empty();
    let stem = if touched { stem.trim_end_matches(is_loose) } else { stem };
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    format!("{stem}{number}{ending}")
}

fn plain(c: char) -> char {
    match c {
        c if FORBIDDEN.contains(c) => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn is_loose(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

/// What is not seen: controls, what turns the direction of writing, what has no width or is no
/// character, and what stands for a byte that could not be read.
fn is_hidden(c: char) -> bool {
    let unseen = matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    );
    let no_character = (c as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    // White space that is a control breaks no word apart once it is a space.
    (c.is_control() && !matches!(c, '\t')) || unseen || no_character
}

fn is_reserved(name: &str) -> bool {
    let device = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = NUMBERED.iter().filter_map(|port| device.strip_prefix(port)).any(|number| {
        let mut digits = number.chars();
        matches!(digits.next(), Some('0'..='9' | '¹' | '²' | '³')) && digits.next().is_none()
    });
    numbered || RESERVED.contains(&device.as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_safe() {
        for (name, kept) in [
            ("Kick In.wav", "Kick In.wav"),
            ("Gesang – Fußnote №2.wav", "Gesang – Fußnote №2.wav"),
            ("cafe\u{301}.wav", "café.wav"),
            ("../../etc/passwd", ".._.._etc_passwd"),
            ("C:\\Windows\\x.wav", "C__Windows_x.wav"),
            ("a\0b\r\nc.wav", "abc.wav"),
            ("kick\u{202e}vaw.exe", "kickvaw.exe"),
            ("no\u{200b}width\u{feff}.wav", "nowidth.wav"),
            ("con", "_con"),
            ("CON.wav", "_CON.wav"),
            ("Com1.tar.gz", "_Com1.tar.gz"),
            ("com¹.wav", "_com¹.wav"),
            ("lpt0", "_lpt0"),
            ("com10.wav", "com10.wav"),
            ("console.wav", "console.wav"),
            ("aux .wav", "_aux .wav"),
            ("kick.wav. . ", "kick.wav"),
            (" kick.wav", "kick.wav"),
            ("", "file"),
            ("...", "file"),
            (" . ", "file"),
            ("\u{200b}", "file"),
            ("tab\tname.wav", "tab name.wav"),
        ] {
            assert_eq!(safe(name), kept, "{name:?}");
        }
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = safe(&format!("{}.wav", "é".repeat(400)));
        assert!(name.len() <= LONGEST && name.ends_with("é.wav"), "{name}");
        assert!(safe(&".".repeat(300)).len() <= LONGEST);
        assert!(safe(&format!("a.{}", "b".repeat(300))).len() <= LONGEST);
    }

    #[test]
    fn names_alike_get_a_number() {
        let taken = ["Kick.wav", "kick (2).wav", "cafe\u{301}.wav", "STRASSE.wav", "a"];
        for (name, kept) in [
            ("snare.wav", "snare.wav"),
            ("KICK.WAV", "KICK (3).WAV"),
            ("Café.wav", "Café (2).wav"),
            ("straße.wav", "straße (2).wav"),
            ("A", "A (2)"),
        ] {
            assert_eq!(unlike(name, taken), kept, "{name:?}");
        }
        let long = "x".repeat(255);
        assert_eq!(unlike(&long, [long.as_str()]), format!("{} (2)", "x".repeat(251)));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_safe(name in "(\\PC|[./\\\\:. ]|\\p{Cc}|\\p{Cf}|\\p{M}){0,300}") {
            let kept = safe(&name);
            prop_assert!(!kept.is_empty() && kept.len() <= LONGEST);
            prop_assert!(!kept.chars().any(|c| FORBIDDEN.contains(c) || c.is_control() || is_hidden(c)));
            prop_assert!(!kept.ends_with(['.', ' ']) && !kept.starts_with(' '));
            prop_assert!(kept != "." && kept != "..");
            prop_assert!(!is_reserved(&kept));
            prop_assert_eq!(&kept, &kept.nfc().collect::<String>());
            prop_assert_eq!(&safe(&kept), &kept, "what is safe stays");
        }

        #[test]
        fn no_two_are_alike(names in proptest::collection::vec("[aAäÄ.]{1,3}", 1..12)) {
            let mut kept: Vec<String> = Vec::new();
            for name in &names {
                let name = unlike(name, kept.iter().map(String::as_str));
                kept.push(name);
            }
            let mut folds: Vec<_> = kept.iter().map(|name| folded(name)).collect();
            folds.sort();
            folds.dedup();
            prop_assert_eq!(folds.len(), names.len());
        }
    }
}
