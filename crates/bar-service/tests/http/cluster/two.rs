//! Two instances behind a load balancer.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use bar_domain::project::{Fact, Offering};
use bar_domain::song::{VersionId, VersionKind};
use bar_service::http::limits::Often;
use bar_service::start::{Ground, Running};
use bar_testkit::balancer::Balancer;
use bar_testkit::random::Random;
use futures::StreamExt;
use futures::future::join_all;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use uuid::Uuid;

use super::once::{all_there_once, count, events, nothing_is_broken};
use crate::deeds::*;
use crate::studio::{Person, Studio, outside};
use crate::walk::{Sound, from_find_out_more_to_erased};

/// Another instance beside a studio's own, and what stands before both.
pub struct Beside {
    pub other: Running,
    pub balancer: Balancer,
}

/// A studio of two instances. Everybody's requests are shared out between them, one by one.
pub async fn two() -> (Studio, Beside) {
    let studio = Studio::start_at(Some(outside().await), |_| {}, often).await;
    beside(studio).await
}

/// A second instance to what is there.
pub async fn beside(mut studio: Studio) -> (Studio, Beside) {
    let other = studio.beside().await;
    // The token that is made last is the one that counts.
    studio.running.first_run = other.first_run.clone();
    let balancer = Balancer::start(&[studio.running.address, other.address]).await.unwrap();
    let studio = studio.through(balancer.address());
    (studio, Beside { other, balancer })
}

/// Tests ask more often than people.
pub fn often(ground: &mut Ground) {
    let often = std::num::NonZeroU32::MAX;
    let requests = often.min(100_000.try_into().unwrap());
    ground.often = Often { requests, guesses: often, guesses_of: often };
}

async fn begun(person: &Person) {
    person.does(create(None)).await.does(describe(&[Offering::Mixing])).await;
    person.does(add_song()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_way_of_a_project_goes_through_both() {
    let (studio, beside) = two().await;
    from_find_out_more_to_erased::story(studio).await;
    let taken = beside.balancer.taken();
    assert!(taken.iter().all(|connections| *connections > 30), "{taken:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_listens_to_one_hears_what_the_other_did() {
    let (studio, beside) = two().await;
    let ana = studio.artist("Ana").await;
    begun(&ana).await;
    let (here, there) = (ana.through(studio.running.address), ana.through(beside.other.address));
    for (listens, does, number) in [(&here, &there, 1), (&there, &here, 2)] {
        let response = listens.request(Method::GET, "/v1/stream").send().await.unwrap();
        assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
        let mut stream = Box::pin(response.bytes_stream());
        let moved = &b"event: moved\ndata: moved\n\n"[..];
        assert_eq!(&stream.next().await.unwrap().unwrap()[..], moved);
        does.tells(number).await;
        assert_eq!(&stream.next().await.unwrap().unwrap()[..], moved);
        // And finds it at once where it listens.
        assert_eq!(listens.sees().await, does.sees().await);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pieces_of_a_file_go_to_one_and_the_other_and_work_is_done_once() {
    let (studio, beside) = two().await;
    let ana = studio.artist("Ana").await;
    begun(&ana).await;
    let sounds: Vec<Sound> = (1..6).map(|n| Sound::new("Take.wav", 100.0 * f64::from(n))).collect();
    for (number, sound) in (0x20..).zip(&sounds) {
        let id = VersionId(Uuid::from_u128(number));
        ana.does(version(id, VersionKind::Reference, sound.asset())).await;
    }
    let sent = sounds.iter().map(|sound| {
        let both = [ana.through(studio.running.address), ana.through(beside.other.address)];
        async move {
            let place = both[0].begins(sound).await;
            for (number, piece) in sound.bytes.chunks(50_000).enumerate() {
                let request = both[number % 2].piece(&place, number * 50_000, piece);
                both[0].tries(request).await.expect("an answer").is(204);
            }
        }
    });
    join_all(sent).await;
    for sound in &sounds {
        ana.waits_for_arrival(sound).await;
        assert!(ana.fetches(sound).await.body == sound.bytes, "the very bytes");
    }
    let events = events(&ana).await;
    for sound in &sounds {
        let hash = sound.asset().hash;
        let arrived =
            |fact: &Fact| matches!(fact, Fact::AssetArrived { asset, .. } if *asset == hash);
        assert_eq!(count(&events, arrived), 1, "it arrives once");
    }
    nothing_is_broken(&beside.other.service).await;
    let (_, store) = studio.outside.as_ref().expect("it is on S3");
    assert_eq!(files(&store.bucket()), sounds.len(), "nothing else is left in the store");
}

/// How many files there are in a folder, and in those in it. What begins with a dot is the server's own.
fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let own = |path: &PathBuf| {
        path.file_name().is_some_and(|it| !it.as_encoded_bytes().starts_with(b"."))
    };
    entries.filter(own).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

/// Both get the same pushes at the same time, some of them twice, in an order of chance.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_pushed_to_both_at_once_counts_once() {
    let (studio, beside) = two().await;
    let ana = studio.artist("Ana").await;
    begun(&ana).await;
    let addresses: [SocketAddr; 2] = [studio.running.address, beside.other.address];
    let mut random = Random::new(7);
    let mut told = Vec::new();
    for round in 0..20_u128 {
        let commands: Vec<_> = (0..3)
            .map(|number| {
                let number = round * 3 + number;
                let thread = bar_domain::project::Thread::Enquiry;
                (number, pushed(say(number, thread, &format!("message {number}"))))
            })
            .collect();
        let pushes: Vec<_> = (0..6)
            .map(|_| (ana.through(random.pick(addresses)), random.pick([0, 1, 2])))
            .chain((0..3).map(|number| (ana.through(addresses[0]), number)))
            .map(|(person, number)| {
                let command = commands[number].clone();
                async move { (command.0, person.insists(&[command.1]).await.remove(0)) }
            })
            .collect();
        let answers = join_all(pushes).await;
        for (number, answer) in &answers {
            assert_eq!(answer.refusal, None);
            let message = super::insisting::message(*number);
            told.push(super::once::Told { message, seq: answer.seq });
        }
        let applied =
            |it: &&(u128, bar_protocol::Answer)| it.1.outcome == bar_protocol::Outcome::Applied;
        assert_eq!(answers.iter().filter(applied).count(), 3, "each is done by one of them");
    }
    all_there_once(&ana, &told).await;
    nothing_is_broken(&studio.running.service).await;
}
