//! The journal shows where somebody altered it.

use bar_service::tables::journal::{Damage, Fault, projects_after, verify};

use crate::deeds::*;
use crate::studio::{On, Studio};

const WORD: &str = "warm and close";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_bit_in_the_file_is_found_and_named() {
    let studio = Studio::start(On::Sqlite).await;
    let ana = studio.artist("Ana").await;
    ana.does(create(None)).await.does(add_song()).await;
    let events = ana.page("").await.events;
    let altered = events.iter().find(|it| it.event.to_string().contains(WORD)).unwrap().seq;
    assert_eq!(damages(&studio).await, []);

    flip(&studio.chosen.data.join("journal.sqlite"));
    // What it has in memory is forgotten.
    let studio = studio.restart().await;
    let damage = Damage { project: PROJECT.0, seq: altered, fault: Fault::Altered };
    assert_eq!(damages(&studio).await, [damage]);
    let text = damage.to_string();
    assert!(text.contains(&PROJECT.to_string()) && text.contains(&altered.to_string()), "{text}");
}

/// Flips a bit of the event in the file of the database.
fn flip(file: &std::path::Path) {
    let db = rusqlite::Connection::open(file).unwrap();
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(db);
    let mut bytes = std::fs::read(file).unwrap();
    let at = bytes.windows(WORD.len()).position(|it| it == WORD.as_bytes()).expect("the event");
    bytes[at] ^= 1;
    let again = bytes.windows(WORD.len()).any(|it| it == WORD.as_bytes());
    assert!(!again, "the word is there once");
    std::fs::write(file, bytes).unwrap();
}

async fn damages(studio: &Studio) -> Vec<Damage> {
    let mut tx = studio.running.service.db.read().await.unwrap();
    let mut damages = Vec::new();
    for project in projects_after(&mut *tx, None, 100).await.unwrap() {
        damages.extend(verify(&mut *tx, project).await.unwrap());
    }
    damages
}
