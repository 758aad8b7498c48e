//! Takes a backup.

use std::path::Path;

use bar_domain::song::Time;

use super::folder::{TableFile, make, seal};
use super::{BackupError, LEFT_OUT, Manifest, TableKept, objects};
use crate::db::schema::{Table, tables};
use crate::db::{Database, Transaction, Value};
use crate::tables::meta;
use crate::vault::Vault;

/// Rows read together.
const PAGE: u32 = 500;

/// Takes a backup of everything as it is at one moment, while the service goes on. Without a vault,
/// assets stay where they are: as in object storage that keeps copies of its own.
///
/// # Errors
/// When there is something in the folder already, an asset is missing, or database, vault or disk
/// refuse. What is in the folder then is no backup.
pub async fn take(
    db: &dyn Database,
    vault: Option<&dyn Vault>,
    folder: &Path,
    now: Time,
) -> Result<Manifest, BackupError> {
    make(folder).await?;
    let mut tx = db.begin().await?;
    let epoch = meta::epoch(&mut *tx).await?;
    tx.commit().await?;
    let mut tx = db.read().await?;
    let mut kept = Vec::new();
    for table in tables() {
        if !LEFT_OUT.contains(&table.name.as_str()) {
            kept.push(dump(&mut *tx, folder, table).await?);
        }
    }
    let assets = objects::stored(&mut *tx).await?;
    drop(tx);
    let objects = match vault {
        Some(vault) => Some(objects::copy_out(db, vault, folder, &assets).await?),
        None => None,
    };
    let steps = Manifest::own_steps();
    let manifest = Manifest { taken_at: now.0, epoch, steps, tables: kept, objects };
    seal(folder, &manifest).await?;
    Ok(manifest)
}

async fn dump(
    tx: &mut dyn Transaction,
    folder: &Path,
    table: Table,
) -> Result<TableKept, BackupError> {
    let Table { name, columns, key } = table;
    let (all, order) = (columns.join(", "), key.join(", "));
    // Where in a row the values stand that say where to go on.
    let place = |key| columns.iter().position(|column| column == key);
    let places: Vec<usize> = key.iter().filter_map(place).collect();
    let marks: Vec<String> = (2..places.len() + 2).map(|n| format!("${n}")).collect();
    let first = format!("SELECT {all} FROM {name} ORDER BY {order} LIMIT $1");
    let next = format!(
        "SELECT {all} FROM {name} WHERE ({order}) > ({}) ORDER BY {order} LIMIT $1",
        marks.join(", ")
    );
    let mut file = TableFile::make(folder, name, columns).await?;
    let mut rows = tx.query(&first, &[PAGE.into()]).await?;
    while let Some(last) = rows.last() {
        let mut values = vec![Value::from(PAGE)];
        values.extend(places.iter().map(|place| last.0[*place].clone()));
        for row in &rows {
            file.write(row).await?;
        }
        rows = tx.query(&next, &values).await?;
    }
    file.finish().await
}
