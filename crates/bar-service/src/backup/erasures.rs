//! What is erased is erased from backups too.

use std::path::Path;

use super::folder::{Rows, TableFile, damaged, manifest, replace, seal};
use super::{BackupError, Manifest, objects};
use crate::db::{Database, Row, Value};
use crate::tables::keys::{self, Stored};
use crate::vault::Shelf;

const KEYS: &str = "keys";
const NEXT: &str = "keys_next";

/// Takes out of a backup what was erased since it was taken: keys that were destroyed, without which
/// nothing opens, and the assets under them. Says how many keys. If it is cut off, do it again.
///
/// # Errors
/// When the folder holds no backup, or database or disk refuse.
pub async fn follow_erasures(folder: &Path, db: &dyn Database) -> Result<u64, BackupError> {
    let mut manifest: Manifest = manifest(folder).await?;
    let Some(place) = manifest.tables.iter().position(|table| table.name == KEYS) else {
        return Ok(0);
    };
    let columns = manifest.tables[place].columns.clone();
    let column =
        |name: &str| columns.iter().position(|column| column == name).ok_or_else(|| damaged(KEYS));
    let (project, shelf, wrapped) = (column("project")?, column("shelf")?, column("wrapped")?);
    let mut next = TableFile::make(folder, NEXT.to_owned(), columns.clone()).await?;
    let mut rows = Rows::open(folder, KEYS).await?;
    let mut erased = 0;
    while let Some(values) = rows.next().await? {
        let mut row = Row(values);
        let of = (row.id(project)?, Shelf::named(row.text(shelf)?).ok_or_else(|| damaged(KEYS))?);
        let live = keys::find(&mut *db.read().await?, of.0, of.1).await?;
        if live == Some(Stored::Destroyed) {
            erased += u64::from(row.opt_bytes(wrapped)?.is_some());
            row.0[wrapped] = Value::Null;
            if manifest.objects.is_some() {
                objects::erase(folder, of.0, of.1).await?;
            }
        }
        next.write(&row).await?;
    }
    let kept = next.finish().await?;
    replace(folder, NEXT, KEYS).await?;
    manifest.tables[place].hash = kept.hash;
    if manifest.objects.is_some() {
        manifest.objects = Some(objects::list_again(folder).await?);
    }
    seal(folder, &manifest).await?;
    Ok(erased)
}
