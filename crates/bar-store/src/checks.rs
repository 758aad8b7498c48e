//! What was dropped, and the verdict on it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, Type, ValueRef};
use rusqlite::{OptionalExtension, Row, ToSql, params};

use crate::{Store, StoreError};

/// Checks in the list, at most.
pub(crate) const LISTED: u32 = 200;

const COLUMNS: &str = "id, paths, reference, state, ready, total, checked_at";

/// How a check stood when it was last written down. One that runs is written down as stopped,
/// so that it is so after a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The verdict stands.
    Done,
    /// It was not finished.
    Stopped,
    /// It could not be run.
    Failed,
}

impl State {
    const NAMES: [(Self, &str); 3] =
        [(Self::Done, "done"), (Self::Stopped, "stopped"), (Self::Failed, "failed")];
}

impl ToSql for State {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let name = Self::NAMES.iter().find(|(state, _)| state == self).map_or("", |(_, name)| name);
        Ok(name.into())
    }
}

impl FromSql for State {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        // A name that this version does not know was not finished by it.
        Ok(Self::NAMES
            .iter()
            .find(|(_, name)| *name == text)
            .map_or(Self::Stopped, |(state, _)| *state))
    }
}

/// A check as it is kept, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Names it for good.
    pub id: i64,
    /// What was dropped.
    pub paths: Vec<PathBuf>,
    /// The rough mix, where somebody chose one.
    pub reference: Option<PathBuf>,
    /// How it stood.
    pub state: State,
    /// Stems that can be mixed as they are.
    pub ready: u32,
    /// Stems.
    pub total: u32,
    /// When it ended or began, in milliseconds since 1970.
    pub checked_at: i64,
}

impl Store {
    /// The check of these paths, begun at `now` unless it is known; it comes back if it was forgotten.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn check_of(&self, paths: &[PathBuf], now: i64) -> Result<Kept, StoreError> {
        let key = encode(paths)?;
        let connection = self.connection();
        let sql = format!(
            "INSERT INTO checks (paths, state, checked_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (paths) DO UPDATE SET forgotten = 0 RETURNING {COLUMNS}"
        );
        Ok(connection.query_row(&sql, params![key, State::Stopped, now], kept)?)
    }

    /// One check.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn check(&self, id: i64) -> Result<Option<Kept>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM checks WHERE id = ?1");
        Ok(self.connection().query_row(&sql, [id], kept).optional()?)
    }

    /// The checks that were not forgotten, the latest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn checks(&self) -> Result<Vec<Kept>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM checks WHERE forgotten = 0
             ORDER BY checked_at DESC, id DESC LIMIT {LISTED}"
        );
        let connection = self.connection();
        let mut statement = connection.prepare(&sql)?;
        let rows = statement.query_map([], kept)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes down how a check stands, and its `view` as JSON. Nothing but `kept`'s state, counts and time is taken.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep_check(&self, kept: &Kept, view: &str) -> Result<(), StoreError> {
        let Kept { id, state, ready, total, checked_at, .. } = kept;
        self.connection().execute(
            "UPDATE checks SET state = ?2, ready = ?3, total = ?4, checked_at = ?5, view = ?6 WHERE id = ?1",
            params![id, state, ready, total, checked_at, view],
        )?;
        Ok(())
    }

    /// The view of a check as it was last written down.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn view(&self, id: i64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT view FROM checks WHERE id = ?1";
        Ok(self.connection().query_row(sql, [id], |row| row.get(0)).optional()?.flatten())
    }

    /// Takes a check off the list, or puts it back.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_check(&self, id: i64, forgotten: bool) -> Result<(), StoreError> {
        let sql = "UPDATE checks SET forgotten = ?2 WHERE id = ?1";
        self.connection().execute(sql, params![id, forgotten])?;
        Ok(())
    }

    /// Remembers which file the artist chose as the rough mix; `None` finds it by name again.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep_reference(&self, id: i64, reference: Option<&Path>) -> Result<(), StoreError> {
        let reference = reference.map(|path| encode(&[path.to_owned()])).transpose()?;
        let sql = "UPDATE checks SET reference = ?2 WHERE id = ?1";
        self.connection().execute(sql, params![id, reference])?;
        Ok(())
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let reference: Option<Vec<u8>> = row.get(2)?;
    Ok(Kept {
        id: row.get(0)?,
        paths: decode(&row.get::<_, Vec<u8>>(1)?, 1)?,
        reference: reference
            .map(|bytes| decode(&bytes, 2))
            .transpose()?
            .and_then(|mut paths| paths.pop()),
        state: row.get(3)?,
        ready: row.get(4)?,
        total: row.get(5)?,
        checked_at: row.get(6)?,
    })
}

/// As the system spells them: a path need not be text.
fn encode(paths: &[PathBuf]) -> Result<Vec<u8>, StoreError> {
    let names: Vec<OsString> = paths.iter().map(|path| path.clone().into_os_string()).collect();
    Ok(rmp_serde::to_vec(&names)?)
}

fn decode(bytes: &[u8], column: usize) -> rusqlite::Result<Vec<PathBuf>> {
    let names: Vec<OsString> = rmp_serde::from_slice(bytes).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error))
    })?;
    Ok(names.into_iter().map(PathBuf::from).collect())
}
