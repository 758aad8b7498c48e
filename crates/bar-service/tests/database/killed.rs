//! A service that is killed loses nothing that it had told as kept, and keeps nothing twice.
//!
//! The test runs itself again as the service: eight write at once, so that they are kept in groups,
//! and a line is printed for each event once it is kept. Having read some of them, the test kills it,
//! wherever it is by then.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use bar_domain::song::Time;
use bar_service::db::{Database, Sqlite};
use bar_service::tables::journal::{
    NewEvent, append, events_after, lock_project, projects_after, verify,
};
use futures::future::join_all;
use tempfile::TempDir;
use uuid::Uuid;

/// Tells the process that writes where to.
const FILE: &str = "BAR_SERVICE_WRITES_TO";
const KILLS: usize = 40;
const KEPT: &str = "kept ";
const WRITERS: u128 = 8;

#[tokio::test]
async fn killed_in_the_midst_of_groups_it_loses_nothing_it_had_told_as_kept() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("service.sqlite");
    let mut told = Vec::new();
    for turn in 0..KILLS {
        // From one event to many, spread without a pattern that the groups could fall in with.
        told.extend(write_and_kill(&file, 1 + (turn * 7919 + 13) % 97));
        let db = Sqlite::open(&file).await.expect("it opens again");
        let mut tx = db.read().await.expect("a transaction");
        let mut there = Vec::new();
        for project in projects_after(&mut *tx, None, 99).await.expect("projects") {
            assert_eq!(verify(&mut *tx, project).await.expect("an answer"), None);
            let events = events_after(&mut *tx, project, 0, u32::MAX).await.expect("events");
            there.extend(events.into_iter().map(|kept| kept.event));
        }
        let count = there.len();
        there.sort();
        there.dedup();
        assert_eq!(there.len(), count, "nothing is there twice");
        let lost: Vec<_> = told.iter().filter(|event| !there.contains(event)).collect();
        assert!(lost.is_empty(), "turn {turn}: {lost:?} were told as kept");
        // What was kept, but could not be told any more: one a writer and turn.
        let untold = count - told.len();
        assert!(untold <= (turn + 1) * WRITERS as usize, "turn {turn}: {untold} untold");
    }
}

/// Which events the process told as kept, until it was killed after so many lines.
fn write_and_kill(file: &Path, lines: usize) -> Vec<String> {
    let mut writer = Command::new(env::current_exe().expect("a program"))
        .args(["--exact", "killed::writes_until_it_is_killed", "--nocapture"])
        .env(FILE, file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let told = BufReader::new(writer.stdout.take().expect("a pipe")).lines();
    let told = told.map(|line| line.expect("a line"));
    let mut told = told.filter_map(|line| Some(line.strip_prefix(KEPT)?.to_owned()));
    let mut kept: Vec<String> = told.by_ref().take(lines).collect();
    assert_eq!(kept.len(), lines, "it writes until it is killed");
    writer.kill().expect("it is killed");
    writer.wait().expect("it is gone");
    // What it told between the last line and its end.
    kept.extend(told);
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_until_it_is_killed() {
    let Some(file) = env::var_os(FILE) else { return };
    let db = Sqlite::open(Path::new(&file)).await.expect("a database");
    println!();
    join_all((1..=WRITERS).map(async |writer| {
        let project = Uuid::from_u128(writer);
        loop {
            let mut tx = db.begin().await.expect("a transaction");
            let head = lock_project(&mut *tx, &db, project, Time(0)).await.expect("a head");
            let event = NewEvent { version: 1, event: format!("{writer}.{}", head.seq) };
            let events = std::slice::from_ref(&event);
            append(&mut *tx, project, &head, events, None, Time(0)).await.expect("an event");
            tx.commit().await.expect("kept");
            let mut out = std::io::stdout().lock();
            writeln!(out, "{KEPT}{}", event.event).expect("told");
            out.flush().expect("told");
        }
    }))
    .await;
}
