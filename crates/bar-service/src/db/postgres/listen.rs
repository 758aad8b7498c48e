//! Pokes: a connection that does nothing but listen, and is made anew when it breaks.

use std::future::poll_fn;
use std::time::Duration;

use futures::TryFutureExt;
use tokio::sync::broadcast;
use tokio::task::{AbortHandle, JoinHandle};
use tokio_postgres::{AsyncMessage, Client};

use super::super::DbError;
use super::connect::Address;
use super::patience::{ANSWER, PATIENCE, within};
use super::refused::refused;

/// How soon to try again: twice as long each time, up to [`PATIENCE`].
const SOON: Duration = Duration::from_millis(100);
/// How often to see whether the server is still there: where nobody tells anything, it may have gone.
const LOOK: Duration = Duration::from_secs(30);

/// A connection that listens, as long as both are there.
type Ear = (Client, JoinHandle<()>);

/// Listens until it is aborted; what was told after this returns is heard.
pub async fn start(
    address: Address,
    pokes: broadcast::Sender<String>,
) -> Result<AbortHandle, DbError> {
    let mut ear = listen(&address, &pokes).await?;
    let listens = tokio::spawn(async move {
        loop {
            lasts(ear).await;
            ear = listen_again(&address, &pokes).await;
            // Whatever was told meanwhile is lost: anything may have moved.
            let _ = pokes.send(String::new());
        }
    });
    Ok(listens.abort_handle())
}

async fn listen(address: &Address, pokes: &broadcast::Sender<String>) -> Result<Ear, DbError> {
    let connects = address.config.connect(address.tls.clone()).map_err(refused);
    let (client, mut connection) = within(PATIENCE, connects).await?;
    let pokes = pokes.clone();
    let hears = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(told) = message {
                // Nobody listens here: nothing is lost.
                let _ = pokes.send(told.payload().to_owned());
            }
        }
    });
    within(ANSWER, client.batch_execute("LISTEN bar_one").map_err(refused)).await?;
    Ok((client, hears))
}

/// Returns once nothing is heard there any more.
async fn lasts((client, mut hears): Ear) {
    loop {
        tokio::select! {
            _ = &mut hears => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        if within(ANSWER, client.batch_execute("").map_err(refused)).await.is_err() {
            hears.abort();
            return;
        }
    }
}

async fn listen_again(address: &Address, pokes: &broadcast::Sender<String>) -> Ear {
    let mut wait = SOON;
    loop {
        match listen(address, pokes).await {
            Ok(ear) => return ear,
            Err(error) => tracing::warn!(%error, "nothing is heard from other instances"),
        }
        tokio::time::sleep(wait).await;
        wait = (2 * wait).min(PATIENCE);
    }
}
