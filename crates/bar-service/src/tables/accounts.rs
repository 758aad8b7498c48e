//! People who can sign in.

use bar_domain::song::{ActorId, Role, Time};
use bar_protocol::Account;

use super::{role, role_text};
use crate::db::{DbError, Row, Transaction, Value};

const COLUMNS: &str = "id, name, email, role, created_at";

/// Keeps a new one.
///
/// # Errors
/// [`DbError::Conflict`] where the address is taken.
pub async fn add(
    tx: &mut dyn Transaction,
    account: &Account,
    password: &str,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO accounts (id, name, email, email_key, role, password, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            account.id.0.into(),
            account.name.as_str().into(),
            account.email.as_str().into(),
            key(&account.email).into(),
            role_text(account.role).into(),
            password.into(),
            account.created_at.0.into(),
        ],
    )
    .await?;
    Ok(())
}

/// One by its id.
///
/// # Errors
/// When the database refuses.
pub async fn get(tx: &mut dyn Transaction, id: ActorId) -> Result<Option<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE id = $1");
    tx.query(&sql, &[id.0.into()]).await?.first().map(|row| account(row, 0)).transpose()
}

/// One by its address, with the hash of its password.
///
/// # Errors
/// When the database refuses.
pub async fn by_email(
    tx: &mut dyn Transaction,
    email: &str,
) -> Result<Option<(Account, String)>, DbError> {
    if email.contains('\0') {
        // Databases take no such text, so nobody is called that.
        return Ok(None);
    }
    let sql = format!("SELECT {COLUMNS}, password FROM accounts WHERE email_key = $1");
    let rows = tx.query(&sql, &[key(email).into()]).await?;
    rows.first().map(|row| Ok((account(row, 0)?, row.text(5)?.to_owned()))).transpose()
}

/// The hash of a password.
///
/// # Errors
/// When the database refuses.
pub async fn password(tx: &mut dyn Transaction, id: ActorId) -> Result<Option<String>, DbError> {
    let rows = tx.query("SELECT password FROM accounts WHERE id = $1", &[id.0.into()]).await?;
    rows.first().map(|row| row.text(0).map(str::to_owned)).transpose()
}

/// Keeps a new password.
///
/// # Errors
/// When the database refuses.
pub async fn set_password(
    tx: &mut dyn Transaction,
    id: ActorId,
    password: &str,
) -> Result<(), DbError> {
    let sql = "UPDATE accounts SET password = $2 WHERE id = $1";
    tx.execute(sql, &[id.0.into(), password.into()]).await?;
    Ok(())
}

/// Everybody who acts in this role.
///
/// # Errors
/// When the database refuses.
pub async fn of_role(tx: &mut dyn Transaction, role: Role) -> Result<Vec<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE role = $1 ORDER BY id");
    let rows = tx.query(&sql, &[Value::from(role_text(role))]).await?;
    rows.iter().map(|row| account(row, 0)).collect()
}

/// An account that stands in a row from this column on.
///
/// # Errors
/// When it does not.
pub(super) fn account(row: &Row, from: usize) -> Result<Account, DbError> {
    Ok(Account {
        id: ActorId(row.id(from)?),
        name: row.text(from + 1)?.to_owned(),
        email: row.text(from + 2)?.to_owned(),
        role: role(row.text(from + 3)?)?,
        created_at: Time(row.int(from + 4)?),
    })
}

/// Addresses that differ by case alone are one.
fn key(email: &str) -> String {
    email.to_lowercase()
}
