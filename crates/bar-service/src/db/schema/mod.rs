//! The tables, brought up to date step by step. A step that was released is never changed.

mod tables;

pub use tables::{Table, tables};

use super::{OpenError, Transaction, Value};

/// Every step with its name, in order.
const STEPS: &[(&str, &str)] = &[
    ("010_events", include_str!("010_events.sql")),
    ("020_accounts", include_str!("020_accounts.sql")),
    ("030_uploads", include_str!("030_uploads.sql")),
    ("040_paypal", include_str!("040_paypal.sql")),
    ("050_mail", include_str!("050_mail.sql")),
    ("060_jobs", include_str!("060_jobs.sql")),
    ("070_retention", include_str!("070_retention.sql")),
];

const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS schema_versions (
    name TEXT PRIMARY KEY,
    hash BYTEA NOT NULL
)";

/// Takes the steps that are still to be taken. Nobody else may take them meanwhile.
pub async fn migrate(transaction: &mut dyn Transaction) -> Result<(), OpenError> {
    transaction.execute(VERSIONS, &[]).await?;
    let taken = transaction.query("SELECT name, hash FROM schema_versions", &[]).await?;
    let mut steps = STEPS.to_vec();
    for row in &taken {
        let name = row.text(0)?;
        let Some(place) = steps.iter().position(|(step, _)| *step == name) else {
            return Err(OpenError::Newer(name.to_owned()));
        };
        let (_, sql) = steps.remove(place);
        if row.bytes(1)? != hash(sql) {
            return Err(OpenError::Altered(name.to_owned()));
        }
    }
    for (name, sql) in steps {
        for statement in statements(sql) {
            transaction.execute(&statement, &[]).await?;
        }
        let values = [Value::from(name), Value::from(hash(sql))];
        transaction.execute("INSERT INTO schema_versions VALUES ($1, $2)", &values).await?;
    }
    Ok(())
}

/// The names and hashes of all steps: what two databases must have in common to hold the same.
#[must_use]
pub fn steps() -> Vec<(&'static str, [u8; 32])> {
    STEPS.iter().map(|(name, sql)| (*name, hash(sql))).collect()
}

fn hash(sql: &str) -> [u8; 32] {
    *blake3::hash(sql.as_bytes()).as_bytes()
}

/// One by one, without the lines of comment, which may hold a semicolon.
fn statements(sql: &str) -> Vec<String> {
    let lines = sql.lines().filter(|line| !line.trim_start().starts_with("--"));
    let all = lines.collect::<Vec<_>>().join("\n");
    let each = all.split(';').map(str::trim).filter(|statement| !statement.is_empty());
    each.map(str::to_owned).collect()
}
