//! Opening a database by its address.

use std::path::Path;
use std::sync::Arc;

use super::{Database, DbError, Postgres, Sqlite};

/// Why a database was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// It did not answer, or is none of ours.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The address cannot be read. It may hold a password, so it is not repeated.
    #[error("the address of the database cannot be read: write it as postgres://user@host/name")]
    Address(#[source] tokio_postgres::Error),
    /// No certificate of the system's could be read, so no server can be trusted.
    #[error(
        "no certificates to know the database by: install the system's, or name a file in SSL_CERT_FILE"
    )]
    NoCertificates,
    /// The encryption could not be set up.
    #[error("the encrypted connection to the database could not be set up")]
    Tls(#[source] rustls::Error),
    /// A newer program brought its tables up to date.
    #[error("a newer bar-service made this database ({0} is unknown here): start that one")]
    Newer(String),
    /// The tables were made by another build, before a release.
    #[error("this database was made by another build of bar-service ({0} differs): start that one")]
    Altered(String),
}

/// Opens what `address` names: `postgres://…`, or else a file, which is made where there is none.
///
/// # Errors
/// When it cannot be opened, or a newer program made it.
pub async fn open(address: &str) -> Result<Arc<dyn Database>, OpenError> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        // Boxed, since whatever starts a service carries it along.
        Ok(Arc::new(Box::pin(Postgres::open(address)).await?))
    } else {
        Ok(Arc::new(Sqlite::open(Path::new(address)).await?))
    }
}
