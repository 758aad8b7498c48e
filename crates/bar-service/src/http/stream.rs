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

use super::answers::{Public, Signed};
use super::auth::Caller;
use crate::failure::Failure;
use crate::metrics::Metrics;
use crate::poke::Poke;
use crate::service::Shared;

/// How often it says that it is still there.
const PING: Duration = Duration::from_secs(15);
/// How long a stream lasts at most; then the app asks anew, as somebody who is still signed in.
const AT_MOST: Duration = Duration::from_hours(1);

/// Server-sent events named `moved`, which say nothing else: something of the caller's moved, ask for changes. A
/// stream ends after an hour at the latest. Where it fails, ask every minute.
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
}

impl Listening {
    fn new(service: Shared, caller: Caller) -> Self {
        service.metrics.listening.inc();
        let pokes = service.db.pokes();
        Self { service, caller, pokes }
    }

    /// Waits until something of the caller's moved; nothing once the service ends.
    async fn moved(&mut self) -> Option<()> {
        loop {
            match self.pokes.recv().await {
                // Nothing at all: pokes were missed, and any of them may have been theirs.
                Ok(text) if text.is_empty() => return Some(()),
                Ok(text) if Poke::read(&text).is_some_and(|poke| self.concerns(&poke)) => {
                    return Some(());
                }
                Ok(_) => {}
                // Too many at once: any of them may have been theirs.
                Err(RecvError::Lagged(_)) => return Some(()),
                Err(RecvError::Closed) => return None,
            }
        }
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
