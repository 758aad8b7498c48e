//! A connection to the database that is open, and on which nothing comes any more.

use std::time::{Duration, Instant};

use bar_domain::project::{Offering, Thread};
use bar_testkit::proxy::Proxy;
use futures::future::join_all;
use reqwest::{Method, RequestBuilder};

use super::insisting::{message, until};
use super::once::{Told, all_there_once, nothing_is_broken};
use super::two::often;
use crate::deeds::*;
use crate::studio::{Studio, outside};

/// Within this whoever asks is told; apps wait as long.
const PATIENCE: Duration = Duration::from_secs(30);
/// More than an instance has connections.
const MANY: u128 = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_goes_silent_is_told_of_and_work_goes_on_when_it_speaks_again() {
    let outside = outside().await;
    let proxy = Proxy::start_at_socket(outside.0.socket(), 1).await.unwrap();
    let through = outside.0.url_through(proxy.address());
    let studio =
        Studio::start_at(Some(outside), |settings| settings.database = Some(through), often).await;
    let ana = studio.artist("Ana").await.by_ones();
    ana.does(create(None)).await.does(describe(&[Offering::Mixing])).await;
    let mut told = vec![ana.tells(1).await];

    proxy.set_silent(true);
    let commands: Vec<_> =
        (2..2 + MANY).map(|number| pushed(say(number, Thread::Enquiry, "hello"))).collect();
    let pushes = commands.iter().map(|command| {
        ana.request(Method::POST, "/v1/commands").json(&push(vec![command.clone()]))
    });
    let looks = ["/health", "/v1/accounts/me", "/v1/changes"];
    let asked: Vec<RequestBuilder> =
        pushes.chain(looks.map(|path| ana.request(Method::GET, path))).collect();
    let began = Instant::now();
    for said in join_all(asked.into_iter().map(|request| ana.tries(request))).await {
        said.expect("an answer").refused(503, "service.unavailable");
    }
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());

    proxy.set_silent(false);
    let began = Instant::now();
    until("health", async || (ana.get("/health").await.status == 200).then_some(())).await;
    for (number, command) in (2..).zip(commands) {
        let answer = ana.insists(&[command]).await.remove(0);
        told.push(Told { message: message(number), seq: answer.seq });
    }
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    all_there_once(&ana, &told).await;
    nothing_is_broken(&studio.running.service).await;
}
