//! What it costs to listen.

use serde::Serialize;

use crate::program::{Place, Service};
use crate::seed::seed;
use crate::{Done, Stage};

/// Apps that listen.
const STREAMS: usize = 1_000;

/// What a service holds, in megabytes.
#[derive(Debug, Serialize)]
pub struct Streams {
    before: f64,
    /// While all of them listen and nothing moves.
    after: f64,
}

/// Has them listen at once.
pub async fn measure(stage: &Stage) -> Done<Streams> {
    let place = Place { data: stage.folder.join("streams"), database: None };
    let owned = seed(&place, 32, 5).await?;
    let service = Service::start(&stage.program, &place).await?;
    let before = service.program.memory()?;
    let mut listening = Vec::with_capacity(STREAMS);
    for number in 0..STREAMS {
        let token = &owned[number % owned.len()].token;
        let request = service.http.get(format!("{}/v1/stream", service.base)).bearer_auth(token);
        let mut stream = request.send().await?.error_for_status()?;
        // The first word says that it listens.
        stream.chunk().await?.ok_or("a stream ended")?;
        listening.push(stream);
    }
    let after = service.program.memory()?;
    drop(listening);
    Ok(Streams { before, after })
}
