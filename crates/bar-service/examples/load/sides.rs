//! Commands and pages: a service on `SQLite`, and two on one `PostgreSQL`, in turn.

use std::time::Duration;

use bar_testkit::postgres::{Database, Server};
use serde::Serialize;

use crate::asks::{self, Ask, Connection, Timed};
use crate::program::{Place, Service};
use crate::seed::{Owned, seed};
use crate::{Done, Stage, median};

/// Apps that ask at once.
const CONNECTIONS: usize = 64;
/// Two apps share one: on `PostgreSQL` they ask different instances.
const PROJECTS: usize = CONNECTIONS / 2;
/// So that a page is full.
const MESSAGES: usize = 25;

/// How one does, as medians of all rounds.
#[derive(Debug, Serialize)]
pub struct Side {
    /// Commands in a second, each on the disk when it is answered.
    commands: f64,
    p50: f64,
    p99: f64,
    /// Pages of 20 events in a second.
    pages: f64,
    pages_p99: f64,
    /// Microseconds of CPU that a page costs the service.
    page_cpu: f64,
}

/// Services that share a database.
struct Sharing {
    services: Vec<Service>,
    projects: Vec<Owned>,
    commands: Vec<Timed>,
    pages: Vec<Timed>,
    page_cpu: Vec<f64>,
}

/// Both, and nothing for `PostgreSQL` where there is none.
pub async fn measure(stage: &Stage) -> Done<(Side, Option<Side>)> {
    // The server ends after those that use it.
    let postgres = postgres();
    let sqlite = Place { data: stage.folder.join("sides"), database: None };
    let mut sides = vec![Sharing::start(stage, &[sqlite]).await?];
    if let Some((database, _)) = &postgres {
        let place =
            |name: &str| Place { data: stage.folder.join(name), database: Some(database.url()) };
        sides.push(Sharing::start(stage, &[place("one"), place("other")]).await?);
    }
    for round in 0..stage.rounds {
        // Whoever goes first finds the machine in another state than the other.
        let first = round % sides.len();
        sides.rotate_left(first);
        for side in &mut sides {
            side.round(stage.lasting).await?;
        }
        sides.rotate_right(first);
    }
    let mut told = sides.iter().map(Sharing::told);
    let sqlite = told.next().ok_or("nothing was measured")?;
    Ok((sqlite, told.next()))
}

/// A server that syncs, and a database on it.
fn postgres() -> Option<(Database, Server)> {
    let start = || {
        let server = Server::start()?;
        Ok::<_, std::io::Error>((server.database()?, server))
    };
    start().inspect_err(|error| eprintln!("PostgreSQL did not start: {error}")).ok()
}

impl Sharing {
    async fn start(stage: &Stage, places: &[Place]) -> Done<Self> {
        let projects = seed(&places[0], PROJECTS, MESSAGES).await?;
        let mut services = Vec::new();
        for place in places {
            services.push(Service::start(&stage.program, place).await?);
        }
        Ok(Self { services, projects, commands: vec![], pages: vec![], page_cpu: vec![] })
    }

    async fn round(&mut self, lasting: Duration) -> Done<()> {
        self.commands
            .push(asks::all(self.connections(&[Ask::Say]), lasting, Duration::ZERO).await?);
        let before = self.cpu()?;
        let pages = asks::all(self.connections(&[Ask::Page]), lasting, Duration::ZERO).await?;
        self.page_cpu.push(1e6 * (self.cpu()? - before) / pages.answers as f64);
        self.pages.push(pages);
        Ok(())
    }

    fn connections(&self, asks: &'static [Ask]) -> Vec<Connection> {
        let connection = |number: usize| {
            let service = &self.services[number % self.services.len()];
            Connection::to(service, vec![self.projects[number / 2].clone()], asks)
        };
        (0..CONNECTIONS).map(connection).collect()
    }

    fn cpu(&self) -> Done<f64> {
        self.services.iter().map(|service| service.program.cpu()).sum()
    }

    fn told(&self) -> Side {
        let of = |all: &[Timed], figure: fn(&Timed) -> f64| median(all.iter().map(figure));
        Side {
            commands: of(&self.commands, |it| it.rate),
            p50: of(&self.commands, |it| it.p50),
            p99: of(&self.commands, |it| it.p99),
            pages: of(&self.pages, |it| it.rate),
            pages_p99: of(&self.pages, |it| it.p99),
            page_cpu: median(self.page_cpu.iter().copied()),
        }
    }
}
