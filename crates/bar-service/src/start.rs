//! Starting the service as it was chosen, and ending it.

use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::SystemClock;
use crate::db::{self, OpenError};
use crate::failure::Failure;
use crate::furnish::furnish;
pub use crate::furnish::{Ground, PartError};
use crate::http::router;
use crate::jobs::Worker;
use crate::mail;
use crate::serve::{self, TlsError};
use crate::service::{Choices, Shared};
use crate::settings::{Chosen, is_open};

/// Why it did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error("the folder {0} cannot be used")]
    Folder(PathBuf, #[source] io::Error),
    /// Another one is at it.
    #[error("another bar-service works in {0}: end that one, or name another folder as --data")]
    InUse(PathBuf),
    /// The key that seals assets.
    #[error(
        "the key in {0} cannot be used: it must be 64 hexadecimal digits that only you can read"
    )]
    Key(PathBuf),
    /// The key that seals assets, and that others can read.
    #[error("others can read {0}, which opens all assets: type `chmod 600 {0}`")]
    OpenKey(PathBuf),
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The address.
    #[error("{0} cannot be listened on: is the service running already?")]
    Listen(SocketAddr, #[source] io::Error),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A part of it.
    #[error(transparent)]
    Part(#[from] PartError),
    /// Something of the service's own.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// A service that runs.
pub struct Running {
    /// Its parts.
    pub service: Shared,
    /// Where it listens.
    pub address: SocketAddr,
    /// The token by which the first account of the studio is made, where there is none yet.
    pub first_run: Option<String>,
    /// Held as long as it runs.
    _alone: Option<fs::File>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// Ends it: takes no more requests, and waits for those that were begun.
    pub async fn stop(self) {
        // Nobody listens where all have ended.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a part of the service ended badly");
            }
        }
    }
}

/// Starts it.
///
/// # Errors
/// When something that was chosen is not there.
pub async fn start(chosen: &Chosen) -> Result<Running, StartError> {
    let clock = Arc::new(SystemClock);
    start_on(chosen, Ground::new(clock)).await
}

/// Starts it on other ground.
///
/// # Errors
/// When something that was chosen is not there.
pub async fn start_on(chosen: &Chosen, ground: Ground) -> Result<Running, StartError> {
    let folder = |error| StartError::Folder(chosen.data.clone(), error);
    make_private(&chosen.data).map_err(folder)?;
    let tls = chosen.tls.as_ref().map(|tls| serve::tls(&tls.certificate, &tls.key)).transpose()?;
    let alone = chosen.database.is_none().then(|| alone_in(&chosen.data)).transpose()?;
    let db = db::open(&chosen.database_address()).await?;

    let listen_at = chosen.listen;
    let listen =
        async |at| TcpListener::bind(at).await.map_err(|error| StartError::Listen(at, error));
    let listener = listen(listen_at).await?;
    let address = listener.local_addr().map_err(|error| StartError::Listen(listen_at, error))?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let choices = Choices {
        name: chosen.studio.clone(),
        address: chosen.address.clone().unwrap_or_else(|| format!("{scheme}://{address}")),
        open: chosen.open,
        plain: tls.is_none(),
        proxies: chosen.proxies.clone(),
    };
    let (clock, patience) = (ground.clock.clone(), ground.patience);
    let (stop, stopped) = watch::channel(false);
    let (service, kinds) =
        furnish(chosen, ground, db, key(chosen)?, choices, stopped.clone()).await?;
    let first_run = service.first_run().await?;
    if service.has_mail {
        let mut tx = service.db.begin().await.map_err(Failure::from)?;
        mail::job::begin(&mut *tx, service.now()).await.map_err(Failure::from)?;
        tx.commit().await.map_err(Failure::from)?;
    }

    let router = router(service.clone());
    let mut tasks =
        vec![tokio::spawn(serve::serve(listener, tls, router, patience, until(stopped.clone())))];
    if let Some(at) = chosen.metrics {
        let listener = listen(at).await?;
        let router = metrics_router(service.clone());
        tasks.push(tokio::spawn(serve::serve(
            listener,
            None,
            router,
            patience,
            until(stopped.clone()),
        )));
    }
    let worker = Worker { db: service.db.clone(), clock, kinds };
    tasks.push(tokio::spawn(worker.run(until(stopped.clone()))));
    tasks.push(tokio::spawn(crate::upkeep::keep_up(service.clone(), until(stopped))));
    Ok(Running { service, address, first_run, _alone: alone, stop, tasks })
}

/// What is counted has a port of its own: it is not for everybody.
fn metrics_router(service: Shared) -> Router {
    let text = async move || {
        let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
        ([(axum::http::header::CONTENT_TYPE, kind)], service.metrics.text())
    };
    Router::new().route("/metrics", axum::routing::get(text))
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // Where whoever could stop it is gone, it is over too.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Sees that nobody else works in this folder: `SQLite` takes one service a file.
fn alone_in(folder: &Path) -> Result<fs::File, StartError> {
    let unusable = |error| StartError::Folder(folder.to_owned(), error);
    let lock = fs::File::create(folder.join("lock")).map_err(unusable)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(fs::TryLockError::WouldBlock) => Err(StartError::InUse(folder.to_owned())),
        Err(fs::TryLockError::Error(error)) => Err(unusable(error)),
    }
}

/// Makes a folder that only its owner may enter. One that is there is left as it is.
pub(crate) fn make_private(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The key that seals assets, made where there is none.
///
/// # Errors
/// When it cannot be read or made.
pub fn key(chosen: &Chosen) -> Result<[u8; 32], StartError> {
    if let Some(key) = chosen.key {
        return Ok(key);
    }
    let path = chosen.data.join("key");
    let unusable = |_| StartError::Key(path.clone());
    if path.exists() {
        if is_open(&path) {
            return Err(StartError::OpenKey(path));
        }
        let text = fs::read_to_string(&path).map_err(unusable)?;
        return blake3::Hash::from_hex(text.trim())
            .map(Into::into)
            .map_err(|_| StartError::Key(path.clone()));
    }
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(Failure::Random)?;
    let mut file = tempfile::NamedTempFile::new_in(&chosen.data).map_err(unusable)?;
    writeln!(file, "{}", blake3::Hash::from(key).to_hex()).map_err(unusable)?;
    file.as_file().sync_all().map_err(unusable)?;
    file.persist_noclobber(&path).map_err(|error| unusable(error.error))?;
    Ok(key)
}
