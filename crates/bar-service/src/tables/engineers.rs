//! The engineers' pages.

use bar_domain::song::{ActorId, Time};
use bar_protocol::{Engineer, EngineerPage};

use crate::db::{DbError, Row, Transaction};

const SELECT: &str = "SELECT account, name, page, published, changed_at
                      FROM engineers JOIN accounts ON accounts.id = engineers.account";

/// Keeps a page. One that is published stays so.
///
/// # Errors
/// When the database refuses.
pub async fn set(
    tx: &mut dyn Transaction,
    of: ActorId,
    page: &EngineerPage,
    now: Time,
) -> Result<(), DbError> {
    let page = serde_json::to_string(page).map_err(|error| DbError::Broken(error.into()))?;
    tx.execute(
        "INSERT INTO engineers (account, page, published, changed_at) VALUES ($1, $2, 0, $3)
         ON CONFLICT (account) DO UPDATE SET page = excluded.page, changed_at = excluded.changed_at",
        &[of.0.into(), page.into(), now.0.into()],
    )
    .await?;
    Ok(())
}

/// Says whether everybody sees it, and whether there is one.
///
/// # Errors
/// When the database refuses.
pub async fn publish(
    tx: &mut dyn Transaction,
    of: ActorId,
    published: bool,
) -> Result<bool, DbError> {
    let sql = "UPDATE engineers SET published = $2 WHERE account = $1";
    Ok(tx.execute(sql, &[of.0.into(), published.into()]).await? > 0)
}

/// One of them.
///
/// # Errors
/// When the database refuses.
pub async fn get(tx: &mut dyn Transaction, of: ActorId) -> Result<Option<Engineer>, DbError> {
    let rows = tx.query(&format!("{SELECT} WHERE account = $1"), &[of.0.into()]).await?;
    rows.first().map(engineer).transpose()
}

/// Those that everybody sees, or all, by name.
///
/// # Errors
/// When the database refuses.
pub async fn all(tx: &mut dyn Transaction, published: bool) -> Result<Vec<Engineer>, DbError> {
    let sql = format!("{SELECT} WHERE published >= $1 ORDER BY name, account LIMIT 1000");
    tx.query(&sql, &[published.into()]).await?.iter().map(engineer).collect()
}

fn engineer(row: &Row) -> Result<Engineer, DbError> {
    let page = serde_json::from_str(row.text(2)?).map_err(|error| DbError::Broken(error.into()))?;
    Ok(Engineer {
        id: ActorId(row.id(0)?),
        name: row.text(1)?.to_owned(),
        page,
        published: row.int(3)? != 0,
        changed_at: Time(row.int(4)?),
    })
}
