//! Assets in the vault.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Row, Transaction};
use crate::vault::{AssetHash, Shelf};

/// An asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Of which project.
    pub project: Uuid,
    /// Of its original bytes.
    pub hash: AssetHash,
    /// Where it lies.
    pub shelf: Shelf,
    /// How long it is.
    pub bytes: u64,
    /// What the file was called, made safe.
    pub name: String,
    /// When it was all there.
    pub arrived_at: Time,
}

const COLUMNS: &str = "project, hash, shelf, bytes, name, arrived_at";

/// Keeps one, unless it is there; says whether it is new.
///
/// # Errors
/// When the database refuses.
pub async fn add(tx: &mut dyn Transaction, asset: &Asset) -> Result<bool, DbError> {
    let sql = format!(
        "INSERT INTO assets ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (project, hash, shelf) DO NOTHING"
    );
    let added = tx
        .execute(
            &sql,
            &[
                asset.project.into(),
                asset.hash.0.into(),
                asset.shelf.as_str().into(),
                (asset.bytes as i64).into(),
                asset.name.as_str().into(),
                asset.arrived_at.0.into(),
            ],
        )
        .await?;
    Ok(added == 1)
}

/// One on a shelf, unless it was erased.
///
/// # Errors
/// When the database refuses.
pub async fn find(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
    hash: &AssetHash,
) -> Result<Option<Asset>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assets
         WHERE project = $1 AND hash = $2 AND shelf = $3 AND erased_at IS NULL"
    );
    let values = [project.into(), hash.0.into(), shelf.as_str().into()];
    tx.query(&sql, &values).await?.first().map(asset).transpose()
}

/// Those of any project with this hash that were not erased.
///
/// # Errors
/// When the database refuses.
pub async fn anywhere(tx: &mut dyn Transaction, hash: &AssetHash) -> Result<Vec<Asset>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM assets WHERE hash = $1 AND erased_at IS NULL");
    tx.query(&sql, &[hash.0.into()]).await?.iter().map(asset).collect()
}

/// All that ever lay on a shelf of a project, erased or not, in the order they came.
///
/// # Errors
/// When the database refuses.
pub async fn of_shelf(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
) -> Result<Vec<Asset>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assets WHERE project = $1 AND shelf = $2 ORDER BY arrived_at, hash"
    );
    tx.query(&sql, &[project.into(), shelf.as_str().into()]).await?.iter().map(asset).collect()
}

/// How many bytes of a project are stored.
///
/// # Errors
/// When the database refuses.
pub async fn bytes(tx: &mut dyn Transaction, project: Uuid) -> Result<u64, DbError> {
    let sql = "SELECT CAST(COALESCE(sum(bytes), 0) AS BIGINT) FROM assets
               WHERE project = $1 AND erased_at IS NULL";
    let rows = tx.query(sql, &[project.into()]).await?;
    rows.first().map_or(Ok(0), |row| row.int(0).map(|bytes| bytes as u64))
}

/// Has one count as if it came now; says whether it is there.
///
/// # Errors
/// When the database refuses.
pub async fn come_again(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
    hash: &AssetHash,
    now: Time,
) -> Result<bool, DbError> {
    let sql = "UPDATE assets SET arrived_at = $4
               WHERE project = $1 AND hash = $2 AND shelf = $3 AND erased_at IS NULL";
    let values = [project.into(), hash.0.into(), shelf.as_str().into(), now.0.into()];
    Ok(tx.execute(sql, &values).await? == 1)
}

/// Those of a project with this hash, on both shelves, that were erased or are [going](let_go).
///
/// # Errors
/// When the database refuses.
pub async fn going(
    tx: &mut dyn Transaction,
    project: Uuid,
    hash: &AssetHash,
) -> Result<Vec<Asset>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM assets
         WHERE project = $1 AND hash = $2 AND erased_at IS NOT NULL"
    );
    tx.query(&sql, &[project.into(), hash.0.into()]).await?.iter().map(asset).collect()
}

/// Says of a file that came before a time that it is going: nobody has it any more. Its row keeps its place
/// until its bytes are gone ([`forget`]).
///
/// # Errors
/// When the database refuses.
pub async fn let_go(
    tx: &mut dyn Transaction,
    project: Uuid,
    hash: &AssetHash,
    before: Time,
    now: Time,
) -> Result<(), DbError> {
    let sql = "UPDATE assets SET erased_at = $4
               WHERE project = $1 AND hash = $2 AND arrived_at <= $3 AND erased_at IS NULL";
    let values = [project.into(), hash.0.into(), before.0.into(), now.0.into()];
    tx.execute(sql, &values).await.map(drop)
}

/// Forgets what went: the same file may come anew.
///
/// # Errors
/// When the database refuses.
pub async fn forget(
    tx: &mut dyn Transaction,
    project: Uuid,
    hash: &AssetHash,
) -> Result<(), DbError> {
    let sql = "DELETE FROM assets WHERE project = $1 AND hash = $2 AND erased_at IS NOT NULL";
    tx.execute(sql, &[project.into(), hash.0.into()]).await.map(drop)
}

/// Those of a project that were not erased.
///
/// # Errors
/// When the database refuses.
pub async fn stored(tx: &mut dyn Transaction, project: Uuid) -> Result<Vec<Asset>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM assets WHERE project = $1 AND erased_at IS NULL");
    tx.query(&sql, &[project.into()]).await?.iter().map(asset).collect()
}

/// Says of all on a shelf that they were erased.
///
/// # Errors
/// When the database refuses.
pub async fn erase(
    tx: &mut dyn Transaction,
    project: Uuid,
    shelf: Shelf,
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE assets SET erased_at = $3 WHERE project = $1 AND shelf = $2 AND erased_at IS NULL",
        &[project.into(), shelf.as_str().into(), now.0.into()],
    )
    .await?;
    Ok(())
}

/// Says of one that it was erased.
///
/// # Errors
/// When the database refuses.
pub async fn erase_one(tx: &mut dyn Transaction, asset: &Asset, now: Time) -> Result<(), DbError> {
    let sql = "UPDATE assets SET erased_at = $4
               WHERE project = $1 AND hash = $2 AND shelf = $3 AND erased_at IS NULL";
    let values =
        [asset.project.into(), asset.hash.0.into(), asset.shelf.as_str().into(), now.0.into()];
    tx.execute(sql, &values).await.map(drop)
}

fn asset(row: &Row) -> Result<Asset, DbError> {
    Ok(Asset {
        project: row.id(0)?,
        hash: hash(row.bytes(1)?)?,
        shelf: shelf(row.text(2)?)?,
        bytes: row.int(3)? as u64,
        name: row.text(4)?.to_owned(),
        arrived_at: Time(row.int(5)?),
    })
}

/// From a column.
pub(super) fn hash(bytes: &[u8]) -> Result<AssetHash, DbError> {
    bytes.try_into().map(AssetHash).map_err(|_| DbError::Broken("a hash has 32 bytes".into()))
}

/// From a column.
pub(super) fn shelf(word: &str) -> Result<Shelf, DbError> {
    Shelf::named(word).ok_or_else(|| DbError::Broken(format!("`{word}` is no shelf").into()))
}
