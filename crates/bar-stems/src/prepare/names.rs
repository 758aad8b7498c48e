//! What copies are called: by the pattern that the engineer wants, in names that every computer keeps.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::rules::name::{LONGEST_BYTES, bare, folded, why_not_portable};

/// How an engineer wants stems to be called, such as `{song} - {number} {name}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Name,
    Number,
    Song,
}

/// A good name is left alone.
impl Default for Pattern {
    fn default() -> Self {
        Self(vec![Piece::Name])
    }
}

impl Pattern {
    /// Reads a pattern; `None` where it names anything but `{name}`, `{number}` and `{song}`, or
    /// neither of the first two, without which all stems would be called the same.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, from)) = rest.split_once('{') {
            let (key, after) = from.split_once('}')?;
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(match key.trim() {
                "name" => Piece::Name,
                "number" => Piece::Number,
                "song" => Piece::Song,
                _ => return None,
            });
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let tells_apart = |piece: &Piece| matches!(piece, Piece::Name | Piece::Number);
        let stray = |piece: &Piece| matches!(piece, Piece::Text(text) if text.contains('}'));
        (pieces.iter().any(tells_apart) && !pieces.iter().any(stray)).then_some(Self(pieces))
    }

    /// The name of the stem called `name` that stands at `number` of `total` in `song`.
    fn fill(&self, name: &str, number: usize, total: usize, song: &str) -> String {
        let width = total.to_string().len().max(2);
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Name => name.to_owned(),
            Piece::Number => format!("{number:0width$}"),
            Piece::Song => song.to_owned(),
        };
        self.0.iter().map(piece).collect()
    }
}

/// Gives names, no two of them alike by case, accents, folder or extension.
pub(super) struct Namer<'a> {
    pattern: &'a Pattern,
    song: &'a str,
    total: usize,
    /// Folders among the copies, in lower case.
    folders: HashSet<String>,
    taken: HashSet<String>,
}

impl<'a> Namer<'a> {
    /// Names for `files`, of which none is `reserved`.
    pub(super) fn new(pattern: &'a Pattern, song: &'a str, files: &[&str], reserved: &str) -> Self {
        let around = files.iter().flat_map(|file| {
            let parts = folders(file);
            (1..=parts.len()).map(move |depth| parts[..depth].join("/").to_lowercase())
        });
        let (folders, taken) = (around.collect(), HashSet::from([folded(bare(reserved))]));
        Self { pattern, song, total: files.len(), folders, taken }
    }

    /// The place of a stem in the new folder; `extension` replaces its own where there is one.
    pub(super) fn stem(&mut self, file: &str, number: usize, extension: Option<&str>) -> String {
        let (_, own) = split(file);
        let name = self.pattern.fill(bare(file), number, self.total, self.song);
        self.give(file, &name, extension.or(own))
    }

    /// The place of another file, which keeps its name where it can.
    pub(super) fn other(&mut self, file: &str, name: Option<&str>) -> String {
        let (_, own) = split(file);
        self.give(file, name.unwrap_or_else(|| bare(file)), own)
    }

    fn give(&mut self, file: &str, name: &str, extension: Option<&str>) -> String {
        let parts = folders(file);
        let around = parts.last().cloned();
        let plain = std::iter::once(name.to_owned());
        let in_folder = around.map(|folder| format!("{folder} {name}"));
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        let free = plain.chain(in_folder).chain(numbered).find_map(|name| {
            let mut path = parts.clone();
            path.push(with_extension(&name, extension));
            let key = folded(bare(path.last().map_or("", String::as_str)));
            let path = path.join("/");
            let free = !self.folders.contains(&path.to_lowercase()) && self.taken.insert(key);
            free.then_some(path)
        });
        free.unwrap_or_default()
    }
}

/// The folders that a file lies in, as every computer keeps them.
fn folders(file: &str) -> Vec<String> {
    let mut parts: Vec<String> = file.split('/').map(portable).collect();
    parts.pop();
    parts.retain(|part| !part.is_empty());
    parts
}

/// A name and its extension, without folders.
fn split(file: &str) -> (&str, Option<&str>) {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or((name, None), |(bare, extension)| (bare, Some(extension)))
}

/// A portable name with its extension; where both are too long together, the name gives way.
fn with_extension(name: &str, extension: Option<&str>) -> String {
    let ending = extension.map(portable).filter(|ending| !ending.is_empty());
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    // An ending that fills a whole name is none.
    let ending = if ending.len() > LONGEST_BYTES / 2 { String::new() } else { ending };
    let name = portable(name);
    let mark = name.rfind(" (").filter(|_| name.ends_with(')')).unwrap_or(name.len());
    let (body, mark) = name.split_at(mark);
    let room = LONGEST_BYTES.saturating_sub(ending.len() + mark.len());
    let body = portable(body.get(..body.floor_char_boundary(room)).unwrap_or_default());
    let body = if body.is_empty() { "Stem" } else { &body };
    let whole = format!("{body}{mark}{ending}");
    if why_not_portable(&whole).is_none() { whole } else { format!("Stem {body}{mark}{ending}") }
}

