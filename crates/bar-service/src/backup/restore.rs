//! Restores a backup.

use std::path::Path;

use uuid::Uuid;

use super::folder::{self, Rows, damaged};
use super::{BackupError, Manifest, TableKept, objects};
use crate::db::schema::tables;
use crate::db::{Database, Transaction, Value};
use crate::tables::meta;
use crate::vault::Vault;

/// Values in one statement. Some databases take no more than 32,766.
const MOST: usize = 2_000;

/// Reads a backup through, to the last byte of its assets, and says what it holds.
///
/// # Errors
/// When it is none, or not what was written.
pub async fn check(folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = folder::read(folder).await?;
    if manifest.objects.is_some() {
        objects::check(folder).await?;
    }
    Ok(manifest)
}

/// Fills a new database from a backup, all of it or nothing, and begins another epoch, which it
/// returns with what was restored. Before that, assets that are not in the vault are put there.
///
/// # Errors
/// When the backup is damaged or of another version, or there is something in the database already.
/// It may be tried again then.
pub async fn restore(
    folder: &Path,
    db: &dyn Database,
    vault: Option<&dyn Vault>,
) -> Result<(Manifest, Uuid), BackupError> {
    let manifest = folder::read(folder).await?;
    manifest.fits()?;
    is_empty(&mut *db.read().await?).await?;
    if let (Some(vault), Some(_)) = (vault, &manifest.objects) {
        objects::copy_back(folder, vault).await?;
    }
    let mut tx = db.begin().await?;
    is_empty(&mut *tx).await?;
    for kept in &manifest.tables {
        if !tables().iter().any(|own| own.name == kept.name && own.columns == kept.columns) {
            return Err(damaged("manifest.json"));
        }
        fill(&mut *tx, folder, kept).await?;
    }
    let epoch = meta::begin_epoch(&mut *tx).await?;
    tx.commit().await?;
    Ok((manifest, epoch))
}

async fn is_empty(tx: &mut dyn Transaction) -> Result<(), BackupError> {
    for table in tables() {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
        if !tx.query(&sql, &[]).await?.is_empty() {
            return Err(BackupError::DatabaseNotEmpty(table.name));
        }
    }
    Ok(())
}

async fn fill(
    tx: &mut dyn Transaction,
    folder: &Path,
    table: &TableKept,
) -> Result<(), BackupError> {
    let width = table.columns.len();
    let mut rows = Rows::open(folder, &table.name).await?;
    let mut values: Vec<Value> = Vec::new();
    let mut filled = 0;
    while let Some(row) = rows.next().await? {
        if row.len() != width {
            return Err(damaged(&table.name));
        }
        values.extend(row);
        filled += 1;
        if values.len() + width > MOST {
            insert(tx, table, &std::mem::take(&mut values)).await?;
        }
    }
    insert(tx, table, &values).await?;
    if filled == table.rows { Ok(()) } else { Err(damaged(&table.name)) }
}

async fn insert(
    tx: &mut dyn Transaction,
    table: &TableKept,
    values: &[Value],
) -> Result<(), BackupError> {
    let width = table.columns.len();
    let rows = (0..values.len() / width).map(|row| {
        let marks = (row * width + 1..=row * width + width).map(|number| format!("${number}"));
        format!("({})", marks.collect::<Vec<_>>().join(", "))
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    if !rows.is_empty() {
        let (name, columns) = (&table.name, table.columns.join(", "));
        tx.execute(&format!("INSERT INTO {name} ({columns}) VALUES {rows}"), values).await?;
    }
    Ok(())
}
