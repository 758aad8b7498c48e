//! Takes connections, and lets calls go wrong.

use std::future::pending;
use std::io;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::response::{Html, IntoResponse};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::fault::{Call, Fault};
use super::{Shared, desk};

/// Serves until it is aborted, connections included.
pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            let service = service_fn(|request| answer(Arc::clone(&shared), request));
            // A connection that breaks is the client's to notice.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
        while connections.try_join_next().is_some() {}
    }
}

/// An error cuts the connection.
async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> io::Result<Response<Body>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let path = parts.uri.path();
    let Some((call, id)) = Call::of(parts.method.as_str(), path) else {
        return Ok(desk::beside(&shared, parts.method.as_str(), path));
    };
    let fault = shared.begin(call);
    let followed = fault.is_none_or(Fault::follows);
    if let Some(Fault::Slow(while_)) = fault {
        tokio::time::sleep(while_).await;
    }
    let response = followed.then(|| desk::follow(&shared, call, id, &parts, &body));
    match (fault, response) {
        (None | Some(Fault::Slow(_)), Some(response)) => Ok(response),
        (Some(Fault::SilentAfter | Fault::SilentBefore), _) => pending().await,
        (Some(Fault::CutAfter | Fault::CutBefore), _) => Err(io::Error::other("cut")),
        (Some(Fault::Gibberish), _) => Ok(Html("<p>Scheduled maintenance").into_response()),
        (Some(Fault::Expired), _) => Ok(desk::expired()),
        (Some(Fault::Unavailable), _) => Ok(desk::failed(503)),
        (Some(Fault::TooMany(seconds)), _) => {
            let mut response = desk::failed(StatusCode::TOO_MANY_REQUESTS.as_u16());
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
        _ => Ok(desk::failed(500)),
    }
}

impl Shared {
    /// Notes a call, and takes what is to go wrong with it.
    fn begin(&self, call: Call) -> Option<Fault> {
        let mut state = self.state();
        state.calls.push(call);
        let next = state.faults.iter().position(|(on, _)| *on == call)?;
        Some(state.faults.remove(next).1)
    }
}
