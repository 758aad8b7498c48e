//! Profiles are TOML written by people: what is wrong in one is said with its line and what to write instead.

use std::ops::Range;
use std::path::{Path, PathBuf};

use bar_domain::SampleRate;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::{Family, Profile};
use crate::prepare::Pattern;
use crate::session::SessionKind;

/// Keys of a profile, in the order of the example.
const KEYS: &[&str] = &[
    "name",
    "containers",
    "rates",
    "least_bits",
    "float",
    "channels",
    "headroom_dbfs",
    "dry",
    "sessions",
    "names",
];
/// Rates that any converter or file may plausibly have, in hertz.
const RATES: Range<i64> = 8_000..768_001;
/// A name further from a key than this is not a slip of the same word (Jaro-Winkler, 1 is equal).
const ALIKE: f64 = 0.7;

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The file cannot be read.
    #[error("the profile {} cannot be read: {source}", path.display())]
    Unreadable {
        /// The profile.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// Not TOML.
    #[error("line {line} of the profile is not TOML: {reason}")]
    Syntax {
        /// Counted from 1.
        line: usize,
        /// What the parser said.
        reason: String,
    },
    /// A key that does not exist.
    #[error("line {line} of the profile: there is no `{key}`{}", meant(*nearest))]
    UnknownKey {
        /// Counted from 1.
        line: usize,
        /// What was written.
        key: String,
        /// What was probably meant.
        nearest: Option<&'static str>,
    },
    /// A value that its key cannot have.
    #[error("line {line} of the profile: `{key}` must be {wanted}; {found} is not")]
    Value {
        /// Counted from 1.
        line: usize,
        /// The key.
        key: &'static str,
        /// What can be written.
        wanted: &'static str,
        /// What was written.
        found: String,
    },
}

fn meant(nearest: Option<&str>) -> String {
    match nearest {
        Some(key) => format!("; did you mean `{key}`?"),
        None => format!(" (there are: {})", KEYS.join(", ")),
    }
}

impl Profile {
    /// Reads a profile from a TOML file; what it leaves out is as in the studio's own.
    ///
    /// # Errors
    /// When the file cannot be read, or [`Profile::parse`] refuses it.
    pub fn read(path: &Path) -> Result<Self, ProfileError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ProfileError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Reads a profile from TOML; what it leaves out is as in the studio's own.
    ///
    /// # Errors
    /// With the line, when it is not TOML, names a key that does not exist, or gives a key a
    /// value that it cannot have.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let table = DeTable::parse(text).map_err(|error| ProfileError::Syntax {
            line: error.span().map_or(1, |span| line_at(text, span.start)),
            reason: error.message().to_owned(),
        })?;
        let mut profile = Self::default();
        for (key, value) in table.get_ref() {
            let Some(&key) = KEYS.iter().find(|known| **known == key.get_ref().as_ref()) else {
                return Err(ProfileError::UnknownKey {
                    line: line_at(text, key.span().start),
                    key: key.get_ref().to_string(),
                    nearest: nearest(key.get_ref()),
                });
            };
            set(&mut profile, key, value.get_ref()).map_err(|wanted| ProfileError::Value {
                line: line_at(text, value.span().start),
                key,
                wanted,
                found: text.get(value.span()).unwrap_or_default().to_owned(),
            })?;
        }
        Ok(profile)
    }
}

