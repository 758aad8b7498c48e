//! The database goes, or the store of files, and comes back while people work.

use std::sync::Mutex;

use bar_domain::project::Offering;
use bar_domain::song::{Time, VersionKind};
use bar_testkit::object_store::ObjectStore;
use bar_testkit::postgres::Server;
use reqwest::Method;
use tokio::sync::watch;

use super::insisting::until;
use super::once::{Told, all_there_once, nothing_is_broken};
use super::two::{beside, often};
use crate::deeds::*;
use crate::studio::{Person, Said, Studio};
use crate::walk::Sound;

async fn begun(studio: &Studio, sound: &Sound) -> Person {
    let ana = studio.artist("Ana").await;
    ana.does(create(None)).await.does(describe(&[Offering::Mixing])).await.does(add_song()).await;
    ana.does(version(ROUGH, VersionKind::Rough, sound.asset())).await;
    ana
}

/// Talks until it is enough.
async fn talks(person: &Person, from: u128, told: &Mutex<Vec<Told>>, enough: &watch::Sender<bool>) {
    for number in from.. {
        let one = person.tells(number).await;
        told.lock().unwrap().push(one);
        if *enough.borrow() {
            return;
        }
    }
}

async fn more_is_told(told: &Mutex<Vec<Told>>, more: usize) {
    let enough = told.lock().unwrap().len() + more;
    until("a message", async || (told.lock().unwrap().len() >= enough).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_database_the_service_says_so_and_goes_on_once_it_is_back() {
    let mut server = Server::start().unwrap();
    let outside = (server.database().unwrap(), ObjectStore::start().await.unwrap());
    let (studio, beside) = beside(Studio::start_at(Some(outside), |_| {}, often).await).await;
    let sound = Sound::new("Rough.wav", 220.0);
    let ana = begun(&studio, &sound).await;
    let told: Mutex<Vec<Told>> = Mutex::default();
    let enough = watch::Sender::new(false);

    let goes = async {
        for _ in 0..3 {
            more_is_told(&told, 5).await;
            server.kill().unwrap();
            for at in [studio.running.address, beside.other.address] {
                let ana = ana.through(at);
                // The server's own children live a moment longer than it.
                let gone = async || (ana.get("/health").await.status == 503).then_some(());
                until("the end of the database", gone).await;
                ana.get("/health").await.refused(503, "service.unavailable");
                let path = format!("/v1/projects/{PROJECT}/snapshot");
                ana.get(&path).await.refused(503, "service.unavailable");
                let one = push(vec![pushed(add_song())]);
                ana.post("/v1/commands", &one).await.refused(503, "service.unavailable");
                let asset = format!("/v1/assets/{}", sound.asset().hash);
                ana.get(&asset).await.refused(503, "service.unavailable");
                let begun = ana.request(Method::POST, "/v1/uploads");
                let said = Said::of(begun.header("tus-resumable", "1.0.0").send().await.unwrap());
                said.await.refused(503, "service.unavailable");
            }
            server.start_again().unwrap();
            until("health", async || (ana.get("/health").await.status == 200).then_some(())).await;
        }
        enough.send_replace(true);
    };
    tokio::join!(
        talks(&ana, 1, &told, &enough),
        talks(&ana, 1_000, &told, &enough),
        ana.delivers(&sound, 4_000),
        goes,
    );

    all_there_once(&ana, &told.into_inner().unwrap()).await;
    ana.waits_for_arrival(&sound).await;
    assert!(ana.fetches(&sound).await.body == sound.bytes, "the very bytes");
    nothing_is_broken(&studio.running.service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_store_everything_else_goes_on() {
    let studio = Studio::start_on(crate::studio::On::Postgres, |_| {}, often).await;
    let (mut studio, beside) = beside(studio).await;
    let (rough, take) = (Sound::new("Rough.wav", 220.0), Sound::new("Take.wav", 330.0));
    let ana = begun(&studio, &rough).await;
    ana.does(version(MIX_1, VersionKind::Reference, take.asset())).await;
    ana.delivers(&rough, 100_000).await;
    ana.waits_for_arrival(&rough).await;
    let place = ana.begins(&take).await;
    let half = take.bytes.len() / 2;
    ana.tries(ana.piece(&place, 0, &take.bytes[..half])).await.expect("an answer").is(204);

    let (_, store) = studio.outside.as_mut().expect("it is on S3");
    store.go().await;
    let told: Mutex<Vec<Told>> = Mutex::default();
    let enough = watch::Sender::new(false);
    let goes = async {
        let rest = ana.piece(&place, half, &take.bytes[half..]);
        ana.tries(rest).await.expect("an answer").refused(503, "service.unavailable");
        ana.fetches(&rough).await.refused(503, "service.unavailable");
        // What was kept before is still kept.
        assert_eq!(ana.offset(&place).await, half);
        more_is_told(&told, 5).await;
        enough.send_replace(true);
    };
    tokio::join!(talks(&ana, 1, &told, &enough), goes);

    let (_, store) = studio.outside.as_mut().expect("it is on S3");
    store.come_back().await.unwrap();
    assert!(ana.fetches(&rough).await.body == rough.bytes, "the very bytes");
    ana.tries(ana.piece(&place, half, &take.bytes[half..])).await.expect("an answer").is(204);
    until("its arrival", async || {
        // Work that failed is tried again later.
        studio.goes_to(Time(studio.running.service.now().0 + 10_000));
        ana.sees().await.state.has_arrived(take.asset().hash).then_some(())
    })
    .await;
    assert!(ana.fetches(&take).await.body == take.bytes, "the very bytes");
    all_there_once(&ana, &told.into_inner().unwrap()).await;
    nothing_is_broken(&beside.other.service).await;
}
