//! An S3 server on loopback that keeps its objects in a temporary folder, and can be taken away.

use std::io;
use std::net::SocketAddr;
use std::path::Path;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

/// The one bucket there is.
pub const BUCKET: &str = "vault";
/// Who may come in.
pub const ACCESS_KEY: &str = "bar-one";
/// With what.
pub const SECRET_KEY: &str = "a secret of the tests";

/// The server. Its objects go with it.
pub struct ObjectStore {
    folder: TempDir,
    service: S3Service,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

impl ObjectStore {
    /// Starts one, with an empty bucket.
    ///
    /// # Errors
    /// When there is no folder or port to be had.
    pub async fn start() -> io::Result<Self> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join(BUCKET))?;
        let objects =
            FileSystem::new(folder.path()).map_err(|e| io::Error::other(format!("{e:?}")))?;
        let mut service = S3ServiceBuilder::new(objects);
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let mut store = Self {
            folder,
            service: service.build(),
            address: listener.local_addr()?,
            serving: None,
        };
        store.serve(listener);
        Ok(store)
    }

    /// Where it listens: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The folder of the bucket: objects are files in it, by their keys.
    #[must_use]
    pub fn bucket(&self) -> std::path::PathBuf {
        self.folder.path().join(BUCKET)
    }

    /// Where parts of unfinished multipart uploads lie.
    #[must_use]
    pub fn unfinished(&self) -> &Path {
        self.folder.path()
    }

    /// Breaks every connection and takes no more. What is stored stays.
    pub async fn go(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            // Waited for, so that the port is free; that it was aborted is known.
            let _ = serving.await;
        }
    }

    /// Is there again, at the same address.
    ///
    /// # Errors
    /// When somebody took the port meanwhile.
    pub async fn come_back(&mut self) -> io::Result<()> {
        self.go().await;
        let listener = TcpListener::bind(self.address).await?;
        self.serve(listener);
        Ok(())
    }

    fn serve(&mut self, listener: TcpListener) {
        let service = self.service.clone();
        self.serving = Some(tokio::spawn(async move {
            // Dropped with this task, and every connection with it.
            let mut connections = JoinSet::new();
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                connections.spawn(async move {
                    let http = Builder::new(TokioExecutor::new());
                    // A client that hangs up is no matter of the server's.
                    let _ = http.serve_connection(TokioIo::new(socket), service).await;
                });
                while connections.try_join_next().is_some() {}
            }
        }));
    }
}

impl Drop for ObjectStore {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}
