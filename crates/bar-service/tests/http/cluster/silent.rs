//! Connections that go silent, and clients that are slow: the service still answers the others.

use std::time::{Duration, Instant};

use bar_domain::project::{Offering, Thread};
use bar_domain::song::VersionKind;
use bar_protocol::{Answers, Outcome};
use bar_testkit::proxy::{Faults, Proxy};
use futures::future::join_all;
use reqwest::{Method, RequestBuilder};
use tokio::time::timeout;

use super::insisting::until;
use super::once::{Told, all_there_once, nothing_is_broken};
use super::two::two;
use crate::deeds::*;
use crate::studio::{Person, Studio};
use crate::walk::Sound;

/// Long enough for a loaded machine; nobody is to wait for somebody else's connection.
const SOON: Duration = Duration::from_secs(5);

/// What breaks off goes silent, as when a cable is pulled.
fn pulled(up: std::ops::Range<u64>, down: std::ops::Range<u64>) -> Faults {
    Faults { breaks: 100, up, down, silent: true, ..Faults::default() }
}

/// Asks, and gives up after a while, without anybody being told.
async fn gives_up(proxy: &Proxy, request: RequestBuilder) {
    let broken = proxy.broken();
    let asked = tokio::spawn(request.send());
    until("silence", async || (proxy.broken() > broken).then_some(())).await;
    asked.abort();
}

/// Whether a request writes to an upload.
async fn is_written_to(studio: &Studio) -> bool {
    let mut tx = studio.running.service.db.read().await.unwrap();
    let sql = "SELECT 1 FROM uploads WHERE writer IS NOT NULL";
    !tx.query(sql, &[]).await.unwrap().is_empty()
}

async fn begun(person: &Person, sound: &Sound) {
    person.does(create(None)).await.does(describe(&[Offering::Mixing])).await;
    person.does(add_song()).await;
    person.does(version(ROUGH, VersionKind::Rough, sound.asset())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cable_that_is_pulled_holds_up_nobody() {
    let (studio, beside) = two().await;
    let sound = Sound::new("Rough.wav", 220.0);
    let ana = studio.artist("Ana").await.by_ones();
    begun(&ana, &sound).await;
    let proxy = Proxy::start(beside.balancer.address(), 1).await.unwrap();
    let away = ana.through(proxy.address());

    // In the midst of a file, again and again, now at one instance and now at the other.
    let place = ana.begins(&sound).await;
    for after in [20_000, 90_000, 150_000] {
        let offset = ana.offset(&place).await;
        proxy.fail(pulled(after..after + 1, 0..0));
        gives_up(&proxy, away.piece(&place, offset, &sound.bytes[offset..])).await;
        until("a writer", async || is_written_to(&studio).await.then_some(())).await;
        let began = Instant::now();
        let offset = ana.offset(&place).await;
        let piece = &sound.bytes[offset..sound.bytes.len().min(offset + 10_000)];
        ana.tries(ana.piece(&place, offset, piece)).await.expect("an answer").is(204);
        assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    }
    let offset = ana.offset(&place).await;
    ana.tries(ana.piece(&place, offset, &sound.bytes[offset..])).await.expect("an answer").is(204);
    ana.waits_for_arrival(&sound).await;
    assert!(ana.fetches(&sound).await.body == sound.bytes, "the very bytes");

    // In the midst of a command, and of its answer.
    let mut told = Vec::new();
    for (number, (up, down)) in (1..).zip([(400..401, 0..0), (0..0, 1..2), (0..0, 150..151)]) {
        proxy.fail(pulled(up.clone(), down));
        let command = pushed(say(number, Thread::Enquiry, "hello"));
        let body = push(vec![command]);
        gives_up(&proxy, away.request(Method::POST, "/v1/commands").json(&body)).await;
        let answers: Answers = ana.post("/v1/commands", &body).await.as_(200);
        let came = if up.is_empty() { Outcome::Duplicate } else { Outcome::Applied };
        assert_eq!(answers.answers[0].outcome, came);
        told.push(Told { message: super::insisting::message(number), seq: answers.answers[0].seq });
    }
    // However many are silent: there is a connection and a database for the others.
    proxy.fail(pulled(400..401, 0..0));
    let broken = proxy.broken();
    let silent = (100..160).map(|number| {
        let body = push(vec![pushed(say(number, Thread::Enquiry, "hello"))]);
        tokio::spawn(away.request(Method::POST, "/v1/commands").json(&body).send())
    });
    let silent: Vec<_> = silent.collect();
    until("silence", async || (proxy.broken() >= broken + 60).then_some(())).await;
    told.push(timeout(SOON, ana.tells(50)).await.expect("soon"));
    all_there_once(&ana, &told).await;
    for asked in silent {
        asked.abort();
    }
    nothing_is_broken(&studio.running.service).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_clients_are_waited_for_and_hold_up_nobody() {
    let (studio, beside) = two().await;
    let sound = Sound::new("Rough.wav", 220.0);
    let ana = studio.artist("Ana").await.by_ones();
    begun(&ana, &sound).await;
    let proxy = Proxy::start(beside.balancer.address(), 1).await.unwrap();
    proxy.fail(Faults { slow: Duration::from_millis(30), ..Faults::default() });
    let away = ana.through(proxy.address());
    let places = join_all((0..4).map(|_| ana.begins(&sound))).await;
    let sends = join_all(places.iter().map(async |place| {
        away.tries(away.piece(place, 0, &sound.bytes)).await.expect("an answer").is(204);
    }));
    let mut told = Vec::new();
    let talks = async {
        for number in 0..20 {
            told.push(timeout(SOON, ana.tells(number)).await.expect("soon"));
        }
    };
    tokio::join!(sends, talks);
    // Nothing happens any more after that.
    ana.waits_for_arrival(&sound).await;
    all_there_once(&ana, &told).await;
    assert!(ana.fetches(&sound).await.body == sound.bytes, "the very bytes");
    nothing_is_broken(&studio.running.service).await;
}
