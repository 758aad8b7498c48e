//! What was measured of a file, good while the file has not changed.

use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use bar_audio::evidence::Evidence;
use bar_audio::format::{Format, Header};
use bar_audio::measure::traits::Traits;
use bar_audio::measure::{Listened, Measured};
use bar_audio::waveform::{Point, Waveform};
use bar_domain::Span;
use rusqlite::{Connection, OptionalExtension, params};

use crate::checks::LISTED;
use crate::{Store, StoreError};

/// Raise it when measuring a file tells something else than before: what was measured earlier is then measured again.
const REVISION: u32 = 2;

/// Milliseconds after which a measurement that nobody used is dropped.
const KEPT_FOR: i64 = 90 * DAY;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Tells whether a file is still the one that was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub(crate) size: i64,
    pub(crate) modified: i64,
    /// Set by the system on every write, whatever a program makes of the other time; 0 where there is none.
    pub(crate) changed: i64,
    pub(crate) inode: i64,
}

impl Stamp {
    /// The stamp of a file, from what the system says of it.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        let modified =
            metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        #[cfg(unix)]
        let (changed, inode) = {
            use std::os::unix::fs::MetadataExt;
            let changed = metadata.ctime().wrapping_mul(1_000_000_000);
            (changed.wrapping_add(metadata.ctime_nsec()), metadata.ino() as i64)
        };
        #[cfg(not(unix))]
        let (changed, inode) = (0, 0);
        Self {
            size: metadata.len() as i64,
            modified: modified.map_or(0, |time| time.as_nanos() as i64),
            changed,
            inode,
        }
    }
}

/// [`Listened`] without its waveform, which is kept by content. Named fields, so that what an
/// earlier version wrote is either understood or refused, never misread.
type Written = (Format, Header, Measured, (u64, Vec<Span>), Evidence, Traits);

impl Store {
    /// What was measured of `path` when it had this `stamp`. What cannot be read counts as not measured.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn recall(
        &self,
        path: &Path,
        stamp: Stamp,
        now: i64,
    ) -> Result<Option<Listened>, StoreError> {
        let connection = self.connection();
        let key = path.as_os_str().as_encoded_bytes();
        let found = connection
            .query_row(
                "SELECT listened, used_at FROM measurements WHERE path = ?1 AND revision = ?2
                 AND size = ?3 AND modified = ?4 AND changed = ?5 AND inode = ?6",
                params![key, REVISION, stamp.size, stamp.modified, stamp.changed, stamp.inode],
                |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?)),
            )
            .optional()?;
        let Some((bytes, used_at)) = found else { return Ok(None) };
        if now - used_at > DAY {
            let sql = "UPDATE measurements SET used_at = ?2 WHERE path = ?1";
            connection.execute(sql, params![key, now])?;
        }
        let Ok(written) = rmp_serde::from_slice::<Written>(&bytes) else { return Ok(None) };
        let (format, header, measured, not_finite, evidence, traits) = written;
        let Some(waveform) = waveform(&connection, &measured.blake3)? else { return Ok(None) };
        Ok(Some(Listened { format, header, measured, not_finite, evidence, waveform, traits }))
    }

    /// Remembers what was measured of `path`; without a `stamp` (the file was changing) only what it looks like.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn remember(
        &self,
        path: &Path,
        stamp: Option<Stamp>,
        listened: &Listened,
        now: i64,
    ) -> Result<(), StoreError> {
        let Listened { format, header, measured, not_finite, evidence, waveform, traits } =
            listened;
        let bytes =
            rmp_serde::to_vec_named(&(format, header, measured, not_finite, evidence, traits))?;
        let points: Vec<u8> = waveform
            .points
            .iter()
            .flat_map(|point| [point.min, point.max, point.rms].map(i8::cast_unsigned))
            .collect();
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        transaction.execute(
            "INSERT OR IGNORE INTO waveforms (hash, points) VALUES (?1, ?2)",
            params![measured.blake3, points],
        )?;
        if let Some(stamp) = stamp {
            transaction.execute(
                "INSERT OR REPLACE INTO measurements
                 (path, revision, size, modified, changed, inode, hash, listened, used_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                params![
                    path.as_os_str().as_encoded_bytes(),
                    REVISION,
                    stamp.size,
                    stamp.modified,
                    stamp.changed,
                    stamp.inode,
                    measured.blake3,
                    bytes,
                    now
                ],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The waveform of a file by the BLAKE3 of its bytes, in hexadecimal.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn waveform(&self, hash: &str) -> Result<Option<Waveform>, StoreError> {
        Ok(waveform(&self.connection(), hash)?)
    }

    /// Drops what nobody used for long. Worth calling once a start.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn tidy(&self, now: i64) -> Result<(), StoreError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let sql = "DELETE FROM measurements WHERE used_at < ?1 OR revision <> ?2";
        transaction.execute(sql, params![now - KEPT_FOR, REVISION])?;
        transaction.execute(
            "DELETE FROM waveforms WHERE hash NOT IN (SELECT hash FROM measurements)",
            [],
        )?;
        let sql = "DELETE FROM checks WHERE forgotten = 1 AND checked_at < ?1";
        transaction.execute(sql, [now - KEPT_FOR])?;
        // Whoever drops the same again gets its rows from the next run; what was explained stays.
        let sql = "UPDATE checks SET view = NULL WHERE view IS NOT NULL AND id NOT IN
             (SELECT id FROM checks WHERE forgotten = 0 ORDER BY checked_at DESC, id DESC LIMIT ?1)";
        transaction.execute(sql, [LISTED])?;
        transaction.commit()?;
        Ok(())
    }
}

fn waveform(connection: &Connection, hash: &str) -> rusqlite::Result<Option<Waveform>> {
    let sql = "SELECT points FROM waveforms WHERE hash = ?1";
    let bytes: Option<Vec<u8>> = connection.query_row(sql, [hash], |row| row.get(0)).optional()?;
    let point = |bytes: &[u8; 3]| {
        let [min, max, rms] = bytes.map(u8::cast_signed);
        Point { min, max, rms }
    };
    Ok(bytes.map(|bytes| Waveform { points: bytes.as_chunks().0.iter().map(point).collect() }))
}
