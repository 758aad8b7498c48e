//! Tells apps that something moved, so that they ask what.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use bar_domain::song::Role;
use futures::stream::{Stream, unfold};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;

use super::answers::{Public, Signed};
use super::auth::Caller;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::poke::{self, Poke};
use crate::service::Shared;
use crate::tables::sessions;

/// How often it says that it is still there.
const PING: Duration = Duration::from_secs(15);
/// How long a stream lasts at most; then the app asks anew, as somebody who is still signed in.
const AT_MOST: Duration = Duration::from_hours(1);

/// Server-sent events named `moved`, which say nothing else: something of the caller's moved, ask for changes. A
/// stream ends after an hour at the latest, when the device is signed out, and when the service ends. Where it
/// fails, ask every minute.
#[utoipa::path(
    get, path = "/v1/stream", tag = "projects", security(("session" = [])),
    responses((status = 200, content_type = "text/event-stream", body = String), Public, Signed),
)]
pub async fn stream(
    State(service): State<Shared>,
    caller: Caller,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let listening = Listening::new(service, caller);
    // What moved before the stream stood is asked for once.
    let moved = unfold((listening, true), async |(mut listening, first)| {
        if !first {
            listening.moved().await?;
        }
        Some((Ok(Event::default().event("moved").data("moved")), (listening, false)))
    });
    let ending = futures::StreamExt::take_until(moved, tokio::time::sleep(AT_MOST));
    Ok(Sse::new(ending).keep_alive(KeepAlive::new().interval(PING).text("ping")))
}

struct Listening {
    service: Shared,
    caller: Caller,
    pokes: Receiver<String>,
    stopped: watch::Receiver<bool>,
}

impl Listening {
    fn new(service: Shared, caller: Caller) -> Self {
        service.metrics.listening.inc();
        let (pokes, stopped) = (service.db.pokes(), service.stopped.clone());
        Self { service, caller, pokes, stopped }
    }

    /// Waits until something of the caller's moved; nothing once the service ends, or they are signed out.
    async fn moved(&mut self) -> Option<()> {
        loop {
            let heard = tokio::select! {
                heard = self.pokes.recv() => heard,
                _ = self.stopped.wait_for(|stopped| *stopped) => return None,
            };
            match heard {
                // Pokes were missed, and any of them may have been theirs.
                Err(RecvError::Lagged(_)) => return self.is_signed_in().await.then_some(()),
                Ok(text) if text.is_empty() => return self.is_signed_in().await.then_some(()),
                Ok(text) if poke::who_signed_out(&text) == Some(self.caller.account.id) => {
                    if !self.is_signed_in().await {
                        return None;
                    }
                }
                Ok(text) if Poke::read(&text).is_some_and(|poke| self.concerns(&poke)) => {
                    return Some(());
                }
                Ok(_) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Whether this device still is. Where that cannot be found out, the stream ends: the app asks anew.
    async fn is_signed_in(&self) -> bool {
        let found = async {
            let mut tx = self.service.db.read().await?;
            sessions::is_there(&mut *tx, self.caller.session).await
        };
        found.await.unwrap_or_default()
    }

    fn concerns(&self, poke: &Poke) -> bool {
        let Poke { members } = poke;
        self.caller.account.role == Role::Studio
            || members.is_empty()
            || members.contains(&self.caller.account.id)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let metrics: &Metrics = &self.service.metrics;
        metrics.listening.dec();
    }
}
