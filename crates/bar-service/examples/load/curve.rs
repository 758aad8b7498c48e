//! What a command costs as the studio grows.

use std::time::Duration;

use serde::Serialize;

use crate::asks::{self, Ask, Connection};
use crate::program::{Place, Service};
use crate::seed::{Owned, seed};
use crate::{Done, Stage, median};

/// Apps that ask at once, of projects of their own.
const CONNECTIONS: usize = 8;
/// Projects of a studio, and messages in each.
const SIZES: [(usize, usize); 5] = [(10, 5), (100, 5), (1_000, 5), (10_000, 5), (10, 5_000)];

/// A studio of some size.
#[derive(Debug, Serialize)]
pub struct Point {
    projects: usize,
    messages: usize,
    /// Microseconds of the service's CPU for a command.
    cpu: f64,
    p99: f64,
}

/// One that is being measured.
struct Studio {
    service: Service,
    owned: Vec<Owned>,
    cpu: Vec<f64>,
    p99: Vec<f64>,
}

/// All sizes, in turn. What is done makes no project larger.
pub async fn measure(stage: &Stage) -> Done<Vec<Point>> {
    let mut studios = Vec::new();
    for (projects, messages) in SIZES {
        eprintln!("Making {projects} projects of {messages} messages");
        let data = stage.folder.join(format!("of-{projects}-{messages}"));
        let place = Place { data, database: None };
        let owned = seed(&place, projects, messages).await?;
        let service = Service::start(&stage.program, &place).await?;
        studios.push(Studio { service, owned, cpu: vec![], p99: vec![] });
    }
    for round in 0..stage.rounds {
        for at in 0..SIZES.len() {
            studios[(at + round) % SIZES.len()].round(stage.lasting).await?;
        }
    }
    let point = |((projects, messages), Studio { cpu, p99, .. })| {
        let (cpu, p99) = (median(cpu), median(p99));
        Point { projects, messages, cpu, p99 }
    };
    Ok(SIZES.into_iter().zip(studios).map(point).collect())
}

impl Studio {
    async fn round(&mut self, lasting: Duration) -> Done<()> {
        let Self { service, owned, cpu, p99 } = self;
        let before = service.program.cpu()?;
        let timed = asks::all(connections(service, owned), lasting, Duration::ZERO).await?;
        cpu.push(1e6 * (service.program.cpu()? - before) / timed.answers as f64);
        p99.push(timed.p99);
        Ok(())
    }
}

fn connections(service: &Service, owned: &[Owned]) -> Vec<Connection> {
    let theirs = |number| owned.iter().skip(number).step_by(CONNECTIONS).cloned().collect();
    (0..CONNECTIONS).map(|number| Connection::to(service, theirs(number), &[Ask::Rename])).collect()
}