/// Sets `key` to `value`, or says what it can be.
fn set(profile: &mut Profile, key: &'static str, value: &DeValue<'_>) -> Result<(), &'static str> {
    const NAME: &str = "a name in quotes";
    const CONTAINERS: &str = "a list of \"wav\", \"aiff\", \"flac\", \"alac\" or \"w64\"";
    const SESSIONS: &str = "a list of DAWs such as \"Pro Tools\", \"Logic\", \"Cubase\", \"Ableton Live\", \"REAPER\", \"Studio One\", \"FL Studio\" or \"DAWproject\"";
    const RATE_LIST: &str = "a list of sample rates in hertz, such as [44100, 48000]";
    const BITS: &str = "a whole number of bits from 8 to 32";
    const CHANNELS: &str = "1 for mono only, or 2 for mono and stereo";
    const HEADROOM: &str = "a level in dBFS from -60 to 0, such as -3";
    const PATTERN: &str = "a pattern with {name} or {number}, and {song} if you like, such as \"{song} - {number} {name}\"";
    const YES_NO: &str = "true or false";
    match key {
        "name" => {
            let name = value.as_str().map(str::trim).filter(|name| !name.is_empty());
            name.ok_or(NAME)?.clone_into(&mut profile.name);
        }
        "containers" => profile.containers = list(value, family).ok_or(CONTAINERS)?,
        // Who wants stems alone leaves the list empty.
        "sessions" if value.as_array().is_some_and(|them| them.is_empty()) => {
            profile.sessions.clear();
        }
        "sessions" => profile.sessions = list(value, session).ok_or(SESSIONS)?,
        "rates" => profile.rates = list(value, rate).ok_or(RATE_LIST)?,
        "least_bits" => {
            let bits = integer(value).filter(|bits| (8..=32).contains(bits));
            profile.least_bits = bits.ok_or(BITS)? as u16;
        }
        "channels" => {
            let channels = integer(value).filter(|channels| (1..=2).contains(channels));
            profile.channels = channels.ok_or(CHANNELS)? as u16;
        }
        "headroom_dbfs" => {
            let level = number(value).filter(|level| (-60.0..=0.0).contains(level));
            profile.headroom_dbfs = level.ok_or(HEADROOM)?;
        }
        "names" => {
            let pattern = value.as_str().filter(|text| Pattern::parse(text).is_some());
            pattern.ok_or(PATTERN)?.clone_into(&mut profile.names);
        }
        "float" => profile.float = value.as_bool().ok_or(YES_NO)?,
        _ => profile.dry = value.as_bool().ok_or(YES_NO)?,
    }
    Ok(())
}

/// Every item of a list that is neither empty nor holds anything `item` does not understand.
fn list<T>(value: &DeValue<'_>, item: fn(&DeValue<'_>) -> Option<T>) -> Option<Vec<T>> {
    let items: &DeArray<'_> = value.as_array().filter(|items| !items.is_empty())?;
    items.iter().map(Spanned::get_ref).map(item).collect()
}

fn family(value: &DeValue<'_>) -> Option<Family> {
    let written = value.as_str()?.to_lowercase();
    Family::ALL.iter().copied().find(|family| family.key() == written)
}

fn session(value: &DeValue<'_>) -> Option<SessionKind> {
    SessionKind::called(value.as_str()?)
}

fn rate(value: &DeValue<'_>) -> Option<SampleRate> {
    let hertz = integer(value).filter(|hertz| RATES.contains(hertz))?;
    Some(SampleRate(u32::try_from(hertz).ok()?))
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value.as_float() {
        Some(float) => float.as_str().parse().ok(),
        None => integer(value).map(|integer| integer as f64),
    }
}

