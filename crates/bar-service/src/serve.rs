//! Listens, with or without TLS, and lets nobody keep a connection by doing nothing.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How long requests may take when the service ends.
const LAST: Duration = Duration::from_secs(10);
/// Connections at a time.
const MOST: usize = 10_000;

/// How long clients may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// To say what they want, from the first byte or from the last answer on.
    pub head: Duration,
    /// To send what is neither an upload, a download nor a stream, and to get its answer.
    pub request: Duration,
    /// To take anything of an answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { head: seconds(15), request: seconds(30), answer: seconds(60) }
    }
}

/// Why https cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file does not read.
    #[error("the certificate or its key cannot be read: both must be PEM files")]
    Pem(#[source] rustls::pki_types::pem::Error),
    /// They do not fit.
    #[error("the certificate and its key do not fit each other")]
    Fit(#[source] rustls::Error),
}

/// What https is served with.
///
/// # Errors
/// When the files do not read, or do not fit each other.
pub fn tls(certificate: &Path, key: &Path) -> Result<TlsAcceptor, TlsError> {
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(certificate).map_err(TlsError::Pem)?.collect();
    let key = PrivateKeyDer::from_pem_file(key).map_err(TlsError::Pem)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Fit)?
        .with_no_client_auth()
        .with_single_cert(chain.map_err(TlsError::Pem)?, key)
        .map_err(TlsError::Fit)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Serves until `stop` ends, and then what was begun.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(MOST));
    let mut stop = std::pin::pin!(stop);
    loop {
        let place = tokio::select! {
            place = places.clone().acquire_owned() => place,
            () = &mut stop => break,
        };
        let Ok(place) = place else { break };
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    wait_out(&error).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let (router, tls, watcher) = (router.clone(), tls.clone(), graceful.watcher());
        tokio::spawn(async move {
            let _place = place;
            // What is written is sent at once: answers are short.
            let _best_effort = stream.set_nodelay(true);
            match tls {
                None => converse(stream, peer, router, patience, watcher).await,
                Some(tls) => {
                    let hello = tokio::time::timeout(patience.head, tls.accept(stream)).await;
                    if let Ok(Ok(stream)) = hello {
                        converse(stream, peer, router, patience, watcher).await;
                    }
                }
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(LAST, graceful.shutdown()).await.is_err() {
        tracing::info!("some requests were cut off at the end");
    }
}

/// Speaks HTTP/1.1 alone: while hyper waits for which version it is, or for the greeting of HTTP/2, nothing
/// limits how long.
async fn converse<S: AsyncRead + AsyncWrite + Send + 'static>(
    stream: S,
    peer: SocketAddr,
    router: Router,
    patience: Patience,
    watcher: Watcher,
) {
    let service = router.map_request(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(patience);
        request.map(axum::body::Body::new)
    });
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience.answer));
    let connection = Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// A connection that broke off before it was taken is nothing; where there are no more files to be opened,
/// waiting is all that helps.
async fn wait_out(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be taken");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
