//! What has to be done from time to time.

use std::time::Duration;

use bar_domain::song::Time;

use crate::failure::Failure;
use crate::service::Shared;
use crate::tables::{invitations, jobs, outbox, sessions};
use crate::work::guard;

/// How long what is done is remembered: jobs, mails, invitations.
const REMEMBERED: i64 = 30 * 24 * 60 * 60 * 1000;
/// How long jobs that were given up rest before they are tried again.
const GIVEN_UP: i64 = 24 * 60 * 60 * 1000;
/// How often.
const EVERY: Duration = Duration::from_mins(10);

/// Does it until `stop` ends.
pub async fn keep_up(service: Shared, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        if let Err(error) = once(&service).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "upkeep has to wait");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = &mut stop => return,
        }
    }
}

async fn once(service: &Shared) -> Result<(), Failure> {
    service.limits.forget();
    let mut tx = service.db.begin().await?;
    let ended = sessions::sweep(&mut *tx, service.now()).await?;
    let now = service.now();
    let long_ago = Time(now.0 - REMEMBERED);
    jobs::forget(&mut *tx, long_ago).await?;
    outbox::forget(&mut *tx, long_ago).await?;
    invitations::forget(&mut *tx, long_ago).await?;
    let revived = jobs::revive(&mut *tx, Time(now.0 - GIVEN_UP), now).await?;
    if revived > 0 {
        tracing::error!(
            revived,
            "jobs that were given up are tried again: see what is written before"
        );
    }
    service.is_allowed(&mut *tx, service.now()).await?;
    guard::remember(service, &mut *tx).await?;
    tx.commit().await?;
    tracing::debug!(ended, "sessions that ended were forgotten");
    let swept = service.uploads.sweep().await;
    tracing::debug!(?swept, "uploads that are over were swept");
    Ok(())
}
