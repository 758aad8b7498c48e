//! Who may send and fetch files.

use async_trait::async_trait;
use uuid::Uuid;

use crate::db::DbError;
use crate::vault::{AssetHash, Shelf};

/// Asks the projects who may do what. Whoever may not is told the same as of a project that is
/// not there.
#[async_trait]
pub trait Access: Send + Sync + 'static {
    /// How many bytes a project may hold, where somebody may send files of this kind to it; nothing where they
    /// may not. Where it is said which file it is, and the project knows it, they must know of it too.
    ///
    /// # Errors
    /// When it cannot be found out.
    async fn may_upload(
        &self,
        account: Uuid,
        project: Uuid,
        on: Shelf,
        asset: Option<&AssetHash>,
    ) -> Result<Option<u64>, DbError>;

    /// Whether somebody may hear and fetch this file of a project.
    ///
    /// # Errors
    /// When it cannot be found out.
    async fn may_fetch(
        &self,
        account: Uuid,
        project: Uuid,
        asset: &AssetHash,
    ) -> Result<bool, DbError>;
}
