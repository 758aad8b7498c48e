//! A project in which as much was said as may be: it is told page by page, and takes no more room than that.

use bar_domain::project::{Event, Offering, Project, Recorded, Thread, read};
use bar_protocol::limits::{MOST_BYTES, MOST_COMMANDS, MOST_EVENTS};
use bar_protocol::{Changes, Outcome, Page, digest};
use futures::future::join_all;
use reqwest::Method;
use tempfile::TempDir;

use crate::deeds::*;
use crate::instance::{Instance, program};
use crate::studio::{Person, Said};

const MESSAGES: u128 = 10_000;
/// What the process may take at most, with all that was said and many who ask for it at once.
const MOST_MEMORY: u64 = 256 << 20;

/// All pages of so many events, and how large the largest is in bytes.
async fn pages(person: &Person, limit: u32) -> (Vec<(u64, Event)>, usize) {
    let (mut all, mut largest, mut after) = (Vec::new(), 0, 0);
    loop {
        let path = format!("/v1/projects/{PROJECT}/events?after={after}&limit={limit}");
        let said = person.get(&path).await;
        let page: Page = said.as_(200);
        assert!(page.events.len() <= limit as usize && page.events.len() <= MOST_EVENTS as usize);
        assert_eq!(page.far_behind, page.head - after > 5000, "after {after}");
        largest = largest.max(said.body.len());
        all.extend(page.events.into_iter().map(|it| {
            match read(it.version, &it.event.to_string()) {
                Recorded::Known(event) => (it.seq, event),
                Recorded::Unknown { json, .. } => panic!("{json}"),
            }
        }));
        after = page.upto;
        if after == page.head {
            return (all, largest);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_events_are_told_page_by_page() {
    let folder = TempDir::new().unwrap();
    let limits = ["--listen", "127.0.0.1:0", "--requests-per-second", "100000"];
    let service = Instance::start(program(&folder.path().join("data"), &limits)).await.unwrap();
    let ana = Person::at(format!("http://{}", service.address)).join("Ana", None).await;
    ana.does(create(None)).await.does(describe(&[Offering::Mixing])).await;
    let told = |number| pushed(say(number, Thread::Enquiry, &format!("message {number}")));
    for first in (0..MESSAGES).step_by(MOST_COMMANDS) {
        let commands = (first..first + MOST_COMMANDS as u128).map(told).collect();
        let answers = ana.push(commands).await;
        assert!(answers.iter().all(|answer| answer.outcome == Outcome::Applied), "{answers:?}");
    }

    let (all, largest) = pages(&ana, MOST_EVENTS).await;
    assert!(all.len() as u128 >= MESSAGES && largest < MOST_BYTES, "{} in {largest}", all.len());
    assert!(all.iter().map(|(seq, _)| *seq).eq(1..=all.len() as u64), "in order, and all of them");
    let others = join_all([499, 271].map(|limit| pages(&ana, limit))).await;
    assert!(others.iter().all(|(events, _)| *events == all), "however it is cut");
    let snapshots = join_all((0..8).map(|_| ana.sees())).await;
    let state = all.into_iter().fold(Project::default(), |it, (_, event)| it.apply(&event));
    for snapshot in snapshots {
        assert_eq!(snapshot.digest, digest(&state).unwrap());
    }
    let changes: Changes = ana.get("/v1/changes").await.as_(200);
    assert_eq!((changes.projects.len(), changes.projects[0].head), (1, ana.sees().await.seq));

    for limit in [0, MOST_EVENTS + 1] {
        let path = format!("/v1/projects/{PROJECT}/events?limit={limit}");
        ana.get(&path).await.refused(400, "request.malformed");
    }
    let too_many = push((0..=MOST_COMMANDS as u128).map(told).collect());
    ana.post("/v1/commands", &too_many).await.refused(422, "request.unfit");
    let too_long = vec![b' '; MOST_BYTES + 1];
    let asked = ana.request(Method::POST, "/v1/commands").body(too_long);
    let asked = asked.header("content-type", "application/json").send().await;
    // It may hang up before all of it was sent.
    if let Ok(answer) = asked {
        Said::of(answer).await.refused(413, "request.too_large");
    }

    let memory = service.most_memory();
    println!("{} MiB of memory, {largest} bytes a page", memory >> 20);
    assert!(memory < MOST_MEMORY, "{memory}");
    ana.may_not(told(MESSAGES).body, "project.too_many").await;
}
