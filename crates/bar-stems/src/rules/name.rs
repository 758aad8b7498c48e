//! What a stem is called: whether it says what plays, and whether every computer can hold it.

use std::collections::HashMap;

use bar_domain::{Code, Finding, Severity};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::reference::words;
use crate::words::{finding, listed};

/// Longest name in bytes that archives, cloud drives and file systems all carry.
pub(crate) const LONGEST_BYTES: usize = 200;
/// Names that Windows keeps for devices, whatever the extension (Microsoft, "Naming Files").
const RESERVED: &[&str] = &["aux", "con", "nul", "prn"];
/// The same with a digit after them.
const RESERVED_NUMBERED: &[&str] = &["com", "lpt"];
/// Characters that Windows forbids in names.
const FORBIDDEN: &[char] = &['<', '>', ':', '"', '/', '\\', '|', '?', '*'];
/// Words that DAWs and hurried people put where the part should be named, in the languages that
/// DAWs speak.
const NOTHING: &[&str] = &[
    "audio",
    "aufnahme",
    "aux",
    "bip",
    "bounce",
    "bounced",
    "bounces",
    "bus",
    "buss",
    "channel",
    "clip",
    "comp",
    "consolidated",
    "copy",
    "ch",
    "dup",
    "edit",
    "export",
    "exported",
    "faixa",
    "file",
    "final",
    "frozen",
    "glued",
    "grabación",
    "group",
    "imported",
    "input",
    "in",
    "insert",
    "inst",
    "instrument",
    "kanal",
    "kopie",
    "left",
    "l",
    "m",
    "main",
    "master",
    "midi",
    "mix",
    "mixdown",
    "mono",
    "neu",
    "new",
    "ohne",
    "old",
    "out",
    "output",
    "part",
    "pista",
    "piste",
    "print",
    "printed",
    "project",
    "r",
    "rec",
    "recording",
    "region",
    "render",
    "rendered",
    "resampled",
    "right",
    "sample",
    "section",
    "song",
    "sound",
    "spur",
    "st",
    "stem",
    "stems",
    "stereo",
    "take",
    "test",
    "titel",
    "titre",
    "track",
    "trk",
    "unbenannt",
    "unnamed",
    "untitled",
    "v",
    "ver",
    "version",
    "wav",
    "aif",
    "aiff",
    "x",
    "аудио",
    "дорожка",
    "трек",
    "トラック",
    "オーディオ",
    "音轨",
    "音频",
    "트랙",
    "오디오",
];
/// Drum machines that are called by a number.
const MACHINES: &[&str] = &["303", "606", "707", "808", "909"];

/// What is said of one name by itself. `file` is relative, with `/` between parts.
pub(crate) fn of_file(file: &str) -> Vec<Finding> {
    [unclear(file), not_portable(file)].into_iter().flatten().collect()
}

/// The name without folders and extension.
pub(crate) fn bare(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(bare, _)| bare)
}

fn unclear(file: &str) -> Option<Finding> {
    says_nothing(bare(file)).then(|| unclear_finding(bare(file)))
}

fn unclear_finding(bare: &str) -> Finding {
    finding(
        Code::NameUnclear,
        Severity::Advises,
        format!("“{bare}” does not say what plays in it."),
        "Name it after its part, such as “Lead Vox” or “Gtr Left”.",
    )
}

/// Whether a name holds only numbers and words that fit any part.
fn says_nothing(bare: &str) -> bool {
    let bare: String = bare.nfc().collect();
    let mut numbers = bare.split(|c: char| !c.is_ascii_digit());
    !numbers.any(|number| MACHINES.contains(&number))
        && !bare.chars().any(is_picture)
        && !words(&bare).iter().any(|word| says_something(word))
}

/// Whether a word, in lower case, fits some parts and not others.
pub(crate) fn says_something(word: &str) -> bool {
    !NOTHING.contains(&word) && (word.len() != 1 || !word.is_ascii())
}

/// Whether a sign says something without being a letter, as 🎸 does and a dash does not.
fn is_picture(c: char) -> bool {
    const DASHES_AND_QUOTES: &str = "–—“”‘’„·…№\u{fffd}";
    let letter = c.is_alphanumeric() || is_combining_mark(c);
    !(c.is_ascii()
        || letter
        || c.is_whitespace()
        || c.is_control()
        || DASHES_AND_QUOTES.contains(c))
}

fn not_portable(file: &str) -> Option<Finding> {
    let reason = file.split('/').find_map(|part| {
        let reason = why_not_portable(part)?;
        Some(format!("{reason}, so not every computer can keep this name."))
    })?;
    let fix = "Rename it with letters, numbers, spaces, - and _ only, and keep it short.";
    Some(finding(Code::NameNotPortable, Severity::Advises, reason, fix))
}

