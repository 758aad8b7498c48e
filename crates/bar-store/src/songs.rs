//! The list of songs that are listened to.

use bar_domain::song::{Role, Song, SongId, Time};
use rusqlite::{Connection, Row, params};

use crate::{Store, StoreError};

/// A song, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSong {
    /// Names it for good.
    pub id: SongId,
    /// What people call it.
    pub title: String,
    /// Notes that are to be done.
    pub open: u32,
    /// Notes that were not submitted yet.
    pub drafts: u32,
    /// Versions that can be listened to.
    pub versions: u32,
    /// When it was last opened or changed.
    pub opened_at: Time,
}

impl Store {
    /// The songs that were not forgotten, the one that was opened last first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn songs(&self) -> Result<Vec<ListedSong>, StoreError> {
        let connection = self.connection();
        let mut statement = connection.prepare(
            "SELECT id, title, open, drafts, versions, opened_at FROM songs WHERE forgotten = 0
             ORDER BY opened_at DESC, id DESC",
        )?;
        let rows = statement.query_map([], listed)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers that a song was opened.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn song_opened(&self, id: SongId, now: Time) -> Result<(), StoreError> {
        let sql = "UPDATE songs SET opened_at = ?2, forgotten = 0 WHERE id = ?1";
        self.connection().execute(sql, params![id.0.as_bytes(), now.0])?;
        Ok(())
    }

    /// Takes a song off the list, or puts it back. Its journal is kept.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_song(&self, id: SongId, forgotten: bool) -> Result<(), StoreError> {
        let sql = "UPDATE songs SET forgotten = ?2 WHERE id = ?1";
        self.connection().execute(sql, params![id.0.as_bytes(), forgotten])?;
        Ok(())
    }
}

/// Writes down how the list shows a song that somebody changed.
pub(crate) fn list(connection: &Connection, song: &Song, at: Time) -> Result<(), StoreError> {
    let counts = song.counts(Role::Artist);
    connection.execute(
        "INSERT INTO songs (id, title, open, drafts, versions, opened_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, open = excluded.open,
         drafts = excluded.drafts, versions = excluded.versions, forgotten = 0,
         opened_at = max(opened_at, excluded.opened_at)",
        params![
            song.id.0.as_bytes(),
            song.title,
            counts.open,
            counts.drafts,
            song.present().count() as i64,
            at.0
        ],
    )?;
    Ok(())
}

fn listed(row: &Row<'_>) -> rusqlite::Result<ListedSong> {
    Ok(ListedSong {
        id: SongId(uuid::Uuid::from_bytes(row.get(0)?)),
        title: row.get(1)?,
        open: row.get(2)?,
        drafts: row.get(3)?,
        versions: row.get(4)?,
        opened_at: Time(row.get(5)?),
    })
}
