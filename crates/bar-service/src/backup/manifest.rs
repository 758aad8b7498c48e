//! What a backup holds.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::BackupError;
use crate::db::schema;

/// What a backup holds, and by what to see that it still does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    /// When it was taken, in milliseconds since 1970.
    pub taken_at: i64,
    /// The epoch of the database that it was taken of.
    pub epoch: Uuid,
    /// The steps that made its tables, each with its hash.
    pub steps: Vec<(String, String)>,
    /// Its tables, in the order in which they are filled.
    pub tables: Vec<TableKept>,
    /// The assets; nothing where they stayed where they are.
    pub objects: Option<TableKept>,
}

/// A table of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TableKept {
    /// What it is called.
    pub name: String,
    /// Its columns, in the order in which rows have them.
    pub columns: Vec<String>,
    /// How many rows there are.
    pub rows: u64,
    /// BLAKE3 of its file, in hexadecimal digits.
    pub hash: String,
}

impl Manifest {
    /// The steps of this program.
    pub(super) fn own_steps() -> Vec<(String, String)> {
        let steps = schema::steps().into_iter();
        steps
            .map(|(name, hash)| (name.to_owned(), blake3::Hash::from_bytes(hash).to_string()))
            .collect()
    }

    /// Refuses a backup whose tables are not those of this program.
    pub(super) fn fits(&self) -> Result<(), BackupError> {
        let own = Self::own_steps();
        let differs = own.iter().find(|step| !self.steps.contains(step));
        let differs = differs.or_else(|| self.steps.iter().find(|step| !own.contains(step)));
        differs.map_or(Ok(()), |(name, _)| Err(BackupError::OtherVersion(name.clone())))
    }
}
