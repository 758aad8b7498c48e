//! A service that runs for one test, and people who talk to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use bar_domain::song::Time;
use bar_protocol::{Account, Problem, Session};
use bar_service::clock::Clock;
use bar_service::http::limits::Often;
use bar_service::settings::{Chosen, Settings};
use bar_service::start::{Ground, Running, start_on};
use bar_testkit::object_store::{ACCESS_KEY, BUCKET, ObjectStore, SECRET_KEY};
use bar_testkit::postgres::Database;
use reqwest::{Method, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What assets are sealed with.
pub const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
/// Monday, 2 March 2026, noon.
const START: i64 = 1_772_452_800_000;

/// Where a story is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// On `SQLite` and a folder.
    Sqlite,
    /// On `PostgreSQL` and S3.
    Postgres,
}

/// A clock that is set by hand, and goes on from there.
pub struct Hand(AtomicI64, Instant);

impl Clock for Hand {
    fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst) + self.1.elapsed().as_millis() as i64)
    }
}

/// What it keeps things in that are not in a folder.
pub type Outside = (Database, ObjectStore);

/// A service, and the folder it keeps everything in.
pub struct Studio {
    pub running: Running,
    pub clock: Arc<Hand>,
    pub chosen: Chosen,
    pub outside: Option<Outside>,
    folder: TempDir,
    otherwise: Box<dyn Fn(&mut Ground) + Send + Sync>,
    base: String,
    client: reqwest::Client,
}

/// Somebody who talks to it.
#[derive(Clone)]
pub struct Person {
    pub base: String,
    client: reqwest::Client,
    pub session: Option<Session>,
}

/// What was answered.
pub struct Said {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub body: Vec<u8>,
}

impl Studio {
    pub async fn start(on: On) -> Self {
        Self::start_with(on, |_| {}, Often::default()).await
    }

    pub async fn start_with(on: On, change: impl FnOnce(&mut Settings), often: Often) -> Self {
        Self::start_on(on, change, move |ground| ground.often = often).await
    }

    pub async fn start_on(
        on: On,
        change: impl FnOnce(&mut Settings),
        otherwise: impl Fn(&mut Ground) + Send + Sync + 'static,
    ) -> Self {
        let outside = match on {
            On::Sqlite => None,
            On::Postgres => Some(outside().await),
        };
        Self::start_at(outside, change, otherwise).await
    }

    /// Starts it on this database and store, or on a folder.
    pub async fn start_at(
        outside: Option<Outside>,
        change: impl FnOnce(&mut Settings),
        otherwise: impl Fn(&mut Ground) + Send + Sync + 'static,
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let mut settings = Settings {
            data: Some(folder.path().join("data")),
            listen: Some("127.0.0.1:0".parse().unwrap()),
            metrics: Some("none".into()),
            database: outside.as_ref().map(|(database, _)| database.url()),
            vault: outside.as_ref().map(|(_, store)| bucket(store)),
            key: Some(KEY.into()),
            ..Settings::default()
        };
        change(&mut settings);
        let chosen = settings.check().unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(START), Instant::now()));
        let mut ground = Ground::new(clock.clone());
        otherwise(&mut ground);
        let running = start_on(&chosen, ground).await.unwrap();
        let base = format!("http://{}", running.address);
        let client = reqwest::Client::builder().build().unwrap();
        let otherwise = Box::new(otherwise);
        Self { running, clock, chosen, outside, folder, otherwise, base, client }
    }

    /// Another instance of it, with the same clock.
    pub async fn beside(&self) -> Running {
        let data = self.folder.path().join("beside");
        let chosen = Chosen { data, ..self.chosen.clone() };
        start_on(&chosen, self.ground()).await.unwrap()
    }

    fn ground(&self) -> Ground {
        let mut ground = Ground::new(self.clock.clone());
        (self.otherwise)(&mut ground);
        ground
    }

    /// Everybody talks to it at another address from now on, each time on a new connection.
    pub fn through(mut self, address: SocketAddr) -> Self {
        self.base = format!("http://{address}");
        self.client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        self
    }

    /// Ends it, and starts it again on what it kept.
    pub async fn restart(mut self) -> Self {
        let (chosen, ground) = (self.chosen.clone(), self.ground());
        self.running.stop().await;
        self.running = start_on(&chosen, ground).await.unwrap();
        self.base = format!("http://{}", self.running.address);
        self
    }

    pub fn later(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    pub fn anybody(&self) -> Person {
        Person { base: self.base.clone(), client: self.client.clone(), session: None }
    }

    /// The bytes of a file of [`crate::deeds::file`] are there, without anybody having sent them.
    pub async fn arrive(&self, number: u8) {
        use bar_domain::project::{Act, Arrival, AssetHash};
        let arrival = Arrival::default();
        let act = Act::AssetArrived { asset: AssetHash([number; 32]), arrival };
        let id = bar_domain::song::CommandId(uuid::Uuid::now_v7());
        let answer = self.running.service.act_itself(crate::deeds::PROJECT, id, act).await.unwrap();
        assert_eq!(answer.unwrap().refusal, None);
    }

    /// The first account of the studio.
    pub async fn sal(&self) -> Person {
        let token = self.running.first_run.clone().expect("nobody is the studio yet");
        self.anybody().join("Sal", Some(token)).await
    }

    /// An artist who made an account.
    pub async fn artist(&self, name: &str) -> Person {
        self.anybody().join(name, None).await
    }

    /// An engineer whom the studio asked in.
    pub async fn engineer(&self, sal: &Person, name: &str) -> Person {
        let made: Value = sal.post("/v1/invitations", &json!({"role": "engineer"})).await.as_(201);
        let secret = made["secret"].as_str().unwrap().to_owned();
        self.anybody().join(name, Some(secret)).await
    }
}

