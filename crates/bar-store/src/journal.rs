//! What people did to songs: every act is one transaction, and what is told as kept is on the disk.

use bar_domain::song::{Act, Command, Event, Refusal, Song, SongId, decide};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::songs::list;
use crate::version_files::{VersionFile, keep_file};
use crate::{Store, StoreError};

/// What a command led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acted {
    /// The song after it.
    pub song: Song,
    /// What happened; nothing where it was so already.
    pub events: Vec<Event>,
    /// Whether the command had been carried out before, so that nothing happened now.
    pub repeated: bool,
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The rules refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Its id was used for something else.
    #[error("this was asked for twice, with different words: do it once more")]
    AnotherCommand,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for ActError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl Store {
    /// Carries out a command: judges it by what is known of its song, and writes down what it leads
    /// to. When this returns, it survives a crash and a power cut. The same command again changes
    /// nothing and is answered as it was; one that was refused is not remembered, and is judged anew.
    ///
    /// # Errors
    /// When the rules refuse it, or the database does.
    pub fn act(&self, command: &Command) -> Result<Acted, ActError> {
        self.act_with(command, None)
    }

    /// The same for a command that adds a version, and remembers where its file lies.
    ///
    /// # Errors
    /// When the rules refuse it, or the database does.
    pub fn add_version(&self, command: &Command, file: &VersionFile) -> Result<Acted, ActError> {
        self.act_with(command, Some(file))
    }

    fn act_with(&self, command: &Command, file: Option<&VersionFile>) -> Result<Acted, ActError> {
        let mut connection = self.connection();
        durably(&mut connection, |transaction| {
            let (mut song, seq) = replay(transaction, command.song)?;
            if let Some(events) = earlier(transaction, command)? {
                return Ok(Acted { song, events, repeated: true });
            }
            let events = decide(&song, command)?;
            song = events.iter().fold(song, Song::apply);
            list(transaction, &song, command.at)?;
            transaction.execute(
                "INSERT INTO journal (song, seq, id, command, events) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    command.song.0.as_bytes(),
                    seq + 1,
                    command.id.0.as_bytes(),
                    json(command)?,
                    json(&events)?
                ],
            )?;
            if let (Act::AddVersion { version, .. }, Some(file)) = (&command.act, file) {
                keep_file(transaction, *version, file)?;
            }
            Ok(Acted { song, events, repeated: false })
        })
    }

    /// A song as it is now.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn song(&self, id: SongId) -> Result<Option<Song>, StoreError> {
        let (song, _) = replay(&self.connection(), id)?;
        Ok(song.has_begun().then_some(song))
    }
}

/// Runs `act` in one transaction that is on the disk when this returns. Everything else the app
/// remembers can be had again, and need not wait for the disk.
fn durably<T>(
    connection: &mut Connection,
    act: impl FnOnce(&Transaction<'_>) -> Result<T, ActError>,
) -> Result<T, ActError> {
    connection.pragma_update(None, "synchronous", "FULL")?;
    let acted = (|| {
        // Taken at once: two programs that act on a song take turns from the reading on.
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let acted = act(&transaction)?;
        transaction.commit()?;
        Ok(acted)
    })();
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    acted
}

/// What the command led to when it was carried out before.
fn earlier(connection: &Connection, command: &Command) -> Result<Option<Vec<Event>>, ActError> {
    let sql = "SELECT command, events FROM journal WHERE id = ?1";
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
    let found = connection.query_row(sql, [command.id.0.as_bytes()], row).optional()?;
    let Some((kept, events)) = found else { return Ok(None) };
    if parse::<Command>(&kept)? != *command {
        return Err(ActError::AnotherCommand);
    }
    Ok(Some(parse(&events)?))
}

/// What has become of a song, and how many acts led there.
fn replay(connection: &Connection, id: SongId) -> Result<(Song, i64), StoreError> {
    let sql = "SELECT seq, events FROM journal WHERE song = ?1 ORDER BY seq";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([id.0.as_bytes()])?;
    let (mut song, mut last) = (Song::default(), 0);
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        let events: Vec<Event> = parse(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?;
        song = events.iter().fold(song, Song::apply);
    }
    Ok((song, last))
}

fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::Json)
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(StoreError::Json)
}
