//! Apps that ask the service, each over its own connection, and how long they wait.

use std::time::{Duration, Instant};

use bar_domain::project::Act;
use bar_protocol::{Answers, Outcome, Page, Push};
use reqwest::Client;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::Done;
use crate::program::Service;
use crate::seed::{Owned, name_song, pushed, say};

/// Events of a page.
const EVENTS: usize = 20;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub enum Ask {
    /// To keep a message.
    Say,
    /// To call a song otherwise.
    Rename,
    /// What happened, the first [`EVENTS`] of it.
    Page,
}

/// An app that asks one thing after the other, of its projects in turn.
pub struct Connection {
    http: Client,
    base: String,
    projects: Vec<Owned>,
    asks: &'static [Ask],
    count: usize,
}

/// How it went.
#[derive(Debug, Clone, Copy)]
pub struct Timed {
    /// Answers in all.
    pub answers: usize,
    /// Answers in a second.
    pub rate: f64,
    /// Milliseconds that half of them took at most.
    pub p50: f64,
    /// Milliseconds that all but one in a hundred took at most.
    pub p99: f64,
}

impl Connection {
    /// One to a service.
    pub fn to(service: &Service, projects: Vec<Owned>, asks: &'static [Ask]) -> Self {
        let (http, base) = (service.http.clone(), service.base.clone());
        // No two call a song the same one after the other.
        let count = Uuid::now_v7().as_u64_pair().0 as usize & 0xff_ffff;
        Self { http, base, projects, asks, count }
    }

    async fn ask(&mut self) -> Done<()> {
        self.count += 1;
        let owned = self.projects[self.count % self.projects.len()].clone();
        match self.asks[self.count % self.asks.len()] {
            Ask::Say => self.push(&owned, say()).await,
            Ask::Rename => self.push(&owned, name_song(Some(self.count))).await,
            Ask::Page => self.page(&owned).await,
        }
    }

    async fn push(&self, owned: &Owned, act: Act) -> Done<()> {
        let push = Push { device: Uuid::nil(), commands: vec![pushed(owned.project, act)] };
        let request = self.http.post(format!("{}/v1/commands", self.base)).json(&push);
        let answer = request.bearer_auth(&owned.token).send().await?.error_for_status()?;
        let Answers { answers, .. } = answer.json().await?;
        match &answers[..] {
            [answer] if answer.outcome == Outcome::Applied => Ok(()),
            other => Err(format!("a command was not kept: {other:?}").into()),
        }
    }

    async fn page(&self, owned: &Owned) -> Done<()> {
        let (base, project) = (&self.base, owned.project);
        let path = format!("{base}/v1/projects/{project}/events?limit={EVENTS}");
        let request = self.http.get(path).bearer_auth(&owned.token);
        let page: Page = request.send().await?.error_for_status()?.json().await?;
        if page.events.len() == EVENTS { Ok(()) } else { Err("a page is not full".into()) }
    }
}

/// Has all of them ask for so long, each as soon as it was answered and has paused.
pub async fn all(
    mut connections: Vec<Connection>,
    lasting: Duration,
    pause: Duration,
) -> Done<Timed> {
    // Connecting is not measured.
    futures::future::try_join_all(connections.iter_mut().map(Connection::ask)).await?;
    let begun = Instant::now();
    let mut running = JoinSet::new();
    for connection in connections {
        running.spawn(asks(connection, begun + lasting, pause));
    }
    let mut took = Vec::new();
    for one in running.join_all().await {
        took.extend(one?);
    }
    let seconds = begun.elapsed().as_secs_f64();
    took.sort();
    let at = |share: f64| {
        let at = ((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1));
        took.get(at).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
    };
    let answers = took.len();
    Ok(Timed { answers, rate: answers as f64 / seconds, p50: at(0.5), p99: at(0.99) })
}

async fn asks(mut it: Connection, until: Instant, pause: Duration) -> Done<Vec<Duration>> {
    let mut took = Vec::new();
    while Instant::now() < until {
        let begun = Instant::now();
        it.ask().await?;
        took.push(begun.elapsed());
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
    }
    Ok(took)
}