fn nearest(key: &str) -> Option<&'static str> {
    let key = key.to_lowercase();
    KEYS.iter()
        .map(|known| (strsim::jaro_winkler(&key, known), *known))
        .filter(|(alike, _)| *alike > ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

fn line_at(text: &str, byte: usize) -> usize {
    1 + text.get(..byte).unwrap_or(text).matches('\n').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::EXAMPLE;
    use super::*;

    #[test]
    fn the_example_is_the_default() {
        assert_eq!(Profile::parse(EXAMPLE).unwrap(), Profile::default());
        for key in KEYS {
            assert!(EXAMPLE.lines().any(|line| line.starts_with(&format!("{key} = "))), "{key}");
        }
    }

    #[test]
    fn what_is_left_out_is_as_the_studio_wants_it() {
        let wanted = Profile {
            rates: vec![SampleRate(96_000)],
            headroom_dbfs: -6.0,
            float: true,
            ..Profile::default()
        };
        let text = "\u{feff}rates = [96_000]\r\nheadroom_dbfs = -6\r\nfloat = true\r\n";
        assert_eq!(Profile::parse(text).unwrap(), wanted);
        assert_eq!(Profile::parse("").unwrap(), Profile::default());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_what_to_write() {
        #[track_caller]
        fn check(text: &str, sentence: &str) {
            assert_eq!(Profile::parse(text).unwrap_err().to_string(), sentence);
        }
        check(
            "\nrate = [48000]",
            "line 2 of the profile: there is no `rate`; did you mean `rates`?",
        );
        check("Float = true", "line 1 of the profile: there is no `Float`; did you mean `float`?");
        check(
            "headroom = -6",
            "line 1 of the profile: there is no `headroom`; did you mean `headroom_dbfs`?",
        );
        check(
            "colour = \"red\"",
            "line 1 of the profile: there is no `colour` (there are: name, containers, rates, \
             least_bits, float, channels, headroom_dbfs, dry, sessions, names)",
        );
        check(
            "# rates\n\nrates = [44.1, 48]",
            "line 3 of the profile: `rates` must be a list of sample rates in hertz, such as \
             [44100, 48000]; [44.1, 48] is not",
        );
        check(
            "containers = [\"mp3\"]",
            "line 1 of the profile: `containers` must be a list of \"wav\", \"aiff\", \"flac\", \
             \"alac\" or \"w64\"; [\"mp3\"] is not",
        );
        check(
            "headroom_dbfs = 3",
            "line 1 of the profile: `headroom_dbfs` must be a level in dBFS from -60 to 0, such \
             as -3; 3 is not",
        );
        check(
            "dry = \"yes\"",
            "line 1 of the profile: `dry` must be true or false; \"yes\" is not",
        );
        check(
            "least_bits = 24.5",
            "line 1 of the profile: `least_bits` must be a whole number of bits from 8 to 32; \
             24.5 is not",
        );
        check(
            "channels = []",
            "line 1 of the profile: `channels` must be 1 for mono only, or 2 for mono and stereo; [] is not",
        );
        check(
            "sessions = [\"Logic\", \"Cakewalk\"]",
            "line 1 of the profile: `sessions` must be a list of DAWs such as \"Pro Tools\", \"Logic\", \
             \"Cubase\", \"Ableton Live\", \"REAPER\", \"Studio One\", \"FL Studio\" or \"DAWproject\"; \
             [\"Logic\", \"Cakewalk\"] is not",
        );
        check(
            "rates = []",
            "line 1 of the profile: `rates` must be a list of sample rates in hertz, such as [44100, 48000]; [] is not",
        );
        check(
            "names = \"{title}\"",
            "line 1 of the profile: `names` must be a pattern with {name} or {number}, and {song} \
             if you like, such as \"{song} - {number} {name}\"; \"{title}\" is not",
        );
        check(
            "name = \" \"",
            "line 1 of the profile: `name` must be a name in quotes; \" \" is not",
        );
        let torn = Profile::parse("name = \"x\"\nrates = [44100").unwrap_err().to_string();
        assert!(torn.starts_with("line 2 of the profile is not TOML: "), "{torn}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_with_a_line_that_exists(text in ".{0,200}") {
            if let Err(error) = Profile::parse(&text) {
                let (ProfileError::Syntax { line, .. }
                | ProfileError::UnknownKey { line, .. }
                | ProfileError::Value { line, .. }) = error else { panic!("{error}") };
                prop_assert!(line >= 1 && line <= 1 + text.matches('\n').count());
            }
        }

        #[test]
        fn what_was_written_is_what_is_read(
            rates in prop::collection::vec(8_000_u32..=768_000, 1..5),
            least_bits in 8_u16..=32,
            channels in 1_u16..=2,
            headroom in -60.0..=0.0_f64,
            (float, dry) in any::<(bool, bool)>(),
            sessions in 0..=SessionKind::ALL.len(),
            name in "[a-zA-Z\\PC]{0,10}[a-z]",
        ) {
            let wanted = Profile {
                name: name.trim().to_owned(),
                containers: Family::ALL.to_vec(),
                rates: rates.into_iter().map(SampleRate).collect(),
                least_bits, float, channels, headroom_dbfs: headroom, dry,
                sessions: SessionKind::ALL.into_iter().take(sessions).collect(),
                names: "{number} {name}".into(),
            };
            prop_assert_eq!(Profile::parse(&toml::to_string(&wanted).unwrap()).unwrap(), wanted);
        }

        #[test]
        fn a_slip_of_one_letter_is_recognised(key in prop::sample::select(KEYS), at in 0_usize..20) {
            let mut slip: Vec<char> = key.chars().collect();
            slip.remove(at % slip.len());
            let slip: String = slip.into_iter().collect();
            prop_assume!(!KEYS.contains(&slip.as_str()) && slip.len() > 2);
            prop_assert_eq!(nearest(&slip), Some(key));
        }
    }
}
