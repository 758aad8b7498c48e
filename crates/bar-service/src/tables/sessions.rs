//! Where people are signed in.

use bar_domain::song::{ActorId, Time};
use bar_protocol::{Account, Device};
use uuid::Uuid;

use super::accounts::account;
use crate::db::{Database, DbError, Transaction};

/// The hashes of a session's secrets, and until when they count.
#[derive(Debug, Clone, Copy)]
pub struct Secrets {
    /// Of the token.
    pub token: [u8; 32],
    /// Until when it counts.
    pub token_until: Time,
    /// Of the refresh token.
    pub refresh: [u8; 32],
    /// Until when it counts.
    pub refresh_until: Time,
}

/// A session that a token belongs to.
#[derive(Debug, Clone)]
pub struct Found {
    /// Names it.
    pub id: Uuid,
    /// Who is signed in.
    pub account: Account,
    /// Until when the token counts.
    pub until: Time,
    /// When it was last heard of.
    pub seen_at: Time,
}

/// A session that wants to be refreshed.
#[derive(Debug, Clone)]
pub struct Refreshed {
    /// Who is signed in.
    pub account: Account,
    /// Until when the refresh token counts.
    pub until: Time,
    /// Since when.
    pub at: Time,
    /// Its hash.
    pub refresh: Vec<u8>,
    /// That of the one before.
    pub before: Option<Vec<u8>>,
}

/// Keeps a new one.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    tx: &mut dyn Transaction,
    id: Uuid,
    of: ActorId,
    device: &str,
    secrets: &Secrets,
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sessions (id, account, device, token, token_until, refresh, refresh_until,
         refreshed_at, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $8)",
        &[
            id.into(),
            of.0.into(),
            device.into(),
            secrets.token.into(),
            secrets.token_until.0.into(),
            secrets.refresh.into(),
            secrets.refresh_until.0.into(),
            now.0.into(),
        ],
    )
    .await?;
    Ok(())
}

/// By the hash of a token.
///
/// # Errors
/// When the database refuses.
pub async fn by_token(db: &dyn Database, token: [u8; 32]) -> Result<Option<Found>, DbError> {
    let sql = "SELECT accounts.id, name, email, role, accounts.created_at,
               sessions.id, token_until, seen_at
               FROM sessions JOIN accounts ON accounts.id = sessions.account WHERE token = $1";
    let rows = db.look(sql, &[token.into()]).await?;
    let found = rows.first().map(|row| {
        let (until, seen_at) = (Time(row.int(6)?), Time(row.int(7)?));
        Ok(Found { id: row.id(5)?, account: account(row, 0)?, until, seen_at })
    });
    found.transpose()
}

/// Whether a device is still signed in.
///
/// # Errors
/// When the database refuses.
pub async fn is_there(tx: &mut dyn Transaction, id: Uuid) -> Result<bool, DbError> {
    let rows = tx.query("SELECT 1 FROM sessions WHERE id = $1", &[id.into()]).await?;
    Ok(!rows.is_empty())
}

/// By its id, to be changed.
///
/// # Errors
/// When the database refuses.
pub async fn to_refresh(
    tx: &mut dyn Transaction,
    id: Uuid,
    for_update: &str,
) -> Result<Option<Refreshed>, DbError> {
    let sql = format!(
        "SELECT accounts.id, name, email, role, accounts.created_at, refresh_until, refreshed_at,
         refresh, refresh_before FROM sessions JOIN accounts ON accounts.id = sessions.account
         WHERE sessions.id = $1 {for_update}"
    );
    let rows = tx.query(&sql, &[id.into()]).await?;
    let found = rows.first().map(|row| {
        Ok(Refreshed {
            account: account(row, 0)?,
            until: Time(row.int(5)?),
            at: Time(row.int(6)?),
            refresh: row.bytes(7)?.to_vec(),
            before: row.opt_bytes(8)?.map(<[u8]>::to_vec),
        })
    });
    found.transpose()
}

/// Replaces its secrets. What counted before still does for a moment after `at`.
///
/// # Errors
/// When the database refuses.
pub async fn rotate(
    tx: &mut dyn Transaction,
    id: Uuid,
    before: [u8; 32],
    secrets: &Secrets,
    at: Time,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sessions SET refresh_before = $2, token = $3, token_until = $4, refresh = $5,
         refresh_until = $6, refreshed_at = $7, seen_at = $7 WHERE id = $1",
        &[
            id.into(),
            before.into(),
            secrets.token.into(),
            secrets.token_until.0.into(),
            secrets.refresh.into(),
            secrets.refresh_until.0.into(),
            at.0.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Remembers that it was heard of.
///
/// # Errors
/// When the database refuses.
pub async fn seen(tx: &mut dyn Transaction, id: Uuid, now: Time) -> Result<(), DbError> {
    tx.execute("UPDATE sessions SET seen_at = $2 WHERE id = $1", &[id.into(), now.0.into()])
        .await?;
    Ok(())
}

/// The devices of somebody, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn of(
    tx: &mut dyn Transaction,
    account: ActorId,
    current: Uuid,
    now: Time,
) -> Result<Vec<Device>, DbError> {
    let sql = "SELECT id, device, created_at, seen_at FROM sessions
               WHERE account = $1 AND refresh_until > $2 ORDER BY created_at DESC, id DESC";
    let rows = tx.query(sql, &[account.0.into(), now.0.into()]).await?;
    let device = |row: &crate::db::Row| {
        let id = row.id(0)?;
        Ok(Device {
            id,
            name: row.text(1)?.to_owned(),
            created_at: Time(row.int(2)?),
            seen_at: Time(row.int(3)?),
            current: id == current,
        })
    };
    rows.iter().map(device).collect()
}

/// Ends one of somebody, and says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn end(tx: &mut dyn Transaction, account: ActorId, id: Uuid) -> Result<bool, DbError> {
    let sql = "DELETE FROM sessions WHERE account = $1 AND id = $2";
    Ok(tx.execute(sql, &[account.0.into(), id.into()]).await? > 0)
}

/// Ends all of somebody but one.
///
/// # Errors
/// When the database refuses.
pub async fn end_all(
    tx: &mut dyn Transaction,
    account: ActorId,
    but: Option<Uuid>,
) -> Result<(), DbError> {
    let but = but.unwrap_or_default();
    let sql = "DELETE FROM sessions WHERE account = $1 AND id <> $2";
    tx.execute(sql, &[account.0.into(), but.into()]).await?;
    Ok(())
}

/// Forgets those that do not count any more.
///
/// # Errors
/// When the database refuses.
pub async fn sweep(tx: &mut dyn Transaction, now: Time) -> Result<u64, DbError> {
    tx.execute("DELETE FROM sessions WHERE refresh_until <= $1", &[now.0.into()]).await
}
