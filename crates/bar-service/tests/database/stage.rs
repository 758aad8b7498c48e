//! A database of either kind, for one test.

use std::sync::Arc;

use bar_service::db::{self, Database};
use bar_testkit::postgres;
use tempfile::TempDir;

/// Where the database of a test is, which goes with it.
pub enum Place {
    /// A file.
    Sqlite(TempDir),
    /// A database on the server of this run.
    Postgres(postgres::Database),
}

impl Place {
    pub fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().expect("a folder"))
    }

    pub fn postgres() -> Self {
        Self::Postgres(postgres::database().expect("a server"))
    }

    /// Another place of the same kind.
    pub fn fresh(&self) -> Self {
        match self {
            Self::Sqlite(_) => Self::sqlite(),
            Self::Postgres(_) => Self::postgres(),
        }
    }

    pub fn address(&self) -> String {
        match self {
            Self::Sqlite(folder) => folder.path().join("service.sqlite").display().to_string(),
            Self::Postgres(database) => database.url(),
        }
    }

    pub async fn open(&self) -> Arc<dyn Database> {
        db::open(&self.address()).await.expect("a database")
    }

    /// The database of another instance of the service. A file has one instance.
    pub async fn another(&self, db: &Arc<dyn Database>) -> Arc<dyn Database> {
        match self {
            Self::Sqlite(_) => db.clone(),
            Self::Postgres(_) => self.open().await,
        }
    }
}

/// Tells every story on both kinds.
macro_rules! stories {
    ($($name:ident)*) => {
        mod sqlite {$(
            #[tokio::test]
            async fn $name() {
                super::$name(crate::stage::Place::sqlite()).await;
            }
        )*}
        mod postgres {$(
            #[tokio::test]
            async fn $name() {
                super::$name(crate::stage::Place::postgres()).await;
            }
        )*}
    };
}

pub(crate) use stories;
