//! Instances that are killed in the midst of everything, as real processes.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Mutex;

use bar_domain::project::{Fact, Offering};
use bar_domain::song::VersionKind;
use bar_service::db;
use bar_service::tables::journal;
use bar_testkit::balancer::Balancer;
use bar_testkit::random::Random;
use bar_testkit::{Wav, signal};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::insisting::until;
use super::once::{Told, all_there_once, count, events};
use crate::deeds::*;
use crate::studio::{KEY, Outside, Person, bucket, outside};
use crate::walk::Sound;

const KILLS: u64 = 8;

/// The service as a process.
struct Instance {
    child: Child,
    data: PathBuf,
    address: SocketAddr,
}

impl Instance {
    async fn start(outside: &Outside, data: PathBuf, listen: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bar-service"))
            .args(["--listen", listen, "--metrics", "none", "--log-format", "json", "--data"])
            .arg(&data)
            .env("BAR_DATABASE", outside.0.url())
            .env("BAR_VAULT", bucket(&outside.1))
            .env("BAR_KEY", KEY)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next_line().await.unwrap().expect("it serves");
            let line: Value = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line}"));
            if line["fields"]["message"] == "serving" {
                let at = line["fields"]["at"].as_str().unwrap();
                break at.strip_prefix("http://").unwrap().parse().unwrap();
            }
        };
        // Read on, or it would wait for a reader.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, data, address }
    }

    /// Ends it in the midst of whatever it does (SIGKILL), and starts it again where it was.
    async fn is_killed(&mut self, outside: &Outside) {
        self.child.kill().await.unwrap();
        let listen = self.address.to_string();
        *self = Self::start(outside, self.data.clone(), &listen).await;
    }
}

/// Six seconds of a tone.
fn long() -> Sound {
    let tone = signal::sine(48_000, 220.0, -12.0, 6.0);
    Sound { name: "Long.wav", bytes: Wav::pcm(24).rate(48_000).channels(&[&tone, &tone]).bytes() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_they_acknowledged_is_there_once() {
    let outside = outside().await;
    let folder = TempDir::new().unwrap();
    let mut instances = Vec::new();
    for name in ["one", "two"] {
        let data = folder.path().join(name);
        instances.push(Instance::start(&outside, data, "127.0.0.1:0").await);
    }
    let addresses: Vec<_> = instances.iter().map(|it| it.address).collect();
    let balancer = Balancer::start(&addresses).await.unwrap();
    let ana =
        Person::at(format!("http://{}", balancer.address())).by_ones().join("Ana", None).await;
    let sound = long();
    ana.does(create(None)).await.does(describe(&[Offering::Mixing])).await.does(add_song()).await;
    ana.does(version(ROUGH, VersionKind::Rough, sound.asset())).await;

    let told: Mutex<Vec<Told>> = Mutex::default();
    let enough = tokio::sync::watch::Sender::new(false);
    let talks = async {
        for number in 0.. {
            let one = ana.tells(number).await;
            told.lock().unwrap().push(one);
            if *enough.borrow() {
                return;
            }
        }
    };
    let sends = ana.delivers(&sound, 64_000);
    let kills = async {
        let mut random = Random::new(11);
        for _ in 0..KILLS {
            let more = told.lock().unwrap().len() as u64 + random.bits() % 12;
            let so_many = async || (told.lock().unwrap().len() as u64 >= more).then_some(());
            until("a message", so_many).await;
            instances[random.pick([0, 1])].is_killed(&outside).await;
        }
        enough.send_replace(true);
    };
    tokio::join!(talks, sends, kills);

    let told = told.into_inner().unwrap();
    assert!(told.len() as u64 > KILLS);
    all_there_once(&ana, &told).await;
    // Whoever was killed while it measured holds the work for a minute.
    ana.waits_for_arrival(&sound).await;
    assert!(ana.fetches(&sound).await.body == sound.bytes, "the very bytes");
    let hash = sound.asset().hash;
    let arrived = |fact: &Fact| matches!(fact, Fact::AssetArrived { asset, .. } if *asset == hash);
    assert_eq!(count(&events(&ana).await, arrived), 1, "it arrives once");
    let db = db::open(&outside.0.url()).await.unwrap();
    let damage = journal::verify(&mut *db.read().await.unwrap(), PROJECT.0).await.unwrap();
    assert_eq!(damage, None);
}
