//! Invoices of PayPal's, before and after it heard of them.

use bar_domain::song::Time;
use uuid::Uuid;

use crate::db::{DbError, Row, Transaction};

/// An invoice as we know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Whose.
    pub project: Uuid,
    /// Which.
    pub invoice: Uuid,
    /// The number on it.
    pub number: String,
    /// What it asks for, as JSON.
    pub bill: String,
    /// What PayPal calls it, once known.
    pub paypal_id: Option<String>,
    /// When PayPal was last asked to make it, where it is not known whether it did.
    pub asked_at: Option<Time>,
    /// When PayPal was last asked to send it.
    pub sent_at: Option<Time>,
    /// How it stood when it was last read, as JSON.
    pub standing: Option<String>,
    /// Whether it is not wanted any more.
    pub cancel: bool,
    /// Counts its changes, so that of two who change it one notices.
    pub turn: i64,
    /// When it was written down.
    pub made_at: Time,
}

const COLUMNS: &str = "project, invoice, number, bill, paypal_id, asked_at, sent_at, standing, \
                       cancel, turn, made_at";

/// Writes an invoice down, unless it was before.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    db: &mut dyn Transaction,
    (project, invoice): (Uuid, Uuid),
    (number, bill): (&str, &str),
    now: Time,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO invoices (project, invoice, number, bill, cancel, turn, made_at)
               VALUES ($1, $2, $3, $4, 0, 0, $5)
               ON CONFLICT (project, invoice) DO NOTHING";
    let values = [project.into(), invoice.into(), number.into(), bill.into(), now.0.into()];
    Ok(db.execute(sql, &values).await? > 0)
}

/// One of them.
///
/// # Errors
/// When the database refuses.
pub async fn get(
    db: &mut dyn Transaction,
    project: Uuid,
    invoice: Uuid,
) -> Result<Option<Invoice>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM invoices WHERE project = $1 AND invoice = $2");
    let rows = db.query(&sql, &[project.into(), invoice.into()]).await?;
    rows.first().map(read).transpose()
}

/// The one that PayPal or people call this.
///
/// # Errors
/// When the database refuses.
pub async fn named(
    db: &mut dyn Transaction,
    paypal_id: &str,
    number: &str,
) -> Result<Option<Invoice>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invoices WHERE paypal_id = $1 OR number = $2 ORDER BY made_at LIMIT 1"
    );
    let rows = db.query(&sql, &[paypal_id.into(), number.into()]).await?;
    rows.first().map(read).transpose()
}

/// Keeps what became of it, unless somebody else changed it since it was read: then `false`.
///
/// # Errors
/// When the database refuses.
pub async fn put(db: &mut dyn Transaction, row: &Invoice) -> Result<bool, DbError> {
    let sql = "UPDATE invoices
               SET paypal_id = $3, asked_at = $4, sent_at = $5, standing = $6, turn = $7 + 1
               WHERE project = $1 AND invoice = $2 AND turn = $7";
    let values = [
        row.project.into(),
        row.invoice.into(),
        row.paypal_id.clone().into(),
        row.asked_at.map(|at| at.0).into(),
        row.sent_at.map(|at| at.0).into(),
        row.standing.clone().into(),
        row.turn.into(),
    ];
    Ok(db.execute(sql, &values).await? > 0)
}

/// It is not wanted any more.
///
/// # Errors
/// When the database refuses.
pub async fn cancel(
    db: &mut dyn Transaction,
    project: Uuid,
    invoice: Uuid,
) -> Result<bool, DbError> {
    let sql = "UPDATE invoices SET cancel = 1, turn = turn + 1
               WHERE project = $1 AND invoice = $2 AND cancel = 0";
    Ok(db.execute(sql, &[project.into(), invoice.into()]).await? > 0)
}

/// Takes name, address and words of a project's invoices away; what PayPal calls them stays.
///
/// # Errors
/// When the database refuses.
pub async fn erase(db: &mut dyn Transaction, project: Uuid) -> Result<(), DbError> {
    let sql = "UPDATE invoices SET bill = '', turn = turn + 1 WHERE project = $1";
    db.execute(sql, &[project.into()]).await.map(drop)
}

fn read(row: &Row) -> Result<Invoice, DbError> {
    Ok(Invoice {
        project: row.id(0)?,
        invoice: row.id(1)?,
        number: row.text(2)?.to_owned(),
        bill: row.text(3)?.to_owned(),
        paypal_id: row.opt_text(4)?.map(str::to_owned),
        asked_at: row.opt_int(5)?.map(Time),
        sent_at: row.opt_int(6)?.map(Time),
        standing: row.opt_text(7)?.map(str::to_owned),
        cancel: row.int(8)? != 0,
        turn: row.int(9)?,
        made_at: Time(row.int(10)?),
    })
}
