//! Why the artist keeps something that blocks.

use bar_domain::Code;
use rusqlite::params;

use crate::{Store, StoreError};

/// The artist's reason for keeping a finding of a stem as it was then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// The stem, as its report calls it.
    pub file: String,
    /// BLAKE3 of its bytes, in hexadecimal; empty where it could not be measured.
    pub content: String,
    /// Which finding of it.
    pub code: Code,
    /// One sentence.
    pub text: String,
}

impl Store {
    /// Remembers why the artist keeps a finding; of each finding of a file the latest reason counts.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn explain(&self, check: i64, explained: &Explained) -> Result<(), StoreError> {
        let Explained { file, content, code, text } = explained;
        self.connection().execute(
            "INSERT OR REPLACE INTO explanations (check_id, file, code, text, content) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![check, file, code.name(), text, content],
        )?;
        Ok(())
    }

    /// Forgets why the artist kept a finding.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn unexplain(&self, check: i64, file: &str, code: Code) -> Result<(), StoreError> {
        self.connection().execute(
            "DELETE FROM explanations WHERE check_id = ?1 AND file = ?2 AND code = ?3",
            params![check, file, code.name()],
        )?;
        Ok(())
    }

    /// Everything that was explained in a check. Codes of other versions are passed over.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn explanations(&self, check: i64) -> Result<Vec<Explained>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT file, content, code, text FROM explanations WHERE check_id = ?1 ORDER BY file, code",
        )?;
        let rows = statement.query_map([check], |row| {
            let name: String = row.get(2)?;
            let known = Code::ALL.iter().find(|code| code.name() == name);
            let (file, content, text) = (row.get(0)?, row.get(1)?, row.get(3)?);
            Ok(known.map(|code| Explained { file, content, code: *code, text }))
        })?;
        Ok(rows.filter_map(Result::transpose).collect::<Result<_, _>>()?)
    }
}
