//! The disk of the database is full, and has room again.

use bar_domain::project::{Offering, Thread};
use bar_protocol::{Answers, Pushed};
use bar_testkit::object_store::ObjectStore;
use bar_testkit::postgres::Server;
use bar_testkit::random::Random;
use reqwest::Method;

use super::insisting::{message, until};
use super::once::{Told, all_there_once, nothing_is_broken};
use super::two::often;
use crate::deeds::*;
use crate::studio::Studio;

/// A little more than any file of a new database has; not at a page's end, so that what is still written is
/// cut off, as on a full disk.
const MOST: u64 = (1 << 20) + 4096;

/// What does not get smaller by being packed.
fn noise(random: &mut Random) -> String {
    let words: Vec<_> = (0..250).map(|_| format!("{:016x}", random.bits())).collect();
    words.concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_without_room_keeps_what_it_has_and_goes_on_once_there_is_some() {
    let server = Server::start().unwrap();
    let outside = (server.database().unwrap(), ObjectStore::start().await.unwrap());
    let studio = Studio::start_at(Some(outside), |_| {}, often).await;
    let ana = studio.artist("Ana").await;
    ana.does(create(None)).await.does(describe(&[Offering::Mixing])).await;

    server.limit_files(Some(MOST)).unwrap();
    let (mut told, mut random) = (Vec::new(), Random::new(3));
    let mut refused: Vec<(u128, Pushed)> = Vec::new();
    for number in 1..2_000 {
        let command = pushed(say(number, Thread::Enquiry, &noise(&mut random)));
        let asked = ana.request(Method::POST, "/v1/commands").json(&push(vec![command.clone()]));
        let said = ana.tries(asked).await.expect("an answer");
        if said.status == 200 {
            let answers: Answers = said.as_(200);
            assert_eq!(answers.answers[0].refusal, None);
            told.push(Told { message: message(number), seq: answers.answers[0].seq });
        } else {
            said.refused(503, "service.unavailable");
            refused.push((number, command));
        }
        // Reading goes on, and so does what still has room.
        if refused.len() == 20 {
            break;
        }
    }
    assert!(refused.len() == 20 && told.len() > 20, "{} and {}", told.len(), refused.len());
    all_there_once(&ana, &told).await;

    server.limit_files(None).unwrap();
    until("health", async || (ana.get("/health").await.status == 200).then_some(())).await;
    for (number, command) in refused {
        let answer = ana.insists(&[command]).await.remove(0);
        told.push(Told { message: message(number), seq: answer.seq });
    }
    all_there_once(&ana, &told).await;
    nothing_is_broken(&studio.running.service).await;
}
