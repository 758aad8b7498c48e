//! Each table's SQL, written once for both kinds of database.

pub mod accounts;
pub mod assets;
pub mod engineers;
pub mod invitations;
pub mod invoices;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod meta;
pub mod outbox;
pub mod retention;
pub mod sessions;

use bar_domain::song::Role;

use crate::db::DbError;

/// As it stands in a column.
#[must_use]
pub fn role_text(role: Role) -> &'static str {
    match role {
        Role::Artist => "artist",
        Role::Engineer => "engineer",
        Role::Studio => "studio",
        Role::Service => "service",
    }
}

/// From a column.
///
/// # Errors
/// When it is none.
pub fn role(text: &str) -> Result<Role, DbError> {
    match text {
        "artist" => Ok(Role::Artist),
        "engineer" => Ok(Role::Engineer),
        "studio" => Ok(Role::Studio),
        other => Err(DbError::Broken(format!("`{other}` is no role").into())),
    }
}
pub mod uploads;
