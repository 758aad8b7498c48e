//! `SQLite` keeps transactions in groups, each with one sync of the disk.

use std::fs;
use std::path::Path;

use bar_domain::song::Time;
use bar_service::db::{Database, Sqlite};
use bar_service::tables::journal::lock_project;
use futures::future::join_all;
use tempfile::TempDir;
use uuid::Uuid;

#[tokio::test]
async fn a_hundred_at_once_need_few_commits_and_one_by_one_a_hundred() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("service.sqlite");
    let db = Sqlite::open(&file).await.expect("a database");
    let one = async |number| {
        let mut tx = db.begin().await.expect("a transaction");
        let project = Uuid::from_u128(number);
        lock_project(&mut *tx, &db, project, Time(0)).await.expect("a project");
        tx.commit().await.expect("kept");
    };
    let start = commits(&file);
    join_all((0..100).map(one)).await;
    let together = commits(&file) - start;
    assert!((1..=10).contains(&together), "{together} commits for a hundred at once");
    for number in 100..200 {
        one(number).await;
    }
    assert_eq!(commits(&file) - start - together, 100);
}

/// Commits that the write-ahead log holds: frames that say how large the database is after them.
fn commits(file: &Path) -> usize {
    let log = fs::read(file.with_extension("sqlite-wal")).expect("a log");
    let page = u32::from_be_bytes(log[8..12].try_into().expect("four bytes")) as usize;
    log[32..].chunks(24 + page).filter(|frame| frame[4..8] != [0; 4]).count()
}
