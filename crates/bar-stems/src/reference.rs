//! Telling the rough mix by its name.

use std::collections::{HashMap, HashSet};

use crate::words::listed;

/// Words that name a rough mix and hardly anything else.
const ROUGH: &[&str] = &["rough", "roughmix", "roughs", "ref", "reference", "refmix"];
/// Words that name a mix; of the song, or of a part of it.
const MIX: &[&str] = &["mix", "mixdown"];
/// What people write beside `mix` when they mean the song. A closed list, since that of instruments
/// has no end: `Cello Mix` is a stem, and a stem that is taken for the rough mix is judged by no rule.
const OF_THE_SONG: &[&str] = &[
    "a",
    "aif",
    "alt",
    "b",
    "bounce",
    "current",
    "demo",
    "draft",
    "export",
    "final",
    "first",
    "for",
    "full",
    "latest",
    "loud",
    "main",
    "master",
    "mastered",
    "my",
    "new",
    "of",
    "old",
    "our",
    "preview",
    "print",
    "rev",
    "song",
    "st",
    "stereo",
    "take",
    "temp",
    "test",
    "the",
    "track",
    "unmastered",
    "v",
    "ver",
    "version",
    "wav",
    "wip",
];
/// Beside one of these it is a part after all: `Drum Mix`, `Mix Bus`, `Vox Ref`, `Mix minus Vox`.
const PARTS: &[&str] = &[
    "acoustic",
    "amb",
    "ambience",
    "aux",
    "back",
    "backing",
    "bass",
    "bg",
    "brass",
    "bus",
    "buss",
    "bv",
    "bvs",
    "bgv",
    "bgvs",
    "choir",
    "click",
    "cymbals",
    "dist",
    "drum",
    "drums",
    "dry",
    "fx",
    "git",
    "gtr",
    "gtrs",
    "guitar",
    "guitars",
    "guide",
    "harmony",
    "hat",
    "hats",
    "hh",
    "horns",
    "keys",
    "kick",
    "kik",
    "lead",
    "loop",
    "mic",
    "minus",
    "oh",
    "organ",
    "overheads",
    "pad",
    "pads",
    "parallel",
    "perc",
    "percussion",
    "piano",
    "return",
    "rhodes",
    "room",
    "rooms",
    "sax",
    "scratch",
    "send",
    "snare",
    "stem",
    "strings",
    "synth",
    "synths",
    "tom",
    "toms",
    "violin",
    "vocal",
    "vocals",
    "voice",
    "vox",
    "wet",
];

/// Which file is the rough mix, by name alone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// This one.
    One(usize),
    /// None is called so.
    None,
    /// Several are: somebody has to choose. A sentence's part that names them.
    Several(String),
}

/// Finds the rough mix among `files` of the folder called `folder`. A file called `rough` or `ref`
/// comes before one called `mix`, and a name of both before either; where two are left, nothing is
/// guessed. The only file is never the rough mix: it was dropped to be checked.
pub(crate) fn recognise(folder: &str, files: &[&str]) -> Recognised {
    if files.len() < 2 {
        return Recognised::None;
    }
    let title = title(folder, files);
    let ranks: Vec<u8> = files.iter().map(|file| rank(file, &title)).collect();
    let best = ranks.iter().copied().max().unwrap_or(0);
    if best == 0 {
        return Recognised::None;
    }
    let candidates: Vec<usize> = (0..files.len()).filter(|at| ranks[*at] == best).collect();
    if let [only] = candidates[..] {
        return Recognised::One(only);
    }
    let names: Vec<String> =
        candidates.iter().take(4).map(|at| format!("“{}”", files[*at])).collect();
    Recognised::Several(listed(&names, "and"))
}

/// The words of the song's title, as far as names tell: those of the folder, and those that most
/// files share.
pub(crate) fn title(folder: &str, files: &[&str]) -> HashSet<String> {
    let mut count: HashMap<String, usize> = HashMap::new();
    for file in files {
        for word in words(stem_of(file)).into_iter().collect::<HashSet<_>>() {
            *count.entry(word).or_default() += 1;
        }
    }
    let shared = count.into_iter().filter(|(_, files_with)| 2 * files_with > files.len());
    shared.map(|(word, _)| word).chain(words(folder)).collect()
}

/// 0 for a stem; higher for what is more surely the rough mix.
fn rank(file: &str, title: &HashSet<String>) -> u8 {
    let words = words(stem_of(file));
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let of_the_song = |word: &String| OF_THE_SONG.contains(&word.as_str()) || title.contains(word);
    let rough = any(ROUGH);
    let mix = any(MIX)
        && (rough || words.iter().all(|word| MIX.contains(&word.as_str()) || of_the_song(word)));
    if any(PARTS) { 0 } else { 2 * u8::from(rough) + u8::from(mix) }
}

/// The file's own name without its ending.
pub(crate) fn stem_of(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(name, _)| name)
}

/// The words of a name in lower case: split at anything but letters, and where a capital follows a
/// small letter, as in `RoughMix_v2`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for letter in name.chars() {
        let starts = before.is_lowercase() && letter.is_uppercase();
        if !letter.is_alphabetic() || starts {
            words.push(String::new());
        }
        if let (true, Some(word)) = (letter.is_alphabetic(), words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rough_mix_is_told_by_its_name() {
        #[track_caller]
        fn check(files: &[&str], wanted: Option<&str>) {
            let found = match recognise("Harbour Lights", files) {
                Recognised::One(at) => Some(files[at]),
                Recognised::None | Recognised::Several(_) => None,
            };
            assert_eq!(found, wanted, "{files:?}");
        }
        for rough in [
            "Rough.wav",
            "ROUGH MIX 3.mp3",
            "Harbour Lights_rough_v2.wav",
            "HarbourLightsRoughMix.wav",
            "ref.m4a",
            "Bounces/Reference.aif",
            "Harbour Lights mix.wav",
            "Song (Mix 4).flac",
            "mixdown.wav",
        ] {
            check(&["Kick.wav", rough, "Vox.wav"], Some(rough));
        }
        for stem in [
            "Remix vocal.wav",
            "Mix Bus.wav",
            "Drum Mix.wav",
            "Vox ref.wav",
            "Mix minus vox.wav",
            "Refrain.wav",
            "Mixolydian lead.wav",
            "Roughneck gtr.wav",
            "Mixed choir.wav",
            "Rough/Kick 2.wav",
            "Cello mix.wav",
            "Shaker Mix 2.wav",
        ] {
            check(&["Kick.wav", stem, "Vox.wav"], None);
        }
        check(&["Song mix.wav", "Song rough.wav", "Kick.wav"], Some("Song rough.wav"));
        check(&["Rough.wav", "Rough mix.wav", "Kick.wav"], Some("Rough mix.wav"));
        check(&["Rough 1.wav", "Rough 2.wav", "Kick.wav"], None);
        let shared = ["Tidal - Cello.wav", "Tidal - mix.wav", "Tidal - Flute.wav"];
        check(&shared, Some("Tidal - mix.wav"));
        check(&["Rough mix.wav"], None);
        check(&[], None);
    }

    #[test]
    fn several_are_named_so_that_somebody_can_choose() {
        let files = ["Kick.wav", "Rough 1.wav", "Rough 2.wav"];
        let names = "“Rough 1.wav” and “Rough 2.wav”".to_owned();
        assert_eq!(recognise("", &files), Recognised::Several(names));
    }
}