impl Person {
    /// Somebody who talks to a service elsewhere.
    pub fn at(base: String) -> Self {
        Self { base, client: reqwest::Client::new(), session: None }
    }

    /// The same person, who talks to it at another address.
    pub fn through(&self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), ..self.clone() }
    }

    /// The same person, each of whose requests is a connection.
    pub fn by_ones(mut self) -> Self {
        self.client = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        self
    }

    pub async fn join(mut self, name: &str, invitation: Option<String>) -> Self {
        let asked = json!({
            "name": name, "email": format!("{}@example.org", name.to_lowercase()),
            "password": password(name), "invitation": invitation, "device": "Laptop",
        });
        let session: Session = self.post("/v1/accounts", &asked).await.as_(201);
        self.session = Some(session);
        self
    }

    pub fn account(&self) -> &Account {
        &self.session.as_ref().expect("signed in").account
    }

    /// The same person on another device.
    pub fn on(mut self, session: Session) -> Self {
        self.session = Some(session);
        self
    }

    pub fn with_token(mut self, token: &str) -> Self {
        token.clone_into(&mut self.session.as_mut().expect("signed in").token);
        self
    }

    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.session {
            Some(session) => request.bearer_auth(&session.token),
            None => request,
        }
    }

    pub async fn get(&self, path: &str) -> Said {
        Said::of(self.request(Method::GET, path).send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: &impl Serialize) -> Said {
        Said::of(self.request(Method::POST, path).json(body).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: &impl Serialize) -> Said {
        Said::of(self.request(Method::PUT, path).json(body).send().await.unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Said {
        Said::of(self.request(Method::DELETE, path).send().await.unwrap()).await
    }
}

impl Said {
    pub async fn of(response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.unwrap().to_vec();
        Self { status, headers, body }
    }

    /// What was answered with this status.
    #[track_caller]
    pub fn as_<T: DeserializeOwned>(&self, status: u16) -> T {
        self.is(status);
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub fn is(&self, status: u16) {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
    }

    /// That it was refused, with this code.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        let problem: Problem = self.as_(status);
        assert_eq!((problem.code.as_str(), problem.status), (code, status));
        assert_eq!(self.headers["content-type"], "application/problem+json");
        assert!(problem.detail.len() > 10, "a sentence: {}", problem.detail);
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// An empty database and an empty store.
pub async fn outside() -> Outside {
    (bar_testkit::postgres::database().unwrap(), ObjectStore::start().await.unwrap())
}

/// The setting that leads to it.
pub fn bucket(store: &ObjectStore) -> String {
    let secret = SECRET_KEY.replace(' ', "%20");
    let endpoint = store.endpoint();
    format!("s3://{BUCKET}?endpoint={endpoint}&key={ACCESS_KEY}&secret={secret}")
}

pub fn password(name: &str) -> String {
    format!("the password of {name}")
}

/// Tells a story on both databases, as two tests.
macro_rules! stories {
    ($($(#[$attribute:meta])* async fn $name:ident($studio:ident: Studio) $body:block)*) => {$(
        pub(crate) mod $name {
            use super::*;

            pub(crate) async fn story($studio: Studio) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                story(Studio::start(crate::studio::On::Sqlite).await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                story(Studio::start(crate::studio::On::Postgres).await).await;
            }
        }
    )*};
}
pub(crate) use stories;
