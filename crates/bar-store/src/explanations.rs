//! Why the artist keeps something that blocks.

use bar_domain::Code;
use rusqlite::params;

use crate::{Store, StoreError};

impl Store {
    /// Remembers why the artist keeps a finding; `None` takes it back.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn explain(
        &self,
        check: i64,
        file: &str,
        code: Code,
        text: Option<&str>,
    ) -> Result<(), StoreError> {
        let connection = self.connection();
        match text {
            Some(text) => connection.execute(
                "INSERT OR REPLACE INTO explanations (check_id, file, code, text) VALUES (?1, ?2, ?3, ?4)",
                params![check, file, code.name(), text],
            )?,
            None => connection.execute(
                "DELETE FROM explanations WHERE check_id = ?1 AND file = ?2 AND code = ?3",
                params![check, file, code.name()],
            )?,
        };
        Ok(())
    }

    /// Everything that was explained in a check: file, finding, sentence. Codes of other versions are passed over.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn explanations(&self, check: i64) -> Result<Vec<(String, Code, String)>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT file, code, text FROM explanations WHERE check_id = ?1 ORDER BY file, code",
        )?;
        let rows = statement.query_map([check], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let mut explanations = Vec::new();
        for row in rows {
            let (file, name, text) = row?;
            let known = Code::ALL.iter().find(|code| code.name() == name);
            explanations.extend(known.map(|code| (file, *code, text)));
        }
        Ok(explanations)
    }
}
