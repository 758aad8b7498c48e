//! What people chose, by name.

use rusqlite::{OptionalExtension, params};

use crate::{Store, StoreError};

impl Store {
    /// What was chosen under this name.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn preference(&self, name: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT value FROM preferences WHERE name = ?1";
        Ok(self.connection().query_row(sql, [name], |row| row.get(0)).optional()?)
    }

    /// Remembers a choice; `None` is as if nobody had chosen.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_preference(&self, name: &str, value: Option<&str>) -> Result<(), StoreError> {
        let connection = self.connection();
        match value {
            Some(value) => connection.execute(
                "INSERT OR REPLACE INTO preferences (name, value) VALUES (?1, ?2)",
                params![name, value],
            )?,
            None => connection.execute("DELETE FROM preferences WHERE name = ?1", [name])?,
        };
        Ok(())
    }
}
