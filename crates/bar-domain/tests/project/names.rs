//! File names from others.

use bar_domain::file_name::{LONGEST, safe, unlike};
use proptest::prelude::*;
use unicode_normalization::is_nfc;

#[test]
fn what_becomes_of_a_name() {
    let long = "ä".repeat(200);
    let short = format!("{}.wav", "ä".repeat(125));
    for (name, kept) in [
        ("Kick in.wav", "Kick in.wav"),
        ("Café ☕️ 東京.wav", "Café ☕️ 東京.wav"),
        ("Cafe\u{301}.wav", "Café.wav"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("C:\\Users\\x.wav", "C__Users_x.wav"),
        ("a\u{0}b\n.wav", "ab.wav"),
        ("exe\u{202e}vaw.wav", "exevaw.wav"),
        ("zero\u{200b}width.wav", "zerowidth.wav"),
        ("name. . .", "name"),
        ("  name.wav ", "name.wav"),
        ("e\u{200b}\u{301}.wav", "é.wav"),
        ("con", "_con"),
        ("CON.wav", "_CON.wav"),
        ("com1 .tar.gz", "_com1 .tar.gz"),
        ("LPT².txt", "_LPT².txt"),
        ("com10.wav", "com10.wav"),
        ("console.wav", "console.wav"),
        ("", "file"),
        ("..", "file"),
        (" . ", "file"),
        ("what?*<>|\"", "what______"),
        (&format!("{long}.wav"), &short),
        (".hidden", ".hidden"),
        (&format!("con{}x.wav", " ".repeat(300)), "_con.wav"),
        (&format!("a.{}", "b".repeat(300)), &format!("a.{}", "b".repeat(253))),
    ] {
        assert_eq!(safe(name), kept, "{name:?}");
    }
}

/// Names of files that lie in one folder, in order.
fn different_names<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    names.into_iter().fold(Vec::new(), |mut kept: Vec<String>, name| {
        let name = unlike(name, kept.iter().map(String::as_str));
        kept.push(name);
        kept
    })
}

#[test]
fn no_two_are_the_same_to_any_disk() {
    assert_eq!(different_names(["../", "../"]), [".._", "file (2)._"]);
    let names =
        ["kick.wav", "Kick.WAV", "kick (2).wav", "é", "e\u{301}", "STRASSE", "straße", "a.", "a"];
    let different = different_names(names);
    assert_eq!(
        different,
        [
            "kick.wav",
            "Kick (2).WAV",
            "kick (2) (2).wav",
            "é",
            "é (2)",
            "STRASSE",
            "straße (2)",
            "a",
            "a (2)"
        ]
    );
}

/// Few enough for two to be the same.
fn name_of_few() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["../", "con", "CON", ".", "a", "A.wav", "a..wav", "nul .x", " "])
        .prop_map(str::to_owned)
}

fn name() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        ".", " ", "..", "con", "NUL", "com1", "COM¹", "lpt9", "/", "\\", ":", "\u{301}",
        "\u{202e}", "a", "é", "ß", "\u{200d}", "\u{feff}", "\u{3000}", "\u{a0}", "\u{85}", "wav",
        ".wav", "İ", "ﬁ", "\u{1100}", "\u{1161}", "$", "conin",
    ]);
    prop_oneof![
        3 => name_of_few(),
        1 => ".{0,40}",
        1 => prop::collection::vec(odd, 0..12).prop_map(|parts| parts.concat()),
        1 => (name_of_few(), name_of_few()).prop_map(|(one, other)| one + &" ".repeat(260) + &other),
        1 => ("\\PC{0,300}", "\\.[a-z]{1,5}").prop_map(|(stem, extension)| stem + &extension),
    ]
}

/// What Windows, macOS and Linux agree to take.
fn is_safe(name: &str) -> bool {
    let stem = name.split('.').next().unwrap().trim_end().to_lowercase();
    let device = ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&stem.as_str())
        || ["com", "lpt"].iter().any(|port| {
            stem.strip_prefix(port).is_some_and(|it| {
                it.chars().count() == 1 && it.chars().all(|c| "0123456789¹²³".contains(c))
            })
        });
    let forbidden = |it: char| it.is_control() || "/\\:*?\"<>|".contains(it);
    !name.is_empty()
        && name.len() <= LONGEST
        && is_nfc(name)
        && !name.contains(forbidden)
        && !name.ends_with('.')
        && !name.ends_with(char::is_whitespace)
        && !name.starts_with(char::is_whitespace)
        && !device
        && !name.chars().any(|it| matches!(it, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_name_becomes_safe_and_stays_so(name in name()) {
        let kept = safe(&name);
        prop_assert!(is_safe(&kept), "{:?}", kept);
        prop_assert_eq!(safe(&kept), kept);
    }

    #[test]
    fn any_names_become_different(names in prop::collection::vec(name(), 0..10)) {
        let different = different_names(names.iter().map(String::as_str));
        prop_assert_eq!(different.len(), names.len());
        let mut seen = std::collections::HashSet::new();
        for name in &different {
            prop_assert!(is_safe(name), "{:?}", name);
            prop_assert!(seen.insert(name.to_uppercase().to_lowercase()), "{:?}", different);
        }
    }
}
