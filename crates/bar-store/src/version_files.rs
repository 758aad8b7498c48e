//! Where the files of versions lie on this computer.

use std::ffi::OsString;
use std::path::PathBuf;

use bar_domain::song::VersionId;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};

use crate::{Stamp, Store, StoreError};

/// The file of a version, as it was when it was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Tells whether it is still the same.
    pub stamp: Stamp,
}

impl Store {
    /// Where the file of a version lies.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn version_file(&self, version: VersionId) -> Result<Option<VersionFile>, StoreError> {
        let sql =
            "SELECT path, size, modified, changed, inode FROM version_files WHERE version = ?1";
        let found = self.connection().query_row(sql, [version.0.as_bytes()], |row| {
            let bytes: Vec<u8> = row.get(0)?;
            let path: OsString = rmp_serde::from_slice(&bytes).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error))
            })?;
            let (size, modified) = (row.get(1)?, row.get(2)?);
            let stamp = Stamp { size, modified, changed: row.get(3)?, inode: row.get(4)? };
            Ok(VersionFile { path: path.into(), stamp })
        });
        Ok(found.optional()?)
    }

    /// Remembers where the file of a version lies now, after it moved or was replaced.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_version_file(
        &self,
        version: VersionId,
        file: &VersionFile,
    ) -> Result<(), StoreError> {
        keep_file(&self.connection(), version, file)
    }
}

pub(crate) fn keep_file(
    connection: &Connection,
    version: VersionId,
    file: &VersionFile,
) -> Result<(), StoreError> {
    // As the system spells it: a path need not be text.
    let path = rmp_serde::to_vec(&file.path.clone().into_os_string())?;
    let Stamp { size, modified, changed, inode } = file.stamp;
    connection.execute(
        "INSERT OR REPLACE INTO version_files (version, path, size, modified, changed, inode)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![version.0.as_bytes(), path, size, modified, changed, inode],
    )?;
    Ok(())
}
