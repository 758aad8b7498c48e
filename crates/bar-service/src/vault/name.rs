//! What objects are called: `PROJECT/SHELF/HASH`, or `PROJECT/SHELF/UPLOAD.part` while they grow.
//!
//! Nothing of it tells whose it is or what a file was called; all of a project lies together.

use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// What an asset is for, and so how long it stays and under which of its project's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shelf {
    /// What the artist sent. Erased when the time of the project is over.
    Originals,
    /// What the studio delivers. Stays.
    Masters,
}

impl Shelf {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Originals, Self::Masters];

    /// Its word in names and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Originals => "originals",
            Self::Masters => "masters",
        }
    }

    /// The shelf of that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.as_str() == word)
    }
}

/// BLAKE3 of the original bytes of an asset; 64 lower-case hexadecimal digits in writing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AssetHash(pub [u8; 32]);

/// It is no hash in writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hash of a file is 64 hexadecimal digits")]
pub struct NotAHash;

impl fmt::Display for AssetHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for AssetHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for AssetHash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, NotAHash> {
        // One way to write it, so that a name of an object never has two.
        if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(NotAHash);
        }
        blake3::Hash::from_hex(text).map(|hash| Self(*hash.as_bytes())).map_err(|_| NotAHash)
    }
}

/// What an object is called.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ObjectName {
    project: Uuid,
    shelf: Shelf,
    leaf: String,
}

impl ObjectName {
    /// A whole asset.
    #[must_use]
    pub fn asset(project: Uuid, shelf: Shelf, hash: &AssetHash) -> Self {
        Self { project, shelf, leaf: hash.to_string() }
    }

    /// What an upload has brought so far.
    #[must_use]
    pub fn growing(project: Uuid, shelf: Shelf, upload: Uuid) -> Self {
        Self { project, shelf, leaf: format!("{}.part", upload.simple()) }
    }

    /// What stands after project and shelf, unless nothing of ours is called so.
    pub(super) fn listed(project: Uuid, shelf: Shelf, leaf: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "./-".contains(c);
        let steps = leaf.split('/').all(|step| !step.is_empty() && !step.starts_with('.'));
        (leaf.chars().all(plain) && steps).then(|| Self { project, shelf, leaf: leaf.to_owned() })
    }

    /// What lies beside it and belongs to it.
    pub(super) fn beside(&self, what: &str) -> Self {
        Self { leaf: format!("{}/{what}", self.leaf), ..self.clone() }
    }

    /// The name read back from its writing.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (project, rest) = text.split_once('/')?;
        let (shelf, leaf) = rest.split_once('/')?;
        Self::listed(Uuid::try_parse(project).ok()?, Shelf::named(shelf)?, leaf)
    }

    pub(super) fn folder(project: Uuid, shelf: Shelf) -> String {
        format!("{}/{}", project.simple(), shelf.as_str())
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", Self::folder(self.project, self.shelf), self.leaf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_nothing_else_is_one() {
        let project = Uuid::from_u128(7);
        let hash = AssetHash(*blake3::hash(b"kick").as_bytes());
        for name in [
            ObjectName::asset(project, Shelf::Masters, &hash),
            ObjectName::growing(project, Shelf::Originals, Uuid::from_u128(9)),
            ObjectName::growing(project, Shelf::Originals, Uuid::from_u128(9)).beside("rest.1"),
        ] {
            assert_eq!(ObjectName::parse(&name.to_string()), Some(name));
        }
        for wrong in ["", "a/b/c", "originals/x", "../../etc/passwd"] {
            assert_eq!(ObjectName::parse(wrong), None, "{wrong}");
        }
        for leaf in ["../x", "a/../b", "A", "", "a//b", ".hidden", "a\\b", "a\0b"] {
            assert_eq!(ObjectName::listed(project, Shelf::Originals, leaf), None, "{leaf:?}");
        }
    }

    #[test]
    fn a_hash_is_written_in_one_way() {
        let hash = AssetHash([0xab; 32]);
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert_eq!(hash.to_string().to_uppercase().parse::<AssetHash>(), Err(NotAHash));
        assert_eq!("ab".parse::<AssetHash>(), Err(NotAHash));
        assert_eq!("../".repeat(22)[..64].parse::<AssetHash>(), Err(NotAHash));
    }
}
