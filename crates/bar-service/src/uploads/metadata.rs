//! `Upload-Metadata`: what a client says of the file it sends.

use bar_domain::file_name;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

use super::Refusal;
use crate::vault::{AssetHash, Shelf};

/// The longest that is taken, in bytes.
const LONGEST: usize = 4096;

/// What a client says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// As it was sent, to be given back.
    pub written: String,
    /// For which project it is.
    pub project: Uuid,
    /// What it will hash to, if that is said.
    pub asset: Option<AssetHash>,
    /// What it is called, made safe.
    pub name: String,
    /// What it is for.
    pub shelf: Shelf,
}

impl Metadata {
    /// Reads the header.
    ///
    /// # Errors
    /// When it is not written as tus says, or does not say what is needed.
    pub fn read(written: &str) -> Result<Self, Refusal> {
        let pairs = pairs(written)?;
        let value = |key: &str| pairs.iter().find(|(k, _)| *k == key).map(|(_, value)| value);
        let text = |key: &'static str| {
            let text = |value: &Vec<u8>| String::from_utf8(value.clone());
            value(key).map(text).transpose().map_err(|_| Refusal::Metadata)
        };
        let project = text("project")?.ok_or(Refusal::NoProject)?;
        let asset = text("asset")?.map(|hash| hash.parse()).transpose();
        let shelf = match text("purpose")?.as_deref() {
            None | Some("original") => Shelf::Originals,
            Some("master") => Shelf::Masters,
            Some(_) => return Err(Refusal::Purpose),
        };
        Ok(Self {
            written: written.to_owned(),
            // A project of no such name is one that is not theirs.
            project: Uuid::try_parse(&project).map_err(|_| Refusal::NotFound)?,
            asset: asset.map_err(|_| Refusal::Asset)?,
            name: file_name::safe(&text("filename")?.unwrap_or_default()),
            shelf,
        })
    }
}

/// Keys and values, as they are written.
fn pairs(written: &str) -> Result<Vec<(&str, Vec<u8>)>, Refusal> {
    let plain = |byte: u8| (b' '..=b'~').contains(&byte);
    if written.len() > LONGEST || !written.bytes().all(plain) {
        return Err(Refusal::Metadata);
    }
    let mut pairs: Vec<(&str, Vec<u8>)> = Vec::new();
    for pair in written.split(',').map(str::trim).filter(|_| !written.is_empty()) {
        let (key, value) = pair.split_once(' ').unwrap_or((pair, ""));
        let value = STANDARD.decode(value).map_err(|_| Refusal::Metadata)?;
        if key.is_empty() || pairs.iter().any(|(other, _)| *other == key) {
            return Err(Refusal::Metadata);
        }
        pairs.push((key, value));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROJECT: &str = "project MDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAx";

    fn pair(key: &str, value: &str) -> String {
        format!("{PROJECT},{key} {}", STANDARD.encode(value))
    }

    #[test]
    fn it_says_what_the_file_is() {
        let hash = "ab".repeat(32);
        let written = format!(
            "{}, {},is_confidential",
            pair("filename", "Kick In.wav"),
            pair("asset", &hash).replace(&format!("{PROJECT},"), ""),
        );
        let metadata = Metadata::read(&written).unwrap();
        assert_eq!(metadata.written, written);
        assert_eq!(metadata.name, "Kick In.wav");
        assert_eq!(metadata.asset.unwrap().to_string(), hash);
        assert_eq!(metadata.shelf, Shelf::Originals);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let table = [
            ("", Refusal::NoProject),
            ("filename eA==", Refusal::NoProject),
            ("project bm9uZQ==", Refusal::NotFound),
            (&format!("{PROJECT},{PROJECT}"), Refusal::Metadata),
            (&format!("{PROJECT},"), Refusal::Metadata),
            (&format!("{PROJECT},filename !!"), Refusal::Metadata),
            (&format!("{PROJECT},filename /w=="), Refusal::Metadata),
            (&format!("{PROJECT},filename eA==\u{1}"), Refusal::Metadata),
            (&format!("{PROJECT},é eA=="), Refusal::Metadata),
            (&format!("{PROJECT},x {}", "A".repeat(4096)), Refusal::Metadata),
            (&pair("asset", "../../etc/passwd"), Refusal::Asset),
            (&pair("purpose", "mischief"), Refusal::Purpose),
        ];
        for (written, refusal) in table {
            assert_eq!(Metadata::read(written), Err(refusal), "{written:?}");
        }
    }

    #[test]
    fn a_hostile_name_becomes_a_harmless_one() {
        let metadata = Metadata::read(&pair("filename", "../../../etc/cron.d\r\nx")).unwrap();
        assert!(!metadata.name.contains(['/', '\\', '\r', '\n']), "{}", metadata.name);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(written in ".{0,200}", base in "[a-z]{0,3} [A-Za-z0-9+/=]{0,40}") {
            let _ = Metadata::read(&written);
            let _ = Metadata::read(&format!("{PROJECT},{base}"));
        }
    }
}
