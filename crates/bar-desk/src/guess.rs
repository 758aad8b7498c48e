//! What a file is to a song, as its name tells.

use std::path::Path;

use bar_domain::song::{LONGEST_NAME, VersionKind};

/// What the name of a file says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Guess {
    /// A rough mix.
    Rough,
    /// A mix, of this number where it has one.
    Mix(Option<u16>),
    /// Something to compare with.
    Reference,
    /// It says nothing.
    Nothing,
}

const ROUGH: &[&str] = &["rough", "demo", "raw", "prelim", "monitor"];
const REFERENCE: &[&str] = &["ref", "reference", "refmix", "compare"];
const MIX: &[&str] = &["mix", "mixdown", "master", "mastered", "rev", "revision", "version"];

impl Guess {
    /// What a name says, without its ending.
    pub fn of(name: &str) -> Self {
        let name = name.to_lowercase();
        let words: Vec<&str> = name
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let has = |known: &[&str]| words.iter().any(|word| known.contains(word));
        if has(REFERENCE) {
            return Self::Reference;
        }
        if has(ROUGH) {
            return Self::Rough;
        }
        if let Some(number) = numbered(&words) {
            return Self::Mix(Some(number));
        }
        if has(MIX) { Self::Mix(None) } else { Self::Nothing }
    }

    /// What a file becomes in a song that has a rough mix or none, and these mixes.
    pub fn kind(self, has_rough: bool, mixes: &[u16]) -> VersionKind {
        let next = mixes.iter().max().map_or(1, |last| last.saturating_add(1));
        match self {
            Self::Reference => VersionKind::Reference,
            Self::Rough if !has_rough => VersionKind::Rough,
            Self::Nothing if !has_rough && mixes.is_empty() => VersionKind::Rough,
            Self::Mix(Some(number)) if number > 0 && !mixes.contains(&number) => {
                VersionKind::Mix { number }
            }
            Self::Rough | Self::Mix(_) | Self::Nothing => VersionKind::Mix { number: next },
        }
    }
}

/// The number behind `mix`, `v` and the like: `Mix 2`, `mix2`, `v3`.
fn numbered(words: &[&str]) -> Option<u16> {
    let leads = |word: &str| word == "v" || MIX.contains(&word);
    words.iter().enumerate().rev().find_map(|(at, word)| {
        let digits = word.find(|letter: char| letter.is_ascii_digit())?;
        let (before, number) = word.split_at(digits);
        let led = if before.is_empty() { at > 0 && leads(words[at - 1]) } else { leads(before) };
        number.parse().ok().filter(|_| led)
    })
}

/// What a version is called at first: what it is, or by its file where that is a reference, or its name says
/// nothing of a mix.
pub(crate) fn called(kind: VersionKind, path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    match kind {
        VersionKind::Rough => "Rough".to_owned(),
        VersionKind::Mix { number } if Guess::of(&stem) != Guess::Nothing => {
            format!("Mix {number}")
        }
        VersionKind::Mix { .. } | VersionKind::Reference => shortened(&stem),
    }
}

/// As much of a name as a name may have.
pub(crate) fn shortened(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

/// What a song may be called, by the name of its first file: without the words that say what it is.
pub(crate) fn title(name: &str) -> Option<String> {
    let is_said = |word: &str| {
        let word = word.to_lowercase();
        let letters = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let known = [ROUGH, REFERENCE, MIX].concat();
        known.contains(&letters) || letters == "v" && letters != word || letters.is_empty()
    };
    let mut words: Vec<&str> = name.split([' ', '_', '-', '–', '(', ')', '[', ']']).collect();
    words.retain(|word| !word.is_empty());
    let whole = words.clone();
    while words.last().is_some_and(|word| is_said(word)) {
        words.pop();
    }
    // A song may be called `1999`.
    if words.is_empty() && whole.iter().all(|word| word.parse::<u32>().is_ok()) {
        words = whole;
    }
    if words.is_empty() { None } else { Some(words.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_a_file_is() {
        let check = |name: &str, wanted: Guess| assert_eq!(Guess::of(name), wanted, "{name}");
        check("Harbour Lights rough", Guess::Rough);
        check("Rough Mix 3", Guess::Rough);
        check("Harbour Lights – Mix 2", Guess::Mix(Some(2)));
        check("harbour_mix12_48k", Guess::Mix(Some(12)));
        check("Harbour v3", Guess::Mix(Some(3)));
        check("Harbour Master", Guess::Mix(None));
        check("Ref own 2023", Guess::Reference);
        check("Harbour Lights", Guess::Nothing);
        check("Track 4", Guess::Nothing);
        check("V2 rocket", Guess::Mix(Some(2)));
        check("", Guess::Nothing);
    }

    #[test]
    fn what_is_there_decides_what_a_file_becomes() {
        let check = |guess: Guess, rough, mixes: &[u16], wanted: VersionKind| {
            assert_eq!(guess.kind(rough, mixes), wanted, "{guess:?} {rough} {mixes:?}");
        };
        let mix = |number| VersionKind::Mix { number };
        check(Guess::Nothing, false, &[], VersionKind::Rough);
        check(Guess::Nothing, true, &[], mix(1));
        check(Guess::Nothing, false, &[1], mix(2));
        check(Guess::Rough, false, &[1], VersionKind::Rough);
        check(Guess::Rough, true, &[1, 2], mix(3));
        check(Guess::Mix(Some(2)), true, &[], mix(2));
        check(Guess::Mix(Some(2)), true, &[1, 2], mix(3));
        check(Guess::Mix(Some(0)), true, &[], mix(1));
        check(Guess::Mix(None), false, &[], mix(1));
        check(Guess::Reference, false, &[], VersionKind::Reference);
    }

    #[test]
    fn a_version_is_called_by_what_it_is_or_by_its_file() {
        let check = |kind, file: &str, wanted: &str| {
            assert_eq!(called(kind, Path::new(file)), wanted);
        };
        let mix = VersionKind::Mix { number: 2 };
        check(VersionKind::Rough, "Bounce.wav", "Rough");
        check(mix, "Harbour Lights mix 2.wav", "Mix 2");
        check(mix, "Harbour Lights.wav", "Harbour Lights");
        check(VersionKind::Reference, "Ref own.wav", "Ref own");
        let long = format!("{}.wav", "ü".repeat(250));
        check(VersionKind::Reference, &long, &"ü".repeat(LONGEST_NAME));
    }

    #[test]
    fn a_song_is_called_by_its_first_file() {
        let check = |name: &str, wanted: Option<&str>| {
            assert_eq!(title(name).as_deref(), wanted, "{name}");
        };
        check("Harbour Lights – Mix 2", Some("Harbour Lights"));
        check("Harbour_Lights_rough_v2", Some("Harbour Lights"));
        check("Harbour Lights", Some("Harbour Lights"));
        check("Mix 2", None);
        check("rough", None);
        check("1999", Some("1999"));
        check("Blue Monday (Rough)", Some("Blue Monday"));
    }
}