/// One part of a path as every computer keeps it; empty where nothing of it can be kept.
pub(super) fn portable(part: &str) -> String {
    let mut letters = String::with_capacity(part.len());
    let mut rest = part.nfc();
    while let Some(letter) = rest.next() {
        match letter {
            ':' | '/' | '\\' | '|' => letters.push('-'),
            '<' | '>' | '"' | '?' | '*' => {}
            // A byte that is no Unicode, with its two digits: see `walk::shown`.
            '\u{fffd}' => {
                let mut after = rest.clone();
                let digits = (after.next(), after.next());
                if matches!(digits, (Some(a), Some(b)) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
                {
                    rest = after;
                }
                letters.push('_');
            }
            letter if letter.is_control() || turns_text_around(letter) => {}
            letter => letters.push(letter),
        }
    }
    let letters: String = letters.nfc().collect();
    // A full stop in front hides a file, one at the end is lost on Windows.
    let trimmed = letters.trim_matches([' ', '.']);
    let trimmed = trimmed.get(..trimmed.floor_char_boundary(LONGEST_BYTES)).unwrap_or_default();
    let mut name = trimmed.trim_end_matches([' ', '.']).to_owned();
    if why_not_portable(&name).is_some() {
        // What is left is a device of Windows.
        let end = name.find('.').unwrap_or(name.len());
        name.insert(end, '_');
    }
    name
}

/// Marks that show letters in another order than they stand in, and so can hide an extension.
fn turns_text_around(letter: char) -> bool {
    matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_become_what_every_computer_keeps() {
        #[track_caller]
        fn check(file: &str, wanted: &str) {
            let pattern = Pattern::parse("{name}").unwrap();
            assert_eq!(Namer::new(&pattern, "", &[file], "x").stem(file, 1, None), wanted);
        }
        check("Kick.wav", "Kick.wav");
        check("Drums/Kick in.WAV", "Drums/Kick in.WAV");
        check("../Drums/./Kick.wav", "Drums/Kick.wav");
        check("Gtr: L/Gtr?.wav", "Gtr- L/Gtr.wav");
        check("CON.wav", "CON_.wav");
        check("com1.take.wav", "com1_.take.wav");
        check("Pad .wav", "Pad.wav");
        check("Pad..wav", "Pad.wav");
        check("e\u{301}tude.wav", "\u{e9}tude.wav");
        check("Vox\u{202e}3pm.wav", "Vox3pm.wav");
        check("Ba\u{fffd}FFss.wav", "Ba_ss.wav");
        check("\u{7}.wav", "Stem.wav");
        check("???.wav", "Stem.wav");
        check(&format!("{}.wav", "ä".repeat(120)), &format!("{}.wav", "ä".repeat(98)));
    }

    #[test]
    fn the_engineer_has_a_pattern() {
        #[track_caller]
        fn check(pattern: &str, wanted: Option<&str>) {
            let read = Pattern::parse(pattern);
            let files = ["A/Kick.wav"; 14];
            let named =
                read.map(|it| Namer::new(&it, "Tidal", &files, "x").stem(files[0], 3, Some("aif")));
            assert_eq!(named.as_deref(), wanted, "{pattern}");
        }
        check("{name}", Some("A/Kick.aif"));
        check("{song} - {number} {name}", Some("A/Tidal - 03 Kick.aif"));
        check("{number}", Some("A/03.aif"));
        check("../{name}", Some("A/-Kick.aif"));
        check("{song}", None);
        check("{Name}", None);
        check("{name", None);
        check("name}", None);
        check("", None);
    }

    #[test]
    fn no_two_names_are_alike() {
        let pattern = Pattern::parse("{name}").unwrap();
        let files =
            ["Bass.wav", "bass.aif", "Drums/Kick.wav", "Perc/KICK.wav", "what was done.wav"];
        let mut namer = Namer::new(&pattern, "", &files, "What was done.txt");
        let given = files.map(|file| namer.stem(file, 1, None));
        let wanted = [
            "Bass.wav",
            "bass (2).aif",
            "Drums/Kick.wav",
            "Perc/Perc KICK.wav",
            "what was done (2).wav",
        ];
        assert_eq!(given, wanted);
        let files = ["KICK.wav/Snare.wav", "Kick.aif"];
        let mut namer = Namer::new(&pattern, "", &files, "x");
        let given = files.map(|file| namer.stem(file, 1, Some("wav")));
        assert_eq!(given, ["KICK.wav/Snare.wav", "Kick (2).wav"], "a folder has that name");
    }

    proptest! {
        #[test]
        fn any_names_become_portable_and_different(
            files in prop::collection::vec("[aAéE\u{301}/.: CONcon1\u{202e}\u{fffd}0-9]{0,12}|\\PC{0,90}|.{0,260}", 1..6),
            pattern in prop::sample::select(&["{name}", "{song} - {number} {name}", "{number}"][..]),
        ) {
            let pattern = Pattern::parse(pattern).unwrap();
            let all: Vec<&str> = files.iter().map(String::as_str).collect();
            let mut namer = Namer::new(&pattern, "So:ng", &all, "x");
            let mut seen = HashSet::new();
            for file in &files {
                let name = namer.stem(file, 1, None);
                for part in name.split('/') {
                    prop_assert!(!part.is_empty() && !part.starts_with('.'), "{name:?}");
                    prop_assert_eq!(why_not_portable(part), None, "{:?}", name);
                    prop_assert_eq!(part.nfc().collect::<String>(), part);
                }
                prop_assert!(seen.insert(folded(bare(&name))), "{name:?} twice");
            }
        }
    }
}
