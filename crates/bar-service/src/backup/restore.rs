//! Restores a backup.

use std::path::Path;

use uuid::Uuid;

use super::folder::{Rows, check, damaged};
use super::{BackupError, Manifest, TableKept};
use crate::db::schema::tables;
use crate::db::{Database, Transaction, Value};
use crate::tables::meta;

/// Values in one statement. Some databases take no more than 32,766.
const MOST: usize = 2_000;

/// Fills a new database from a backup, all of it or nothing, and begins another epoch, which it
/// returns with what was restored.
///
/// # Errors
/// When the backup is damaged or of another version, or there is something in the database already.
pub async fn restore(folder: &Path, db: &dyn Database) -> Result<(Manifest, Uuid), BackupError> {
    let manifest = check(folder).await?;
    manifest.fits()?;
    let mut tx = db.begin().await?;
    for table in tables() {
        let sql = format!("SELECT 1 FROM {} LIMIT 1", table.name);
        if !tx.query(&sql, &[]).await?.is_empty() {
            return Err(BackupError::DatabaseNotEmpty(table.name));
        }
    }
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
