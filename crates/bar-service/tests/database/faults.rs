//! A disk that is full: nothing that was told as kept is lost, reading goes on, and so does writing
//! once there is room.
//!
//! The test runs itself again under a limit for the size of files, which is a full disk that needs
//! no rights to make.

use std::env;
use std::path::Path;
use std::process::Command;

use bar_domain::song::Time;
use bar_service::db::{Database, DbError, Sqlite};
use bar_service::tables::journal::{NewEvent, append, events_after, lock_project, verify};
use futures::future::join_all;
use tempfile::TempDir;
use uuid::Uuid;

/// Tells the process that writes where to.
const FILE: &str = "BAR_SERVICE_FILLS";
const KEPT: &str = "kept ";
const WRITERS: u128 = 4;

#[tokio::test]
async fn a_full_disk_costs_nothing_that_was_kept() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("service.sqlite");
    // In blocks of 512 bytes: 3 MB.
    let limited = "trap '' XFSZ; ulimit -f 6000; exec \"$0\" --exact faults::writes_until_it_is_full --nocapture";
    let output = Command::new("sh")
        .args(["-c", limited])
        .arg(env::current_exe().expect("a program"))
        .env(FILE, &file)
        .output()
        .expect("it runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    let told: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix(KEPT)).collect();
    assert!(told.len() > 100, "{} were kept", told.len());

    let db = Sqlite::open(&file).await.expect("it opens");
    let mut there = Vec::new();
    for writer in 1..=WRITERS {
        let project = Uuid::from_u128(writer);
        write(&db, project).await.expect("there is room again");
        let mut tx = db.read().await.expect("a transaction");
        assert_eq!(verify(&mut *tx, project).await.expect("an answer"), None);
        let events = events_after(&mut *tx, project, 0, u32::MAX).await.expect("events");
        there.extend(events.iter().map(|kept| format!("{writer}.{}", kept.seq)));
    }
    let lost: Vec<_> = told.iter().filter(|told| !there.iter().any(|it| it == *told)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[tokio::test]
async fn writes_until_it_is_full() {
    let Some(file) = env::var_os(FILE) else { return };
    let db = Sqlite::open(Path::new(&file)).await.expect("a database");
    println!();
    let fills = async |writer| {
        loop {
            match write(&db, Uuid::from_u128(writer)).await {
                Ok(seq) => println!("{KEPT}{writer}.{seq}"),
                Err(DbError::Unavailable(_)) => break,
                Err(error) => panic!("{error:?}"),
            }
        }
    };
    join_all((1..=WRITERS).map(fills)).await;
    // What is too much together may fit alone.
    fills(1).await;
    // Again and again, it is the same, and reading goes on.
    for _ in 0..5 {
        let refused = write(&db, Uuid::from_u128(1)).await;
        assert!(matches!(refused, Err(DbError::Unavailable(_))), "{refused:?}");
        let mut tx = db.read().await.expect("a transaction");
        assert_eq!(verify(&mut *tx, Uuid::from_u128(1)).await.expect("an answer"), None);
    }
}

/// One event of 20 kB.
async fn write(db: &Sqlite, project: Uuid) -> Result<u64, DbError> {
    let mut tx = db.begin().await?;
    let head = lock_project(&mut *tx, db, project, Time(0)).await?;
    let event = NewEvent { version: 1, event: "x".repeat(20_000) };
    let head = append(&mut *tx, project, &head, &[event], None, Time(0)).await?;
    tx.commit().await?;
    Ok(head.seq)
}
