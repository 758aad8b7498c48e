//! What happens when the server of databases goes away, and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bar_domain::song::Time;
use bar_service::db::{self, Database, DbError};
use bar_service::tables::journal::{NewEvent, append, events_after, lock_project, verify};
use bar_testkit::postgres::Server;
use tokio::time::timeout;
use uuid::Uuid;

use crate::stage::Place;

const PROJECT: Uuid = Uuid::from_u128(1);
/// Longer than anything here takes on any machine.
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn pokes_reach_every_instance() {
    let place = Place::postgres();
    let (one, two) = (place.open().await, place.open().await);
    let (mut hears, mut also_hears) = (one.pokes(), two.pokes());
    one.poke("project 7");
    two.poke("jobs");
    for pokes in [&mut hears, &mut also_hears] {
        let mut told = Vec::new();
        for _ in 0..2 {
            let poke = timeout(PATIENCE, pokes.recv()).await.expect("in time");
            told.push(poke.expect("a poke"));
        }
        // In no order.
        told.sort();
        assert_eq!(told, ["jobs", "project 7"]);
    }
}

#[tokio::test]
async fn a_connection_that_is_cut_is_not_used_again() {
    let place = Place::postgres();
    let (db, other) = (place.open().await, place.open().await);
    let mut cut = db.begin().await.expect("a transaction");
    let number = cut.query("SELECT CAST(pg_backend_pid() AS BIGINT)", &[]).await.expect("a number");
    let number = number[0].0[0].clone();
    let mut tx = other.begin().await.expect("a transaction");
    tx.query("SELECT pg_terminate_backend(CAST($1 AS INT))", &[number]).await.expect("cut");
    let after = cut.query("SELECT 1", &[]).await;
    assert!(matches!(after, Err(DbError::Unavailable(_))), "{after:?}");
    assert!(cut.commit().await.is_err());
    assert_eq!(write(&db).await.expect("another one is used"), 1);
}

#[tokio::test]
async fn whoever_stops_waiting_for_a_lock_lets_the_others_go_on() {
    let place = Place::postgres();
    let db = place.open().await;
    write(&db).await.expect("kept");
    let mut holds = db.begin().await.expect("a transaction");
    lock_project(&mut *holds, &*db, PROJECT, Time(0)).await.expect("held");
    for _ in 0..40 {
        // More than there are connections: each is given back or made anew.
        let waits = timeout(Duration::from_millis(20), write(&db)).await;
        assert!(waits.is_err(), "it is held");
    }
    holds.commit().await.expect("kept");
    let seq = timeout(Duration::from_secs(5), write(&db)).await.expect("soon").expect("kept");
    assert_eq!(seq, 2, "nothing of the others is kept");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_it_loses_nothing_it_had_told_as_kept() {
    let mut server = Server::start().expect("a server");
    let database = server.database().expect("a database");
    let db = db::open(&database.url()).await.expect("a database");
    let mut pokes = db.pokes();
    let mut told = 0;
    for _ in 0..3 {
        let ends = Arc::new(AtomicBool::new(false));
        let writes = tokio::spawn(write_until_unavailable(db.clone(), ends.clone()));
        while write(&db).await.expect("kept") < told + 20 {}
        server.kill().expect("killed");
        told = writes.await.expect("no panic");
        let refused = write(&db).await;
        assert!(matches!(refused, Err(DbError::Unavailable(_))), "{refused:?}");
        server.start_again().expect("it comes back");
        let mut tx = timeout(PATIENCE, async {
            // Connections that broke are found out one by one.
            loop {
                if let Ok(tx) = try_read(&db).await {
                    return tx;
                }
            }
        })
        .await
        .expect("it is back");
        assert_eq!(verify(&mut *tx, PROJECT).await.expect("an answer"), None);
        let there = events_after(&mut *tx, PROJECT, 0, u32::MAX).await.expect("events").len();
        assert!(there as u64 >= told, "{there} of {told}");
        told = there as u64;
        // Whatever was told meanwhile is lost, and that is told.
        let poke = timeout(PATIENCE, pokes.recv()).await.expect("in time");
        assert_eq!(poke.expect("a poke"), "");
        ends.store(true, Ordering::SeqCst);
    }
}

async fn try_read(db: &Arc<dyn Database>) -> Result<Box<dyn db::Transaction>, DbError> {
    let mut tx = db.read().await?;
    tx.query("SELECT 1", &[]).await?;
    Ok(tx)
}

/// Writes until the server is gone, and says what was kept last.
async fn write_until_unavailable(db: Arc<dyn Database>, ends: Arc<AtomicBool>) -> u64 {
    let mut told = 0;
    while !ends.load(Ordering::SeqCst) {
        match write(&db).await {
            Ok(seq) => told = seq,
            Err(DbError::Unavailable(_)) => break,
            Err(error) => panic!("{error:?}"),
        }
    }
    told
}

async fn write(db: &Arc<dyn Database>) -> Result<u64, DbError> {
    let mut tx = db.begin().await?;
    let head = lock_project(&mut *tx, &**db, PROJECT, Time(0)).await?;
    let event = NewEvent { version: 1, event: head.seq.to_string() };
    let head = append(&mut *tx, PROJECT, &head, &[event], None, Time(0)).await?;
    tx.commit().await?;
    Ok(head.seq)
}
