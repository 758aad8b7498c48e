//! What others notice of uploads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde::Serialize;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::asks::{self, Ask, Connection, Timed};
use crate::program::{Place, Service};
use crate::seed::{Owned, seed};
use crate::upload::{PART, Upload};
use crate::{Done, Stage, median};

/// Files on their way at once.
const UPLOADS: usize = 8;
/// Parts of a file.
const PARTS: usize = 6;
/// Apps that ask meanwhile, and how long they pause: about 300 requests a second.
const CONNECTIONS: usize = 8;
const PAUSE: Duration = Duration::from_millis(25);

/// Commands and pages in turn, as medians of all rounds.
#[derive(Debug, Serialize)]
pub struct Busy {
    /// Without uploads.
    quiet_p99: f64,
    p50: f64,
    p99: f64,
    /// Megabytes of uploads in a second meanwhile.
    rate: f64,
    /// Megabytes that the service held at most.
    memory: f64,
}

/// With and without uploads, in turn.
pub async fn measure(stage: &Stage) -> Done<Busy> {
    let place = Place { data: stage.folder.join("busy"), database: None };
    let owned: Arc<[Owned]> = seed(&place, UPLOADS, 25).await?.into();
    let service = Arc::new(Service::start(&stage.program, &place).await?);
    let (mut quiet, mut busy, mut rates) = (vec![], vec![], vec![]);
    for _ in 0..stage.rounds {
        quiet.push(asks(&service, &owned, stage.lasting).await?);
        let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let begun = Instant::now();
        let mut uploads = JoinSet::new();
        for number in 0..UPLOADS {
            let (service, owned) = (service.clone(), owned[number].clone());
            let (stop, sent) = (stop.clone(), sent.clone());
            uploads.spawn(async move { send(&service, &owned, &stop, &sent).await });
        }
        busy.push(asks(&service, &owned, stage.lasting).await?);
        rates.push(sent.load(Ordering::Relaxed) as f64 / 1e6 / begun.elapsed().as_secs_f64());
        stop.store(true, Ordering::Relaxed);
        for ended in uploads.join_all().await {
            ended?;
        }
    }
    Ok(Busy {
        quiet_p99: median(quiet.iter().map(|it| it.p99)),
        p50: median(busy.iter().map(|it| it.p50)),
        p99: median(busy.iter().map(|it| it.p99)),
        rate: median(rates),
        memory: service.program.most_memory()?,
    })
}

async fn asks(service: &Service, owned: &[Owned], lasting: Duration) -> Done<Timed> {
    let one = |number: usize| {
        let theirs = vec![owned[number % owned.len()].clone()];
        Connection::to(service, theirs, &[Ask::Say, Ask::Page])
    };
    asks::all((0..CONNECTIONS).map(one).collect(), lasting, PAUSE).await
}

/// One file after the other, until it is told to stop.
async fn send(service: &Service, owned: &Owned, stop: &AtomicBool, sent: &AtomicUsize) -> Done<()> {
    let part = Bytes::from(vec![7; PART]);
    while !stop.load(Ordering::Relaxed) {
        let mut upload = Upload::begin(service, owned, PART * PARTS).await?;
        // Another file each time, since none is stored twice.
        let mut first = part.to_vec();
        first[..16].copy_from_slice(Uuid::now_v7().as_bytes());
        upload.append(first.into()).await?;
        sent.fetch_add(PART, Ordering::Relaxed);
        for _ in 1..PARTS {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            upload.append(part.clone()).await?;
            sent.fetch_add(PART, Ordering::Relaxed);
        }
    }
    Ok(())
}
