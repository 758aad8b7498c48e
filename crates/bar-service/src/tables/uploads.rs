//! Uploads under way.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Row, Transaction, Value};
use crate::vault::{AssetHash, Shelf};

/// How far an upload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Bytes are still to come.
    Arriving,
    /// All bytes are there, and still to be given their name.
    Whole,
    /// It is an asset.
    Done,
    /// What arrived is not what was declared.
    Void,
}

/// An upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// For which project.
    pub project: Uuid,
    /// Names it.
    pub id: Uuid,
    /// Whose it is.
    pub owner: Uuid,
    /// Where the asset will lie.
    pub shelf: Shelf,
    /// What the file is called, made safe.
    pub name: String,
    /// `Upload-Metadata`, as it was sent.
    pub metadata: String,
    /// The hash of the whole: declared, or found.
    pub hash: Option<AssetHash>,
    /// How long the whole is, once that is known.
    pub length: Option<u64>,
    /// How far it is.
    pub state: State,
    /// Counts the writers.
    pub generation: i64,
    /// The instance that writes.
    pub writer: Option<Uuid>,
    /// Bytes that are on the disk.
    pub arrived: u64,
    /// How the vault's object begins.
    pub header: Vec<u8>,
    /// The bytes after the last whole frame, sealed.
    pub waiting: Vec<u8>,
    /// The hash so far, as it is kept.
    pub tops: Vec<u8>,
    /// What the vault has of it, in writing.
    pub growth: String,
    /// When it was made.
    pub made_at: Time,
    /// When it may be swept.
    pub expires_at: Time,
}

const COLUMNS: &str = "project, id, owner, shelf, name, metadata, hash, length, state, generation,
    writer, arrived, header, waiting, tops, growth, made_at, expires_at";

/// Keeps a new one.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &mut dyn Transaction, upload: &Upload) -> Result<(), DbError> {
    let sql = format!(
        "INSERT INTO uploads ({COLUMNS}) VALUES
         ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
    );
    let values: [Value; 18] = [
        upload.project.into(),
        upload.id.into(),
        upload.owner.into(),
        upload.shelf.as_str().into(),
        upload.name.as_str().into(),
        upload.metadata.as_str().into(),
        upload.hash.map(|hash| hash.0).into(),
        upload.length.map(|length| length as i64).into(),
        number(upload.state).into(),
        upload.generation.into(),
        upload.writer.into(),
        (upload.arrived as i64).into(),
        upload.header.as_slice().into(),
        upload.waiting.as_slice().into(),
        upload.tops.as_slice().into(),
        upload.growth.as_str().into(),
        upload.made_at.0.into(),
        upload.expires_at.0.into(),
    ];
    tx.execute(&sql, &values).await?;
    Ok(())
}

/// One of them; to be changed where `for_update` says so.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    tx: &mut dyn Transaction,
    project: Uuid,
    id: Uuid,
    for_update: &str,
) -> Result<Option<Upload>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM uploads WHERE project = $1 AND id = $2 {for_update}");
    let rows = tx.query(&sql, &[project.into(), id.into()]).await?;
    rows.first().map(upload).transpose()
}

/// How many of somebody's are still arriving.
///
/// # Errors
/// When the database refuses.
pub async fn arriving(tx: &mut dyn Transaction, owner: Uuid) -> Result<u64, DbError> {
    let sql = "SELECT count(*) FROM uploads WHERE owner = $1 AND state = 0";
    let rows = tx.query(sql, &[owner.into()]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0).map(|count| count as u64))
}

/// How many bytes of a project are on their way, or there and not stored yet: as long as each is said to be, or
/// what has arrived of it. One is left out.
///
/// # Errors
/// When the database refuses.
pub async fn bytes(tx: &mut dyn Transaction, project: Uuid, but: Uuid) -> Result<u64, DbError> {
    let sql = "SELECT CAST(COALESCE(sum(COALESCE(length, arrived)), 0) AS BIGINT) FROM uploads
               WHERE project = $1 AND id <> $2 AND state IN (0, 1)";
    let rows = tx.query(sql, &[project.into(), but.into()]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0).map(|bytes| bytes as u64))
}

