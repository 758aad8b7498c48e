//! Instances that are killed in the midst of everything, as real processes.

use std::path::Path;
use std::sync::Mutex;

use bar_domain::project::{Fact, Offering};
use bar_domain::song::VersionKind;
use bar_service::db;
use bar_service::tables::journal;
use bar_testkit::balancer::Balancer;
use bar_testkit::random::Random;
use tempfile::TempDir;

use super::insisting::until;
use super::once::{Told, all_there_once, count, events};
use crate::deeds::*;
use crate::instance::{Instance, program};
use crate::studio::{Outside, Person, bucket, outside};
use crate::walk::Sound;

const KILLS: u64 = 8;

/// Starts one on a database and a store that others share.
async fn start(outside: &Outside, data: &Path, listen: &str) -> Instance {
    let mut program = program(data, &["--listen", listen]);
    program.env("BAR_DATABASE", outside.0.url()).env("BAR_VAULT", bucket(&outside.1));
    Instance::start(program).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_they_acknowledged_is_there_once() {
    let outside = outside().await;
    let folder = TempDir::new().unwrap();
    let folders = ["one", "two"].map(|name| folder.path().join(name));
    let mut instances = Vec::new();
    for data in &folders {
        instances.push(Some(start(&outside, data, "127.0.0.1:0").await));
    }
    let addresses: Vec<_> = instances.iter().flatten().map(|it| it.address).collect();
    let balancer = Balancer::start(&addresses).await.unwrap();
    let ana =
        Person::at(format!("http://{}", balancer.address())).by_ones().join("Ana", None).await;
    let sound = Sound::long("Long.wav", 220.0);
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
            let number = random.pick([0, 1]);
            instances[number].take().expect("it runs").kill().await;
            let listen = addresses[number].to_string();
            instances[number] = Some(start(&outside, &folders[number], &listen).await);
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
