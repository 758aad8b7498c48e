//! Secrets that let somebody in once.

use bar_domain::project::ProjectId;
use bar_domain::song::{ActorId, Role, Time};
use uuid::Uuid;

use super::{role, role_text};
use crate::db::{DbError, Row, Transaction, Value};

/// What a secret is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Comes in, into a project or not.
    Invitation,
    /// Sets a new password.
    Reset,
    /// Becomes the first one of the studio.
    FirstRun,
}

/// An invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Names it.
    pub id: Uuid,
    /// What it is for.
    pub kind: Kind,
    /// As what somebody comes.
    pub role: Role,
    /// Into which project.
    pub project: Option<ProjectId>,
    /// Whose password it resets.
    pub account: Option<ActorId>,
    /// Who made it; nobody where the service did.
    pub made_by: Option<ActorId>,
    /// What they were called.
    pub made_by_name: String,
    /// Until when it counts.
    pub expires_at: Time,
    /// Whether it was taken.
    pub taken: bool,
}

const COLUMNS: &str =
    "id, kind, role, project, account, made_by, made_by_name, expires_at, taken_at";

/// Keeps a new one, by the hash of its secret.
///
/// # Errors
/// When the database refuses.
pub async fn add(
    tx: &mut dyn Transaction,
    invitation: &Invitation,
    secret: [u8; 32],
    now: Time,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO invitations (id, secret, kind, role, project, account, made_by, made_by_name,
         created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &[
            invitation.id.into(),
            secret.into(),
            invitation.kind.text().into(),
            role_text(invitation.role).into(),
            invitation.project.map(|id| id.0).into(),
            invitation.account.map(|id| id.0).into(),
            invitation.made_by.map(|id| id.0).into(),
            invitation.made_by_name.as_str().into(),
            now.0.into(),
            invitation.expires_at.0.into(),
        ],
    )
    .await?;
    Ok(())
}

/// By the hash of its secret, where it still counts.
///
/// # Errors
/// When the database refuses.
pub async fn by_secret(
    tx: &mut dyn Transaction,
    secret: [u8; 32],
    kind: Kind,
    now: Time,
) -> Result<Option<Invitation>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations
         WHERE secret = $1 AND kind = $2 AND expires_at > $3 AND taken_at IS NULL"
    );
    let rows = tx.query(&sql, &[secret.into(), kind.text().into(), now.0.into()]).await?;
    rows.first().map(invitation).transpose()
}

/// Takes it, and says whether it was there to be taken: of two that try, one does. Who took it may take it
/// again.
///
/// # Errors
/// When the database refuses.
pub async fn take(
    tx: &mut dyn Transaction,
    id: Uuid,
    by: ActorId,
    now: Time,
) -> Result<bool, DbError> {
    let sql = "UPDATE invitations SET taken_at = $3, taken_by = $2
               WHERE id = $1 AND (taken_at IS NULL OR taken_by = $2)";
    Ok(tx.execute(sql, &[id.into(), by.0.into(), now.0.into()]).await? > 0)
}

/// One that somebody may take, or took before.
///
/// # Errors
/// When the database refuses.
pub async fn for_taker(
    tx: &mut dyn Transaction,
    secret: [u8; 32],
    by: ActorId,
    now: Time,
) -> Result<Option<Invitation>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE secret = $1 AND kind = 'invitation'
         AND expires_at > $2 AND (taken_at IS NULL OR taken_by = $3)"
    );
    let rows = tx.query(&sql, &[secret.into(), now.0.into(), by.0.into()]).await?;
    rows.first().map(invitation).transpose()
}

/// Those that somebody made, the newest first.
///
/// # Errors
/// When the database refuses.
pub async fn made_by(tx: &mut dyn Transaction, by: ActorId) -> Result<Vec<Invitation>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM invitations WHERE made_by = $1 AND kind = 'invitation'
         ORDER BY created_at DESC, id DESC LIMIT 500"
    );
    tx.query(&sql, &[by.0.into()]).await?.iter().map(invitation).collect()
}

/// Takes back one that somebody made, and says whether there was one.
///
/// # Errors
/// When the database refuses.
pub async fn withdraw(tx: &mut dyn Transaction, by: ActorId, id: Uuid) -> Result<bool, DbError> {
    let sql = "DELETE FROM invitations WHERE made_by = $1 AND id = $2 AND taken_at IS NULL";
    Ok(tx.execute(sql, &[by.0.into(), id.into()]).await? > 0)
}

/// Takes back those of a kind, for whoever they are: a new one replaces them.
///
/// # Errors
/// When the database refuses.
pub async fn replace(
    tx: &mut dyn Transaction,
    kind: Kind,
    account: Option<ActorId>,
) -> Result<(), DbError> {
    let (whose, values): (_, Vec<Value>) = match account {
        Some(account) => (" AND account = $2", vec![kind.text().into(), account.0.into()]),
        None => ("", vec![kind.text().into()]),
    };
    let sql = format!("DELETE FROM invitations WHERE kind = $1{whose} AND taken_at IS NULL");
    tx.execute(&sql, &values).await?;
    Ok(())
}

impl Kind {
    const ALL: [Self; 3] = [Self::Invitation, Self::Reset, Self::FirstRun];

    fn text(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::FirstRun => "firstRun",
        }
    }
}

fn invitation(row: &Row) -> Result<Invitation, DbError> {
    let kind = Kind::ALL.into_iter().find(|kind| row.text(1).is_ok_and(|text| text == kind.text()));
    let kind = kind.ok_or_else(|| DbError::Broken("no kind of invitation".into()))?;
    let id = |column| row.opt_bytes(column)?.map(|_| row.id(column)).transpose();
    Ok(Invitation {
        id: row.id(0)?,
        kind,
        role: role(row.text(2)?)?,
        project: id(3)?.map(ProjectId),
        account: id(4)?.map(ActorId),
        made_by: id(5)?.map(ActorId),
        made_by_name: row.text(6)?.to_owned(),
        expires_at: Time(row.int(7)?),
        taken: row.opt_int(8)?.is_some(),
    })
}

/// Forgets those that did not count any more before a time.
///
/// # Errors
/// When the database refuses.
pub async fn forget(tx: &mut dyn Transaction, before: Time) -> Result<(), DbError> {
    let sql = "DELETE FROM invitations WHERE expires_at < $1";
    tx.execute(sql, &[before.0.into()]).await.map(drop)
}
