//! Opening a database: by its address, with its tables brought up to date.

use std::fs;
use std::time::{Duration, Instant};

use bar_service::db::{self, DbError, OpenError};
use futures::future::join_all;
use tempfile::TempDir;

use crate::stage::{Place, stories};

stories! {
    it_may_be_opened_again_and_again
    a_newer_or_altered_database_is_refused
}

async fn it_may_be_opened_again_and_again(place: Place) {
    let db = place.open().await;
    for another in join_all((0..8).map(|_| place.another(&db))).await {
        let mut tx = another.read().await.expect("a transaction");
        let steps = tx.query("SELECT name FROM schema_versions", &[]).await.expect("steps");
        assert!(!steps.is_empty());
    }
}

async fn a_newer_or_altered_database_is_refused(place: Place) {
    let db = place.open().await;
    let mut tx = db.begin().await.expect("a transaction");
    let sql = "INSERT INTO schema_versions (name, hash) VALUES ('999_far', $1)";
    tx.execute(sql, &[[7; 32].into()]).await.expect("told");
    tx.commit().await.expect("kept");
    let refused = db::open(&place.address()).await.err();
    assert!(matches!(&refused, Some(OpenError::Newer(name)) if name == "999_far"), "{refused:?}");

    let place = place.fresh();
    let db = place.open().await;
    let mut tx = db.begin().await.expect("a transaction");
    let sql = "UPDATE schema_versions SET hash = $1 WHERE name = '010_events'";
    tx.execute(sql, &[[7; 32].into()]).await.expect("told");
    tx.commit().await.expect("kept");
    let refused = db::open(&place.address()).await.err();
    assert!(matches!(&refused, Some(OpenError::Altered(_))), "{refused:?}");
}

/// Many instances start at once on a server that has no tables yet.
#[tokio::test]
async fn one_of_many_makes_the_tables() {
    let place = Place::postgres();
    for db in join_all((0..8).map(|_| place.open())).await {
        drop(db);
    }
}

#[tokio::test]
async fn what_is_no_database_is_refused_and_left_alone() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("song.wav");
    let sound = b"RIFF, and so on: no database".repeat(100);
    fs::write(&file, &sound).expect("a file");
    let refused = db::open(&file.display().to_string()).await.err();
    assert!(matches!(refused, Some(OpenError::Db(DbError::Broken(_)))), "{refused:?}");
    assert_eq!(fs::read(&file).expect("a file"), sound);
    let nowhere = folder.path().join("no/such/folder.sqlite").display().to_string();
    let refused = db::open(&nowhere).await.err();
    assert!(matches!(refused, Some(OpenError::Db(DbError::Unavailable(_)))), "{refused:?}");
}

/// A key that was destroyed must not be found in what is left of its row.
#[tokio::test]
async fn what_is_deleted_is_not_in_the_file_any_more() {
    let Place::Sqlite(folder) = Place::sqlite() else { unreachable!() };
    let file = folder.path().join("service.sqlite");
    let is_there = |what: &[u8]| {
        let bytes = fs::read(&file).expect("a file");
        bytes.windows(what.len()).any(|window| window == what)
    };
    let (canary, stays) = ([0xc5; 32], [0x3a; 32]);
    for (sql, gone) in [
        ("INSERT INTO meta (name, value) VALUES ('a', $1), ('b', $2)", false),
        ("DELETE FROM meta WHERE name = 'a' AND value = $1 AND $2 <> $1", true),
    ] {
        let db = db::open(&file.display().to_string()).await.expect("a database");
        let mut tx = db.begin().await.expect("a transaction");
        let touched = tx.execute(sql, &[canary.into(), stays.into()]).await.expect("done");
        assert!(touched > 0, "{sql}");
        tx.commit().await.expect("kept");
        // The last connection takes the log over into the file, a moment after the commit was told.
        drop(db);
        let deadline = Instant::now() + Duration::from_secs(30);
        while folder.path().join("service.sqlite-wal").exists() {
            assert!(Instant::now() < deadline, "the log is not taken over");
            tokio::task::yield_now().await;
        }
        assert!(is_there(&stays), "{sql}");
        assert_eq!(is_there(&canary), !gone, "{sql}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::sqlite();
    let db = place.open().await;
    for end in ["", "-wal", "-shm"] {
        let file = fs::metadata(format!("{}{end}", place.address())).expect("a file");
        assert_eq!(file.permissions().mode() & 0o777, 0o600, "{end}");
    }
    drop(db);
}