/// Gives it to a writer, or, where there is none, takes it from the one before.
///
/// # Errors
/// When the database refuses.
pub async fn claim(
    tx: &mut dyn Transaction,
    upload: &Upload,
    writer: Option<Uuid>,
) -> Result<i64, DbError> {
    let generation = upload.generation + 1;
    tx.execute(
        "UPDATE uploads SET generation = $3, writer = $4, length = $5, expires_at = $6
         WHERE project = $1 AND id = $2",
        &[
            upload.project.into(),
            upload.id.into(),
            generation.into(),
            writer.into(),
            upload.length.map(|length| length as i64).into(),
            upload.expires_at.0.into(),
        ],
    )
    .await?;
    Ok(generation)
}

/// Keeps how far it is, if this generation is still the newest; says whether it is.
///
/// # Errors
/// When the database refuses.
pub async fn keep(tx: &mut dyn Transaction, upload: &Upload) -> Result<bool, DbError> {
    let changed = tx
        .execute(
            "UPDATE uploads SET hash = $4, state = $5, writer = $6, arrived = $7, waiting = $8,
             tops = $9, growth = $10, expires_at = $11
             WHERE project = $1 AND id = $2 AND generation = $3",
            &[
                upload.project.into(),
                upload.id.into(),
                upload.generation.into(),
                upload.hash.map(|hash| hash.0).into(),
                number(upload.state).into(),
                upload.writer.into(),
                (upload.arrived as i64).into(),
                upload.waiting.as_slice().into(),
                upload.tops.as_slice().into(),
                upload.growth.as_str().into(),
                upload.expires_at.0.into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Whether this generation is still the newest.
///
/// # Errors
/// When the database refuses.
pub async fn is_newest(tx: &mut dyn Transaction, upload: &Upload) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM uploads WHERE project = $1 AND id = $2 AND generation = $3";
    let values = [upload.project.into(), upload.id.into(), upload.generation.into()];
    Ok(!tx.query(sql, &values).await?.is_empty())
}

/// Forgets one, if this generation is still the newest; says whether it was.
///
/// # Errors
/// When the database refuses.
pub async fn remove(tx: &mut dyn Transaction, upload: &Upload) -> Result<bool, DbError> {
    let sql = "DELETE FROM uploads WHERE project = $1 AND id = $2 AND generation = $3";
    let values = [upload.project.into(), upload.id.into(), upload.generation.into()];
    Ok(tx.execute(sql, &values).await? == 1)
}

/// Some whose time is over.
///
/// # Errors
/// When the database refuses.
pub async fn expired(tx: &mut dyn Transaction, now: Time) -> Result<Vec<Upload>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM uploads WHERE expires_at <= $1 ORDER BY expires_at LIMIT 100"
    );
    tx.query(&sql, &[now.0.into()]).await?.iter().map(upload).collect()
}

/// All for a shelf of a project.
///
/// # Errors
/// When the database refuses.
pub async fn of_shelf(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
) -> Result<Vec<Upload>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM uploads WHERE project = $1 AND shelf = $2");
    tx.query(&sql, &[project.into(), shelf.as_str().into()]).await?.iter().map(upload).collect()
}

fn upload(row: &Row) -> Result<Upload, DbError> {
    Ok(Upload {
        project: row.id(0)?,
        id: row.id(1)?,
        owner: row.id(2)?,
        shelf: super::assets::shelf(row.text(3)?)?,
        name: row.text(4)?.to_owned(),
        metadata: row.text(5)?.to_owned(),
        hash: row.opt_bytes(6)?.map(super::assets::hash).transpose()?,
        length: row.opt_int(7)?.map(|length| length as u64),
        state: state(row.int(8)?)?,
        generation: row.int(9)?,
        writer: row.opt_bytes(10)?.map(|_| row.id(10)).transpose()?,
        arrived: row.int(11)? as u64,
        header: row.bytes(12)?.to_vec(),
        waiting: row.bytes(13)?.to_vec(),
        tops: row.bytes(14)?.to_vec(),
        growth: row.text(15)?.to_owned(),
        made_at: Time(row.int(16)?),
        expires_at: Time(row.int(17)?),
    })
}

fn number(state: State) -> i64 {
    match state {
        State::Arriving => 0,
        State::Whole => 1,
        State::Done => 2,
        State::Void => 3,
    }
}

fn state(number: i64) -> Result<State, DbError> {
    let states = [State::Arriving, State::Whole, State::Done, State::Void];
    let state = usize::try_from(number).ok().and_then(|number| states.get(number));
    state
        .copied()
        .ok_or_else(|| DbError::Broken(format!("{number} is no state of an upload").into()))
}