/// What makes one part of a path unfit for Windows, macOS or a DAW, as the start of a sentence.
pub(crate) fn why_not_portable(part: &str) -> Option<String> {
    let device = part.split('.').next().unwrap_or(part).trim_end().to_lowercase();
    let digits = device.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let numbered = matches!(digits.as_bytes(), [b'1'..=b'9'])
        && RESERVED_NUMBERED.contains(&&device[..device.len() - 1]);
    let forbidden = part.chars().find(|c| FORBIDDEN.contains(c));
    if let Some(sign) = forbidden {
        Some(format!("It has a {sign} in its name"))
    } else if part.contains('\u{fffd}') {
        Some("Some letters of its name are written in a way that is no Unicode".into())
    } else if part.chars().any(char::is_control) {
        Some("It has an invisible control character in its name".into())
    } else if RESERVED.contains(&device.as_str()) || numbered {
        Some(format!("Windows keeps the name “{}” for itself", device.to_uppercase()))
    } else if part.ends_with(['.', ' ']) {
        Some("Its name ends with a space or a full stop".into())
    } else if part.len() > LONGEST_BYTES {
        Some(format!("Its name is {} bytes long, more than {LONGEST_BYTES}", part.len()))
    } else {
        None
    }
}

/// What is said of names among each other: findings, each with the index of its file.
pub(crate) fn of_set<S: AsRef<str>>(files: &[S]) -> Vec<(usize, Finding)> {
    let files: Vec<&str> = files.iter().map(AsRef::as_ref).collect();
    let mut findings = collisions(&files);
    findings.extend(behind_a_prefix(&files));
    findings
}

/// Stems lie side by side in the engineer's session, so folders do not tell them apart.
fn collisions(files: &[&str]) -> Vec<(usize, Finding)> {
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        alike.entry(folded(bare(file))).or_default().push(at);
    }
    let mut findings: Vec<_> = alike
        .into_values()
        .filter(|group| group.len() > 1)
        .flat_map(|group| {
            let finding_of = |at: &usize| {
                let others: Vec<_> = group.iter().filter(|other| *other != at).take(3).collect();
                let names: Vec<_> = others.iter().map(|other| format!("“{}”", files[**other])).collect();
                let message = format!("Its name is that of {} but for case, accents, folder or extension.", listed(&names, "and"));
                let fix = "Give each stem a name of its own, or they overwrite or replace each other on the way.";
                (*at, finding(Code::NameCollides, Severity::Advises, message, fix))
            };
            group.iter().map(finding_of).collect::<Vec<_>>()
        })
        .collect();
    findings.sort_by_key(|(at, _)| *at);
    findings
}

/// A name without case and accents. Only marks on Latin and Greek letters are accents: on others
/// they make another letter, as Cyrillic `й` is not `и`.
pub(crate) fn folded(bare: &str) -> String {
    let mut on = None;
    let mut accent = |c: &char| {
        let mark = ('\u{300}'..='\u{36f}').contains(c);
        if !mark {
            on = Some(*c);
        }
        mark && on.is_some_and(has_accents)
    };
    let plain: String = bare.nfd().filter(|c| !accent(c)).collect();
    plain.to_lowercase().nfc().collect::<String>().trim().to_owned()
}

/// Whether a letter, decomposed, is Latin or Greek.
fn has_accents(letter: char) -> bool {
    letter.is_ascii_alphabetic()
        || matches!(letter, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}')
}

/// Stems in a set from which a shared beginning is the song's name rather than a part's.
const SHARED_BY: usize = 3;

/// `My Song_Track 12` says nothing either, where every stem begins with `My Song`.
fn behind_a_prefix(files: &[&str]) -> Vec<(usize, Finding)> {
    let names: Vec<&str> = files.iter().map(|file| bare(file)).collect();
    if names.len() < SHARED_BY {
        return Vec::new();
    }
    let prefix = names.iter().copied().reduce(shared_beginning).unwrap_or_default();
    // A whole word at least: `Gtr 1` and `Gtr 2` share more than a word's beginning.
    let prefix = prefix.rfind([' ', '_', '-', '.']).map_or("", |end| &prefix[..=end]);
    if prefix.is_empty() {
        return Vec::new();
    }
    let unclear = |(at, name): (usize, &&str)| {
        let rest = &name[prefix.len()..];
        let generic = words(rest).iter().any(|word| word.chars().count() > 1);
        let nothing = generic && says_nothing(rest) && !says_nothing(name);
        nothing.then(|| (at, unclear_finding(name)))
    };
    names.iter().enumerate().filter_map(unclear).collect()
}

fn shared_beginning<'a>(a: &'a str, b: &str) -> &'a str {
    let end = a
        .char_indices()
        .zip(b.chars())
        .find(|((_, left), right)| left != right)
        .map_or_else(|| a.len().min(b.len()), |((at, _), _)| at);
    a.get(..end).unwrap_or(a)
}
